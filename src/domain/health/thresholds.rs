//! From where on something is not well. The alert rules carry the same numbers, and a test compares them.

/// Below this the next large scan or backup may fill the volume.
pub const DISK_FREE_WARNING_BYTES: u64 = 2 << 30;
/// Below this PostgreSQL comes into trouble.
pub const DISK_FREE_CRITICAL_BYTES: u64 = 512 << 20;
/// Most boards begin to slow down here or a little above.
pub const HOT_WARNING_CELSIUS: f64 = 80.0;
/// Close to where boards switch themselves off.
pub const HOT_CRITICAL_CELSIUS: f64 = 90.0;
/// A job that is next in line waits this long while nothing of its queue runs: nobody takes jobs.
pub const QUEUE_STUCK_SECONDS: u64 = 600;
/// More conversions than this that fail within a quarter of an hour are not one bad file.
pub const FAILED_TRANSCODES: u64 = 2;
pub const FAILED_TRANSCODES_MINUTES: u64 = 15;
/// Requests are judged over this time, and only when there were enough to speak of a share.
pub const WINDOW_MINUTES: u64 = 5;
pub const REQUESTS_MIN: u64 = 20;
pub const ERROR_RATIO_WARNING: f64 = 0.05;
pub const SLOW_P95_SECONDS: f64 = 1.0;
