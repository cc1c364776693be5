//! Storing jobs in batches of 1,000, against the same rows by a plain INSERT … unnest.

use std::time::Instant;

use revenge::platform::jobs::EnqueueOptions;

use crate::plain;
use crate::report::compare;
use crate::stage::{Nothing, Stage};

const ROUNDS: usize = 7;
const BATCHES: usize = 10;

pub async fn run(stage: &Stage) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let owner = stage.owner().await;
    for _ in 0..ROUNDS {
        let jobs: Vec<_> = (0..1000).map(|number| Nothing { number }).collect();
        let client = stage.db.client().await.expect("a connection");
        let began = Instant::now();
        for _ in 0..BATCHES {
            stage.jobs.enqueue_all(&client, &jobs, EnqueueOptions::default()).await.expect("jobs are stored");
        }
        ours.push((BATCHES * 1000) as f64 / began.elapsed().as_secs_f64());
        let began = Instant::now();
        plain::insert(&owner, BATCHES * 1000).await;
        theirs.push((BATCHES * 1000) as f64 / began.elapsed().as_secs_f64());
        owner.batch_execute("truncate core.jobs, plain.jobs").await.expect("emptied");
    }
    compare("jobs_enqueue", &mut ours, "jobs/s", "INSERT … unnest", &mut theirs);
}
