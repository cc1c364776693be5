//! Phase 6: which item a file is, by its name: film, or episode with its season and show. No I/O.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use crate::base::new_id;
use crate::domain::library::LibraryKind;
use crate::domain::naming::{Guess, episode_key, movie_key, parse_episode, parse_movie, season_key, show_key};
use crate::domain::text::{search_text, sort_title};

/// An item as it is written; an item that exists already keeps its own id.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Draft {
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    pub match_key: String,
    pub title: String,
    pub sort_title: String,
    pub search_text: String,
    pub year: Option<i32>,
    pub index_no: Option<i32>,
    pub index_end: Option<i32>,
    pub disc_no: Option<i32>,
    pub air_date: Option<String>,
    pub duration_ms: Option<i64>,
    pub genres: Vec<String>,
    pub external_ids: BTreeMap<&'static str, String>,
}

/// Where a file belongs.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    pub file: Uuid,
    pub edition: Option<String>,
    pub part: Option<i32>,
    /// The film, episode or track that the file plays.
    pub leaf: Draft,
    pub parents: Option<Parents>,
}

/// Season and show of an episode. Their keys, and the episode's, are relative to the show until its id is known: a show
/// that is renamed keeps its seasons and episodes.
#[derive(Clone, Debug)]
pub(super) struct Parents {
    pub show: Draft,
    /// The show's name without its year, as keys spell it.
    pub show_name: String,
    pub season: Draft,
}

pub(super) fn is_extra(kind: LibraryKind, rel_path: &[u8]) -> bool {
    match kind {
        LibraryKind::Movies => parse_movie(&lossy(rel_path)).is_extra,
        LibraryKind::Shows => parse_episode(&lossy(rel_path)).is_extra,
        LibraryKind::Music => false,
    }
}

pub(super) fn shelf_of(kind: LibraryKind, file: Uuid, rel_path: &[u8], duration_ms: i64) -> Shelf {
    let path = lossy(rel_path);
    match kind {
        LibraryKind::Movies => movie(file, &path, duration_ms),
        // Music has tags and never comes here: see `songs`.
        LibraryKind::Shows | LibraryKind::Music => episode(file, &path, duration_ms),
    }
}

fn movie(file: Uuid, path: &str, duration_ms: i64) -> Shelf {
    let mut guess = parse_movie(path);
    if guess.title.trim().is_empty() {
        // Without a word of its own a name is its own title: files that say nothing are not versions of each other.
        stem(path).clone_into(&mut guess.title);
    }
    let mut leaf = Draft::new(movie_key(&guess), guess.title.clone());
    leaf.year = guess.year.map(i32::from);
    leaf.duration_ms = Some(duration_ms);
    Shelf { file, edition: guess.edition.clone(), part: guess.part.and_then(index), leaf, parents: None }
}

fn episode(file: Uuid, path: &str, duration_ms: i64) -> Shelf {
    let mut guess = parse_episode(path);
    if guess.title.trim().is_empty() {
        stem(path).clone_into(&mut guess.title);
    }
    let is_nameless = guess.episodes.is_empty() && guess.date.is_none() && guess.episode_title.is_none();
    if is_nameless {
        guess.episode_title = Some(stem(path).to_owned());
    }
    let key = show_key(&guess);
    let below_show = |full: String| full.strip_prefix(&key).map(str::to_owned).unwrap_or(full);
    let mut show = Draft::new(key.clone(), guess.title.clone());
    show.year = guess.year.map(i32::from);
    let number = guess.season.unwrap_or(1);
    let mut season = Draft::new(below_show(season_key(&guess)), season_title(number));
    season.index_no = index(number);
    let mut leaf = Draft::new(below_show(episode_key(&guess)), episode_title(&guess, path));
    leaf.index_no = guess.episodes.first().copied().and_then(index);
    leaf.index_end = guess.episodes.last().copied().and_then(index).filter(|_| guess.episodes.len() > 1);
    leaf.air_date = guess.date.map(|date| date.to_string());
    leaf.duration_ms = Some(duration_ms);
    let show_name = key.split('/').next().unwrap_or_default().to_owned();
    let parents = Parents { show, show_name, season };
    Shelf { file, edition: guess.edition.clone(), part: guess.part.and_then(index), leaf, parents: Some(parents) }
}

impl Draft {
    pub fn new(match_key: String, title: String) -> Self {
        Self {
            id: new_id(),
            parent_id: None,
            match_key,
            sort_title: sort_title(&title),
            search_text: search_text(&title),
            title,
            year: None,
            index_no: None,
            index_end: None,
            disc_no: None,
            air_date: None,
            duration_ms: None,
            genres: Vec::new(),
            external_ids: BTreeMap::new(),
        }
    }

    /// Puts a season or episode below its parent: its key becomes the show's id and its place in the show.
    pub fn below(mut self, parent: Uuid, show: Uuid) -> Self {
        self.parent_id = Some(parent);
        self.match_key = format!("{show}{}", self.match_key);
        self
    }
}

fn season_title(number: u32) -> String {
    if number == 0 { "Specials".to_owned() } else { format!("Season {number}") }
}

fn episode_title(guess: &Guess, path: &str) -> String {
    if let Some(title) = guess.episode_title.as_deref().filter(|title| !title.trim().is_empty()) {
        return title.to_owned();
    }
    match (guess.episodes.as_slice(), guess.date) {
        ([], Some(date)) => date.to_string(),
        ([], None) => stem(path).to_owned(),
        ([one], _) => format!("Episode {one}"),
        ([first, .., last], _) => format!("Episodes {first}–{last}"),
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

pub(super) fn index(number: u32) -> Option<i32> {
    i32::try_from(number).ok()
}

pub(super) fn lossy(rel_path: &[u8]) -> String {
    String::from_utf8_lossy(rel_path).into_owned()
}
