//! What a file name means: film, episode, edition, part, extra.
//!
//! Reading order: `token` cuts a name into words, `release` marks the words that describe an encode, the small rules
//! (`year`, `edition`, `part`, `numbering`, `date`, `absolute`, `season`, `extras`, `ids`) each recognise one thing, `film`
//! reads one component, `movie` and `episode` decide between file and folders. Data is in the `*_table.rs` files; `keys`
//! says which names mean the same item. Called by the library scan and by `revenge name`.
//!
//! Invariant: total, and cheap for a name of 4 KiB; any text gives a `Guess`, none panics. Rejected: a list of regular
//! expressions, whose order becomes the logic.

mod absolute;
mod ancestors;
mod date;
mod edition;
mod episode;
mod extras;
mod film;
mod guess;
mod ids;
mod keys;
pub(crate) mod language_table;
mod lexeme;
mod movie;
mod numbering;
mod part;
mod path;
mod phrases;
mod prefix;
mod release;
mod release_table;
mod season;
mod title;
mod token;
mod year;

pub use episode::parse_episode;
pub use guess::{ExternalIds, Guess};
pub use keys::{edition_key, episode_key, movie_key, season_key, show_key};
pub use movie::parse_movie;
