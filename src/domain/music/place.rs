//! What the path of a music file says: `Artist/Album (Year)/CD1/02 - Title.flac` and the usual variations.
//!
//! Used where tags are missing, and to know which files lie together: the folders of the discs of one set are one place.

use unicode_normalization::UnicodeNormalization;

/// Words before the number of a disc's folder.
const DISC_WORDS: [&str; 4] = ["cd", "disc", "disk", "dvd"];
/// A set has no more.
const MOST_DISCS: u32 = 99;
const LONGEST_NUMBER: usize = 3;

/// A path in parts. What it does not say is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The album's folder, without the folder of a disc: files of one place lie together.
    pub folder: String,
    pub artist: Option<String>,
    pub album: Option<String>,
    pub year: Option<i32>,
    pub disc: Option<u32>,
    pub track: Option<u32>,
    pub title: String,
}

/// `path` is relative to the library.
pub fn place_of(path: &str) -> Place {
    let mut folders: Vec<String> =
        path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).map(|part| part.nfc().collect()).collect();
    let file = folders.pop().unwrap_or_default();
    let disc_of_folder = folders.last().filter(|_| folders.len() > 1).and_then(|name| disc_folder(name));
    if disc_of_folder.is_some() {
        folders.pop();
    }
    let folder = folders.join("/");
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let (disc, track, title) = numbered(&stem.replace('_', " "));
    let mut place = Place { folder, disc: disc_of_folder.or(disc), track, title, ..Place::default() };
    let Some(album) = folders.pop() else { return place };
    let (name, year) = without_year(&album);
    match (folders.pop(), name.split_once(" - ")) {
        // "Artist/Artist - Album" says the artist twice.
        (Some(artist), Some((first, rest))) if same(&artist, first) => {
            (place.artist, place.album) = (Some(artist), Some(without_year(rest).0));
        }
        (Some(artist), _) => (place.artist, place.album) = (Some(artist), Some(name.clone())),
        (None, Some((artist, rest))) => {
            (place.artist, place.album) = (Some(artist.trim().to_owned()), Some(rest.trim().to_owned()));
        }
        (None, None) => place.album = Some(name.clone()),
    }
    place.year = year;
    let own = place.artist.as_ref().and_then(|artist| without_artist(&place.title, artist));
    place.title = own.unwrap_or(place.title);
    place
}

/// "Artist - Title" in the artist's folder.
fn without_artist(title: &str, artist: &str) -> Option<String> {
    let (_, rest) = title.split_once(" - ").filter(|(first, _)| same(artist, first))?;
    Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty())
}

fn same(a: &str, b: &str) -> bool {
    crate::domain::text::match_key(a) == crate::domain::text::match_key(b)
}

/// `CD1`, `Disc 2`, `CD 01 - Live`.
fn disc_folder(name: &str) -> Option<u32> {
    let lower = name.to_lowercase();
    let rest = DISC_WORDS.iter().find_map(|word| lower.strip_prefix(word))?;
    let rest = rest.trim_start_matches([' ', '.', '-', '_']);
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_end = rest[n_digits..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    rest[..n_digits].parse().ok().filter(|n| is_end && (1..=MOST_DISCS).contains(n))
}

/// `02 - Title`, `2. Title`, `1-02 Title`, `1.02 - Title`; without a number the whole is the title.
fn numbered(stem: &str) -> (Option<u32>, Option<u32>, String) {
    let whole = || (None, None, stem.trim().to_owned());
    let stem = stem.trim();
    let Some((first, rest)) = number(stem) else { return whole() };
    let second = rest.strip_prefix(['-', '.']).and_then(number).filter(|(_, after)| begins_title(after));
    let (disc, track, rest) = match second {
        Some((track, rest)) if first <= MOST_DISCS => (Some(first), track, rest),
        _ => (None, first, rest),
    };
    if !begins_title(rest) {
        return whole();
    }
    let title = rest.trim_start_matches([' ', '.', '-', ')', '–']).trim();
    if title.is_empty() {
        return if disc.is_none() { (None, Some(track), stem.to_owned()) } else { whole() };
    }
    (disc, Some(track), title.to_owned())
}

fn number(text: &str) -> Option<(u32, &str)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_short = (1..=LONGEST_NUMBER).contains(&n_digits);
    is_short.then(|| Some((text[..n_digits].parse().ok()?, &text[n_digits..])))?
}

/// What stands between a number and a title: "99 Luftballons" keeps its number only where there is but a blank.
fn begins_title(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '.', '-', ')', '–'])
}

/// `Album (1999)`, `1999 - Album`, `[1999] Album`, and what is left.
fn without_year(name: &str) -> (String, Option<i32>) {
    let year = |text: &str| text.parse::<i32>().ok().filter(|year| text.len() == 4 && (1900..=2099).contains(year));
    for (open, close) in [('(', ')'), ('[', ']')] {
        for (at, _) in name.match_indices(open) {
            let inner = name[at + 1..].split(close).next().unwrap_or_default();
            let after = name[at + 1..].get(inner.len() + 1..).unwrap_or_default();
            let rest = format!("{} {}", name[..at].trim(), after.trim());
            if let Some(found) = year(inner.trim()).filter(|_| !rest.trim().is_empty()) {
                return (rest.trim().trim_start_matches("- ").to_owned(), Some(found));
            }
        }
    }
    match name.split_once(" - ") {
        Some((first, rest)) if year(first.trim()).is_some() => (rest.trim().to_owned(), year(first.trim())),
        _ => (name.trim().to_owned(), None),
    }
}
