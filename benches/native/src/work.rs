//! Claim, work and finish of jobs that do nothing: ours, a hand-written delete-on-claim loop, and `graphile_worker`.

use std::time::Instant;

use crate::report::compare;
use crate::stage::{Stage, until_empty};
use crate::{graphile, plain};

const ROUNDS: usize = 5;
const JOBS: usize = 10_000;

pub async fn run(stage: &Stage) {
    let (mut ours, mut loops, mut graphiles) = (Vec::new(), Vec::new(), Vec::new());
    let owner = stage.owner().await;
    let per_second = |took: std::time::Duration| JOBS as f64 / took.as_secs_f64();
    for _ in 0..ROUNDS {
        stage.fill(JOBS).await;
        stage.tidy().await;
        let began = Instant::now();
        let node = stage.engine();
        ours.push(per_second(until_empty(&owner, "core.jobs", began).await));
        node.stop().await;

        plain::insert(&owner, JOBS).await;
        stage.tidy().await;
        loops.push(per_second(plain::drain(stage).await));

        graphiles.push(per_second(graphile::drain(stage, JOBS).await));
    }
    compare("jobs_work", &mut ours, "jobs/s", "delete-on-claim loop", &mut loops);
    compare("jobs_work_crate", &mut ours, "jobs/s", "graphile_worker", &mut graphiles);
}
