//! Job engine on PostgreSQL: what takes long is stored with the caller's own writes and worked off behind the answer.
//!
//! `Jobs` is the handle: enqueue, look, cancel. `Engine` takes jobs and runs the handlers of `Workers`. Hot table
//! `core.jobs` holds what is unfinished, `core.job_history` the rest. Invariant: a run is known by (id, run_no); whatever a
//! run that was given up still reports is ignored, so nothing is overwritten and nothing is done twice unseen.
//!
//! Not a queue crate: none of them wakes without polling, fences late completions and keeps to a board's limits at once.

mod context;
mod engine;
mod handle;
mod info;
mod metrics;
mod notice;
mod outcome;
mod queues;
mod vitals;
mod workers;

pub use context::JobContext;
pub use engine::{Engine, EngineConfig};
pub use handle::{EnqueueOptions, JobId, Jobs, ListJobs};
pub use info::{JobInfo, JobProgress, JobState};
pub use outcome::Outcome;
pub use queues::{LimitPatch, QueueInfo, QueueLimits, QueuePatch};
pub use workers::Workers;
