//! Items as a viewer sees them: lists, details, progress, images.

use crate::platform::db::Db;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Catalog {
    #[expect(dead_code, reason = "the room is being furnished")]
    db: Db,
}

impl Catalog {
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}
