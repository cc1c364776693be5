//! Taking a library away: its rows, never its media. A small one goes at once, a large one in steps as a job.

use revenge_queries::queries::libraries as sql;
use serde_json::json;
use uuid::Uuid;

use super::Libraries;
use crate::base::Result;
use crate::domain::job::DeleteLibrary;
use crate::domain::viewer::Viewer;
use crate::platform::cache::Scope;
use crate::platform::events::{Audience, Topic};
use crate::platform::jobs::{EnqueueOptions, JobContext, JobId, Outcome};

/// What one statement removes in well under 100 ms.
const ROWS_AT_ONCE: i64 = 2_000;

impl Libraries {
    /// `None` when it is gone already, else the job that removes it.
    pub async fn delete_library(&self, viewer: &Viewer, id: Uuid) -> Result<Option<JobId>> {
        let library = self.get_library(viewer, id).await?;
        let client = self.db.client().await?;
        if library.n_items + library.n_files <= ROWS_AT_ONCE {
            sql::delete_library().bind(&client, &id).await?;
            self.clear_leftovers(&client).await?;
            self.announce(id, "deleted");
            return Ok(None);
        }
        let options = EnqueueOptions { created_by: Some(viewer.user_id), ..EnqueueOptions::default() };
        self.jobs.enqueue(&client, &DeleteLibrary { library_id: id }, options).await.map(Some)
    }

    /// Handler of `DeleteLibrary`. Each step commits by itself: a run that is cut off is continued by the next.
    pub async fn run_delete(self, context: JobContext, job: DeleteLibrary) -> Result<Outcome> {
        let id = job.library_id;
        let client = self.db.client().await?;
        let counts = sql::count_library().bind(&client, &id).one().await?;
        let total = u64::try_from(counts.n_items + counts.n_files).unwrap_or(0);
        let mut n_removed = 0;
        loop {
            let mut n = sql::delete_library_files().bind(&client, &id, &ROWS_AT_ONCE).await?;
            n += sql::delete_library_items().bind(&client, &id, &ROWS_AT_ONCE).await?;
            if n == 0 {
                break;
            }
            n_removed += n;
            context.report(n_removed.min(total), total, "Removing the library; media files stay where they are");
        }
        sql::delete_library().bind(&client, &id).await?;
        self.clear_leftovers(&client).await?;
        self.announce(id, "deleted");
        Ok(Outcome::Done(json!({ "rows": n_removed })))
    }

    /// Tells everybody who may see the library what happened to it.
    pub(super) fn announce(&self, id: Uuid, action: &str) {
        self.caches.changed(&Scope::Libraries);
        self.caches.changed(&Scope::Library(id));
        self.events.publish(Topic::Library, Audience::Library(id), json!({ "library_id": id, "action": action }));
    }
}
