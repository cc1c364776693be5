//! Disks that libraries lie on: what they do, and what woke them.
//!
//! Nothing here touches a disk. Roots are handed to the ledger whenever somebody looks, so that it knows which disks are
//! libraries' before anything is read from them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::time::Duration;

use revenge_queries::queries::{libraries, system as sql};
use uuid::Uuid;

use super::System;
use crate::base::{Result, now};
use crate::platform::fs::DiskReport;

/// Between two looks at the counters of disks that turn: how late it is noticed that somebody else woke one.
const WATCH_EVERY: Duration = Duration::from_secs(60);

/// A disk with the libraries on it.
#[derive(Clone, Debug)]
pub struct Disk {
    pub report: DiskReport,
    pub libraries: Vec<DiskLibrary>,
    /// Of those who touched it, as far as they are still users.
    pub user_names: BTreeMap<Uuid, String>,
}

#[derive(Clone, Debug)]
pub struct DiskLibrary {
    pub id: Uuid,
    pub name: String,
    /// For people: bytes that are no text are replaced.
    pub path: String,
}

impl System {
    /// Disks that libraries lie on, by name.
    pub async fn disks(&self) -> Result<Vec<Disk>> {
        let rows = {
            let client = self.inner.parts.db.client().await?;
            libraries::list_all_roots().bind(&client).all().await?
        };
        let roots: Vec<_> = rows
            .into_iter()
            .map(|row| (PathBuf::from(OsString::from_vec(row.path)), row.library_id, row.library_name))
            .collect();
        let ledger = &self.inner.parts.ledger;
        ledger.set_roots(roots.iter().map(|(path, ..)| path.clone()).collect(), now());
        let reports = ledger.report(now());
        let user_names = self.user_names(&reports).await?;
        let disks = reports.into_iter().map(|report| {
            let on_it = roots.iter().filter(|(path, ..)| report.roots.contains(path));
            let libraries = on_it.map(|(path, id, name)| DiskLibrary {
                id: *id,
                name: name.clone(),
                path: path.to_string_lossy().into_owned(),
            });
            Disk { libraries: libraries.collect(), user_names: user_names.clone(), report }
        });
        Ok(disks.collect())
    }

    async fn user_names(&self, reports: &[DiskReport]) -> Result<BTreeMap<Uuid, String>> {
        let touches = reports.iter().flat_map(|report| report.wakes.iter().chain(&report.last_access));
        let ids: BTreeSet<Uuid> = touches.filter_map(|touch| touch.cause.user_id).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let client = self.inner.parts.db.client().await?;
        let rows = sql::list_user_names().bind(&client, &Vec::from_iter(ids)).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// Watches disks that turn, without touching them. Never returns.
    pub async fn watch_disks(self) {
        if let Err(error) = self.disks().await {
            tracing::debug!(%error, "the disks of libraries are not known yet");
        }
        self.inner.parts.ledger.watch(WATCH_EVERY).await;
    }
}
