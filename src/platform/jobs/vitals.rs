//! What monitoring asks of the queue: one statement whose cost does not grow with what waits.

use revenge_queries::queries::jobs as sql;

use super::handle::Jobs;
use super::metrics;
use crate::base::Result;
use crate::domain::health::{JobFacts, QueueFacts};

/// Nothing is counted further than this: who reads the number cares no more, and the database does.
const COUNT_CAP: i64 = 10_000;

impl Jobs {
    /// The facts, which are also written to the gauges.
    pub async fn vitals(&self) -> Result<JobFacts> {
        let client = self.db.client().await?;
        let rows = sql::watch_queues().bind(&client, &COUNT_CAP).all().await?;
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        let mut facts = JobFacts::default();
        for row in rows {
            let head_wait_seconds = row.head_wait_seconds.unwrap_or(0.0).max(0.0);
            metrics::observe_queue(&row.name, row.n_waiting, row.paused, head_wait_seconds);
            facts.n_discarded = count(row.n_discarded);
            facts.queues.push(QueueFacts {
                name: row.name,
                is_paused: row.paused,
                n_running: count(row.n_running),
                n_waiting: count(row.n_waiting),
                head_wait_seconds,
            });
        }
        metrics::DISCARDED.set(i64::try_from(facts.n_discarded).unwrap_or(i64::MAX));
        Ok(facts)
    }
}
