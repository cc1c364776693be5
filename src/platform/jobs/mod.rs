//! Job engine on PostgreSQL: what takes long is stored with the caller's own writes and worked off behind the answer.
//!
//! `Jobs` is the handle: enqueue, look, cancel. `Engine` takes jobs and runs the handlers of `Workers`. Hot table
//! `core.jobs` holds what is unfinished, `core.job_history` the rest. Invariant: a run is known by (id, run_no); whatever a
//! run that was given up still reports is ignored, so nothing is overwritten and nothing is done twice unseen.
//!
//! Not a queue crate: none of them wakes without polling, fences late completions and keeps to a board's limits at once.

mod context;
mod detail;
mod engine;
mod gate;
mod handle;
mod info;
mod list;
mod metrics;
mod notice;
mod outcome;
mod queues;
mod retention;
mod schedules;
mod titles;
mod vitals;
mod workers;

pub use context::JobContext;
pub use detail::{JobDetail, JobError, JobEvent, JobEventKind};
pub use engine::{Engine, EngineConfig};
pub use gate::{Demand, Gate};
pub use handle::{EnqueueOptions, JobId, Jobs};
pub use info::{JobInfo, JobProgress, JobState};
pub use list::ListJobs;
pub use outcome::Outcome;
pub use queues::{LimitPatch, QueueHold, QueueInfo, QueueLimits, QueuePatch, QueueWindow, WindowPatch};
pub use schedules::{CronPatch, Declared, ScheduleInfo, SchedulePatch, Schedules, Zone};
pub use workers::Workers;
