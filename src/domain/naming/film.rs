//! One component of a path read as the name of a film: where its title ends and what the rest says.
//!
//! Folder and file are read alike; `movie` decides between them. Episodes use the same ends of titles.

use super::absolute::is_special_word;
use super::ancestors::{is_empty_title, is_shelf};
use super::guess::Guess;
use super::release::{self, Mark, is_digits};
use super::release_table::{Strength, Tag};
use super::title::render;
use super::token::Name;
use super::year::{self, Year};
use super::{date, edition, extras, ids, part, prefix};

/// What one component says when it is read as a film's name.
pub(crate) struct Film {
    pub guess: Guess,
    pub is_year_bracketed: bool,
    /// Resolution, source or codec words: the mark of a release, never of a shelf.
    pub is_release: bool,
    pub is_extra: bool,
    pub standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Work,
    /// A folder of many works: "Movies", "Star Wars Collection".
    Shelf,
    /// No title, or an encoder's default.
    Nameless,
}

impl Film {
    pub fn read(component: &str) -> Self {
        let name = Name::new(component);
        let marks = release::mark(&name);
        let labels = ids::find(&name);
        let mut lead = prefix::skip(&name, &marks);
        prefix::skip_position(&name, &mut lead);
        let extra_at = extras::suffix(&name);
        let end_of_name = extra_at.unwrap_or(name.len());
        let tail = strong_tail(&name, &marks, &labels.groups, lead.first).min(end_of_name);
        let dated = date::find_iso(&name, lead.first);
        let year = year::find(&name, lead.first, tail);
        let (from, mut end) = match dated {
            // A home video: the day is what tells it from the next one.
            Some(_) => (lead.first, tail.max(lead.first)),
            None => title_span(&name, year, lead.first, tail),
        };
        let piece = part::certain(&name, from);
        if let Some(piece) = piece.filter(|piece| piece.at < end && piece.at > from) {
            end = piece.at;
        }
        let is_release = tail < end_of_name
            && marks.iter().flatten().any(|mark| mark.strength == Strength::Strong && mark.tag != Tag::Id);
        let ends_at_year = year.is_some_and(|year| name.outer_start(end) <= name.tokens[year.at].start);
        let end = walk_back(&name, &marks, from, end, is_release && !ends_at_year);
        let end = cut_alias(&name, from, without_second_year(&name, from, end, year));
        let words: Vec<&str> = name.tokens[from.min(end)..end].iter().map(|token| token.norm.as_str()).collect();
        let mut guess = Guess {
            title: render(&name, from, end),
            year: year.map(|year| year.value).or(dated.map(|dated| dated.date.year() as u16)),
            date: dated.map(|dated| dated.date),
            edition: labels.edition.or_else(|| edition::collect(&name, end)),
            part: piece.or_else(|| part::in_tail(&name, end)).map(|piece| piece.number),
            ids: labels.ids,
            ..Guess::default()
        };
        release::describe(&name, &marks, from..end, &mut guess);
        guess.release_group = release::group(&name, &marks, end, is_release).or(lead.release_group);
        Self {
            is_year_bracketed: year.is_some_and(|year| year.bracketed),
            is_release,
            is_extra: extra_at.is_some()
                || extras::is_sample_prefix(&name)
                || year.is_some_and(|year| extras::is_marked(&name, year.at + 1)),
            standing: standing(&name, &words, year),
            guess,
        }
    }
}

fn standing(name: &Name, words: &[&str], year: Option<Year>) -> Standing {
    if is_empty_title(words) && !year.is_some_and(|year| year.bracketed) {
        Standing::Nameless
    } else if is_shelf(words) && !has_own_title(words, year) || has_year_range(name) {
        Standing::Shelf
    } else {
        Standing::Work
    }
}

/// "A (1998)" and "M (1931)" are films, "A" is a shelf; "Film (1965)" is a film, "Films (2010)" a shelf.
fn has_own_title(words: &[&str], year: Option<Year>) -> bool {
    let [word] = words else { return false };
    year.is_some_and(|year| word.chars().count() == 1 || year.bracketed && !word.ends_with('s'))
}

/// First word from which on the name describes the release: a strong mark, or a bracket that holds nothing but remarks.
pub(crate) fn strong_tail(name: &Name, marks: &[Option<Mark>], labels: &[usize], first: usize) -> usize {
    let strong = |at: usize| marks[at].is_some_and(|mark| mark.strength == Strength::Strong);
    let by_word = (first..name.len()).find(|at| strong(*at)).map(|at| match name.tokens[at].group {
        Some(group) if name.groups[group].first >= first => name.groups[group].first,
        _ => at,
    });
    let is_remark = |at: usize| {
        marks[at].is_some()
            || is_digits(name.word(at))
            || edition::at(name, at).is_some()
            || is_special_word(name.word(at))
    };
    let by_group = name.groups.iter().enumerate().find_map(|(index, group)| {
        let holds_remarks = group.first > first && group.first < group.last && (group.first..group.last).all(is_remark);
        let is_label = labels.contains(&index) && group.first >= first;
        (holds_remarks || is_label).then_some(group.first)
    });
    by_word.unwrap_or(name.len()).min(by_group.unwrap_or(name.len()))
}

fn title_span(name: &Name, year: Option<Year>, first: usize, tail: usize) -> (usize, usize) {
    let Some(year) = year else { return (first, tail.max(first)) };
    let start = name.tokens[year.at].group.map_or(year.at, |group| name.groups[group].first.max(first));
    if start > first {
        return (first, start.min(tail));
    }
    // The year stands in front: the title follows it.
    let behind = name.tokens[year.at].group.map_or(year.at + 1, |group| name.groups[group].last);
    let strong = (behind..name.len()).find(|at| *at >= tail && tail >= behind).unwrap_or(name.len());
    (behind, strong.max(behind))
}

/// Moves the end of the title before editions, and before weak marks when a strong one follows.
pub(crate) fn walk_back(name: &Name, marks: &[Option<Mark>], from: usize, end: usize, over_weak: bool) -> usize {
    let mut end = end;
    loop {
        if let Some(start) = edition::before(name, from, end) {
            end = start;
            continue;
        }
        let is_weak = end > from + 1 && marks[end - 1].is_some_and(|mark| mark.strength == Strength::Weak);
        let leaves_article =
            end == from + 2 && matches!(name.word(from), "the" | "a" | "an" | "der" | "die" | "das" | "le" | "la");
        if !(over_weak && is_weak && !leaves_article) {
            return end;
        }
        end -= 1;
    }
}

/// `Film.2014.2014`.
fn without_second_year(name: &Name, from: usize, end: usize, year: Option<Year>) -> usize {
    let is_twice = end > from + 1
        && year.is_some_and(|year| year.at >= end && year::parse(name.word(end - 1)) == Some(year.value));
    if is_twice { end - 1 } else { end }
}

/// `Le Samouraï AKA The Samurai`: the first name is the film's.
fn cut_alias(name: &Name, from: usize, end: usize) -> usize {
    (from + 1..end.saturating_sub(1)).find(|at| name.word(*at) == "aka").unwrap_or(end)
}

/// `(1977-2019)`: the years of a series of films.
fn has_year_range(name: &Name) -> bool {
    (1..name.len()).any(|at| {
        year::parse(name.word(at)).is_some()
            && year::parse(name.word(at - 1)).is_some()
            && name.glue(at).contains(['-', '–'])
            && name.tokens[at].group.is_some()
    })
}
