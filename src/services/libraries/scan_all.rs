//! The nightly scan: one job that asks for the scan of each library.

use revenge_queries::queries::libraries as sql;
use serde_json::json;

use super::Libraries;
use crate::base::Result;
use crate::domain::job::{ScanLibraries, ScanLibrary};
use crate::platform::jobs::{EnqueueOptions, JobContext, Outcome};

impl Libraries {
    /// Handler of `ScanLibraries`. A library whose scan waits or runs already gets no second one.
    pub async fn run_scan_all(self, context: JobContext, _job: ScanLibraries) -> Result<Outcome> {
        let client = self.db.client().await?;
        let ids = sql::list_ids().bind(&client).all().await?;
        let jobs: Vec<_> = ids.into_iter().map(|library_id| ScanLibrary { library_id }).collect();
        let options = EnqueueOptions { created_by: context.created_by, ..EnqueueOptions::default() };
        let n_new = self.jobs.enqueue_all(&client, &jobs, options).await?;
        Ok(Outcome::Done(json!({ "libraries": jobs.len(), "scans": n_new })))
    }
}
