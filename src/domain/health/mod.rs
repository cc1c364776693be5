//! Whether the server is well: facts in, checks with remedies out. The one place of the thresholds.
//!
//! `GET /system` shows the checks; the alert rules of docs/operate/monitoring say the same to Prometheus, and a test holds
//! their numbers to the constants here. Each check is a section of that folder's README. What only a watcher from
//! outside can know (the server is down, or starts again and again) is an alert without a check.

mod facts;
mod judge;
mod thresholds;

pub use facts::{Facts, JobFacts, MemoryFacts, PlaybackFacts, QueueFacts, RequestFacts, Volume};
pub use judge::{Check, State, judge};
pub use thresholds::{
    DISK_FREE_CRITICAL_BYTES, DISK_FREE_WARNING_BYTES, ERROR_RATIO_WARNING, FAILED_TRANSCODES,
    FAILED_TRANSCODES_MINUTES, HOT_CRITICAL_CELSIUS, HOT_WARNING_CELSIUS, QUEUE_STUCK_SECONDS, REQUESTS_MIN,
    SLOW_P95_SECONDS, WINDOW_MINUTES,
};
