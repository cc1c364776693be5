//! The database's clock, watched for jumps: boards without a battery wake up in the past and are set right later.
//!
//! All times of the queue are the database's. Compared with this process's steady clock between two looks; a difference is
//! a jump (or this machine slept, which has the same consequences).

use std::time::Duration;

use revenge_queries::queries::jobs as sql;
use time::OffsetDateTime;
use tokio::time::Instant;

use super::scheduler::Scheduler;
use crate::base::Result;

/// What the two clocks said at the last look; none before the first.
#[derive(Debug, Default)]
pub(super) struct Clock {
    seen: Option<(OffsetDateTime, Instant)>,
}

impl Clock {
    /// Takes note of the time, and says by how much it differs from what was to be expected.
    fn note(&mut self, now: OffsetDateTime) -> Option<time::Duration> {
        let seen = self.seen.replace((now, Instant::now()))?;
        Some(now - seen.0 - seen.1.elapsed())
    }
}

impl Scheduler {
    /// After a jump no heartbeat proves anything for a while, and nothing may wait for a time that is far ahead now.
    pub async fn heed_clock(&mut self, now: OffsetDateTime) -> Result<()> {
        let jump = self.clock.note(now);
        let is_jump = jump.is_some_and(|jump| jump.unsigned_abs() > self.config.lease / 2);
        if is_jump {
            tracing::warn!(?jump, "the database's clock was set, or this machine slept");
            self.answers_since = Instant::now();
            self.marks.schedules = true;
        }
        // The first look is one too: the clock may have been set while nothing ran.
        if is_jump || jump.is_none() {
            let client = self.jobs.db.client().await?;
            let set_right = sql::check_clock().bind(&client).one().await?;
            if set_right.n_jobs > 0 {
                self.timers.set(super::timers::Timer::Due, Duration::ZERO);
            }
        }
        Ok(())
    }
}
