//! The engine as others see it.

use std::pin::Pin;

use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::EngineConfig;
use super::scheduler::Scheduler;
use crate::platform::jobs::handle::Jobs;
use crate::platform::jobs::schedules::Schedules;
use crate::platform::jobs::workers::Workers;

/// Runs jobs of this process.
pub struct Engine {
    jobs: Jobs,
    workers: Workers,
    schedules: Schedules,
    config: EngineConfig,
    governor: Option<Governor>,
}

/// Works beside the engine for as long as that does.
type Governor = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Engine {
    pub fn new(jobs: Jobs, workers: Workers, config: EngineConfig) -> Self {
        let schedules = Schedules::none(jobs.clone());
        Self { jobs, workers, schedules, config, governor: None }
    }

    /// Fires these when they are due, in turn with the other nodes.
    #[must_use]
    pub fn with_schedules(mut self, schedules: Schedules) -> Self {
        self.schedules = schedules;
        self
    }

    /// With who decides what work may run: it uses the gate of the jobs.
    #[must_use]
    pub fn governed(mut self, governor: impl Future<Output = ()> + Send + 'static) -> Self {
        self.governor = Some(Box::pin(governor));
        self
    }

    /// Works until `stop`; then handlers are asked to end, and what they did not finish goes back to the queue.
    pub async fn run(self, stop: CancellationToken) {
        let _governing = self.governor.map(|governor| AbortOnDropHandle::new(tokio::spawn(governor)));
        // Larger than what a stack should carry.
        Box::pin(Scheduler::new(self.jobs, self.workers, self.schedules, self.config).run(stop)).await;
    }
}
