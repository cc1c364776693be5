//! Shapes of items on the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::media::{Chapter, Loudness, Stream, StreamKind};
use crate::http::base_path::BasePath;
use crate::services::catalog::{self, Detail, FileDetail};

/// What a wall shows of an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemSummary {
    pub id: Uuid,
    pub library_id: Uuid,
    #[schema(value_type = ItemKind)]
    pub kind: String,
    pub title: String,
    pub sort_title: String,
    #[schema(required)]
    pub year: Option<i32>,
    #[schema(required)]
    pub duration_ms: Option<i64>,
    #[schema(required)]
    pub parent_id: Option<Uuid>,
    /// Season number of a season, episode number of an episode, track number of a track.
    #[schema(required)]
    pub index: Option<i32>,
    /// Last episode of a file that holds several.
    #[schema(required)]
    pub index_end: Option<i32>,
    #[serde(with = "time::serde::rfc3339")]
    pub added_at: OffsetDateTime,
    /// By type: poster, still, backdrop, cover.
    #[schema(value_type = BTreeMap<String, ItemImage>)]
    pub images: Map<String, Value>,
    pub user_state: UserState,
    /// The show of a season or episode.
    #[schema(required)]
    pub show: Option<ShowOf>,
    /// Disc of a track.
    #[schema(required)]
    pub disc: Option<i32>,
    /// All that are credited on a track; those whose album an album is.
    pub artists: Vec<ItemRef>,
    /// The album of a track.
    #[schema(required)]
    pub album: Option<ItemRef>,
    /// Episodes below a show or season that the viewer has not finished.
    pub unwatched_count: i64,
}

/// Another item by its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemRef {
    pub id: Uuid,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "schema of a text that the database checks")]
pub enum ItemKind {
    Movie,
    Show,
    Season,
    Episode,
    Artist,
    Album,
    Track,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemImage {
    pub width: i32,
    pub height: i32,
    pub blurhash: String,
    /// Average colour, `#rrggbb`.
    pub color: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShowOf {
    pub id: Uuid,
    pub title: String,
    /// Season number of an episode.
    #[schema(required)]
    pub season: Option<i32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UserState {
    pub position_ms: i64,
    pub completed: bool,
    pub play_count: i32,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    pub last_played_at: Option<OffsetDateTime>,
}

/// An item with everything that its own page shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    #[serde(flatten)]
    pub summary: ItemSummary,
    #[schema(required)]
    pub overview: Option<String>,
    pub genres: Vec<String>,
    /// Date of first broadcast, `2024-05-17`.
    #[schema(required)]
    pub air_date: Option<String>,
    /// Of music: artists, album artists and composers. Of films nobody is known before a metadata provider says so.
    pub people: Vec<Person>,
    /// `musicbrainz_release`, `musicbrainz_recording`, `musicbrainz_artist`.
    pub external_ids: BTreeMap<String, String>,
    /// The viewer's subtitles of this item are shown this much later.
    pub subtitle_shift_ms: i32,
    pub files: Vec<ItemFile>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    pub name: String,
    /// artist, album_artist or composer.
    pub role: String,
    /// The item of an artist.
    #[schema(required)]
    pub item_id: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemFile {
    pub id: Uuid,
    /// Admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub path: Option<String>,
    pub size: i64,
    #[schema(required)]
    pub container: Option<String>,
    #[schema(required)]
    pub duration_ms: Option<i64>,
    /// Bits per second.
    #[schema(required)]
    pub bit_rate: Option<i64>,
    /// present, missing or broken.
    pub state: String,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    pub missing_since: Option<OffsetDateTime>,
    #[schema(required)]
    pub edition: Option<String>,
    #[schema(required)]
    pub part: Option<i32>,
    pub streams: Vec<MediaStream>,
    pub chapters: Vec<MediaChapter>,
    /// Null where nobody has tagged the file with it.
    #[schema(required)]
    pub loudness: Option<MediaLoudness>,
    /// Null until all of them are made.
    #[schema(required)]
    pub previews: Option<FilePreviews>,
}

/// By how much to turn the sound up or down, in dB, to be as loud as everything else (ReplayGain 2.0, -18 LUFS): alone, or
/// with its album so that the album's own quiet and loud places stay. Peaks: 1 is full scale.
#[derive(Debug, Serialize, ToSchema)]
pub struct MediaLoudness {
    #[schema(required)]
    pub track_gain_db: Option<f64>,
    #[schema(required)]
    pub track_peak: Option<f64>,
    #[schema(required)]
    pub album_gain_db: Option<f64>,
    #[schema(required)]
    pub album_peak: Option<f64>,
}

impl From<Loudness> for MediaLoudness {
    fn from(found: Loudness) -> Self {
        Self {
            track_gain_db: found.track_gain_db,
            track_peak: found.track_peak,
            album_gain_db: found.album_gain_db,
            album_peak: found.album_peak,
        }
    }
}

/// Small pictures for the seek bar, one for each `interval_ms`, on sheets of `columns` × `rows`.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilePreviews {
    /// Sheets are at `{url}/0.jpg` and on; `{url}/index.vtt` says the same as WebVTT. Other pictures have another address.
    pub url: String,
    pub interval_ms: i64,
    /// Of one picture.
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    pub n_tiles: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MediaChapter {
    pub start_ms: i64,
    #[schema(required)]
    pub title: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MediaStream {
    pub index: u32,
    #[serde(rename = "type")]
    #[schema(value_type = MediaStreamType)]
    pub kind: StreamKind,
    pub codec: String,
    #[schema(required)]
    pub profile: Option<String>,
    #[schema(required)]
    pub language: Option<String>,
    #[schema(required)]
    pub title: Option<String>,
    pub default: bool,
    pub forced: bool,
    #[schema(required)]
    pub width: Option<u32>,
    #[schema(required)]
    pub height: Option<u32>,
    /// Frames per second; null when variable or unknown.
    #[schema(required)]
    pub frame_rate: Option<f64>,
    #[schema(required)]
    pub bit_depth: Option<u8>,
    #[schema(required)]
    pub hdr: Option<String>,
    #[schema(required)]
    pub channels: Option<u32>,
    #[schema(required)]
    pub sample_rate: Option<u32>,
    #[schema(required)]
    pub bit_rate: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "schema of domain::media::StreamKind, which knows no schemas")]
pub enum MediaStreamType {
    Video,
    Audio,
    Subtitle,
}

impl From<catalog::ItemSummary> for ItemSummary {
    fn from(item: catalog::ItemSummary) -> Self {
        let state = item.user_state;
        Self {
            id: item.id,
            library_id: item.library_id,
            kind: item.kind,
            title: item.title,
            sort_title: item.sort_title,
            year: item.year,
            duration_ms: item.duration_ms,
            parent_id: item.parent_id,
            index: item.index,
            index_end: item.index_end,
            added_at: item.added_at,
            images: item.images,
            user_state: UserState {
                position_ms: state.position_ms,
                completed: state.completed,
                play_count: state.play_count,
                last_played_at: state.last_played_at,
            },
            show: item.show.map(|show| ShowOf { id: show.id, title: show.title, season: show.season }),
            disc: item.disc,
            artists: item.artists.into_iter().map(|artist| ItemRef { id: artist.id, name: artist.name }).collect(),
            album: item.album.map(|album| ItemRef { id: album.id, name: album.title }),
            unwatched_count: item.n_unwatched,
        }
    }
}

impl Item {
    pub fn of(detail: Detail, base: &BasePath) -> Self {
        let id = detail.summary.id;
        Self {
            summary: detail.summary.into(),
            overview: detail.overview,
            genres: detail.genres,
            air_date: detail.air_date.map(|date| date.to_string()),
            people: detail.credits.into_iter().map(Into::into).collect(),
            external_ids: detail.external_ids,
            subtitle_shift_ms: detail.subtitle_shift_ms,
            files: detail.files.into_iter().map(|file| ItemFile::of(id, file, base)).collect(),
        }
    }
}

impl From<catalog::CreditOf> for Person {
    fn from(credit: catalog::CreditOf) -> Self {
        Self { name: credit.name, role: credit.role, item_id: Some(credit.artist_id) }
    }
}

impl ItemFile {
    fn of(item: Uuid, file: FileDetail, base: &BasePath) -> Self {
        let loudness = file.media.as_ref().and_then(|media| media.loudness).map(Into::into);
        let (streams, chapters) = file.media.map(|media| (media.streams, media.chapters)).unwrap_or_default();
        let chapter = |c: Chapter| MediaChapter { start_ms: c.start_ms, title: c.title };
        Self {
            id: file.id,
            path: file.path,
            size: file.size_bytes,
            container: file.container,
            duration_ms: file.duration_ms,
            bit_rate: file.bit_rate,
            state: file.state,
            missing_since: file.missing_since,
            edition: file.edition,
            part: file.part,
            streams: streams.into_iter().map(Into::into).collect(),
            chapters: chapters.into_iter().map(chapter).collect(),
            loudness,
            previews: file.previews.map(|set| FilePreviews {
                url: base.address(&format!("/api/v1/items/{item}/previews/{}", set.id)),
                interval_ms: set.sheets.interval_ms,
                width: set.sheets.width,
                height: set.sheets.height,
                columns: set.sheets.columns,
                rows: set.sheets.rows,
                n_tiles: set.sheets.n_tiles,
            }),
        }
    }
}

impl From<Stream> for MediaStream {
    fn from(stream: Stream) -> Self {
        let rate = stream.frame_rate.filter(|(n, d)| *n > 0 && *d > 0);
        Self {
            index: stream.index,
            kind: stream.kind,
            codec: stream.codec,
            profile: stream.profile,
            language: stream.language,
            title: stream.title,
            default: stream.default,
            forced: stream.forced,
            width: stream.width,
            height: stream.height,
            frame_rate: rate.map(|(n, d)| (f64::from(n) / f64::from(d) * 1000.0).round() / 1000.0),
            bit_depth: stream.bit_depth,
            hdr: stream.hdr,
            channels: stream.channels,
            sample_rate: stream.sample_rate,
            bit_rate: stream.bit_rate,
        }
    }
}
