//! How a run ends, and what follows from it: the retry rule in one place.

use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;

use crate::base::{Error, ErrorKind};

/// What a handler says at its end.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Done, with a result for people.
    Done(Value),
    /// This attempt failed; try again after the given time (`None`: the usual back-off).
    Retry { after: Option<Duration>, reason: String },
    /// It will never work.
    Fail(String),
    /// Not now; no attempt is counted.
    Snooze(OffsetDateTime),
    /// The handler stopped because it was asked to.
    Cancelled,
}

/// First pause; doubles with each attempt up to the most of its kind.
const BACKOFF_FIRST: Duration = Duration::from_secs(1);

/// Pause before the attempt after number `attempt`, `most` at most. `chance` spreads jobs that failed together: 0–255.
pub(super) fn backoff(attempt: i16, most: Duration, chance: u8) -> Duration {
    let doublings = u32::from(attempt.max(1).unsigned_abs() - 1).min(16);
    let full = BACKOFF_FIRST.saturating_mul(1 << doublings).min(most);
    // Between 80 % and 120 %.
    full.mul_f64(0.8 + 0.4 * f64::from(chance) / 255.0)
}

/// A handler's error as an outcome: what the caller got wrong does not get better, everything else may.
pub(super) fn of_error(error: &Error) -> Outcome {
    let is_callers_fault = matches!(
        error.kind(),
        ErrorKind::Invalid | ErrorKind::NotFound | ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::TooLarge
    );
    if is_callers_fault {
        Outcome::Fail(error.to_string())
    } else {
        Outcome::Retry { after: None, reason: error.to_string() }
    }
}
