//! Seek previews as a viewer has them. Addresses name the set, and a set never changes: whoever has a sheet keeps it.

use bytes::Bytes;
use revenge_queries::queries::catalog::ItemFile;
use revenge_queries::queries::previews as sql;
use uuid::Uuid;

use super::Catalog;
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::pictures::LostPicture;
use crate::domain::previews::{Sheets, n_sheets};
use crate::domain::viewer::Viewer;

/// A complete set of sheets.
#[derive(Clone, Copy, Debug)]
pub struct PreviewSet {
    pub id: Uuid,
    pub sheets: Sheets,
}

impl PreviewSet {
    pub(super) fn of_file(file: &ItemFile) -> Option<Self> {
        let sheets = Sheets {
            interval_ms: file.interval_ms?.into(),
            width: count(file.tile_width?),
            height: count(file.tile_height?),
            columns: count(file.columns?),
            rows: count(file.rows?),
            n_tiles: count(file.n_tiles?),
        };
        Some(Self { id: file.preview_set?, sheets })
    }
}

impl Catalog {
    /// A set of a file of an item. As the viewer: what they may not see has no previews either.
    pub async fn get_preview_set(&self, viewer: &Viewer, item: Uuid, set: Uuid) -> Result<PreviewSet> {
        let client = self.db.client().await?;
        let row = sql::find_preview_set().bind(&client, &item, &set, &viewer.libraries).opt().await?;
        row.map(from_row).ok_or_else(|| Error::not_found("previews", set))
    }

    /// The set of a file, for a stream that was opened with it.
    pub async fn get_preview_set_of_file(&self, file: Uuid, library: Uuid) -> Result<PreviewSet> {
        let client = self.db.client().await?;
        let row = sql::find_preview_set_of_file().bind(&client, &file, &library).opt().await?;
        row.map(from_row).ok_or_else(|| Error::not_found("previews of file", file))
    }

    /// One sheet as JPEG. One that is gone is made anew later.
    pub async fn read_preview_sheet(&self, set: &PreviewSet, sheet: u32) -> Result<Bytes> {
        let missing = || Error::not_found("sheet", sheet);
        if sheet >= n_sheets(set.sheets.n_tiles) {
            return Err(missing());
        }
        let (store, set) = (self.sheets.clone(), set.id);
        let reading = tokio::task::spawn_blocking(move || store.find(set, sheet));
        let found = reading.await.context(ErrorKind::Internal, "read seek previews")??;
        if found.is_none() {
            self.losses.tell(LostPicture::Sheet { set, sheet });
        }
        found.map(Bytes::from).ok_or_else(missing)
    }
}

fn from_row(row: sql::PreviewSet) -> PreviewSet {
    let sheets = Sheets {
        interval_ms: row.interval_ms.into(),
        width: count(row.width),
        height: count(row.height),
        columns: count(row.columns),
        rows: count(row.rows),
        n_tiles: count(row.n_tiles),
    };
    PreviewSet { id: row.id, sheets }
}

fn count(column: i32) -> u32 {
    u32::try_from(column).unwrap_or(0)
}
