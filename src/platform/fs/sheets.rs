//! The store of seek previews: one folder for each set, its sheets by number, on the volume of the data directory.
//!
//! Written by the previews job, read by the preview face; never on a media disk. A sheet appears under its name only when
//! it is complete. What a set holds is said by its row: a folder without one is removed by the leftovers job.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::whole;
use crate::base::{Error, Result};

/// Handle to the store, cheap to clone.
#[derive(Clone, Debug)]
pub struct SheetStore {
    dir: PathBuf,
}

impl SheetStore {
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// Stores a sheet, in the place of one that a run before left there. Blocks; it is on disk when this returns.
    pub fn put(&self, set: Uuid, sheet: u32, jpeg: &[u8]) -> Result<()> {
        let written = whole::put(&path(&self.folder(set), sheet), jpeg);
        written.map_err(|e| Error::unavailable("write seek previews to the data directory").with_source(e))
    }

    /// A sheet, if the store has it. Blocks.
    pub fn find(&self, set: Uuid, sheet: u32) -> Result<Option<Vec<u8>>> {
        let found = whole::find(&path(&self.folder(set), sheet));
        found.map_err(|e| Error::unavailable("read seek previews of the data directory").with_source(e))
    }

    /// How many sheets of a set are there from the first on, up to `n`. Blocks; asks for their sizes only.
    pub fn count_leading(&self, set: Uuid, n: u32) -> Result<u32> {
        let folder = self.folder(set);
        for sheet in 0..n {
            let is_there = whole::is_there(&path(&folder, sheet));
            if !is_there.map_err(|e| Error::unavailable("look for seek previews").with_source(e))? {
                return Ok(sheet);
            }
        }
        Ok(n)
    }

    /// Removes a set with all that is in it; one that is not there is removed already. Blocks.
    pub fn remove(&self, set: Uuid) -> Result<()> {
        match fs::remove_dir_all(self.folder(set)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::unavailable("remove seek previews from the data directory").with_source(error))
            }
            _ => Ok(()),
        }
    }

    /// Ids begin with their time, so their end spreads them over 256 folders.
    fn folder(&self, set: Uuid) -> PathBuf {
        let name = set.simple().to_string();
        self.dir.join(&name[name.len() - 2..]).join(name)
    }
}

fn path(folder: &Path, sheet: u32) -> PathBuf {
    folder.join(format!("{sheet}.jpg"))
}
