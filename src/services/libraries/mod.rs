//! Libraries, scanning, stills, problems.

use crate::platform::db::Db;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Libraries {
    #[expect(dead_code, reason = "the room is being furnished")]
    db: Db,
}

impl Libraries {
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}
