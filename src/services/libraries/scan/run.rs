//! The handler of `ScanLibrary`: the phases in order.

use std::collections::HashSet;

use revenge_queries::queries::libraries as sql;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::progress::Progress;
use super::roots::Root;
use crate::base::{Result, now};
use crate::domain::disks::Kind;
use crate::domain::job::ScanLibrary;
use crate::domain::library::LibraryKind;
use crate::platform::board::memory;
use crate::platform::fs::Access;
use crate::platform::jobs::{JobContext, Outcome};
use crate::services::libraries::Libraries;

/// What all phases of one scan share.
pub(super) struct Scan {
    pub libraries: Libraries,
    pub library: Uuid,
    pub job: Uuid,
    /// Who asked for it; nobody when a schedule did.
    pub user: Option<Uuid>,
    pub kind: LibraryKind,
    pub started_at: OffsetDateTime,
    pub progress: Progress,
}

/// What a scan did; the result of its job.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub(super) struct Tally {
    pub found: u64,
    pub new: u64,
    pub changed: u64,
    pub missing: u64,
    pub returned: u64,
    pub moved: u64,
    pub read: u64,
    pub unusable: u64,
}

/// Ends a phase early: not an error.
pub(super) enum Halt {
    Cancelled,
    Failed(crate::base::Error),
}

impl<E: Into<crate::base::Error>> From<E> for Halt {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

pub(super) type Phase<T> = std::result::Result<T, Halt>;

impl Libraries {
    pub async fn run_scan(self, context: JobContext, job: ScanLibrary) -> Result<Outcome> {
        let library = job.library_id;
        let kind = {
            let client = self.db.client().await?;
            sql::get_library_kind().bind(&client, &library).opt().await?
        };
        let Some(kind) = kind.as_deref().and_then(LibraryKind::parse) else {
            return Ok(Outcome::Done(json!({ "note": "the library is gone" })));
        };
        let (job, user) = (context.job_id, context.created_by);
        let progress = Progress::new(context, self.events.clone(), self.caches.clone(), library);
        let scan = Scan { libraries: self, library, job, user, kind, started_at: now(), progress };
        match scan.run().await {
            Ok(tally) => Ok(Outcome::Done(serde_json::to_value(tally).unwrap_or_default())),
            Err(Halt::Cancelled) => {
                scan.progress.ended("scan_cancelled", &Tally::default());
                Ok(Outcome::Cancelled)
            }
            Err(Halt::Failed(error)) if scan.is_library_gone().await => {
                tracing::info!(library.id = %library, %error, "the library was removed during its scan");
                Ok(Outcome::Done(json!({ "note": "the library was removed" })))
            }
            Err(Halt::Failed(error)) => Err(error),
        }
    }
}

impl Scan {
    async fn run(&self) -> Phase<Tally> {
        let mut tally = Tally::default();
        let mut walked = HashSet::new();
        loop {
            let roots = self.identify_roots().await?;
            for root in roots.iter().filter(|root| root.is_online && !walked.contains(&root.id)) {
                self.walk_root(root, &mut tally).await?;
            }
            walked.extend(roots.iter().map(|root| root.id));
            self.refresh_presence().await?;
            self.read_files(&roots, &mut tally).await?;
            // A folder that was added meanwhile got this very scan as its answer.
            if self.list_root_ids().await?.is_subset(&walked) {
                self.finish(&roots, &tally).await?;
                return Ok(tally);
            }
        }
    }

    /// Leave to touch the library's folders.
    pub(super) fn access(&self, kind: Kind) -> Access {
        let access = self.libraries.config.ledger.access(kind).library(self.library).job(self.job);
        match self.user {
            Some(user) => access.user(user),
            None => access,
        }
    }

    async fn list_root_ids(&self) -> Phase<HashSet<Uuid>> {
        let client = self.libraries.db.client().await?;
        let rows = sql::list_roots().bind(&client, &vec![self.library]).all().await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    async fn finish(&self, roots: &[Root], tally: &Tally) -> Phase<()> {
        let online: Vec<Uuid> = roots.iter().filter(|root| root.is_online).map(|root| root.id).collect();
        let client = self.libraries.db.client().await?;
        sql::delete_stale_problems().bind(&client, &self.library, &self.started_at, &online).await?;
        sql::set_library_scanned().bind(&client, &now(), &self.library).await?;
        if tally.read > 0 {
            self.libraries.request_previews(&client, self.library, None).await?;
        }
        self.progress.ended("scan_finished", tally);
        if roots.iter().any(|root| !root.is_online) {
            tracing::warn!(library.id = %self.library, "a folder of the library is offline: its items are kept");
        }
        if tally.read > 0 {
            memory::give_back();
        }
        Ok(())
    }

    /// Items are on the shelf while a file of theirs is. Writes only what differs.
    pub(super) async fn refresh_presence(&self) -> Phase<()> {
        let client = self.libraries.db.client().await?;
        sql::refresh_leaf_presence().bind(&client, &now(), &self.library).await?;
        for kinds in [["season", "album"], ["show", "artist"]] {
            sql::refresh_parent_presence().bind(&client, &now(), &self.library, &&kinds[..]).await?;
        }
        Ok(())
    }

    async fn is_library_gone(&self) -> bool {
        let Ok(client) = self.libraries.db.client().await else { return false };
        matches!(sql::get_library_kind().bind(&client, &self.library).opt().await, Ok(None))
    }
}
