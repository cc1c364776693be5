//! Broadcast dates in names: `2023-05-17`, `2023.05.17`, `20230517`, `17.05.2023`, `05-17-2023`.

use time::{Date, Month};

use super::release::is_digits;
use super::token::Name;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub from: usize,
    pub to: usize,
    pub date: Date,
}

/// The first date from word `from` on.
pub(crate) fn find(name: &Name, from: usize) -> Option<Dated> {
    (from..name.len()).find_map(|at| three_words(name, at).or_else(|| one_word(name, at)))
}

/// A date year first with hyphens (`2023-05-17`): sure enough for a film's name.
pub(crate) fn find_iso(name: &Name, from: usize) -> Option<Dated> {
    (from..name.len()).find_map(|at| {
        let is_iso = name.word(at).len() == 4 && name.glue(at + 1) == "-";
        is_iso.then(|| three_words(name, at)).flatten()
    })
}

/// `23.05.17` of daily scene releases: too vague unless nothing else numbers the file.
pub(crate) fn find_short(name: &Name, from: usize) -> Option<Dated> {
    (from..name.len()).find_map(|at| {
        let [year, month, day] = [at, at + 1, at + 2].map(|index| name.word(index));
        let is_short = [year, month, day].iter().all(|word| word.len() == 2 && is_digits(word));
        let is_dotted = name.glue(at + 1) == "." && name.glue(at + 2) == ".";
        let date = (is_short && is_dotted).then(|| make(&format!("20{year}"), month, day)).flatten()?;
        Some(Dated { from: at, to: at + 3, date })
    })
}

fn three_words(name: &Name, at: usize) -> Option<Dated> {
    let [a, b, c] = [at, at + 1, at + 2].map(|index| name.word(index));
    if ![a, b].iter().all(|word| is_digits(word)) || at + 2 >= name.len() {
        return None;
    }
    let separators = [name.glue(at + 1), name.glue(at + 2)];
    if separators[0] != separators[1] || !matches!(separators[0], "." | "-" | "_" | " ") {
        return None;
    }
    let date = match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) => make(a, b, c),
        // Day first, as most of the world writes it; month first where the day cannot be a month.
        (1..=2, 1..=2, 4) => make(c, b, a).or_else(|| make(c, a, b)),
        _ => None,
    }?;
    Some(Dated { from: at, to: at + 3, date })
}

fn one_word(name: &Name, at: usize) -> Option<Dated> {
    let word = name.word(at);
    if word.len() != 8 || !is_digits(word) || name.tokens[at].group.is_some_and(|g| name.groups[g].open == '[') {
        return None;
    }
    Some(Dated { from: at, to: at + 1, date: make(&word[..4], &word[4..6], &word[6..])? })
}

fn make(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = super::year::parse(year)?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    if !is_digits(day) {
        return None;
    }
    Date::from_calendar_date(i32::from(year), month, day.parse().ok()?).ok()
}
