//! Files that are one piece of a work cut into several: `cd1`, `disc 2`, `pt1`, `part 2`, `1 of 2`.
//!
//! "Part" before the year is a title ("Deathly Hallows Part 1"); a disc is never one.

use super::token::Name;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub number: u32,
    pub at: usize,
    pub words: usize,
    /// A disc, or `part1` in one word: cannot be title.
    pub is_certain: bool,
}

/// The piece that this word names.
pub(crate) fn at(name: &Name, index: usize) -> Option<Part> {
    let word = name.word(index);
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let (digits, words) = if stem.len() < word.len() { (&word[stem.len()..], 1) } else { (name.word(index + 1), 2) };
    if matches!(stem, "cd" | "disc" | "disk" | "dvd" | "part" | "pt" | "teil" | "partie" | "parte") {
        let number = small(digits)?;
        let is_disc = matches!(stem, "cd" | "disc" | "disk" | "dvd");
        let is_glued = words == 1 && matches!(stem, "part" | "pt");
        // `DVD 5` and `DVD9` are kinds of disc.
        let is_format = stem == "dvd" && (number == 5 || number == 9);
        return (!is_format).then_some(Part { number, at: index, words, is_certain: is_disc || is_glued });
    }
    let of = name.word(index + 1) == "of" && name.tokens.get(index).is_some_and(|token| token.group.is_some());
    if of && small(name.word(index + 2)).is_some() {
        return Some(Part { number: small(word)?, at: index, words: 3, is_certain: true });
    }
    let (number, total) = word.split_once("of")?;
    small(total)?;
    Some(Part { number: small(number)?, at: index, words: 1, is_certain: true })
}

/// The first certain piece in the whole name, not counting its first word.
pub(crate) fn certain(name: &Name, from: usize) -> Option<Part> {
    (from + 1..name.len()).filter_map(|index| at(name, index)).find(|part| part.is_certain)
}

/// Any piece behind the title.
pub(crate) fn in_tail(name: &Name, from: usize) -> Option<Part> {
    (from..name.len()).find_map(|index| at(name, index))
}

fn small(digits: &str) -> Option<u32> {
    if digits.len() > 2 || !super::release::is_digits(digits) {
        return None;
    }
    digits.parse().ok().filter(|number| (1..=20).contains(number))
}
