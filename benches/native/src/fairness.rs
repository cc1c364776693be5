//! What a storm of 100,000 bulk jobs costs a job that somebody waits for.

use std::time::{Duration, Instant};

use revenge::domain::job::{Job, Queue};
use revenge::platform::jobs::EnqueueOptions;
use serde::{Deserialize, Serialize};

use crate::report::{figure, quantile};
use crate::stage::{Node, Stage, Urgent};

const STORM: usize = 100_000;
const SAMPLES: usize = 100;

/// Unknown to the engine's handlers on purpose of nobody: `Stage::engine` registers its twin.
#[derive(Clone, Serialize, Deserialize)]
struct Storm {
    number: usize,
}

impl Job for Storm {
    const KIND: &'static str = "nothing";
    const QUEUE: Queue = Queue::Bulk;
}

pub async fn run(stage: &Stage) {
    let node = stage.engine();
    let calm = sample(stage, &node).await;
    node.stop().await;
    let client = stage.db.client().await.expect("a connection");
    for first in (0..STORM).step_by(1000) {
        let jobs: Vec<_> = (first..first + 1000).map(|number| Storm { number }).collect();
        stage.jobs.enqueue_all(&client, &jobs, EnqueueOptions::default()).await.expect("jobs are stored");
    }
    drop(client);
    let node = stage.engine();
    let storm = sample(stage, &node).await;
    let left = stage
        .owner()
        .await
        .query_one("select count(*) from core.jobs where queue = 'bulk'", &[])
        .await
        .expect("a count");
    let left: i64 = left.get(0);
    node.stop().await;
    stage.owner().await.batch_execute("truncate core.jobs").await.expect("emptied");
    assert!(left > 0, "the storm was over before the samples were");
    for (name, calm, storm) in [("p50", calm.0, storm.0), ("p99", calm.1, storm.1)] {
        let note = format!("{storm:.1} ms in the storm, {calm:.1} ms without; {left} bulk jobs left");
        figure(&format!("jobs_critical_delay_{name}"), storm - calm, "ms", &note);
    }
}

async fn sample(stage: &Stage, node: &Node) -> (f64, f64) {
    let mut taken = Vec::new();
    for _ in 0..SAMPLES {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let client = stage.db.client().await.expect("a connection");
        let began = Instant::now();
        stage.jobs.enqueue(&client, &Urgent {}, EnqueueOptions::default()).await.expect("a job is stored");
        drop(client);
        node.seen.urgent.notified().await;
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    (quantile(&mut taken, 0.5), quantile(&mut taken, 0.99))
}
