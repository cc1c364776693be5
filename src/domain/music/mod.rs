//! Music: what a track is by its tags, and by its path where it has none.
//!
//! `tags` is what a file says of itself, `place` what its path says, `song` brings both together and says which artist,
//! album and track a file belongs to. Read by the scan; total, like `domain::naming`.

mod place;
mod song;
mod tags;

pub use place::{Place, place_of};
pub use song::{AlbumOf, Credit, Role, Song, VARIOUS_ARTISTS, artist_key, song_of};
pub use tags::{MusicBrainz, Tags, names};
