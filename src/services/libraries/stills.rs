//! Pictures for items that have none: a frame out of the video, or the cover of an album, taken by a child process, kept on
//! the server's own disk.
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
use super::rest::RESTING;
use crate::base::{Error, ErrorKind, Result, ResultExt, now};
use crate::domain::disks::Kind;
use crate::domain::job::ExtractStill;
use crate::domain::music::place_of;
use crate::platform::cache::Scope;
use crate::platform::events::{Audience, Topic};
use crate::platform::fs::{Access, ImageStore, MediaFile, PictureFormat};
use crate::platform::gst::child::Program;
use crate::platform::gst::stills::{Stills, extract, extract_cover};
use crate::platform::jobs::{JobContext, Outcome};

/// Decoding one frame of a large film on a small board, with a disk that has to wake up.
const DEADLINE: Duration = Duration::from_secs(60);
/// Names of an album's picture beside its files, the usual first.
const COVERS: [&str; 12] = [
    "cover.jpg",
    "cover.png",
    "folder.jpg",
    "folder.png",
    "front.jpg",
    "front.png",
    "Cover.jpg",
    "Folder.jpg",
    "Front.jpg",
    "cover.jpeg",
    "folder.jpeg",
    "cover.webp",
];

impl Libraries {
    /// Handler of `ExtractStill`.
    pub async fn run_still(self, context: JobContext, job: ExtractStill) -> Result<Outcome> {
        context.turn().await;
        let source = {
            let client = self.db.client().await?;
            sql::find_still_source().bind(&client, &job.file_id, &job.library_id).opt().await?
        };
        let Some(source) = source else { return Ok(Outcome::Done(json!({ "note": "the file is away" }))) };
        let root = PathBuf::from(OsStr::from_bytes(&source.root_path));
        if let Some(until) = self.rests_until(&root) {
            context.report(0, 0, RESTING);
            return Ok(Outcome::Snooze(until));
        }
        let rel_path = source.rel_path;
        let images = self.images.clone();
        let is_music = source.kind == "music";
        let access = self.config.ledger.access(Kind::Stills).library(job.library_id);
        let access = access.item(job.item_id).job(context.job_id);
        let take = move || {
            let take = if is_music { take_cover } else { take };
            take(&root, &rel_path, &images, &access)
        };
        let taken = tokio::task::spawn_blocking(take);
        let taken = tokio::select! {
            taken = taken => taken.context(ErrorKind::Internal, "take a still")?,
            // The child ends at its deadline; nothing is written without this task.
            () = context.cancelled() => return Ok(Outcome::Cancelled),
        };
        match taken? {
            Taken::Stored(picture) => self.put_still(&job, if is_music { "poster" } else { "still" }, picture).await,
            // Music without a cover is as it should be.
            Taken::Refused(reason) if is_music => Ok(Outcome::Done(json!({ "note": reason }))),
            Taken::Refused(reason) => Ok(Outcome::Fail(reason)),
        }
    }

    async fn put_still(&self, job: &ExtractStill, kind: &str, picture: StoredPicture) -> Result<Outcome> {
        let client = self.db.client().await?;
        let row = image_sql::PutImageParams {
            r#type: kind,
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
fn take(root: &Path, rel_path: &[u8], images: &ImageStore, access: &Access) -> Result<Taken> {
    let file = MediaFile::open(root, Path::new(OsStr::from_bytes(rel_path)), access)?;
    match extract(&Program::own(), &file, DEADLINE) {
        Ok(stills) => store(stills, images).map(Taken::Stored),
        Err(error) => Ok(Taken::Refused(error.to_string())),
    }
}

/// What the file carries, else what lies beside it or beside the folders of the discs.
fn take_cover(root: &Path, rel_path: &[u8], images: &ImageStore, access: &Access) -> Result<Taken> {
    let rel_path = Path::new(OsStr::from_bytes(rel_path));
    let file = MediaFile::open(root, rel_path, access)?;
    let embedded = match extract_cover(&Program::own(), &file, DEADLINE) {
        Ok(stills) => return store(stills, images).map(Taken::Stored),
        Err(error) => error,
    };
    let album = PathBuf::from(place_of(&rel_path.to_string_lossy()).folder);
    let beside = rel_path.parent().unwrap_or(rel_path);
    for path in [beside, &album].into_iter().flat_map(|folder| COVERS.iter().map(move |name| folder.join(name))) {
        let Ok(picture) = MediaFile::open(root, &path, access) else { continue };
        if let Ok(stills) = extract_cover(&Program::own(), &picture, DEADLINE) {
            return store(stills, images).map(Taken::Stored);
        }
    }
    Ok(Taken::Refused(embedded.to_string()))
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
