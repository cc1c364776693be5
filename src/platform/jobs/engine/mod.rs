//! The engine: one task that claims, starts, watches and finishes jobs for this node.
//!
//! Everything that happens (a notice, a handler's end, a timer) sets a mark, and `step` brings the database in line with
//! the marks in one fixed order. A step that fails keeps its marks and is tried again, so a restart of PostgreSQL
//! loses nothing. Idle, the engine waits for a notice: no query, no write, no timer under 30 s.

mod ahead;
mod clock;
mod config;
mod drain;
mod finish;
mod marks;
mod node;
mod run;
mod scheduler;
mod schedules;
mod slots;
mod step;
mod timers;
mod upkeep;

use tokio_util::sync::CancellationToken;

pub use config::EngineConfig;

use super::handle::Jobs;
use super::schedules::Schedules;
use super::workers::Workers;

/// Runs jobs of this process.
pub struct Engine {
    jobs: Jobs,
    workers: Workers,
    schedules: Schedules,
    config: EngineConfig,
}

impl Engine {
    pub fn new(jobs: Jobs, workers: Workers, config: EngineConfig) -> Self {
        let schedules = Schedules::none(jobs.clone());
        Self { jobs, workers, schedules, config }
    }

    /// Fires these when they are due, in turn with the other nodes.
    #[must_use]
    pub fn with_schedules(mut self, schedules: Schedules) -> Self {
        self.schedules = schedules;
        self
    }

    /// Works until `stop`; then handlers are asked to end, and what they did not finish goes back to the queue.
    pub async fn run(self, stop: CancellationToken) {
        scheduler::Scheduler::new(self.jobs, self.workers, self.schedules, self.config).run(stop).await;
    }
}
