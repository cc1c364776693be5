//! The image store: pictures by the hash of their original and their width, on the volume of the data directory.
//!
//! Written by the stills job, read by the image face; never on a media disk. A picture appears under its name only when
//! it is complete, so a reader sees all of it or nothing. Names are hashes and numbers: no text from outside.

use std::path::PathBuf;

use super::whole;
use crate::base::{Error, Result};

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

    /// Two levels, so that no folder grows with the library.
    fn path(&self, hash: &str, width: u32, format: PictureFormat) -> Result<PathBuf> {
        if hash.len() < 16 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::internal("name a picture by something that is no hash"));
        }
        Ok(self.dir.join(&hash[..2]).join(format!("{hash}-{width}.{}", format.extension())))
    }
}
