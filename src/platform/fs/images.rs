//! The image store: pictures by the hash of their original and their width, on the volume of the data directory.
//!
//! Written by the stills job, read by the image face; never on a media disk. A picture appears under its name only when
//! it is complete, so a reader sees all of it or nothing. Names are hashes and numbers: no text from outside.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::base::{Error, Result, new_id};

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
    pub fn put(&self, hash: &str, width: u32, jpeg: &[u8]) -> Result<()> {
        let path = self.path(hash, width)?;
        let folder = path.parent().expect("a picture's path has a folder");
        let temporary = folder.join(format!("{}.part", new_id()));
        let written = fs::create_dir_all(folder).and_then(|()| write_durably(&temporary, jpeg));
        written.and_then(|()| fs::rename(&temporary, &path)).map_err(|e| {
            drop(fs::remove_file(&temporary));
            Error::unavailable("write a picture to the data directory").with_source(e)
        })
    }

    /// One width of a picture, if the store has it. Blocks.
    pub fn find(&self, hash: &str, width: u32) -> Result<Option<Vec<u8>>> {
        match fs::read(self.path(hash, width)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::unavailable("read a picture of the data directory").with_source(error)),
        }
    }

    /// Two levels, so that no folder grows with the library.
    fn path(&self, hash: &str, width: u32) -> Result<PathBuf> {
        if hash.len() < 16 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::internal("name a picture by something that is no hash"));
        }
        Ok(self.dir.join(&hash[..2]).join(format!("{hash}-{width}.jpg")))
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}
