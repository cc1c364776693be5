//! Season marks in any name ("S02", "Season 2", "2nd Season", "第2季") and folders that are seasons.

use super::lexeme::{self, Lexeme};
use super::release::{self, is_digits};
use super::token::Name;

/// A season mark; `after` is the lexeme behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub season: u32,
    pub from: usize,
    pub after: usize,
}

/// What a folder is in a show's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// The whole name says the season; the show is the folder above.
    Season(u32),
    /// Anything else.
    Other,
}

const WORDS: [&str; 26] = [
    "season",
    "seasons",
    "staffel",
    "saison",
    "series",
    "temporada",
    "stagione",
    "sezon",
    "sezona",
    "sezóna",
    "säsong",
    "sasong",
    "sesong",
    "sæson",
    "saeson",
    "seizoen",
    "kausi",
    "évad",
    "evad",
    "сезон",
    "シーズン",
    "serie",
    "sesson",
    "seson",
    "kapitel",
    "시즌",
];

const NUMBER_WORDS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Folders of episodes outside the seasons.
const SPECIALS: [&str; 12] = [
    "specials",
    "special",
    "ova",
    "ovas",
    "oav",
    "oad",
    "oads",
    "sp",
    "sps",
    "special episodes",
    "s00",
    "bonus episodes",
];

/// A season mark that begins at this lexeme.
pub(crate) fn at(name: &Name, lexemes: &[Lexeme], at: usize) -> Option<Mark> {
    let mark = lexemes.get(at)?;
    let next = lexemes.get(at + 1)?;
    let found = |season: u32, after: usize| Some(Mark { season, from: at, after });
    match mark.text.as_str() {
        "s" if mark.starts_token && !next.starts_token => {
            let rest_is_numbering = lexemes
                .get(at + 2)
                .is_none_or(|l| l.starts_token || matches!(l.text.as_str(), "e" | "ep" | "x" | "v" | "episode"));
            return rest_is_numbering.then(|| found(next.number()?, at + 2)).flatten();
        }
        // Spanish scene: `T01E02`.
        "t" if mark.starts_token && !next.starts_token => {
            let is_numbering =
                lexemes.get(at + 2).is_some_and(|l| !l.starts_token && matches!(l.text.as_str(), "e" | "x"));
            return is_numbering.then(|| found(next.number()?, at + 2)).flatten();
        }
        "第" => {
            let is_season = matches!(lexemes.get(at + 2)?.text.as_str(), "季" | "期" | "部");
            return is_season.then(|| found(next.number()?, at + 3)).flatten();
        }
        word if WORDS.contains(&word) && mark.starts_token => {
            // A number with a word sticking to it ("Series 7's") is none.
            if let Some(season) = next.number().filter(|_| next.ends_token || next.starts_token) {
                return found(season, at + 2);
            }
            return found(number_word(&next.text).or_else(|| roman(&next.text))?, at + 2);
        }
        _ => {}
    }
    ordinal(name, lexemes, at)
}

/// `Season IV`.
fn roman(word: &str) -> Option<u32> {
    let numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    numerals.iter().position(|known| *known == word).map(|number| number as u32 + 1)
}

/// "Two" is 2.
pub(crate) fn number_word(word: &str) -> Option<u32> {
    NUMBER_WORDS.iter().position(|known| *known == word).map(|number| number as u32)
}

/// `2nd Season`, `2. Staffel`, `1 сезон`.
fn ordinal(name: &Name, lexemes: &[Lexeme], at: usize) -> Option<Mark> {
    let number = lexemes[at].number().filter(|number| lexemes[at].starts_token && *number < 100)?;
    let mut after = at + 1;
    let has_ending = lexemes
        .get(after)
        .is_some_and(|l| !l.starts_token && matches!(l.text.as_str(), "st" | "nd" | "rd" | "th" | "ª" | "й"));
    if has_ending {
        after += 1;
    }
    let word = lexemes.get(after)?;
    let is_dotted = name.glue(word.token).starts_with('.');
    let fits = match word.text.as_str() {
        "season" | "staffel" | "évad" | "kausi" | "sezon" | "sezona" => has_ending || is_dotted,
        "сезон" => true,
        "期" | "季" => !word.starts_token,
        _ => false,
    };
    fits.then_some(Mark { season: number, from: at, after: after + 1 })
}

/// The first season mark of a name.
pub(crate) fn find(name: &Name, lexemes: &[Lexeme]) -> Option<Mark> {
    (0..lexemes.len()).find_map(|index| at(name, lexemes, index))
}

/// What a folder is. `is_top` folders can be no bare number: nothing above them could be the show.
pub(crate) fn folder(text: &str, is_top: bool) -> Folder {
    let name = Name::new(text);
    let words: Vec<&str> = name.tokens.iter().map(|token| token.norm.as_str()).collect();
    let joined = words.join(" ");
    if SPECIALS.contains(&joined.as_str()) {
        return Folder::Season(0);
    }
    if !is_top && words.len() == 1 && is_digits(&joined) && joined.len() <= 2 {
        return joined.parse().map_or(Folder::Other, Folder::Season);
    }
    let marks = release::mark(&name);
    let lexemes = lexeme::split(&name, &marks, 0);
    let Some(mark) = at(&name, &lexemes, 0).or_else(|| volume(&lexemes).filter(|_| !is_top)) else {
        return Folder::Other;
    };
    // "Seasons 1-3" holds several.
    let is_range = lexemes.get(mark.after).is_some_and(|next| {
        next.starts_token && name.glue(next.token) == "-" && (next.number().is_some() || next.text == "s")
    });
    if is_range {
        return Folder::Other;
    }
    // "Series 7: The Contenders" and "S.W.A.T." must stay shows: behind the number only remarks or a dash may follow.
    let Some(next) = lexemes.get(mark.after) else { return Folder::Season(mark.season) };
    let is_remark =
        marks[next.token].is_some() || name.tokens[next.token].group.is_some() || name.is_dashed(next.token);
    if is_remark || !is_top { Folder::Season(mark.season) } else { Folder::Other }
}

/// `Book 1 - Water`, `Part 3 - Stardust Crusaders`: seasons by another name.
fn volume(lexemes: &[Lexeme]) -> Option<Mark> {
    let is_volume = matches!(lexemes.first()?.text.as_str(), "book" | "volume" | "vol" | "cour" | "part" | "arc");
    let season = lexemes.get(1)?.number()?;
    is_volume.then_some(Mark { season, from: 0, after: 2 })
}
