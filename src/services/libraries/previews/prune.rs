//! The job that clears away: sets of libraries that are to have none, and folders of sets that are gone.

use revenge_queries::client::GenericClient;
use revenge_queries::queries::previews as sql;
use serde_json::json;

use crate::base::{ErrorKind, Result, ResultExt};
use crate::domain::job::PrunePreviews;
use crate::platform::jobs::{EnqueueOptions, JobContext, Outcome};
use crate::services::libraries::Libraries;

const ROWS_AT_ONCE: i64 = 500;
const FOLDERS_AT_ONCE: i64 = 200;

impl Libraries {
    /// Handler of `PrunePreviews`.
    pub async fn run_preview_prune(self, context: JobContext, _job: PrunePreviews) -> Result<Outcome> {
        loop {
            let client = self.db.client().await?;
            if sql::delete_unwanted_preview_sets().bind(&client, &ROWS_AT_ONCE).await? == 0 {
                break;
            }
        }
        let mut n_removed = 0;
        loop {
            if context.is_cancelled() {
                return Ok(Outcome::Cancelled);
            }
            let client = self.db.client().await?;
            let sets = sql::list_preview_leftovers().bind(&client, &FOLDERS_AT_ONCE).all().await?;
            drop(client);
            if sets.is_empty() {
                return Ok(Outcome::Done(json!({ "sets": n_removed })));
            }
            let (store, gone) = (self.sheets.clone(), sets.clone());
            let removing = tokio::task::spawn_blocking(move || gone.into_iter().try_for_each(|set| store.remove(set)));
            removing.await.context(ErrorKind::Internal, "remove seek previews")??;
            n_removed += sets.len();
            let client = self.db.client().await?;
            sql::delete_preview_leftovers().bind(&client, &sets).await?;
        }
    }

    /// After something was deleted: its pictures go too.
    pub(in crate::services::libraries) async fn clear_leftovers(&self, on: &impl GenericClient) -> Result<()> {
        if sql::has_preview_leftovers().bind(on).one().await? {
            self.request_preview_prune(on).await?;
        }
        Ok(())
    }

    pub(in crate::services::libraries) async fn request_preview_prune(&self, on: &impl GenericClient) -> Result<()> {
        self.jobs.enqueue(on, &PrunePreviews {}, EnqueueOptions::default()).await?;
        Ok(())
    }
}
