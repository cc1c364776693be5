//! The result of reading a name. Its first fields are the wire format of `revenge name --json`.

use serde::{Serialize, Serializer};
use time::Date;

/// What a path seems to be. An absent fact is `None` or empty, never a made-up value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// Film or show. Empty only when neither the file nor a folder has a usable word.
    pub title: String,
    pub year: Option<u16>,
    /// 0 for specials; `None` when the name counts episodes absolutely or by date.
    pub season: Option<u32>,
    /// Every episode that the file holds, in rising order.
    pub episodes: Vec<u32>,
    pub episode_title: Option<String>,
    #[serde(serialize_with = "iso_date")]
    pub date: Option<Date>,
    pub edition: Option<String>,
    /// Number of this file in a film or episode that was cut into several.
    pub part: Option<u32>,
    pub release_group: Option<String>,
    /// `2160p`, `1080p`, …
    pub resolution: Option<String>,
    /// `BluRay`, `WEB-DL`, `HDTV`, …
    pub source: Option<String>,
    /// BCP 47 tag of a language named in the release, `mul` for several.
    pub language: Option<String>,
    /// Trailer, sample, featurette: `title` and `year` are those of the film or show that it belongs to.
    pub is_extra: bool,
    #[serde(skip)]
    pub extra_title: Option<String>,
    #[serde(skip)]
    pub ids: ExternalIds,
}

/// `2023-05-17`.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference to the field"
)]
fn iso_date<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(serializer)
}

/// Ids that people or their tools wrote into folder and file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExternalIds {
    pub tmdb: Option<u64>,
    pub tvdb: Option<u64>,
    /// `tt0123456`.
    pub imdb: Option<String>,
}

impl ExternalIds {
    /// Ids from the file first, the folder's fill the gaps.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { tmdb: self.tmdb.or(other.tmdb), tvdb: self.tvdb.or(other.tvdb), imdb: self.imdb.or(other.imdb) }
    }
}
