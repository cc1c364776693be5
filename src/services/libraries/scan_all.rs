//! The nightly scan: one job that asks for the scan of each library, and leaves those on sleeping disks for later.
//!
//! A disk that sleeps has not been written to: whatever adds a film wakes it. So nothing is missed by waiting until something
//! else does. Which scans wait follows from two times that are stored anyway, when the schedule last ran and when a library
//! was last scanned; a restart forgets nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use revenge_queries::queries::libraries as sql;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Libraries;
use crate::base::{Result, now};
use crate::domain::job::{Job, ScanLibraries, ScanLibrary};
use crate::platform::db::Client;
use crate::platform::jobs::{EnqueueOptions, JobContext, Outcome, Schedules};

/// A library as far as its scan depends on its disks.
#[derive(Default)]
pub(super) struct Lies {
    pub roots: Vec<PathBuf>,
    last_scan_at: Option<OffsetDateTime>,
}

impl Libraries {
    /// Handler of `ScanLibraries`. A library whose scan waits or runs already gets no second one; whoever starts this by hand
    /// wants all of them.
    pub async fn run_scan_all(self, context: JobContext, _job: ScanLibraries) -> Result<Outcome> {
        let client = self.db.client().await?;
        let ids = sql::list_ids().bind(&client).all().await?;
        let waiting = match context.created_by {
            None if self.config.scans_wait_for_disks => self.on_sleeping_disks(&places(&client).await?),
            _ => BTreeSet::new(),
        };
        let n_all = ids.len();
        let jobs: Vec<_> = ids.into_iter().filter(|id| !waiting.contains(id)).map(scan_of).collect();
        let options = EnqueueOptions { created_by: context.created_by, ..EnqueueOptions::default() };
        let n_new = self.jobs.enqueue_all(&client, &jobs, options).await?;
        Ok(Outcome::Done(json!({ "libraries": n_all, "scans": n_new, "wait_for_disks": waiting.len() })))
    }

    /// Scans what waits for its disk, whenever one is seen awake, and has its pictures made. Never returns while there are disks to hear of.
    pub async fn scan_when_awake(self, schedules: Schedules) {
        let mut awake = self.config.ledger.awake();
        while awake.changed().await.is_ok() {
            if let Err(error) = self.scan_awake(&schedules).await {
                tracing::warn!(%error, "scans go on waiting for their disks");
            }
            if let Err(error) = self.go_on_awake().await {
                tracing::warn!(%error, "pictures go on waiting for their disks");
            }
        }
    }

    async fn scan_awake(&self, schedules: &Schedules) -> Result<()> {
        let nightly = schedules.list().await?.into_iter().find(|schedule| schedule.kind == ScanLibraries::KIND);
        let Some(due) = nightly.filter(|schedule| schedule.enabled).and_then(|schedule| schedule.last_run_at) else {
            return Ok(());
        };
        let client = self.db.client().await?;
        let places = places(&client).await?;
        let asleep = self.on_sleeping_disks(&places);
        // What has never been scanned waits for a person, who has not asked yet.
        let is_due = |lies: &Lies| lies.last_scan_at.is_some_and(|at| at < due);
        let jobs = places.iter().filter(|(id, lies)| is_due(lies) && !asleep.contains(id)).map(|(id, _)| scan_of(*id));
        let n_new = self.jobs.enqueue_all(&client, &jobs.collect::<Vec<_>>(), EnqueueOptions::default()).await?;
        if n_new > 0 {
            tracing::info!(n_new, "scans that waited for their disk begin");
        }
        Ok(())
    }

    fn on_sleeping_disks(&self, places: &BTreeMap<Uuid, Lies>) -> BTreeSet<Uuid> {
        let ledger = &self.config.ledger;
        ledger.set_roots(places.values().flat_map(|lies| lies.roots.clone()).collect(), now());
        let may_sleep = |lies: &Lies| ledger.may_sleep(lies.roots.iter().map(PathBuf::as_path), now());
        places.iter().filter(|(_, lies)| may_sleep(lies)).map(|(id, _)| *id).collect()
    }
}

fn scan_of(library_id: Uuid) -> ScanLibrary {
    ScanLibrary { library_id }
}

pub(super) async fn places(client: &Client) -> Result<BTreeMap<Uuid, Lies>> {
    let mut places = BTreeMap::<Uuid, Lies>::new();
    for row in sql::list_all_roots().bind(client).all().await? {
        let lies = places.entry(row.library_id).or_default();
        lies.roots.push(PathBuf::from(OsString::from_vec(row.path)));
        lies.last_scan_at = row.last_scan_at;
    }
    Ok(places)
}
