//! What the room is given.

use crate::platform::board;
use crate::platform::cache::Caches;
use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::fs::Ledger;
use crate::platform::jobs::Jobs;

/// Whom a look asks.
pub struct Parts {
    pub db: Db,
    pub jobs: Jobs,
    pub board: board::Status,
    pub events: Events,
    pub caches: Caches,
    pub ledger: Ledger,
}
