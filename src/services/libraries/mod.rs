//! Libraries: which folders belong to one, what is in them, what is wrong with it.
//!
//! `manage` and `paths` answer requests at once; `scan` and `stills` are background work. Media files are opened for
//! reading only, and no row is deleted because a file is away.

mod config;
mod folders;
mod jobs;
mod manage;
mod paths;
mod problems;
mod remove;
mod scan;
mod scan_all;
mod stills;

pub use config::Config;
pub use folders::FolderListing;
pub use manage::{Library, LibraryChange, LibraryRoot, NewLibrary};
pub use problems::Problem;

use crate::platform::cache::Caches;
use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::fs::ImageStore;
use crate::platform::jobs::Jobs;

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
}
