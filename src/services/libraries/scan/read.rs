//! Phase 4: looks once into each file that is new or changed, a few at a time, each with its deadline.
//!
//! A file that cannot be used is a finding, never the end of the scan. A file that is written to while it is read is
//! read once more at the end; one that still grows then is left for the next scan.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::StreamExt;
use revenge_queries::queries::libraries::{self as sql, UnreadFile};
use tokio::time::Instant;
use uuid::Uuid;

use super::roots::Root;
use super::run::{Halt, Phase, Scan, Tally};
use super::songs::SongFile;
use crate::base::now;
use crate::domain::disks::Kind;
use crate::domain::library::LibraryKind;
use crate::platform::fs::{Access, FileStat, MediaFile, OpenError};
use crate::platform::gst::{Inspection, Inspector};
use crate::services::libraries::problems::Finding;

const PAGE: i64 = 512;
/// Files are written together when there are so many of them, or so much time went by.
const WRITE_FILES: usize = 64;
const WRITE_EVERY: Duration = Duration::from_millis(700);

/// A file that was looked into.
pub(super) struct UsableFile {
    pub id: Uuid,
    pub root_id: Uuid,
    pub rel_path: Vec<u8>,
    pub stat: FileStat,
    pub inspection: Inspection,
    /// No item belongs to it yet.
    pub is_new: bool,
    /// Set when its contents turn out to be those of a known file.
    pub has_moved: bool,
}

/// What looking into a file came to.
pub(super) enum Reading {
    Usable(Box<UsableFile>),
    /// It is there and cannot be used: not looked at again until it changes.
    Broken(UnreadFile, Finding),
    /// It could not be read this time.
    NotNow(UnreadFile, Finding),
    /// Somebody wrote to it meanwhile.
    Grew(UnreadFile),
    Gone(UnreadFile),
}

/// Readings by what has to be done about them.
#[derive(Default)]
pub(super) struct Sorted {
    pub usable: Vec<UsableFile>,
    pub broken: Vec<(UnreadFile, Finding)>,
    pub left: Vec<(UnreadFile, Finding)>,
    gone: Vec<UnreadFile>,
}

/// The state of reading: what is left, what has to be looked at again, how far it is.
pub(super) struct Reader {
    /// Roots that are there.
    pub roots: HashMap<Uuid, PathBuf>,
    again: Vec<UnreadFile>,
    is_last_try: bool,
    done: u64,
    total: u64,
    pub tally: Tally,
    /// Ids and new paths of moved files, whose items are sorted out together at the end.
    pub moved: Vec<(Uuid, Vec<u8>, i64)>,
    /// Music that has moved or has other tags, likewise.
    pub retagged: Vec<SongFile>,
}

impl Scan {
    pub(super) async fn read_files(&self, roots: &[Root], tally: &mut Tally) -> Phase<()> {
        let total = {
            let client = self.libraries.db.client().await?;
            sql::count_unread_files().bind(&client, &self.library).one().await?
        };
        let online = roots.iter().filter(|root| root.is_online).map(|root| (root.id, root.path.clone()));
        let mut reader = Reader {
            roots: online.collect(),
            again: Vec::new(),
            is_last_try: false,
            done: 0,
            total: u64::try_from(total).unwrap_or(0),
            tally: *tally,
            moved: Vec::new(),
            retagged: Vec::new(),
        };
        let mut after = Uuid::nil();
        loop {
            let online: Vec<Uuid> = reader.roots.keys().copied().collect();
            let page = {
                let client = self.libraries.db.client().await?;
                sql::list_unread_files().bind(&client, &self.library, &after, &online, &PAGE).all().await?
            };
            let Some(last) = page.last() else { break };
            after = last.id;
            self.read_page(page, &mut reader).await?;
        }
        reader.is_last_try = true;
        let again = std::mem::take(&mut reader.again);
        self.read_page(again, &mut reader).await?;
        *tally = reader.tally;
        if self.kind == LibraryKind::Music {
            return self.settle_songs(reader.retagged).await;
        }
        self.relocate(reader.moved).await
    }

    async fn read_page(&self, page: Vec<UnreadFile>, reader: &mut Reader) -> Phase<()> {
        let deadline = self.libraries.config.file_deadline;
        let roots = reader.roots.clone();
        let readings = futures_util::stream::iter(page).map(|file| {
            let root = roots.get(&file.root_id).cloned().unwrap_or_default();
            let (inspector, access) = (self.libraries.config.inspector.clone(), self.access(Kind::Probe));
            let context = self.progress.context();
            async move {
                context.turn().await;
                tokio::task::spawn_blocking(move || read_one(&inspector, &root, file, (deadline, &access))).await
            }
        });
        let mut readings = readings.buffer_unordered(self.libraries.config.files_at_once.max(1));
        let mut batch = Vec::new();
        let mut written_at = Instant::now();
        loop {
            let next = tokio::select! {
                next = readings.next() => next,
                () = self.progress.cancelled() => return Err(Halt::Cancelled),
            };
            let is_last = next.is_none();
            match next {
                Some(Ok(reading)) => batch.push(reading),
                // Reading panicked: that file stays unread, the others go on.
                Some(Err(error)) => tracing::error!(%error, "reading a media file panicked"),
                None => {}
            }
            if is_last || batch.len() >= WRITE_FILES || written_at.elapsed() >= WRITE_EVERY {
                self.take(std::mem::take(&mut batch), reader).await?;
                written_at = Instant::now();
            }
            if is_last {
                return Ok(());
            }
        }
    }

    async fn take(&self, batch: Vec<Reading>, reader: &mut Reader) -> Phase<()> {
        reader.done += batch.len() as u64;
        let mut sorted = Sorted::default();
        for reading in batch {
            match reading {
                Reading::Usable(file) => sorted.usable.push(*file),
                Reading::Broken(file, finding) => sorted.broken.push((file, finding)),
                Reading::NotNow(file, finding) => sorted.left.push((file, finding)),
                Reading::Grew(file) if reader.is_last_try => {
                    let finding = still_written(file.rel_path.clone());
                    sorted.left.push((file, finding));
                }
                Reading::Grew(file) => {
                    reader.done -= 1;
                    reader.again.push(file);
                }
                Reading::Gone(file) => sorted.gone.push(file),
            }
        }
        self.check_disks(&mut sorted, reader).await?;
        reader.tally.read += sorted.usable.len() as u64;
        reader.tally.unusable += (sorted.broken.len() + sorted.left.len()) as u64;
        self.write(sorted, reader).await?;
        let total = reader.total.max(reader.done);
        self.progress.tell(reader.done, total, &format!("Reading files: {} of {total}", reader.done));
        Ok(())
    }

    /// Files that are gone or fail may mean that their disk is: then nothing is their fault, and the root is left alone.
    async fn check_disks(&self, sorted: &mut Sorted, reader: &mut Reader) -> Phase<()> {
        let Sorted { left, gone, .. } = sorted;
        let failed = left.iter().map(|(file, _)| file);
        let mut suspects: Vec<Uuid> = gone.iter().chain(failed).map(|file| file.root_id).collect();
        suspects.sort_unstable();
        suspects.dedup();
        for root in suspects {
            let Some(path) = reader.roots.get(&root).cloned() else { continue };
            if !self.is_still_online(&Root { id: root, path, is_online: true }).await? {
                reader.roots.remove(&root);
            }
        }
        left.retain(|(file, _)| reader.roots.contains_key(&file.root_id));
        gone.retain(|file| reader.roots.contains_key(&file.root_id));
        let gone: Vec<Uuid> = gone.iter().map(|file| file.id).collect();
        if !gone.is_empty() {
            let client = self.libraries.db.client().await?;
            sql::set_files_missing().bind(&client, &now(), &gone).await?;
        }
        Ok(())
    }
}

/// Blocks for as long as the file takes, at most about the deadline.
fn read_one(
    inspector: &Inspector,
    root: &Path,
    mut row: UnreadFile,
    (deadline, access): (Duration, &Access),
) -> Reading {
    let file = match MediaFile::open(root, Path::new(OsStr::from_bytes(&row.rel_path)), access) {
        Ok(file) => file,
        Err(OpenError::NotFound) => return Reading::Gone(row),
        Err(error) => {
            let finding = cannot_open(row.rel_path.clone(), &error);
            return Reading::NotNow(row, finding);
        }
    };
    let stat = FileStat {
        size_bytes: i64::try_from(file.stamp.size_bytes).unwrap_or(i64::MAX),
        mtime_ns: file.stamp.mtime_ns,
        ctime_ns: file.stamp.ctime_ns,
    };
    (row.size_bytes, row.mtime_ns, row.ctime_ns) = (stat.size_bytes, stat.mtime_ns, stat.ctime_ns);
    let result = inspector.inspect(&file, deadline);
    if !file.is_unchanged() {
        return Reading::Grew(row);
    }
    match result {
        Ok(inspection) => Reading::Usable(Box::new(UsableFile {
            id: row.id,
            root_id: row.root_id,
            rel_path: row.rel_path,
            stat,
            inspection,
            is_new: row.is_new,
            has_moved: false,
        })),
        Err(error) => {
            tracing::debug!(file.id = %row.id, %error, "a media file cannot be used");
            let finding = Finding {
                rel_path: row.rel_path.clone(),
                code: error.code(),
                message: error.message().to_owned(),
                remedy: error.remedy(),
            };
            if error.kind.is_transient() { Reading::NotNow(row, finding) } else { Reading::Broken(row, finding) }
        }
    }
}

fn cannot_open(rel_path: Vec<u8>, error: &OpenError) -> Finding {
    let (code, remedy) = match error {
        OpenError::PermissionDenied => ("no_permission", "Give the user that the server runs as the right to read it."),
        OpenError::Io(_) => ("storage_error", "Check the disk, its cable or the network share."),
        _ => ("not_a_file", "Put a real file in its place."),
    };
    Finding { rel_path, code, message: format!("{error}."), remedy }
}

fn still_written(rel_path: Vec<u8>) -> Finding {
    Finding {
        rel_path,
        code: "still_written",
        message: "The file is still being written.".to_owned(),
        remedy: "Scan again when the copy is complete.",
    }
}
