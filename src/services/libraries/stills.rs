//! Pictures for items that have none: a frame out of the video, taken by a child process, kept on the server's own disk.
//!
//! Bulk work: after everything that anybody waits for. A file that gives no picture is not tried for ever; the item
//! stays without one until its file changes.

use std::ffi::OsStr;
use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::{images as image_sql, libraries as sql};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Libraries;
use crate::base::{Error, ErrorKind, Result, ResultExt, now};
use crate::domain::job::ExtractStill;
use crate::platform::cache::Scope;
use crate::platform::events::{Audience, Topic};
use crate::platform::fs::{ImageStore, MediaFile, PictureFormat};
use crate::platform::gst::child::Program;
use crate::platform::gst::stills::{Stills, extract};
use crate::platform::jobs::{JobContext, Outcome};

/// Decoding one frame of a large film on a small board, with a disk that has to wake up.
const DEADLINE: Duration = Duration::from_secs(60);

impl Libraries {
    /// Handler of `ExtractStill`.
    pub async fn run_still(self, context: JobContext, job: ExtractStill) -> Result<Outcome> {
        let source = {
            let client = self.db.client().await?;
            sql::find_still_source().bind(&client, &job.file_id, &job.library_id).opt().await?
        };
        let Some(source) = source else { return Ok(Outcome::Done(json!({ "note": "the file is away" }))) };
        let root = PathBuf::from(OsStr::from_bytes(&source.root_path));
        let rel_path = source.rel_path;
        let images = self.images.clone();
        let taken = tokio::task::spawn_blocking(move || take(&root, &rel_path, &images));
        let taken = tokio::select! {
            taken = taken => taken.context(ErrorKind::Internal, "take a still")?,
            // The child ends at its deadline; nothing is written without this task.
            () = context.cancelled() => return Ok(Outcome::Cancelled),
        };
        match taken? {
            Taken::Stored(picture) => self.put_still(&job, picture).await,
            Taken::Refused(reason) => Ok(Outcome::Fail(reason)),
        }
    }

    async fn put_still(&self, job: &ExtractStill, picture: StoredPicture) -> Result<Outcome> {
        let client = self.db.client().await?;
        let row = image_sql::PutImageParams {
            r#type: "still",
            width: picture.width,
            height: picture.height,
            blurhash: picture.blurhash,
            color: picture.color,
            content_hash: picture.hash,
            source_file: job.file_id,
            created_at: now(),
            item: job.item_id,
        };
        image_sql::put_image().params(&client, &row).await?;
        self.caches.changed(&Scope::Library(job.library_id));
        let data = json!({ "action": "image", "library_id": job.library_id, "item_ids": [job.item_id] });
        self.events.publish(Topic::Item, Audience::Library(job.library_id), data);
        Ok(Outcome::Done(json!({ "width": row.width, "height": row.height })))
    }
}

struct StoredPicture {
    hash: String,
    width: i32,
    height: i32,
    blurhash: String,
    color: String,
}

enum Taken {
    Stored(StoredPicture),
    /// The file gives no picture, now and at the next try.
    Refused(String),
}

/// Blocks while the child works.
fn take(root: &Path, rel_path: &[u8], images: &ImageStore) -> Result<Taken> {
    let file = MediaFile::open(root, Path::new(OsStr::from_bytes(rel_path)))?;
    match extract(&Program::own(), &file, DEADLINE) {
        Ok(stills) => store(stills, images).map(Taken::Stored),
        Err(error) => Ok(Taken::Refused(error.to_string())),
    }
}

/// The widest picture's hash names all widths.
fn store(stills: Stills, images: &ImageStore) -> Result<StoredPicture> {
    let widest = stills.pictures.iter().max_by_key(|picture| picture.width);
    let widest = widest.ok_or_else(|| Error::internal("take a still without a picture"))?;
    let hash = hex(&Sha256::digest(&widest.jpeg));
    for picture in &stills.pictures {
        images.put(&hash, picture.width, PictureFormat::Jpeg, &picture.jpeg)?;
        if let Some(webp) = picture.webp.as_ref().filter(|webp| webp.len() < picture.jpeg.len()) {
            images.put(&hash, picture.width, PictureFormat::WebP, webp)?;
        }
    }
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let (width, height) = (side(widest.width), side(widest.height));
    Ok(StoredPicture { hash, width, height, blurhash: stills.blurhash, color: stills.color })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(20).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
