//! The segments of all sessions together stay within the board's budget.
//!
//! Those who watch share it evenly. When it is full, whoever has not asked for longest gives first: of one that is away
//! everything, of one that watches what is farthest from its playhead. A segment that is asked for again is made again.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use super::core::Inner;
use super::session::{HlsSession, Shared};
use crate::domain::hls::RenditionId;

impl Inner {
    /// What one session may keep now.
    pub(super) fn session_budget(&self) -> usize {
        // Asked at every turn of every rendition: nothing is copied.
        let n_watching = self.sessions().values().filter(|session| self.watches(session)).count();
        self.config.store_bytes.min(self.config.total_store_bytes / n_watching.max(1))
    }

    /// Keeps a segment, and frees others where there is no room.
    pub(super) fn keep(&self, of: &Shared, rendition: RenditionId, segment: u32, bytes: Bytes) {
        of.store.put(rendition, segment, bytes, self.session_budget());
        let mut total: usize = self.sessions().values().map(|session| session.n_stored_bytes()).sum();
        if total <= self.config.total_store_bytes {
            return;
        }
        let mut sessions = self.open_sessions();
        sessions.sort_by_key(|session| session.last_asked());
        for session in sessions {
            total -= session.n_stored_bytes();
            let room = self.config.total_store_bytes.saturating_sub(total);
            session.shed(if self.watches(&session) { Some(room) } else { None });
            total += session.n_stored_bytes();
            if total <= self.config.total_store_bytes {
                return;
            }
        }
    }

    pub(super) fn open_sessions(&self) -> Vec<Arc<HlsSession>> {
        self.sessions().values().cloned().collect()
    }

    fn watches(&self, session: &HlsSession) -> bool {
        Instant::now().duration_since(session.last_asked()) < self.config.idle && session.n_stored_bytes() > 0
    }
}
