//! Disks that sleep: who touched one, and which touch woke it.
//!
//! Pure: times and counters are handed in. `Kind` and `Cause` say on whose behalf a library path is touched; `DiskLog`
//! turns touches and the kernel's counters into wake-ups.

mod cause;
mod log;

pub use cause::{Cause, Kind};
pub use log::{Counters, DiskLog, DiskState, Wake};
