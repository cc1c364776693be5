//! Phase 2: the walk of one root, on a thread of its own, fed with pages of what is known and drained in batches.
//!
//! Three parties with bounded channels between them: the feeder reads known files from the database in path order, the
//! walk compares, this task writes. A disk that stops answering costs the scan its patience and one thread, never a
//! worker.

use std::ops::ControlFlow;
use std::time::Duration;

use revenge_queries::queries::libraries as sql;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::apply::Batch;
use super::roots::Root;
use super::run::{Phase, Scan, Tally};
use crate::base::{ErrorKind, Priority, Result, ResultExt, now};
use crate::domain::disks::Kind;
use crate::platform::db::Db;
use crate::platform::fs::{Change, FileStat, Known, KnownFolder, Rules, Summary, walk};

const KNOWN_PAGE: i64 = 4_000;
/// Changes that are written together.
const BATCH: usize = 1_000;
const MAX_DEPTH: usize = 48;
const MAX_FOLDER_ENTRIES: usize = 500_000;
/// How long the walk may be silent: a disk that wakes up takes 15 s, a huge folder on a slow share somewhat more.
const PATIENCE: Duration = Duration::from_secs(60);

impl Scan {
    /// Walks a root and writes down what differs. Leaves the root offline when it vanishes meanwhile.
    pub(super) async fn walk_root(&self, root: &Root, tally: &mut Tally) -> Phase<()> {
        let (changes, mut received) = mpsc::channel(4);
        let folders = self.known_folders(root.id).await?;
        let (feeder, known) = Feeder::start(self.libraries.db.clone(), root.id);
        let rules = Rules { media: self.kind.media(), max_depth: MAX_DEPTH, max_folder_entries: MAX_FOLDER_ENTRIES };
        let (path, access) = (root.path.clone(), self.access(Kind::Scan));
        // Not of the blocking pool: its threads serve requests too, and a lowered thread stays low.
        let (ended, walking) = oneshot::channel();
        let (context, runtime) = (self.progress.context(), tokio::runtime::Handle::current());
        let work = move || {
            Priority::Background.lower_this_thread();
            let mut outbox = Outbox { changes: Vec::new(), sender: changes };
            let summary = walk((&path, &access), rules, known, folders, |change| {
                if context.is_held() {
                    runtime.block_on(context.turn());
                }
                outbox.push(change)
            });
            // Nobody listening any more is no concern of a walk that is over.
            let _is_heard = outbox.flush();
            drop(ended.send(summary));
        };
        let thread = std::thread::Builder::new().name("walk".to_owned()).spawn(work);
        thread.context(ErrorKind::Unavailable, "start a thread for a walk")?;
        let drained = self.drain(root, &mut received, tally).await;
        // The walk ends at its next sign of life, when it finds nobody listening.
        drop(received);
        feeder.abort();
        let missing = drained?;
        let Some(missing) = missing else {
            self.lost(root).await?;
            return Ok(());
        };
        let summary: Result<Summary> = walking.await.context(ErrorKind::Internal, "walk a library")?;
        match summary {
            Ok(summary) => tally.found += summary.n_files,
            Err(error) => tracing::warn!(root.id = %root.id, %error, "the walk of a library folder failed"),
        }
        // Asked again after the walk: a disk that went away under it looks like a disk full of removed files.
        if self.is_still_online(root).await? && !missing.is_empty() {
            tally.missing += missing.len() as u64;
            let client = self.libraries.db.client().await?;
            for ids in missing.chunks(BATCH) {
                sql::set_files_missing().bind(&client, &now(), &ids).await?;
            }
        }
        Ok(())
    }

    /// Writes batches until the walk ends. Returns the files that it missed; `None` when the disk fell silent.
    async fn drain(
        &self,
        root: &Root,
        received: &mut mpsc::Receiver<Vec<Change>>,
        tally: &mut Tally,
    ) -> Phase<Option<Vec<Uuid>>> {
        let mut missing = Vec::new();
        let mut seen = 0;
        loop {
            self.progress.turn().await?;
            let next = tokio::select! {
                next = tokio::time::timeout(PATIENCE, received.recv()) => next,
                // Then the walk is silent by order.
                () = self.progress.held() => continue,
                () = self.progress.cancelled() => return Err(super::run::Halt::Cancelled),
            };
            let Ok(next) = next else { return Ok(None) };
            let Some(changes) = next else { return Ok(Some(missing)) };
            let mut batch = Batch::default();
            for change in changes {
                match change {
                    Change::Seen(n_files) => seen = n_files,
                    Change::Missing { id } => missing.push(id),
                    other => batch.add(other, self.kind),
                }
            }
            self.apply(root, batch, tally).await?;
            self.progress.tell(tally.found + seen, 0, &format!("Looking for files: {} found", tally.found + seen));
        }
    }

    async fn lost(&self, root: &Root) -> Phase<()> {
        tracing::warn!(root.id = %root.id, "the disk of a library folder stopped answering during its walk");
        self.is_still_online(root).await.map(drop)
    }

    async fn known_folders(&self, root: Uuid) -> Phase<Vec<KnownFolder>> {
        let client = self.libraries.db.client().await?;
        let rows = sql::list_known_folders().bind(&client, &root).all().await?;
        let folders = rows.into_iter().map(|row| KnownFolder {
            rel_path: row.rel_path,
            mtime_ns: row.mtime_ns,
            is_mount: row.is_mount,
        });
        Ok(folders.collect())
    }
}

/// Collects changes into batches on the walk's thread. A closed channel stops the walk.
struct Outbox {
    changes: Vec<Change>,
    sender: mpsc::Sender<Vec<Change>>,
}

impl Outbox {
    fn push(&mut self, change: Change) -> ControlFlow<()> {
        let is_sign_of_life = matches!(change, Change::Seen(_));
        self.changes.push(change);
        if is_sign_of_life || self.changes.len() >= BATCH { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        match self.sender.blocking_send(std::mem::take(&mut self.changes)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Reads what is known of a root, a page ahead of the walk.
struct Feeder;

impl Feeder {
    fn start(db: Db, root: Uuid) -> (tokio::task::JoinHandle<()>, impl Iterator<Item = Result<Known>> + Send) {
        let (pages, mut received) = mpsc::channel::<Result<Vec<Known>>>(2);
        let task = tokio::spawn(async move {
            let mut after = Vec::new();
            loop {
                let page = read_page(&db, root, &after).await;
                let is_last = page.as_ref().map_or(true, |page| page.len() < usize::try_from(KNOWN_PAGE).unwrap_or(0));
                if let Ok(page) = &page
                    && let Some(last) = page.last()
                {
                    after.clone_from(&last.rel_path);
                }
                if pages.send(page).await.is_err() || is_last {
                    return;
                }
            }
        });
        let known = std::iter::from_fn(move || received.blocking_recv()).flat_map(|page| match page {
            Ok(known) => known.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        });
        (task, known)
    }
}

async fn read_page(db: &Db, root: Uuid, after: &[u8]) -> Result<Vec<Known>> {
    let client = db.client().await?;
    let rows = sql::list_known_files().bind(&client, &root, &after, &KNOWN_PAGE).all().await?;
    let known = rows.into_iter().map(|row| Known {
        id: row.id,
        rel_path: row.rel_path,
        stat: FileStat { size_bytes: row.size_bytes, mtime_ns: row.mtime_ns, ctime_ns: row.ctime_ns },
        is_missing: row.is_missing,
    });
    Ok(known.collect())
}
