//! Pictures of items, in the widths that the store has. Nothing is decoded here: a job made the variants.

use revenge_queries::queries::catalog;
use uuid::Uuid;

use super::Catalog;
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::viewer::Viewer;

/// Widths that the stills job makes, as far as the original reaches.
const WIDTHS: [u32; 4] = [160, 320, 640, 1280];
const TYPES: [&str; 4] = ["poster", "still", "backdrop", "cover"];

#[derive(Debug)]
pub struct Picture {
    pub jpeg: Vec<u8>,
    /// Names content and width: the strong validator.
    pub tag: String,
}

impl Catalog {
    /// The smallest variant that is at least `width` wide, else the largest.
    pub async fn get_image(&self, viewer: &Viewer, id: Uuid, kind: &str, width: Option<u32>) -> Result<Picture> {
        let missing = || Error::not_found("picture of", id);
        if !TYPES.contains(&kind) {
            return Err(missing());
        }
        let client = self.db.client().await?;
        let row = catalog::find_item_image().bind(&client, &kind, &id, &viewer.libraries).opt().await?;
        drop(client);
        let row = row.ok_or_else(missing)?;
        let largest = u32::try_from(row.width).unwrap_or(0);
        let wanted = width.unwrap_or(u32::MAX).min(largest);
        let store = self.store.clone();
        let reading = tokio::task::spawn_blocking(move || {
            // Larger ones first of those that suffice, then whatever there is.
            let enough = WIDTHS.iter().copied().chain([largest]).filter(|w| *w >= wanted);
            let less = WIDTHS.iter().rev().copied().filter(|w| *w < wanted);
            for width in enough.chain(less) {
                if let Some(jpeg) = store.find(&row.content_hash, width)? {
                    let tag = format!("{}-{width}", row.content_hash);
                    return Ok(Some(Picture { jpeg, tag }));
                }
            }
            Ok::<_, Error>(None)
        });
        reading.await.context(ErrorKind::Internal, "read a picture")??.ok_or_else(missing)
    }
}
