//! Phase 3: one batch of differences goes into the database in one transaction, set by set.
//!
//! A folder's time is written with or after the files that were found in it, never before: a scan that dies in between
//! reads the folder again.

use revenge_queries::client::Params;
use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::roots::Root;
use super::run::{Phase, Scan, Tally};
use super::shelve::is_extra;
use super::sidecars::Listing;
use crate::base::{new_id, now};
use crate::domain::library::LibraryKind;
use crate::platform::db::Transaction;
use crate::platform::fs::{Change, FileStat};
use crate::services::libraries::problems::Finding;

/// Differences by what has to be done about them.
#[derive(Default)]
pub(super) struct Batch {
    new: Vec<(Vec<u8>, FileStat)>,
    changed: Vec<(Uuid, FileStat)>,
    returned: Vec<Uuid>,
    folders: Vec<Folder>,
    folders_gone: Vec<Vec<u8>>,
    listings: Vec<Listing>,
    findings: Vec<Finding>,
}

struct Folder {
    rel_path: Vec<u8>,
    mtime_ns: i64,
    is_mount: bool,
}

impl Batch {
    pub fn add(&mut self, change: Change, kind: LibraryKind) {
        match change {
            Change::New { rel_path, stat } => {
                // Trailers and samples are no films; they get a place of their own with extras.
                if !is_extra(kind, &rel_path) {
                    self.new.push((rel_path, stat));
                }
            }
            Change::Changed { id, stat } => self.changed.push((id, stat)),
            Change::Returned { id } => self.returned.push(id),
            Change::Folder { rel_path, mtime_ns, is_mount, media, subtitles } => {
                if !media.is_empty() {
                    self.listings.push(Listing { folder: rel_path.clone(), media, subtitles });
                }
                self.folders.push(Folder { rel_path, mtime_ns, is_mount });
            }
            Change::FolderGone { rel_path } => self.folders_gone.push(rel_path),
            Change::Problem { rel_path, obstacle } => self.findings.push(Finding::obstacle(rel_path, obstacle)),
            Change::Missing { .. } | Change::Seen(_) => {}
        }
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty()
            && self.changed.is_empty()
            && self.returned.is_empty()
            && self.folders.is_empty()
            && self.folders_gone.is_empty()
            && self.findings.is_empty()
    }
}

impl Scan {
    pub(super) async fn apply(&self, root: &Root, batch: Batch, tally: &mut Tally) -> Phase<()> {
        if batch.is_empty() {
            return Ok(());
        }
        tally.new += batch.new.len() as u64;
        tally.changed += batch.changed.len() as u64;
        tally.returned += batch.returned.len() as u64;
        let mut client = self.libraries.db.client().await?;
        let transaction = client.transaction().await?;
        self.put_files(&transaction, root, &batch).await?;
        for listing in &batch.listings {
            self.put_sidecars(&transaction, root, listing).await?;
        }
        self.put_folders(&transaction, root, &batch).await?;
        self.put_findings(&transaction, root.id, &batch.findings).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn put_files(&self, on: &Transaction<'_>, root: &Root, batch: &Batch) -> Phase<()> {
        if !batch.new.is_empty() {
            let new = sql::InsertFilesParams {
                library: self.library,
                root: root.id,
                now: now(),
                ids: batch.new.iter().map(|_| new_id()).collect::<Vec<_>>(),
                paths: batch.new.iter().map(|(path, _)| path.as_slice()).collect::<Vec<_>>(),
                sizes: batch.new.iter().map(|(_, stat)| stat.size_bytes).collect::<Vec<_>>(),
                mtimes: batch.new.iter().map(|(_, stat)| stat.mtime_ns).collect::<Vec<_>>(),
                ctimes: batch.new.iter().map(|(_, stat)| stat.ctime_ns).collect::<Vec<_>>(),
            };
            sql::insert_files().params(on, &new).await?;
        }
        if !batch.changed.is_empty() {
            let changed = sql::SetFilesChangedParams {
                ids: batch.changed.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
                sizes: batch.changed.iter().map(|(_, stat)| stat.size_bytes).collect::<Vec<_>>(),
                mtimes: batch.changed.iter().map(|(_, stat)| stat.mtime_ns).collect::<Vec<_>>(),
                ctimes: batch.changed.iter().map(|(_, stat)| stat.ctime_ns).collect::<Vec<_>>(),
            };
            sql::set_files_changed().params(on, &changed).await?;
        }
        if !batch.returned.is_empty() {
            sql::set_files_returned().bind(on, &batch.returned).await?;
        }
        Ok(())
    }

    async fn put_folders(&self, on: &Transaction<'_>, root: &Root, batch: &Batch) -> Phase<()> {
        if !batch.folders.is_empty() {
            let folders = sql::PutFoldersParams {
                root: root.id,
                library: self.library,
                paths: batch.folders.iter().map(|folder| folder.rel_path.as_slice()).collect::<Vec<_>>(),
                mtimes: batch.folders.iter().map(|folder| folder.mtime_ns).collect::<Vec<_>>(),
                mounts: batch.folders.iter().map(|folder| folder.is_mount).collect::<Vec<_>>(),
            };
            sql::put_folders().params(on, &folders).await?;
        }
        if !batch.folders_gone.is_empty() {
            sql::delete_folders().bind(on, &root.id, &batch.folders_gone).await?;
        }
        Ok(())
    }

    /// Stores what could not be used. The same path and code may be found once per statement only.
    pub(super) async fn put_findings(&self, on: &Transaction<'_>, root: Uuid, findings: &[Finding]) -> Phase<()> {
        if findings.is_empty() {
            return Ok(());
        }
        let problems = sql::PutProblemsParams {
            library: self.library,
            root,
            now: now(),
            ids: findings.iter().map(|_| new_id()).collect::<Vec<_>>(),
            paths: findings.iter().map(|finding| finding.rel_path.as_slice()).collect::<Vec<_>>(),
            codes: findings.iter().map(|finding| finding.code).collect::<Vec<_>>(),
            messages: findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(),
            remedies: findings.iter().map(|finding| finding.remedy).collect::<Vec<_>>(),
        };
        sql::put_problems().params(on, &problems).await?;
        Ok(())
    }
}
