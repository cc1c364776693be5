//! The one place that reads the wall clock.
//!
//! Domain code takes time as an argument; services call `now()` once per use case, so that all rows of one action
//! carry one time.

use time::OffsetDateTime;

/// Wall-clock time in UTC with microseconds, which is what PostgreSQL keeps.
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    let micros = now.microsecond();
    now.replace_microsecond(micros).unwrap_or(now)
}
