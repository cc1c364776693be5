//! The image store: pictures by the hash of their original and their width, on the volume of the data directory.
//!
//! Written by the stills job, read by the image face; never on a media disk. A picture appears under its name only when
//! it is complete, so a reader sees all of it or nothing. Names are hashes and numbers: no text from outside.

use std::path::PathBuf;

use super::whole;
use crate::base::{Error, Result};

/// Beside the pictures: it goes where they go.
const OWNER_FILE: &str = "database-id";

/// How a picture is coded. Every picture is there as JPEG; the others are for those who take them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    Jpeg,
    WebP,
}

impl PictureFormat {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

/// Handle to the store, cheap to clone.
#[derive(Clone, Debug)]
pub struct ImageStore {
    dir: PathBuf,
}

impl ImageStore {
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// Stores one width of a picture. Blocks; the picture is on disk when this returns.
    pub fn put(&self, hash: &str, width: u32, format: PictureFormat, bytes: &[u8]) -> Result<()> {
        let written = whole::put(&self.path(hash, width, format)?, bytes);
        written.map_err(|e| Error::unavailable("write a picture to the data directory").with_source(e))
    }

    /// One width of a picture, if the store has it. Blocks.
    pub fn find(&self, hash: &str, width: u32, format: PictureFormat) -> Result<Option<Vec<u8>>> {
        let found = whole::find(&self.path(hash, width, format)?);
        found.map_err(|e| Error::unavailable("read a picture of the data directory").with_source(e))
    }

    /// Whether one width of a picture is there, as JPEG. Blocks; asks for its size only.
    pub fn has(&self, hash: &str, width: u32) -> Result<bool> {
        let is_there = whole::is_there(&self.path(hash, width, PictureFormat::Jpeg)?);
        is_there.map_err(|e| Error::unavailable("look for a picture in the data directory").with_source(e))
    }

    /// The id of the database that the store was last found complete for, if it says so. Blocks.
    pub fn find_owner(&self) -> Result<Option<String>> {
        let found = whole::find(&self.dir.join(OWNER_FILE));
        let found = found.map_err(|e| Error::unavailable("read the folder of pictures").with_source(e))?;
        Ok(found.map(|id| String::from_utf8_lossy(&id).trim().to_owned()))
    }

    /// Notes whose pictures these are. Blocks.
    pub fn put_owner(&self, id: &str) -> Result<()> {
        let written = whole::put(&self.dir.join(OWNER_FILE), format!("{id}\n").as_bytes());
        written.map_err(|e| Error::unavailable("write to the folder of pictures").with_source(e))
    }

    /// Two levels, so that no folder grows with the library.
    fn path(&self, hash: &str, width: u32, format: PictureFormat) -> Result<PathBuf> {
        if hash.len() < 16 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::internal("name a picture by something that is no hash"));
        }
        Ok(self.dir.join(&hash[..2]).join(format!("{hash}-{width}.{}", format.extension())))
    }
}
