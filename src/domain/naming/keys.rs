//! Match keys: names with the same key mean the same item, so their files become versions of it.
//!
//! Keys are stored and unique within library and kind. They hold no spaces and no punctuation, because "Spider-Man",
//! "Spiderman" and "Spider.Man" are one film; editions, parts and resolutions stay out, because they are its versions.

use super::guess::Guess;
use crate::domain::text;

/// `inception/2010`; without a year `inception/`.
pub fn movie_key(guess: &Guess) -> String {
    format!("{}/{}", text::match_key(&guess.title), guess.year.map(|year| year.to_string()).unwrap_or_default())
}

/// Same form as a film's. A year written in one file and not in the next is the caller's to reconcile.
pub fn show_key(guess: &Guess) -> String {
    movie_key(guess)
}

/// Absolute and dated episodes live in season 1 unless the name says more.
pub fn season_key(guess: &Guess) -> String {
    format!("{}/s{:02}", show_key(guess), guess.season.unwrap_or(1))
}

/// By number (`…/s01/e002`, `…/s01/e002-003`), else by date, else by the episode's own title.
pub fn episode_key(guess: &Guess) -> String {
    let season = season_key(guess);
    match (guess.episodes.as_slice(), guess.date) {
        ([], Some(date)) => format!("{season}/d{date}"),
        ([], None) => {
            let title = guess.episode_title.as_deref().unwrap_or_default();
            format!("{season}/t{}", text::match_key(title))
        }
        ([episode], _) => format!("{season}/e{episode:03}"),
        ([first, .., last], _) => format!("{season}/e{first:03}-{last:03}"),
    }
}

/// What makes two editions the same: "Extended", "Extended Cut" and "Extended Edition" are.
pub fn edition_key(guess: &Guess) -> String {
    let label = text::match_key(guess.edition.as_deref().unwrap_or_default());
    let short =
        ["edition", "version", "release"].iter().find_map(|ending| label.strip_suffix(ending)).unwrap_or(&label);
    let short = short
        .strip_suffix("cut")
        .filter(|rest| matches!(*rest, "extended" | "theatrical" | "unrated"))
        .unwrap_or(short);
    short.to_owned()
}
