//! Items as a viewer sees them: lists, details, progress, pictures.
//!
//! Reads what the scanner writes; writes only what a user did (`user_state`). Every statement takes the viewer's
//! libraries, so what a viewer may not see does not exist here.

mod anchors;
mod detail;
mod filter;
mod images;
mod kept;
mod list;
mod listed;
mod names;
mod next;
mod pages;
mod previews;
mod progress;
mod summary;

pub use anchors::{Anchors, Letter};
pub use detail::{CreditOf, Detail, FileDetail};
pub use filter::{ItemFilter, Sort};
pub use images::Picture;
pub use listed::Listed;
pub use names::names;
pub use previews::PreviewSet;
pub use progress::{Progress, UserState};
pub use summary::{AlbumOf, ArtistOf, ItemSummary, ShowOf};

use crate::platform::cache::Caches;
use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::fs::{ImageStore, Losses, SheetStore};

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Catalog {
    db: Db,
    events: Events,
    store: ImageStore,
    sheets: SheetStore,
    /// Told of what the stores lack.
    losses: Losses,
    kept: kept::Kept,
}

impl Catalog {
    pub fn new(
        db: Db,
        events: Events,
        (store, sheets, losses): (ImageStore, SheetStore, Losses),
        caches: Caches,
    ) -> Self {
        Self { db, events, store, sheets, losses, kept: kept::Kept::new(caches) }
    }
}
