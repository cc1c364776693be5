//! Pictures of items, in the widths that the store has. Nothing is decoded here: a job made the variants.

use std::sync::Arc;

use bytes::Bytes;
use revenge_queries::queries::catalog;
use uuid::Uuid;

use super::Catalog;
use super::kept::{self, Coded, Named, PictureName};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::pictures::{LostPicture, stored_widths};
use crate::domain::viewer::Viewer;
use crate::platform::fs::PictureFormat;

const TYPES: [&str; 4] = ["poster", "still", "backdrop", "cover"];

#[derive(Debug)]
pub struct Picture {
    pub bytes: Bytes,
    pub format: PictureFormat,
    /// Names content, width and format: the strong validator.
    pub tag: String,
}

impl Catalog {
    /// The smallest variant that is at least `width` wide, else the largest; of its formats the first that there is. What
    /// should be there and is not is made anew later.
    pub async fn get_image(
        &self,
        viewer: &Viewer,
        (id, kind): (Uuid, &str),
        width: Option<u32>,
        formats: &[PictureFormat],
    ) -> Result<Picture> {
        let missing = || Error::not_found("picture of", id);
        if !TYPES.contains(&kind) {
            return Err(missing());
        }
        let name = self.name_of_picture(viewer, id, kind).await?.ok_or_else(missing)?;
        let largest = u32::try_from(name.width).unwrap_or(0);
        let wanted = width.unwrap_or(u32::MAX).min(largest);
        // The smallest first of those that suffice, then whatever there is.
        let stored = stored_widths(largest);
        let (less, enough) = stored.split_at(stored.partition_point(|width| *width < wanted));
        for width in enough.iter().chain(less.iter().rev()).copied() {
            for format in formats {
                if let Some(found) = self.find_picture(&name.hash, width, *format).await? {
                    let tag = format!("{}-{width}-{}", name.hash, format.extension());
                    return Ok(Picture { bytes: found.0.clone(), format: *format, tag });
                }
            }
            self.losses.tell(LostPicture::OfItem(name.owner));
        }
        Err(missing())
    }

    /// As the viewer: what they may not see has no picture either.
    async fn name_of_picture(&self, viewer: &Viewer, id: Uuid, kind: &str) -> Result<Option<Arc<Named>>> {
        let load = || async {
            let client = self.db.client().await?;
            let row = catalog::find_item_image().bind(&client, &kind, &id, &viewer.libraries).opt().await?;
            Ok(row.map(|row| Named { owner: row.item_id, hash: row.content_hash.into(), width: row.width }))
        };
        let key = (id, kind.to_owned(), viewer.libraries.clone());
        self.kept.named.find_or_load(key, &kept::in_libraries(&viewer.libraries), load).await
    }

    async fn find_picture(&self, hash: &Arc<str>, width: u32, format: PictureFormat) -> Result<Option<Arc<Coded>>> {
        let name = PictureName { hash: Arc::clone(hash), width, format };
        let (store, hash) = (self.store.clone(), Arc::clone(hash));
        let load = || async move {
            let reading = tokio::task::spawn_blocking(move || store.find(&hash, width, format));
            let bytes = reading.await.context(ErrorKind::Internal, "read a picture")??;
            Ok(bytes.map(|bytes| Coded(bytes.into())))
        };
        self.kept.pictures.find_or_load(name, &[], load).await
    }
}
