//! Users, sign-ins, first-run setup.

use crate::platform::db::Db;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    #[expect(dead_code, reason = "the room is being furnished")]
    db: Db,
}

impl Accounts {
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}
