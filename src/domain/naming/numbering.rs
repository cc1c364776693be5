//! Season and episode numbers that say what they are: `S01E02`, `1x02`, `Season 1 Episode 2`, `Ep.12`, `第12話`.
//!
//! Numbers without such a mark are `absolute`'s; dates are `date`'s.

use super::absolute::is_special_word;
use super::lexeme::Lexeme;
use super::season;
use super::token::Name;

/// Where in a name the numbers stand and what they are. `from..to` are words; what follows is the episode's title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbering {
    pub from: usize,
    pub to: usize,
    pub season: Option<u32>,
    pub episodes: Vec<u32>,
    pub part: Option<u32>,
}

/// A range longer than this is two numbers that happen to stand side by side.
const LONGEST_RANGE: u32 = 60;

const EPISODE_WORDS: [&str; 26] = [
    "e",
    "ep",
    "eps",
    "epi",
    "episode",
    "episodes",
    "episodio",
    "episódio",
    "episod",
    "epizod",
    "epizoda",
    "épisode",
    "folge",
    "teil",
    "capitulo",
    "capítulo",
    "cap",
    "puntata",
    "afl",
    "aflevering",
    "avsnitt",
    "afsnit",
    "серия",
    "эпизод",
    "session",
    "chapter",
];

/// The best explicit numbering of a name: season with episode before an episode alone.
pub(crate) fn find(name: &Name, lexemes: &[Lexeme]) -> Option<Numbering> {
    first(lexemes, |at| season_and_episode(name, lexemes, at))
        .or_else(|| first(lexemes, |at| crossed(name, lexemes, at)))
        .or_else(|| first(lexemes, |at| special(name, lexemes, at)))
        .or_else(|| first(lexemes, |at| episode_alone(name, lexemes, at)))
}

fn first(lexemes: &[Lexeme], read: impl Fn(usize) -> Option<Numbering>) -> Option<Numbering> {
    (0..lexemes.len()).find_map(read)
}

/// `S01E02`, `S01 - Ep 02`, `Season 1, Episode 2`, `1 сезон 2 серия`, `第1季第2集`.
fn season_and_episode(name: &Name, lexemes: &[Lexeme], at: usize) -> Option<Numbering> {
    let mark = season::at(name, lexemes, at)?;
    let (number, after) = marked_episode(lexemes, mark.after).or_else(|| {
        // `S01x02`.
        let is_cross = lexemes.get(mark.after)?.text == "x" && !lexemes[mark.after].starts_token;
        is_cross.then(|| Some((lexemes.get(mark.after + 1)?.number()?, mark.after + 2))).flatten()
    })?;
    let mut numbering = Numbering {
        from: lexemes[at].token,
        season: Some(mark.season),
        episodes: vec![number],
        ..Numbering::default()
    };
    finish(name, lexemes, after, &mut numbering);
    Some(numbering)
}

/// `1x02`, `01x02-03`, `1x01x02`.
fn crossed(name: &Name, lexemes: &[Lexeme], at: usize) -> Option<Numbering> {
    let [season, cross, episode] = lexemes.get(at..at + 3)? else { return None };
    let is_one_word =
        season.starts_token && !cross.starts_token && !episode.starts_token && matches!(cross.text.as_str(), "x" | "×");
    // `2x4` is timber unless a dash sets it apart.
    let is_short = episode.text.len() == 1 && name.is_dashed(season.token) && episode.ends_token;
    if !is_one_word || season.text.len() > 2 || !is_short && !(2..=3).contains(&episode.text.len()) {
        return None;
    }
    let mut numbering = Numbering {
        from: season.token,
        season: Some(season.number()?),
        episodes: vec![episode.number()?],
        ..Numbering::default()
    };
    finish(name, lexemes, at + 3, &mut numbering);
    Some(numbering)
}

/// `SP01`, `OVA 2`, `Special 1`: season 0.
fn special(name: &Name, lexemes: &[Lexeme], at: usize) -> Option<Numbering> {
    let [mark, number] = lexemes.get(at..at + 2)? else { return None };
    if !mark.starts_token || !is_special_word(&mark.text) || mark.text == "specials" {
        return None;
    }
    let episodes = vec![number.number().filter(|number| *number < 1000)?];
    let mut numbering = Numbering { from: mark.token, season: Some(0), episodes, ..Numbering::default() };
    finish(name, lexemes, at + 2, &mut numbering);
    Some(numbering)
}

/// `E02`, `Ep.12`, `Episode 12`, `#12`, `第12話`, `12 серия`.
fn episode_alone(name: &Name, lexemes: &[Lexeme], at: usize) -> Option<Numbering> {
    let (number, after) = marked_episode(lexemes, at)?;
    let mut numbering = Numbering { from: lexemes[at].token, episodes: vec![number], ..Numbering::default() };
    finish(name, lexemes, after, &mut numbering);
    Some(numbering)
}

/// An episode number with its word before or behind it; gives the index behind it.
fn marked_episode(lexemes: &[Lexeme], at: usize) -> Option<(u32, usize)> {
    let mark = lexemes.get(at)?;
    let next = lexemes.get(at + 1);
    if mark.text == "第" {
        let number = next?.number()?;
        let counter = lexemes.get(at + 2)?.text.as_str();
        return matches!(counter, "話" | "话" | "集" | "回" | "幕").then_some((number, at + 3));
    }
    if mark.text == "#" {
        return Some((next?.number().filter(|_| !next.is_some_and(|n| n.starts_token))?, at + 2));
    }
    if EPISODE_WORDS.contains(&mark.text.as_str()) {
        let next = next?;
        // A lone "e" is a letter of the title unless its number sticks to it. "Cap" and "Teil" are words as well.
        let is_glued = !next.starts_token;
        let may_be_apart = mark.text.chars().count() > 1;
        let begins = mark.starts_token || at > 0 && lexemes[at - 1].number().is_some();
        let spelled = || season::number_word(&next.text).filter(|_| mark.text == "episode");
        return (begins && (is_glued || may_be_apart)).then_some((next.number().or_else(spelled)?, at + 2));
    }
    let number = mark.number().filter(|_| mark.starts_token)?;
    let counter = next?.text.as_str();
    matches!(counter, "серия" | "серии" | "話" | "话" | "集" | "bölüm" | "resz" | "rész" | "화" | "회")
        .then_some((number, at + 2))
}

/// Reads further episodes (`E02`, `-E03`, `-03`, `+ S01E03`), a version (`v2`) and a half (`a`), and closes the span.
fn finish(name: &Name, lexemes: &[Lexeme], mut at: usize, numbering: &mut Numbering) {
    at = behind_version(lexemes, at);
    while let Some((number, is_range, after)) = another(name, lexemes, at, numbering) {
        let last = numbering.episodes.last().copied().unwrap_or_default();
        if is_range {
            numbering.episodes.extend(last + 1..=number);
        } else {
            numbering.episodes.push(number);
        }
        at = behind_version(lexemes, after);
    }
    if let [half, ..] = &lexemes[at.min(lexemes.len())..]
        && !half.starts_token
        && half.ends_token
        && let Some(part) = ["a", "b", "c", "d"].iter().position(|letter| *letter == half.text)
    {
        numbering.part = Some(part as u32 + 1);
        at += 1;
    }
    numbering.to = end_of_token(lexemes, at);
}

/// `v2` sticking to a number.
fn behind_version(lexemes: &[Lexeme], at: usize) -> usize {
    match lexemes.get(at..at + 2) {
        Some([v, version]) if v.text == "v" && !v.starts_token && !version.starts_token => at + 2,
        _ => at,
    }
}

/// One more episode of the same file: its number, whether those between belong too, and where it ends.
fn another(name: &Name, lexemes: &[Lexeme], at: usize, numbering: &Numbering) -> Option<(u32, bool, usize)> {
    let last = numbering.episodes.last().copied()?;
    let mut at = at;
    let mut joint = String::new();
    if let Some(sign) =
        lexemes.get(at).filter(|l| matches!(l.text.as_str(), "&" | "+" | "," | "~" | "and" | "und" | "to"))
    {
        joint.push_str(&sign.text);
        at += 1;
    }
    let next = lexemes.get(at)?;
    if next.starts_token {
        joint.push_str(name.glue(next.token));
    }
    let is_range = joint.contains(['-', '~', '–']) || joint.starts_with("to");
    let (number, after, is_marked) = further(name, lexemes, at, numbering.season)?;
    if number <= last || number - last > LONGEST_RANGE {
        return None;
    }
    if is_marked {
        // With air and no sign between them the second mark is the episode's title ("Episode 4").
        let is_joined = !next.starts_token || !joint.trim().is_empty() || next.text == "e" || next.text == "s";
        return is_joined.then_some((number, is_range, after));
    }
    let is_hugged = matches!(joint.as_str(), "-" | "~" | "–" | "&" | "+" | ",");
    (is_hugged && lexemes[at].text.len() >= 2 && lexemes[at].text.len() <= 3 && lexemes[after - 1].ends_token)
        .then_some((number, is_range, after))
}

fn further(name: &Name, lexemes: &[Lexeme], at: usize, season: Option<u32>) -> Option<(u32, usize, bool)> {
    if let Some(mark) = season::at(name, lexemes, at) {
        let (number, after) = marked_episode(lexemes, mark.after)?;
        return (Some(mark.season) == season).then_some((number, after, true));
    }
    let next = lexemes.get(at)?;
    if next.text == "x" && !next.starts_token || matches!(next.text.as_str(), "e" | "ep") {
        return Some((lexemes.get(at + 1).filter(|n| !n.starts_token)?.number()?, at + 2, true));
    }
    // `1x01-1x02`.
    if let [s, x, e] = lexemes.get(at..at + 3).unwrap_or_default()
        && s.starts_token
        && x.text == "x"
        && s.number() == season
        && !e.starts_token
    {
        return Some((e.number()?, at + 3, true));
    }
    Some((next.number()?, at + 1, false))
}

/// The word behind the one that the lexeme before `at` lies in.
fn end_of_token(lexemes: &[Lexeme], at: usize) -> usize {
    at.checked_sub(1).and_then(|last| lexemes.get(last)).map_or(0, |last| last.token + 1)
}
