//! Periodic jobs: which there are is the release's business, when they run and whether is the administrator's.
//!
//! `Schedules` is the handle: list, change, run by hand. The engine fires what is due (`engine::schedules`). Invariant: a
//! row's next time is moved on in the transaction that stores its job, by whoever finds it unmoved; so two nodes never fire
//! one time twice, and no leader has to be chosen or lost. An advisory lock was rejected for that: its holder can hang.

mod declared;
mod fire;
mod handle;
mod info;
mod zone;

use std::sync::Arc;

pub use declared::Declared;
pub use info::{CronPatch, ScheduleInfo, SchedulePatch};
pub use zone::Zone;

use super::handle::Jobs;

/// Handle to the schedules, cheap to clone.
#[derive(Clone)]
pub struct Schedules {
    jobs: Jobs,
    zone: Zone,
    declared: Arc<[Declared]>,
}

impl Schedules {
    /// `declared` are this release's; their cron expressions are read in `zone`.
    pub fn new(jobs: Jobs, zone: Zone, declared: Vec<Declared>) -> Self {
        Self { jobs, zone, declared: declared.into() }
    }

    /// No schedule at all.
    pub(super) fn none(jobs: Jobs) -> Self {
        Self::new(jobs, Zone::utc(), Vec::new())
    }
}
