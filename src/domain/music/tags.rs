//! Tags of a music file, as whoever made it wrote them, put into one form.

use serde::{Deserialize, Serialize};

/// Longer lists are a mistake or a trick.
const MOST_NAMES: usize = 64;
/// What stands between names and in no name. "&", "," and "and" do stand in names; so does "/" without blanks (AC/DC).
const SEPARATORS: [&str; 7] = [";", "\u{0}", " / ", " // ", "feat. ", "ft. ", "featuring "];

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tags {
    pub title: Option<String>,
    /// All that are credited, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub album_artists: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub composers: Vec<String>,
    pub album: Option<String>,
    pub track: Option<u32>,
    pub disc: Option<u32>,
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    pub is_compilation: bool,
    pub musicbrainz: MusicBrainz,
    /// There is a picture in the file.
    pub has_picture: bool,
}

/// Identifiers of the MusicBrainz data base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MusicBrainz {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// In the order of the artists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub album_artists: Vec<String>,
}

/// Single names out of the values of a tag, each once, in their order.
pub fn names<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in values {
        split(value, &mut |name| {
            let is_new = !found.iter().any(|known| known.eq_ignore_ascii_case(name));
            if is_new && found.len() < MOST_NAMES {
                found.push(name.to_owned());
            }
        });
    }
    found
}

fn split(text: &str, take: &mut impl FnMut(&str)) {
    let lower = text.to_ascii_lowercase();
    let cut = SEPARATORS.iter().filter_map(|sep| Some((found(&lower, sep)?, std::cmp::Reverse(sep.len())))).min();
    if let Some((at, len)) = cut {
        let (before, after) = (&text[..at], &text[at + len.0..]);
        split(before.strip_suffix(['(', '[']).unwrap_or(before), take);
        split(closed_elsewhere(after), take);
        return;
    }
    let name = text.trim();
    if !name.is_empty() {
        take(name);
    }
}

/// A word among the separators begins one: "Lefeat. X" is a name.
fn found(lower: &str, separator: &str) -> Option<usize> {
    let is_word = separator.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut places = lower.match_indices(separator).map(|(at, _)| at);
    places.find(|at| !is_word || lower[..*at].ends_with([' ', '(', '[']))
}

/// "A (feat. B)" is cut inside its parentheses.
fn closed_elsewhere(name: &str) -> &str {
    let is_one_more = name.matches([')', ']']).count() == name.matches(['(', '[']).count() + 1;
    if is_one_more { name.trim_end().strip_suffix([')', ']']).unwrap_or(name) } else { name }
}
