//! The one place that reads the wall clock.
//!
//! Domain code takes time as an argument; services call `now()` once per use case, so that all rows of one action
//! carry one time.

use time::OffsetDateTime;

/// A source of time that tests can move: the offset is added to the real clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    offset: time::Duration,
}

impl Clock {
    /// A clock that runs `offset` ahead of the machine's.
    pub fn shifted(offset: time::Duration) -> Self {
        Self { offset }
    }

    pub fn now(&self) -> OffsetDateTime {
        now() + self.offset
    }
}

/// Wall-clock time in UTC with microseconds, which is what PostgreSQL keeps.
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    let micros = now.microsecond();
    now.replace_microsecond(micros).unwrap_or(now)
}
