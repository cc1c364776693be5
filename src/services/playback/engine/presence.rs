//! When a player was last there: it asked for something, or still waited for it.
//!
//! Waiting counts, because a machine under load may take longer for one answer than a player may be away.

use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug)]
pub(super) struct Presence {
    /// The last request.
    pub(super) asked: Instant,
    /// The last request, or the last moment at which one was unanswered.
    seen: Instant,
}

impl Presence {
    pub(super) fn asked_at(at: Instant) -> Self {
        Self { asked: at, seen: at }
    }

    /// A request is unanswered now.
    pub(super) fn waits(&mut self, now: Instant) {
        self.seen = self.seen.max(now);
    }

    /// When it will have been away for so long.
    pub(super) fn away_at(self, patience: Duration) -> Instant {
        self.seen + patience
    }
}
