//! Episode numbers without a mark: `[Group] Title - 013v2 [1080p]`, `[Group][Title][13]`, `Title 13`, `01 - Pilot`.
//!
//! A title may hold numbers too ("86", "Mob Psycho 100"), so the rules run from the surest place to the vaguest.

use super::numbering::Numbering;
use super::release::{Mark, is_digits};
use super::release_table::{Strength, Tag};
use super::token::Name;
use super::year;

/// What is known about the name around the number.
pub(crate) struct Around<'n> {
    pub name: &'n Name,
    pub marks: &'n [Option<Mark>],
    /// First word of the title.
    pub first: usize,
    pub has_group_prefix: bool,
    /// Season that a folder above says.
    pub folder_season: Option<u32>,
}

/// A number word: `13`, `013v2`, `13end`.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
}

impl Number {
    /// 102 as season 1, episode 2.
    fn split(self, at: usize) -> Option<Numbering> {
        let (season, episode) = (self.value / 100, self.value % 100);
        let is_both = season > 0 && episode > 0;
        is_both.then(|| Numbering { from: at, to: at + 1, season: Some(season), episodes: vec![episode], part: None })
    }
}

impl Around<'_> {
    pub fn find(&self) -> Option<Numbering> {
        let n = self.name.len();
        let behind_title = self.first + 1..n;
        (self.first..n)
            .find_map(|at| self.compact(at, self.folder_season?))
            .or_else(|| (self.first..n).find_map(|at| self.dotted(at)))
            .or_else(|| self.leading_list())
            .or_else(|| {
                behind_title.clone().find_map(|at| self.when(at, self.name.is_dashed(at) && self.is_closed(at)))
            })
            .or_else(|| self.name.groups.iter().find_map(|group| self.in_bracket(group.first, group.last)))
            .or_else(|| behind_title.clone().find_map(|at| self.old_release(at)))
            .or_else(|| behind_title.clone().find_map(|at| self.when(at, self.is_free(at) && self.is_dash_after(at))))
            .or_else(|| behind_title.clone().rev().find_map(|at| self.when(at, self.is_free(at) && self.is_closed(at))))
            .or_else(|| behind_title.clone().find_map(|at| self.when(at, self.is_free(at) && self.is_padded(at))))
            .or_else(|| self.leading())
    }

    /// `01 - Pilot`: nothing but a number stands before the first dash, and no group says that it is the title.
    fn leading_list(&self) -> Option<Numbering> {
        let is_later_number = |at: usize| self.name.is_dashed(at) && self.is_closed(at) && self.number(at).is_some();
        let has_letters = |at: usize| self.name.word(at).chars().any(char::is_alphabetic);
        let first_word = (self.first..self.name.len()).find(|at| has_letters(*at)).unwrap_or(self.name.len());
        let later_number = (first_word + 1..self.name.len()).any(is_later_number);
        if self.has_group_prefix || later_number || !self.is_free(self.first) {
            return None;
        }
        let glue = self.name.glue(self.first + 1);
        let is_list = self.is_dash_after(self.first)
            || glue.starts_with(". ")
            || self.is_padded(self.first) && self.first + 1 < self.name.len();
        self.when(self.first, is_list)
    }

    fn leading(&self) -> Option<Numbering> {
        self.when(self.first, self.is_free(self.first))
    }

    fn when(&self, at: usize, fits: bool) -> Option<Numbering> {
        let number = self.number(at).filter(|_| fits)?;
        let mut numbering = Numbering { from: at, to: at + 1, episodes: vec![number.value], ..Numbering::default() };
        if self.is_fraction(at) {
            // "12.5" is a recap between two episodes: a special whose number is its name.
            return Some(Numbering { to: at, season: Some(0), episodes: Vec::new(), ..numbering });
        }
        // `01-02` and `01~02`: a file of several.
        if let Some(next) =
            self.number(at + 1).filter(|next| next.value > number.value && next.value - number.value <= 60)
            && matches!(self.name.glue(at + 1), "-" | "~" | "–")
            && next.digits >= number.digits
        {
            numbering.episodes.extend(number.value + 1..=next.value);
            numbering.to = at + 2;
        }
        if matches!(self.name.word(at + 1), "&" | "+")
            && let Some(next) = self.number(at + 2).filter(|next| next.value > number.value)
        {
            numbering.episodes.push(next.value);
            numbering.to = at + 3;
        }
        if matches!(self.name.word(numbering.to), "end" | "fin" | "final") && self.is_closed(numbering.to) {
            numbering.to += 1;
        }
        self.mark_special(&mut numbering);
        Some(numbering)
    }

    /// `OVA 2`, `Special - 01`: season 0.
    fn mark_special(&self, numbering: &mut Numbering) {
        if numbering.from > self.first && is_special_word(self.name.word(numbering.from - 1)) {
            numbering.season = Some(0);
            numbering.from -= 1;
        }
    }

    fn is_fraction(&self, at: usize) -> bool {
        self.name.glue(at + 1) == "." && self.name.word(at + 1) == "5"
    }

    /// `Title - 1.05`: season and episode with the dot of a clock, where dots are no spaces.
    fn dotted(&self, at: usize) -> Option<Numbering> {
        let (season, episode) = (self.number(at)?, self.number(at + 1)?);
        let is_clock = self.name.glue(at + 1) == "." && season.digits <= 2 && episode.digits == 2 && season.value > 0;
        let is_apart = self.name.glue(at).ends_with([' ', '[']) && self.name.glue(at + 2) != ".";
        (is_clock && is_apart && self.name.text.contains(' ')).then(|| Numbering {
            from: at,
            to: at + 2,
            season: Some(season.value),
            episodes: vec![episode.value],
            part: None,
        })
    }

    /// `[01]`, `[01v2]`, `[01-02]`, `[01 END]`, `(01)`.
    fn in_bracket(&self, first: usize, last: usize) -> Option<Numbering> {
        let is_behind = first > self.first || first == self.first && last < self.name.len() && first > 0;
        if !is_behind || first >= last || last - first > 2 {
            return None;
        }
        let mut numbering = self.when(first, true)?;
        (numbering.to >= last).then(|| {
            numbering.to = last;
            numbering
        })
    }

    /// `show.102` or `102 - Title` in a folder of season 1.
    fn compact(&self, at: usize, season: u32) -> Option<Numbering> {
        // The 2001 of season 20 is no year here.
        let number = self.digits(at).filter(|number| number.digits >= 3 && self.is_free(at))?;
        let is_place = at == self.first || self.is_closed(at);
        (is_place && season > 0 && number.value / 100 == season).then(|| number.split(at)).flatten()
    }

    /// `show.102.hdtv-lol`: how releases numbered before S01E02.
    fn old_release(&self, at: usize) -> Option<Numbering> {
        let number = self.number(at).filter(|number| number.digits >= 3 && self.is_free(at) && self.is_closed(at))?;
        let old_source = |mark: &Mark| matches!(mark.tag, Tag::Source("HDTV" | "PDTV" | "DSR" | "DVDRip" | "TVRip"));
        let is_old = self.folder_season.is_none()
            && !self.has_group_prefix
            && !self.name.text.contains(' ')
            && self.marks.iter().flatten().any(old_source);
        is_old.then(|| number.split(at)).flatten()
    }

    /// A number that may count episodes: years do not.
    fn number(&self, at: usize) -> Option<Number> {
        let is_second_half = at > 0 && self.is_fraction(at - 1) && self.digits(at - 1).is_some();
        self.digits(at).filter(|number| !is_second_half && year::parse(&number.value.to_string()).is_none())
    }

    fn digits(&self, at: usize) -> Option<Number> {
        let word = self.name.word(at);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = word.split_at(digits);
        if digits == 0
            || digits > 4
            || self.marks.get(at).copied().flatten().is_some_and(|mark| mark.strength == Strength::Strong)
        {
            return None;
        }
        let is_suffix =
            rest.is_empty() || rest.strip_prefix('v').is_some_and(is_digits) || matches!(rest, "end" | "fin");
        if !is_suffix {
            return None;
        }
        Some(Number { value: number.parse().ok()?, digits })
    }

    fn is_free(&self, at: usize) -> bool {
        self.name.tokens.get(at).is_some_and(|token| token.group.is_none())
    }

    fn is_padded(&self, at: usize) -> bool {
        let word = self.name.word(at);
        word.len() >= 2 && word.starts_with('0') && word.bytes().any(|b| (b'1'..=b'9').contains(&b))
    }

    fn is_dash_after(&self, at: usize) -> bool {
        at + 1 < self.name.len() && self.name.is_dashed(at + 1)
    }

    /// The end, a bracket, a dash or release words follow: nothing that continues a phrase.
    fn is_closed(&self, at: usize) -> bool {
        let next = at + 1;
        let Some(token) = self.name.tokens.get(next) else { return true };
        let is_range = self.name.glue(next) == "-" && self.number(next).is_some();
        token.group != self.name.tokens[at].group
            || token.group.is_some()
            || self.name.is_dashed(next)
            || is_range
            || self.marks[next].is_some()
            || matches!(token.norm.as_str(), "end" | "fin" | "final")
            || matches!(token.norm.as_str(), "&" | "+") && self.number(next + 1).is_some()
            || self.is_fraction(at) && self.is_closed(next)
    }
}

pub(crate) fn is_special_word(word: &str) -> bool {
    matches!(word, "ova" | "oav" | "oad" | "special" | "specials" | "sp" | "ovas")
}
