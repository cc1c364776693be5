//! How long finished jobs are kept, and the job that removes them: in batches, so that no lock is held for long.

use std::time::Duration;

use revenge_queries::queries::jobs as sql;
use serde_json::json;

use super::context::JobContext;
use super::handle::Jobs;
use super::info::JobState;
use super::outcome::Outcome;
use crate::base::Result;
use crate::domain::job::PruneJobs;

/// A person looks for yesterday's work at most, and for a failure when they are back from a trip.
const KEPT: [(JobState, Duration); 3] = [
    (JobState::Completed, Duration::from_hours(24)),
    (JobState::Cancelled, Duration::from_hours(24)),
    (JobState::Discarded, Duration::from_hours(7 * 24)),
];
/// Old jobs removed by one statement.
const BATCH: i64 = 1000;

impl Jobs {
    /// Handler of `PruneJobs`.
    pub async fn run_prune(self, context: JobContext, _job: PruneJobs) -> Result<Outcome> {
        let mut n_removed = 0;
        let client = self.db.client().await?;
        for (state, age) in KEPT {
            let age_ms = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
            loop {
                let n = sql::prune_history().bind(&client, &state.as_str(), &age_ms, &BATCH).await?;
                n_removed += n;
                context.report(n_removed, 0, "");
                if n == 0 {
                    break;
                }
                if context.is_cancelled() {
                    return Ok(Outcome::Cancelled);
                }
            }
        }
        Ok(Outcome::Done(json!({ "jobs": n_removed })))
    }
}
