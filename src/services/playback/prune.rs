//! Removing playback sessions that have expired. Starting one removes the user's own; this is for those who never came back.

use revenge_queries::queries::playback as sql;
use serde_json::json;

use super::Playback;
use crate::base::{Result, now};
use crate::domain::job::PrunePlayback;
use crate::platform::jobs::{JobContext, Outcome};

/// Rows removed by one statement.
const BATCH: i64 = 500;

impl Playback {
    /// Handler of `PrunePlayback`.
    pub async fn run_prune(self, context: JobContext, _job: PrunePlayback) -> Result<Outcome> {
        let client = self.inner.db.client().await?;
        let mut n_removed = 0;
        loop {
            let n = sql::prune_playback_sessions().bind(&client, &now(), &BATCH).await?;
            n_removed += n;
            if n == 0 {
                return Ok(Outcome::Done(json!({ "sessions": n_removed })));
            }
            if context.is_cancelled() {
                return Ok(Outcome::Cancelled);
            }
        }
    }
}
