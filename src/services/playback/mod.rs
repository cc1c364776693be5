//! Playback sessions: decision, admission, the HLS engine's sessions and segments.

use crate::platform::db::Db;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Playback {
    #[expect(dead_code, reason = "the room is being furnished")]
    db: Db,
}

impl Playback {
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}
