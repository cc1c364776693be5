//! Which track of which album by whom a file is: its tags, and its path where they say nothing.
//!
//! One album per release. A release id of MusicBrainz names it; else the album artist, the title and the year; else, where
//! nobody says whose album it is, the folder. Keys hold no spaces and no punctuation, as in `domain::naming::keys`.

use super::place::{Place, place_of};
use super::tags::Tags;
use crate::domain::text::match_key;

pub const VARIOUS_ARTISTS: &str = "Various Artists";

/// What people are credited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Artist,
    AlbumArtist,
    Composer,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Artist => "artist",
            Self::AlbumArtist => "album_artist",
            Self::Composer => "composer",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    pub role: Role,
    pub name: String,
    /// Of MusicBrainz.
    pub id: Option<String>,
}

/// The album of a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlbumOf {
    pub key: String,
    pub title: String,
    /// Whose album it is: the first of the album artists, or of the track's artists where nobody says.
    pub artist: String,
    pub artists: Vec<Credit>,
    /// The artist is a guess by one track: others of the album may be by somebody else.
    pub is_guessed: bool,
    pub year: Option<i32>,
    pub release: Option<String>,
}

/// A track with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Song {
    pub title: String,
    pub credits: Vec<Credit>,
    pub album: Option<AlbumOf>,
    pub disc: Option<u32>,
    pub track: Option<u32>,
    pub year: Option<i32>,
    pub genres: Vec<String>,
    pub recording: Option<String>,
    pub has_picture: bool,
    /// The folder that it lies in, without that of a disc.
    pub folder: String,
}

/// Names that differ in case, marks or punctuation only are one artist.
pub fn artist_key(name: &str) -> String {
    match_key(name)
}

pub fn song_of(tags: &Tags, path: &str) -> Song {
    let place = place_of(path);
    let title = said(tags.title.as_ref()).unwrap_or_else(|| place.title.clone());
    // Names of folders count only where no tag says anything of that kind.
    let artists = if tags.artists.is_empty() && tags.album_artists.is_empty() {
        place.artist.iter().cloned().collect()
    } else if tags.artists.is_empty() {
        tags.album_artists.clone()
    } else {
        tags.artists.clone()
    };
    let mut credits = credits(Role::Artist, &artists, &tags.musicbrainz.artists);
    credits.extend(self::credits(Role::Composer, &tags.composers, &[]));
    let is_untagged = tags.album.is_none() && tags.title.is_none();
    Song {
        album: album_of(tags, &place, &artists),
        title,
        credits,
        disc: tags.disc.or(place.disc),
        track: tags.track.or(place.track.filter(|_| is_untagged || tags.title.is_none())),
        year: tags.year.or(place.year.filter(|_| is_untagged)),
        genres: tags.genres.clone(),
        recording: tags.musicbrainz.recording.clone(),
        has_picture: tags.has_picture,
        folder: place.folder,
    }
}

fn credits(role: Role, names: &[String], ids: &[String]) -> Vec<Credit> {
    // Ids belong to names only where there is one for each.
    let id = |n: usize| ids.get(n).filter(|_| ids.len() == names.len()).cloned();
    names.iter().enumerate().map(|(n, name)| Credit { role, name: name.clone(), id: id(n) }).collect()
}

fn album_of(tags: &Tags, place: &Place, artists: &[String]) -> Option<AlbumOf> {
    let title = said(tags.album.as_ref()).or_else(|| place.album.clone())?;
    let of_folder = tags.artists.is_empty().then(|| place.artist.clone()).flatten();
    let various = tags.is_compilation.then(|| VARIOUS_ARTISTS.to_owned());
    let known = tags.album_artists.first().cloned().or(various).or(of_folder);
    let year = tags.year.or(place.year);
    let is_guessed = known.is_none();
    let artist = known.or_else(|| artists.first().cloned()).unwrap_or_else(|| VARIOUS_ARTISTS.to_owned());
    let (title_key, artist_key) = (match_key(&title), artist_key(&artist));
    let key = match (&tags.musicbrainz.release, is_guessed) {
        (Some(release), _) => format!("mb:{release}"),
        (None, true) => format!("{title_key}/~{}", place.folder),
        (None, false) => format!("{title_key}/{artist_key}/{}", year.map(|y| y.to_string()).unwrap_or_default()),
    };
    let credited = match tags.album_artists.as_slice() {
        [] if is_guessed => Vec::new(),
        [] => vec![Credit { role: Role::AlbumArtist, name: artist.clone(), id: None }],
        names => credits(Role::AlbumArtist, names, &tags.musicbrainz.album_artists),
    };
    let release = tags.musicbrainz.release.clone();
    Some(AlbumOf { key, title, artist, artists: credited, is_guessed, year, release })
}

fn said(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
