//! Items as a viewer sees them: lists, details, progress, pictures.
//!
//! Reads what the scanner writes; writes only what a user did (`user_state`). Every statement takes the viewer's
//! libraries, so what a viewer may not see does not exist here.

mod anchors;
mod detail;
mod filter;
mod images;
mod list;
mod names;
mod pages;
mod progress;
mod summary;

use std::sync::Arc;

use quick_cache::sync::Cache;

pub use anchors::{Anchors, Letter};
pub use detail::{Detail, FileDetail};
pub use filter::{ItemFilter, Sort};
pub use images::Picture;
pub use names::names;
pub use progress::{Progress, UserState};
pub use summary::{ItemSummary, ShowOf};

use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::fs::ImageStore;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Catalog {
    db: Db,
    events: Events,
    store: ImageStore,
    /// Walls ask for their index again and again while somebody scrolls.
    anchors: Arc<Cache<String, Arc<anchors::Kept>>>,
}

impl Catalog {
    pub fn new(db: Db, events: Events, store: ImageStore) -> Self {
        Self { db, events, store, anchors: Arc::new(Cache::new(64)) }
    }
}
