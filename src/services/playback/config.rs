//! Bounds of the room, filled by the composition root.

use crate::domain::playback::Limits;
use crate::platform::board::Strength;
use crate::platform::fs::Ledger;

#[derive(Clone, Debug)]
pub struct Config {
    pub limits: Limits,
    /// What is said where the limits forbid every encoding.
    pub why_no_encoding: String,
    /// Asked before each new session.
    pub strength: Strength,
    /// A session that nobody used for this long is forgotten.
    pub session_lifetime: time::Duration,
    /// Most sessions that one user may have open; the oldest go first.
    pub sessions_per_user: i64,
    /// Most conversions that one user may have at work; 0 sets no limit.
    pub conversions_per_user: usize,
    /// Where it is booked who touches a disk.
    pub ledger: Ledger,
}
