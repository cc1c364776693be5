//! The crate `graphile_worker` doing the same work, as its documentation sets it up for throughput: a local queue that
//! fetches a batch at a time, and completions that are written together.

use std::sync::Arc;
use std::time::{Duration, Instant};

use graphile_worker::{
    IntoTaskHandlerResult, JobSpec, LocalQueueConfig, TaskHandler, Worker, WorkerContext, WorkerOptions,
};
use serde::{Deserialize, Serialize};

use crate::stage::{BATCH, Stage, WORKERS, until_empty};

#[derive(Clone, Serialize, Deserialize)]
struct Nothing {
    number: usize,
}

impl TaskHandler for Nothing {
    const IDENTIFIER: &'static str = "nothing";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        std::hint::black_box(self.number);
        Ok::<(), String>(())
    }
}

async fn worker(stage: &Stage) -> Worker {
    WorkerOptions::default()
        .database_url(&stage.url)
        .max_pg_conn(WORKERS)
        .schema("graphile_worker")
        .concurrency(WORKERS as usize)
        .local_queue(LocalQueueConfig::default().with_size(BATCH))
        .complete_job_batch_delay(Duration::from_millis(1))
        .listen_os_shutdown_signals(false)
        .define_job::<Nothing>()
        .init()
        .await
        .expect("graphile_worker starts")
}

/// Stores `n` jobs and works them off; the time that the work took.
pub async fn drain(stage: &Stage, n: usize) -> Duration {
    let worker = Arc::new(worker(stage).await);
    let spec = JobSpec::default();
    for first in (0..n).step_by(1000) {
        let jobs: Vec<_> = (first..n.min(first + 1000)).map(|number| (Nothing { number }, &spec)).collect();
        worker.create_utils().add_jobs(&jobs).await.expect("jobs are stored");
    }
    // Its planner knows its table as ours does.
    stage.tidy().await;
    let owner = stage.owner().await;
    let began = Instant::now();
    let running = tokio::spawn({
        let worker = Arc::clone(&worker);
        async move { worker.run().await }
    });
    let took = until_empty(&owner, "graphile_worker._private_jobs", began).await;
    worker.request_shutdown();
    running.await.expect("graphile_worker ends").expect("graphile_worker ends well");
    took
}
