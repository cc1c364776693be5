//! Phase 1: is each root there, and is it the disk that was there?
//!
//! Three signs: the file system's identity, whether anything is in it, and whether known files are where they were. A
//! root that was filled and is empty is taken for an unmounted disk, whatever its identity says. An identity that
//! changed is believed to be the same disk when at least half of a sample of the known files is there: device numbers
//! and container layers change for reasons of their own. Otherwise nothing is touched and an admin has to say.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::run::{Phase, Scan};
use crate::base::now;
use crate::domain::disks::Kind;
use crate::platform::fs::{FileStat, RootFault, count_matching, inspect_root};
use crate::services::libraries::paths::on_disk;

pub(super) struct Root {
    pub id: Uuid,
    pub path: PathBuf,
    pub is_online: bool,
}

/// What was found at a root's path.
enum Verdict {
    Known { identity: String },
    Offline { reason: &'static str },
}

const ABSENT: &str = "The folder is not there. Mount its disk, or take the folder out of the library.";
const EMPTY: &str = "The folder is empty and was not before: its disk is probably not mounted. \
                     If everything was removed on purpose, take the folder out of the library.";
const OTHER_DISK: &str = "Another disk is mounted here: hardly any of the known files are on it. Mount the known disk, or \
                          take the folder out of the library and add it again to accept the new contents.";
const NOT_A_FOLDER: &str = "There is a file where the folder was.";
const DENIED: &str = "The server may not list the folder. Give the user that it runs as the right to read it.";
const FAILING: &str = "The disk or the network share answers with errors.";
const SILENT: &str = "The disk or the network share does not answer.";

impl Scan {
    pub(super) async fn identify_roots(&self) -> Phase<Vec<Root>> {
        let rows = {
            let client = self.libraries.db.client().await?;
            sql::set_removed_root_files_missing().bind(&client, &now(), &self.library).await?;
            sql::list_roots().bind(&client, &vec![self.library]).all().await?
        };
        let mut roots = Vec::with_capacity(rows.len());
        for row in rows {
            self.progress.check()?;
            let mut root = Root { id: row.id, path: PathBuf::from(OsString::from_vec(row.path)), is_online: false };
            let verdict = self.judge(&root, row.identity).await?;
            root.is_online = self.settle(&root, verdict).await?;
            self.tell_change(&root, row.offline_since.is_none(), root.is_online);
            roots.push(root);
        }
        Ok(roots)
    }

    /// Looks again after a walk: what vanished under it must not count as removed.
    pub(super) async fn is_still_online(&self, root: &Root) -> Phase<bool> {
        let row = {
            let client = self.libraries.db.client().await?;
            let roots = sql::list_roots().bind(&client, &vec![self.library]).all().await?;
            roots.into_iter().find(|r| r.id == root.id)
        };
        let was_online = row.as_ref().is_none_or(|row| row.offline_since.is_none());
        let verdict = self.judge(root, row.and_then(|row| row.identity)).await?;
        let is_online = self.settle(root, verdict).await?;
        self.tell_change(root, was_online, is_online);
        Ok(is_online)
    }

    fn tell_change(&self, root: &Root, was_online: bool, is_online: bool) {
        if was_online != is_online {
            self.progress.root_changed(if is_online { "root_online" } else { "root_offline" }, root.id);
        }
    }

    async fn judge(&self, root: &Root, known_identity: Option<String>) -> Phase<Verdict> {
        let (path, access) = (root.path.clone(), self.access(Kind::RootCheck));
        let state = match on_disk(move || inspect_root(&path, &access)).await {
            Ok(Ok(state)) => state,
            Ok(Err(fault)) => return Ok(Verdict::Offline { reason: fault_reason(fault) }),
            Err(_) => return Ok(Verdict::Offline { reason: SILENT }),
        };
        let Some(known_identity) = known_identity else { return Ok(Verdict::Known { identity: state.identity }) };
        if state.is_empty && self.had_files(root).await? {
            return Ok(Verdict::Offline { reason: EMPTY });
        }
        if state.identity == known_identity || self.has_known_files(root).await? {
            return Ok(Verdict::Known { identity: state.identity });
        }
        tracing::warn!(root.id = %root.id, known = known_identity, found = state.identity, "another disk is mounted");
        Ok(Verdict::Offline { reason: OTHER_DISK })
    }

    async fn settle(&self, root: &Root, verdict: Verdict) -> Phase<bool> {
        let client = self.libraries.db.client().await?;
        match verdict {
            Verdict::Known { identity } => {
                sql::set_root_online().bind(&client, &identity, &root.id).await?;
                Ok(true)
            }
            Verdict::Offline { reason } => {
                sql::set_root_offline().bind(&client, &now(), &reason, &root.id).await?;
                sql::set_offline_root_files_missing().bind(&client, &root.id).await?;
                self.progress.changed();
                Ok(false)
            }
        }
    }

    async fn had_files(&self, root: &Root) -> Phase<bool> {
        let client = self.libraries.db.client().await?;
        Ok(sql::count_known_files().bind(&client, &root.id).one().await? > 0)
    }

    /// Whether at least half of a sample of the known files is where it was. True when nothing was known.
    async fn has_known_files(&self, root: &Root) -> Phase<bool> {
        let sample = {
            let client = self.libraries.db.client().await?;
            sql::sample_files().bind(&client, &root.id).all().await?
        };
        let sample: Vec<_> = sample
            .into_iter()
            .map(|row| (row.rel_path, FileStat { size_bytes: row.size_bytes, mtime_ns: row.mtime_ns, ctime_ns: 0 }))
            .collect();
        let (path, n_known, access) = (root.path.clone(), sample.len(), self.access(Kind::RootCheck));
        let n_there = on_disk(move || count_matching(&path, &sample, &access)).await?;
        Ok(n_there * 2 >= n_known)
    }
}

fn fault_reason(fault: RootFault) -> &'static str {
    match fault {
        RootFault::Absent => ABSENT,
        RootFault::NotAFolder => NOT_A_FOLDER,
        RootFault::Denied => DENIED,
        RootFault::Failing => FAILING,
    }
}
