//! Trailers, samples, featurettes: files that belong to a film or show and are never items of their own.

use super::token::Name;

/// Folders whose files are extras.
const FOLDERS: [&str; 40] = [
    "behind the scenes",
    "behindthescenes",
    "bts",
    "making of",
    "the making of",
    "deleted scenes",
    "deleted scene",
    "deleted",
    "deletedscenes",
    "featurettes",
    "featurette",
    "interviews",
    "interview",
    "scenes",
    "scene",
    "shorts",
    "short",
    "trailers",
    "trailer",
    "teasers",
    "other",
    "others",
    "extras",
    "extra",
    "bonus",
    "bonus features",
    "bonus material",
    "bonus disc",
    "special features",
    "supplements",
    "samples",
    "sample",
    "clips",
    "clip",
    "backdrops",
    "theme music",
    "proof",
    "gag reel",
    "screens",
    "screenshots",
];

/// Folder names that are also categories: at the top of a library they do not make their files extras.
const AMBIGUOUS: [&str; 10] =
    ["shorts", "short", "other", "others", "scenes", "scene", "clips", "clip", "bonus", "deleted"];

/// Last words of a file name behind a hyphen.
const SUFFIXES: [&str; 18] = [
    "trailer",
    "teaser",
    "sample",
    "behindthescenes",
    "deleted",
    "deletedscene",
    "deletedscenes",
    "featurette",
    "featurettes",
    "interview",
    "interviews",
    "scene",
    "short",
    "clip",
    "extra",
    "extras",
    "other",
    "bts",
];

/// Opening and ending without credits, previews and menus of anime discs.
const ANIME: [&str; 14] = [
    "ncop",
    "nced",
    "creditless",
    "clean",
    "menu",
    "pv",
    "cm",
    "preview",
    "textless",
    "op",
    "ed",
    "trailer",
    "teaser",
    "promo",
];

pub(crate) fn is_extras_folder(folder: &str, is_top: bool) -> bool {
    let plain = plain(folder);
    FOLDERS.contains(&plain.as_str()) && !(is_top && AMBIGUOUS.contains(&plain.as_str()))
}

/// Only inside a film's folder: a show's "Specials" are season 0.
pub(crate) fn is_film_specials_folder(folder: &str) -> bool {
    matches!(plain(folder).as_str(), "specials" | "special")
}

/// The file's own name says that it is an extra; gives the number of words that remain as the owner's name.
pub(crate) fn suffix(name: &Name) -> Option<usize> {
    let n = name.len();
    let last = n.checked_sub(1)?;
    let digits_cut = name.word(last).trim_end_matches(|c: char| c.is_ascii_digit());
    // `-trailer 2` and `-trailer2`.
    let at = if digits_cut.is_empty() && last > 0 && !name.glue(last).contains('(') { last - 1 } else { last };
    let word = if at == last { digits_cut } else { name.word(at) };
    if !SUFFIXES.contains(&word) {
        return None;
    }
    if at == 0 {
        return matches!(word, "trailer" | "sample" | "teaser").then_some(0);
    }
    let hugs = name.glue(at).ends_with('-') && name.raw(at).chars().all(|c| !c.is_uppercase());
    let is_unmistakable =
        matches!(word, "trailer" | "sample" | "teaser" | "behindthescenes" | "deletedscene" | "featurette");
    let is_set_apart = !name.glue(at).trim().is_empty() || name.tokens[at].group.is_some();
    (hugs || is_unmistakable && (is_set_apart || word == "sample") || is_unmistakable && name.is_dashed(at))
        .then_some(at)
}

/// `Film.2010.Trailer.1080p`: behind a year no title goes on.
pub(crate) fn is_marked(name: &Name, from: usize) -> bool {
    (from..name.len()).any(|at| matches!(name.word(at), "trailer" | "teaser" | "sample" | "featurette"))
}

/// `sample-grp-film.mkv`.
pub(crate) fn is_sample_prefix(name: &Name) -> bool {
    name.raw(0) == "sample" && name.len() > 1 && name.glue(1) == "-"
}

/// `NCOP1`, `Creditless Ending`, `[Menu]`: extras of a show's disc, at this word.
pub(crate) fn is_anime_extra(name: &Name, index: usize) -> bool {
    let word = name.word(index).trim_end_matches(|c: char| c.is_ascii_digit());
    let word = word.strip_suffix('v').unwrap_or(word);
    match word {
        "ncop" | "nced" => true,
        "creditless" | "textless" | "clean" => {
            matches!(name.word(index + 1), "opening" | "ending" | "op" | "ed" | "op1" | "ed1" | "op2" | "ed2")
        }
        "op" | "ed" | "pv" | "cm" | "menu" | "preview" | "trailer" | "teaser" | "promo" => {
            let is_alone =
                name.is_dashed(index) || name.tokens[index].group.is_some_and(|g| name.groups[g].first == index);
            is_alone && ANIME.contains(&word) && is_closed(name, index + 1)
        }
        _ => false,
    }
}

/// Nothing but a number, brackets or the end follows.
fn is_closed(name: &Name, index: usize) -> bool {
    let is_number = |at: usize| super::release::is_digits(name.word(at));
    let at = if is_number(index) { index + 1 } else { index };
    at >= name.len() || name.tokens[at].group.is_some() || name.tokens[at - 1].group != name.tokens[at].group
}

fn plain(folder: &str) -> String {
    let words: Vec<String> = Name::new(folder).tokens.into_iter().map(|token| token.norm).collect();
    words.join(" ")
}
