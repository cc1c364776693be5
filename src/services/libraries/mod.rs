//! Libraries: which folders belong to one, what is in them, what is wrong with it.
//!
//! `manage` and `paths` answer requests at once; `scan` and `stills` are background work. Media files are opened for
//! reading only, and no row is deleted because a file is away.

mod folders;
mod manage;
mod paths;
mod problems;
mod remove;
mod scan;
mod scan_all;
mod stills;

use std::path::PathBuf;
use std::time::Duration;

pub use folders::FolderListing;
pub use manage::{Library, LibraryChange, LibraryRoot, NewLibrary};
pub use problems::Problem;

use crate::platform::cache::Caches;
use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::fs::ImageStore;
use crate::platform::jobs::Jobs;

#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    /// Where pictures are kept.
    pub images_dir: PathBuf,
    /// Where libraries may lie; empty: anywhere that is not forbidden.
    pub allowed: Vec<PathBuf>,
    /// Folders that are no library, besides the data directory, /proc, /sys and /dev.
    pub forbidden: Vec<PathBuf>,
    /// Media files that a scan reads at the same time.
    pub files_at_once: usize,
    /// How long reading one file may take.
    pub file_deadline: Duration,
}

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Libraries {
    db: Db,
    jobs: Jobs,
    events: Events,
    caches: Caches,
    images: ImageStore,
    config: Config,
}

impl Libraries {
    pub fn new(db: Db, jobs: Jobs, events: Events, caches: Caches, config: Config) -> Self {
        scan::register_metrics();
        Self { db, jobs, events, caches, images: ImageStore::new(config.images_dir.clone()), config }
    }

    #[must_use]
    pub fn in_background(&self) -> Self {
        Self { db: self.db.in_background(), ..self.clone() }
    }
}
