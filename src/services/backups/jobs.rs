//! Handler of `MakeBackup`.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use super::Backups;
use crate::base::{Result, now};
use crate::domain::job::MakeBackup;
use crate::platform::jobs::{JobContext, Outcome};

/// Until the server has had its turn.
const ELSEWHERE: Duration = Duration::from_secs(5);

impl Backups {
    /// Leaves the work to the process whose data directory it is.
    pub fn leave_to_server(&self) {
        self.inner.is_elsewhere.store(true, Ordering::Relaxed);
    }

    pub async fn run_make(self, context: JobContext, _job: MakeBackup) -> Result<Outcome> {
        if self.inner.is_elsewhere.load(Ordering::Relaxed) {
            return Ok(Outcome::Snooze(now() + ELSEWHERE));
        }
        // A backup holds the job that made it, unfinished; after a restore nobody waits for that any more.
        if context.attempt > 1 {
            return Ok(Outcome::Done(json!({ "note": "the server stopped meanwhile: ask for another one" })));
        }
        let tell = |done, total| context.report(done, total, "copying the database");
        let made = tokio::select! {
            made = self.inner.shelf.make(&self.inner.db, &tell) => made,
            // What is half-made is removed.
            () = context.cancelled() => return Ok(Outcome::Cancelled),
        };
        Ok(match made {
            Ok(name) => Outcome::Done(json!({ "backup": name })),
            // Somebody waits for it: they decide whether to try again.
            Err(error) => Outcome::Fail(error.to_string()),
        })
    }
}
