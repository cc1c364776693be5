//! An idle engine asks the database nothing.

use std::time::Duration;

use revenge::platform::jobs::EnqueueOptions;

use crate::report::figure;
use crate::stage::{Stage, Urgent};

const WATCHED: Duration = Duration::from_secs(25);
/// Backends report what they did within a second, idle ones within ten.
const REPORTED: Duration = Duration::from_secs(12);

pub async fn run(stage: &Stage) {
    let node = stage.engine();
    let client = stage.db.client().await.expect("a connection");
    stage.jobs.enqueue(&client, &Urgent {}, EnqueueOptions::default()).await.expect("a job is stored");
    drop(client);
    node.seen.urgent.notified().await;
    tokio::time::sleep(REPORTED).await;
    let before = transactions(stage).await;
    tokio::time::sleep(WATCHED).await;
    let after = transactions(stage).await;
    node.stop().await;
    figure("jobs_idle_queries", (after - before) as f64, "in 25 s", "want 0");
}

/// Counted by the server, asked from another database.
async fn transactions(stage: &Stage) -> i64 {
    let row = stage.superuser().await;
    let row = row
        .query_one("select xact_commit + xact_rollback from pg_stat_database where datname = 'revenge'", &[])
        .await
        .expect("statistics");
    row.get(0)
}
