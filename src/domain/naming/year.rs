//! Which number of a film's name is its year.
//!
//! A year in brackets beats any other; without brackets it is the last one before the release words, because titles
//! begin or end with years ("1917", "Wonder Woman 1984", "2001: A Space Odyssey") and releases put theirs behind.

use super::token::Name;

/// The first film; and, domain having no clock, the end of the plausible future.
const FIRST: u16 = 1888;
const LAST: u16 = 2039;

/// Titles that end in a year: it is theirs when no other year follows.
const ENDING_IN_YEAR: [&str; 10] = [
    "wonder woman 1984",
    "death race 2000",
    "space 1999",
    "cherry 2000",
    "airport 1975",
    "dracula 2000",
    "dracula 2001",
    "godzilla 2000",
    "blues brothers 2000",
    "fantasia 2000",
];

/// Words before the year in the longest of them, with an article.
const LONGEST_KNOWN: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Year {
    pub value: u16,
    /// Word that holds it.
    pub at: usize,
    pub bracketed: bool,
}

/// `from..tail` are the words that may hold title and year, `tail` being the first word that is surely release noise.
pub(crate) fn find(name: &Name, from: usize, tail: usize) -> Option<Year> {
    bracketed(name, from).or_else(|| bare(name, from, tail))
}

pub(crate) fn parse(word: &str) -> Option<u16> {
    if word.len() != 4 || !super::release::is_digits(word) {
        return None;
    }
    word.parse().ok().filter(|year| (FIRST..=LAST).contains(year))
}

fn bracketed(name: &Name, from: usize) -> Option<Year> {
    let mut best: Option<(usize, Year)> = None;
    for group in &name.groups {
        for at in group.first.max(from)..group.last {
            let Some(value) = parse(name.word(at)) else { continue };
            // Alone in its bracket is surest, first in it next; a number deep in a list of remarks comes last.
            let doubt = if group.last - group.first == 1 { 0 } else { 1 + at - group.first };
            if best.is_none_or(|(least, _)| doubt < least) {
                best = Some((doubt, Year { value, at, bracketed: true }));
            }
        }
    }
    best.map(|(_, year)| year)
}

fn bare(name: &Name, from: usize, tail: usize) -> Option<Year> {
    let is_free = |at: usize| name.tokens[at].group.is_none();
    let mut found = None;
    for at in from..name.len() {
        let Some(value) = parse(name.word(at)).filter(|_| is_free(at)) else { continue };
        if at >= tail && found.is_some() {
            break;
        }
        if at == from && !leads(name, from) {
            continue;
        }
        if is_part_of_title(name, from, at) {
            continue;
        }
        found = Some(Year { value, at, bracketed: false });
    }
    found
}

/// `1994 - Pulp Fiction`: a list sorted by year. `2001 A Space Odyssey` is a title.
fn leads(name: &Name, from: usize) -> bool {
    name.is_dashed(from + 1) && from + 1 < name.len() && !(name.word(from + 1) == "a" && name.word(from + 2) == "space")
}

fn is_part_of_title(name: &Name, from: usize, at: usize) -> bool {
    if at >= from + 2 && name.word(at - 1) == "of" {
        return true;
    }
    if at > from + LONGEST_KNOWN {
        return false;
    }
    let title = name.tokens[from..=at].iter().map(|token| token.norm.as_str()).collect::<Vec<_>>().join(" ");
    ENDING_IN_YEAR.iter().any(|known| title.strip_prefix("the ").unwrap_or(&title) == *known)
}
