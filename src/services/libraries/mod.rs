//! Libraries: which folders belong to one, what is in them, what is wrong with it.
//!
//! `manage` and `paths` answer requests at once; `scan`, `stills` and `previews` are background work, `pictures` has it done again
//! where its fruits are gone. Media files are opened for reading only, and no row is deleted because a file is away.

mod config;
mod folders;
mod jobs;
mod manage;
mod paths;
mod pictures;
mod previews;
mod problems;
mod remove;
mod rest;
mod scan;
mod scan_all;
mod stills;

pub use config::Config;
pub use folders::FolderListing;
pub use manage::{Library, LibraryChange, LibraryRoot, NewLibrary};
pub use previews::{PreviewEstimate, PreviewState};
pub use problems::Problem;

use crate::platform::cache::Caches;
use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::fs::{ImageStore, SheetStore};
use crate::platform::jobs::Jobs;

/// Below the folder of pictures.
pub const SHEETS_FOLDER: &str = "previews";

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Libraries {
    db: Db,
    jobs: Jobs,
    events: Events,
    caches: Caches,
    images: ImageStore,
    sheets: SheetStore,
    config: Config,
}

impl Libraries {
    pub fn new(db: Db, jobs: Jobs, events: Events, caches: Caches, config: Config) -> Self {
        scan::register_metrics();
        let images = ImageStore::new(config.images_dir.clone());
        let sheets = SheetStore::new(config.images_dir.join(SHEETS_FOLDER));
        Self { db, jobs, events, caches, images, sheets, config }
    }
}
