//! What a wall shows of an item.

use revenge_queries::queries::catalog::{self, Summary};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::progress::UserState;
use crate::base::Result;
use crate::domain::viewer::Viewer;
use crate::platform::db::Client;

#[derive(Clone, Debug)]
pub struct ItemSummary {
    pub id: Uuid,
    pub library_id: Uuid,
    pub kind: String,
    pub title: String,
    pub sort_title: String,
    pub year: Option<i32>,
    pub duration_ms: Option<i64>,
    pub parent_id: Option<Uuid>,
    pub index: Option<i32>,
    /// Last episode of a file that holds several.
    pub index_end: Option<i32>,
    pub added_at: OffsetDateTime,
    /// `{type: {width, height, blurhash, color}}`.
    pub images: Map<String, Value>,
    pub user_state: UserState,
    /// The show that a season or episode belongs to.
    pub show: Option<ShowOf>,
    /// Disc of a track.
    pub disc: Option<i32>,
    /// Of a track, or of an album.
    pub artists: Vec<ArtistOf>,
    /// The album of a track.
    pub album: Option<AlbumOf>,
    /// Episodes below a show or season that the viewer has not finished.
    pub n_unwatched: i64,
}

#[derive(Clone, Debug)]
pub struct ShowOf {
    pub id: Uuid,
    pub title: String,
    pub season: Option<i32>,
}

/// A credited artist; the name as this release has it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct ArtistOf {
    pub id: Uuid,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct AlbumOf {
    pub id: Uuid,
    pub title: String,
}

/// Summaries in the order of the ids; ids that do not exist for the viewer are left out.
pub(super) async fn of_ids(client: &Client, viewer: &Viewer, ids: &[Uuid]) -> Result<Vec<ItemSummary>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = catalog::summarize_items().bind(client, &viewer.user_id, &ids, &viewer.libraries).all().await?;
    Ok(rows.into_iter().map(ItemSummary::from).collect())
}

impl From<Summary> for ItemSummary {
    fn from(row: Summary) -> Self {
        let is_show_part = matches!(row.kind.as_str(), "season" | "episode");
        let above = row.show_id.zip(row.show_title);
        let show = above.clone().filter(|_| is_show_part);
        let is_in_album = row.kind == "track" && row.is_in_album == Some(true);
        let album = above.clone().filter(|_| is_in_album).map(|(id, title)| AlbumOf { id, title });
        let mut artists: Vec<ArtistOf> =
            row.artists.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
        // An album that no tag names the artist of has the one that it stands under.
        if artists.is_empty() && row.kind == "album" {
            artists.extend(above.map(|(id, name)| ArtistOf { id, name }));
        }
        let is_group = matches!(row.kind.as_str(), "show" | "season");
        Self {
            images: row.images.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
            user_state: UserState {
                position_ms: row.position_ms.unwrap_or(0),
                completed: if is_group { row.n_unwatched == 0 } else { row.completed.unwrap_or(false) },
                play_count: row.play_count.unwrap_or(0),
                last_played_at: row.last_played_at,
            },
            show: show.map(|(id, title)| ShowOf { id, title, season: row.season_no }),
            id: row.id,
            library_id: row.library_id,
            kind: row.kind,
            title: row.title,
            sort_title: row.sort_title,
            year: row.year,
            duration_ms: row.duration_ms,
            parent_id: row.parent_id,
            index: row.index_no,
            index_end: row.index_end,
            added_at: row.added_at,
            disc: row.disc_no,
            artists,
            album,
            n_unwatched: row.n_unwatched,
        }
    }
}
