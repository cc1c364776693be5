//! Removing sign-ins that have expired. What a user does removes their own; this is for those who never came back.

use revenge_queries::queries::accounts as sql;
use serde_json::json;

use super::Accounts;
use crate::base::{Result, now};
use crate::domain::job::PruneSignIns;
use crate::platform::jobs::{JobContext, Outcome};

/// Rows removed by one statement.
const BATCH: i64 = 500;

impl Accounts {
    /// Handler of `PruneSignIns`.
    pub async fn run_prune(self, context: JobContext, _job: PruneSignIns) -> Result<Outcome> {
        let client = self.inner.db.client().await?;
        let mut n_removed = 0;
        loop {
            let n = sql::prune_sessions().bind(&client, &now(), &BATCH).await?;
            n_removed += n;
            if n == 0 {
                return Ok(Outcome::Done(json!({ "sign_ins": n_removed })));
            }
            if context.is_cancelled() {
                return Ok(Outcome::Cancelled);
            }
        }
    }
}
