//! A player that is scrubbing: each move of its slider would cost a pipeline.

use std::time::{Duration, Instant};

/// A restart that follows another within the window waits until the player rests.
pub(super) const WINDOW: Duration = Duration::from_secs(1);
const REST: Duration = Duration::from_millis(250);

#[derive(Default)]
pub(super) struct Scrub {
    /// When a request last moved the run elsewhere, and since when the present one waits for rest.
    last_restart: Option<Instant>,
    restless_since: Option<Instant>,
}

impl Scrub {
    /// The time until which a restart waits for what was asked at `asked`.
    pub(super) fn rest_needed(&mut self, now: Instant, asked: Instant) -> Option<Instant> {
        let is_scrubbing = self.last_restart.is_some_and(|at| now < at + WINDOW);
        let since = *self.restless_since.get_or_insert(now);
        let due = (asked + REST).min(since + WINDOW);
        (is_scrubbing && now < due).then_some(due)
    }

    /// A run starts. Only a seek of the player counts as restless, not the first start.
    pub(super) fn started(&mut self, now: Instant, is_seek: bool) {
        self.last_restart = is_seek.then_some(now);
        self.restless_since = None;
    }
}
