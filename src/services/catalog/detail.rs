//! What an item's own page shows: the summary, words, files with their streams.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use revenge_queries::queries::catalog::{self, ItemFile, ItemSubtitleFile};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Catalog;
use super::kept::{self, DetailKey};
use super::previews::PreviewSet;
use super::summary::{self, ItemSummary};
use crate::base::{Error, Result};
use crate::domain::media::{MediaInfo, Stream, StreamKind};
use crate::domain::viewer::Viewer;
use crate::platform::db::Client;

#[derive(Clone, Debug)]
pub struct Detail {
    pub summary: ItemSummary,
    pub overview: Option<String>,
    pub genres: Vec<String>,
    pub air_date: Option<time::Date>,
    pub credits: Vec<CreditOf>,
    /// Ids of other data bases by their names.
    pub external_ids: BTreeMap<String, String>,
    /// The viewer wants subtitles this much later.
    pub subtitle_shift_ms: i32,
    pub files: Vec<FileDetail>,
}

/// Somebody who is credited, and for what.
#[derive(Clone, Debug)]
pub struct CreditOf {
    /// The artist's own item.
    pub artist_id: Uuid,
    pub name: String,
    /// artist, album_artist or composer.
    pub role: String,
}

#[derive(Clone, Debug)]
pub struct FileDetail {
    pub id: Uuid,
    /// As text for people, with what is no text replaced. Admins only.
    pub path: Option<String>,
    pub size_bytes: i64,
    pub container: Option<String>,
    pub duration_ms: Option<i64>,
    pub bit_rate: Option<i64>,
    /// present, missing, broken.
    pub state: String,
    pub missing_since: Option<OffsetDateTime>,
    pub edition: Option<String>,
    pub part: Option<i32>,
    pub media: Option<MediaInfo>,
    pub previews: Option<PreviewSet>,
}

impl Catalog {
    pub async fn get_item(&self, viewer: &Viewer, id: Uuid) -> Result<Detail> {
        let key = DetailKey::new(viewer, id);
        let scopes = kept::scopes(viewer.user_id, &viewer.libraries);
        let found = self.kept.details.find_or_load(key, &scopes, || self.read_item(viewer, id)).await?;
        found.map(|kept| Detail::clone(&kept)).ok_or_else(|| Error::not_found("item", id))
    }

    async fn read_item(&self, viewer: &Viewer, id: Uuid) -> Result<Option<Detail>> {
        let client = self.db.client().await?;
        let found = catalog::find_item_detail().bind(&client, &viewer.user_id, &id, &viewer.libraries).opt().await?;
        let summary = summary::of_ids(&client, viewer, &[id]).await?.pop();
        let Some((found, summary)) = found.zip(summary) else { return Ok(None) };
        let files = catalog::list_item_files().bind(&client, &id, &viewer.libraries).all().await?;
        let credits = catalog::list_item_credits().bind(&client, &id, &viewer.libraries).all().await?;
        let credit =
            |row: catalog::ListItemCredits| CreditOf { artist_id: row.artist_id, name: row.name, role: row.role };
        let beside = catalog::list_item_subtitle_files().bind(&client, &viewer.libraries, &id).all().await?;
        Ok(Some(Detail {
            summary,
            overview: found.overview,
            genres: found.genres,
            air_date: found.air_date,
            credits: credits.into_iter().map(credit).collect(),
            external_ids: serde_json::from_str(&found.external_ids).unwrap_or_default(),
            subtitle_shift_ms: found.subtitle_shift_ms.unwrap_or(0),
            files: with_subtitle_files(files.into_iter().map(|file| file_detail(viewer, file)).collect(), beside),
        }))
    }

    /// `NotFound` unless the item exists for the viewer.
    pub(super) async fn must_exist(&self, client: &Client, viewer: &Viewer, id: Uuid) -> Result<()> {
        let found = catalog::find_item_detail().bind(client, &viewer.user_id, &id, &viewer.libraries).opt().await?;
        found.map(|_| ()).ok_or_else(|| Error::not_found("item", id))
    }
}

fn file_detail(viewer: &Viewer, file: ItemFile) -> FileDetail {
    let previews = PreviewSet::of_file(&file);
    let path = || PathBuf::from(OsString::from_vec(file.root_path)).join(OsString::from_vec(file.rel_path));
    FileDetail {
        path: viewer.is_admin().then(|| path().to_string_lossy().into_owned()),
        id: file.id,
        size_bytes: file.size_bytes,
        container: file.container,
        duration_ms: file.duration_ms,
        bit_rate: file.bit_rate,
        state: file.state,
        missing_since: file.missing_since,
        edition: file.edition,
        part: file.part,
        media: file.media.and_then(|json| serde_json::from_str(&json).ok()),
        previews,
    }
}

/// Subtitles beside a file count as its streams: they get the indexes after its own, as playback counts them.
fn with_subtitle_files(mut files: Vec<FileDetail>, beside: Vec<ItemSubtitleFile>) -> Vec<FileDetail> {
    for subtitle in beside {
        let media = files.iter_mut().find(|file| file.id == subtitle.file_id).and_then(|file| file.media.as_mut());
        if let Some(media) = media {
            let index = media.streams.iter().map(|stream| stream.index + 1).max().unwrap_or(0);
            media.streams.push(stream_of(index, subtitle));
        }
    }
    files
}

fn stream_of(index: u32, subtitle: ItemSubtitleFile) -> Stream {
    Stream {
        language: subtitle.language,
        title: subtitle.title,
        forced: subtitle.forced,
        ..Stream::new(index, StreamKind::Subtitle, subtitle.format)
    }
}
