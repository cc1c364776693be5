//! The end: handlers are asked to stop, and what they did not finish is available to others at once.

use std::time::Duration;

use revenge_queries::queries::jobs as sql;
use tokio::time::Instant;

use super::scheduler::Scheduler;
use crate::base::Result;

/// For the last statements; the server's own stop deadline is behind it.
const LAST_WORDS: Duration = Duration::from_secs(2);

impl Scheduler {
    pub async fn drain(mut self) {
        self.is_stopping = true;
        // Given back below with everything else that is ours.
        self.waiting.clear();
        for run in self.runs.values() {
            run.shared.cancel();
        }
        let deadline = Instant::now() + self.config.drain;
        while let Ok(Some(joined)) = tokio::time::timeout_at(deadline, self.tasks.join_next_with_id()).await {
            self.joined(joined);
        }
        if !self.runs.is_empty() {
            tracing::warn!(n_jobs = self.runs.len(), "handlers did not end in time; their jobs go back to the queue");
        }
        self.tasks.abort_all();
        match tokio::time::timeout(LAST_WORDS, self.hand_over()).await {
            Ok(Ok(n_given_back)) => tracing::debug!(n_given_back, "job queue stopped"),
            Ok(Err(error)) => tracing::warn!(%error, "jobs could not be given back; the next start frees them"),
            Err(_) => tracing::warn!("jobs could not be given back in time; the next start frees them"),
        }
    }

    async fn hand_over(&mut self) -> Result<usize> {
        self.write_progress().await?;
        self.store_ended().await?;
        let client = self.jobs.db.client().await?;
        let given_back = sql::give_back_jobs().bind(&client, &self.node).all().await?;
        sql::forget_node().bind(&client, &self.node).await?;
        self.say(format!("bye {}", self.node)).await;
        Ok(given_back.len())
    }
}
