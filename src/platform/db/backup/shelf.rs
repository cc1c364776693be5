//! Backups as files: written whole or not at all, readable by their owner only. Those that the server makes by itself lie
//! in `backups` of the data directory and are few.
//!
//! Before an upgrade, of the schema or of PostgreSQL: one copy for each version of the schema that was left behind, of which
//! the two latest stay. So a start that fails again and again pushes out no copy of an older version.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::export::{BackedUp, Tell, export_telling};
use super::import::is_known;
use super::kept::Origin;
use super::manifest::{Manifest, read_manifest};
use crate::base::{Error, ErrorKind, Result, ResultExt, now};
use crate::platform::db::Db;
use crate::platform::db::migrate::{Upgrade, upgrade_from};

const FOLDER: &str = "backups";
pub(super) const SUFFIX: &str = ".tar.zst";
/// Of a file that is not whole yet.
const PART: &str = ".part";
/// Of each kind.
const KEPT: usize = 2;
/// What an upgrade needs beside as much as the database: its log, and the smallest of databases.
const SPARE_BYTES: u64 = 64 << 20;

/// The folder with the server's own backups. Cheap to make.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

/// Writes the database at `url` into `file`, which must not exist; also its length in bytes.
pub async fn write(url: &str, file: &Path, tell: Tell<'_>) -> Result<(BackedUp, u64)> {
    if file.exists() {
        return Err(Error::conflict(format!("{} exists already: choose another name", file.display())));
    }
    let mut part = Part::create(file)?;
    let (done, written) = export_telling(url, part.file()?, tell).await?;
    let what = || format!("write {}", file.display());
    written.sync_all().context(ErrorKind::Source, what())?;
    let size = written.metadata().context(ErrorKind::Source, what())?.len();
    part.complete()?;
    Ok((done, size))
}

pub fn open(file: &Path) -> Result<File> {
    File::open(file).context(ErrorKind::NotFound, format!("open {}", file.display()))
}

/// A file that is not whole yet: gone when it is dropped before it is.
pub(super) struct Part {
    path: PathBuf,
    whole: PathBuf,
    /// None once it is somebody's.
    file: Option<File>,
    is_complete: bool,
}

impl Part {
    /// The part of `whole`. What an earlier run left of it is overwritten.
    pub fn create(whole: &Path) -> Result<Self> {
        let path = whole.with_added_extension(&PART[1..]);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(&path);
        let file = file.context(ErrorKind::Source, format!("write {}", path.display()))?;
        Ok(Self { path, whole: whole.to_owned(), file: Some(file), is_complete: false })
    }

    /// The file, once.
    pub fn file(&mut self) -> Result<File> {
        self.file.take().ok_or_else(|| Error::internal("a part of a backup has two writers"))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// It is on disk, and gets its name.
    pub fn complete(mut self) -> Result<()> {
        fs::rename(&self.path, &self.whole).context(ErrorKind::Source, format!("write {}", self.whole.display()))?;
        self.is_complete = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_complete {
            // One that cannot be removed is overwritten by the next of its name, or cleared by the next of its kind.
            fs::remove_file(&self.path).ok();
        }
    }
}

impl Shelf {
    pub fn of(data_dir: &Path) -> Self {
        Self { folder: data_dir.join(FOLDER) }
    }

    /// Keeps what is there before this release changes the schema. `None` where it changes nothing, or nothing was there.
    /// `free_bytes` is what the shelf's disk has left; too little of it is a `Source` error before anything is written.
    pub async fn before_upgrade(&self, url: &str, free_bytes: Option<u64>) -> Result<Option<PathBuf>> {
        let Some(Upgrade { version, size_bytes }) = upgrade_from(url).await? else { return Ok(None) };
        let needed = size_bytes + SPARE_BYTES;
        if let Some(free) = free_bytes.filter(|free| *free < needed) {
            return Err(Error::source_fault(format!(
                "an upgrade of the database needs {} MiB of free space in the data directory, {} MiB are there",
                needed.div_ceil(1 << 20),
                free >> 20
            )));
        }
        let file = self.keep(url, Origin::BeforeUpgrade, &|_, _| ()).await?;
        tracing::info!(file = %file.display(), schema = version, "kept the database as it was before this release");
        Ok(Some(file))
    }

    /// Keeps what is there before it moves to another PostgreSQL; `None` for a database that was never used.
    pub async fn before_move(&self, url: &str, tell: Tell<'_>) -> Result<Option<PathBuf>> {
        if_used(self.keep(url, Origin::BeforeUpgrade, tell).await)
    }

    /// Keeps what is there before a backup takes its place; `None` for a database that was never used.
    pub async fn before_restore(&self, url: &str) -> Result<Option<PathBuf>> {
        if_used(self.keep(url, Origin::BeforeRestore, &|_, _| ()).await)
    }

    /// The latest that was kept before an upgrade and that this release can put back.
    pub fn latest_before_upgrade(&self) -> Option<PathBuf> {
        let is_ours = |file: &PathBuf| manifest_of(file).is_some_and(|manifest| is_known(&manifest));
        self.files_of(Origin::BeforeUpgrade).into_iter().rev().find(is_ours)
    }

    /// Makes one that is meant to stay; its name.
    pub async fn make(&self, db: &Db, tell: Tell<'_>) -> Result<String> {
        let file = self.place_for(Origin::Manual)?;
        write(db.url(), &file, tell).await?;
        Ok(file.file_name().unwrap_or_default().to_string_lossy().into_owned())
    }

    async fn keep(&self, url: &str, origin: Origin, tell: Tell<'_>) -> Result<PathBuf> {
        let file = self.place_for(origin)?;
        write(url, &file, tell).await?;
        for old in self.superfluous(origin) {
            if let Err(error) = fs::remove_file(&old) {
                tracing::warn!(file = %old.display(), %error, "an old backup cannot be removed");
            }
        }
        Ok(file)
    }

    /// Where the next one of its kind goes; what an earlier run left half-made of the kind is removed.
    pub(super) fn place_for(&self, origin: Origin) -> Result<PathBuf> {
        let folder = &self.folder;
        fs::create_dir_all(folder).context(ErrorKind::Source, format!("make {}", folder.display()))?;
        self.clear_parts(origin);
        Ok(folder.join(self.free_name(origin)))
    }

    /// By the second; of two within the same one the later takes the next.
    fn free_name(&self, origin: Origin) -> String {
        let kind = origin.prefix();
        let mut at = now();
        loop {
            let (date, time) = (at.date(), at.time());
            let stem = format!("{kind}{date}-{:02}{:02}{:02}", time.hour(), time.minute(), time.second());
            let name = format!("{stem}{SUFFIX}");
            if !self.folder.join(&name).exists() {
                return name;
            }
            at += time::Duration::SECOND;
        }
    }

    /// Only the one server of the data directory makes these, one of a kind at a time.
    fn clear_parts(&self, origin: Origin) {
        for part in self.files(|name| name.starts_with(origin.prefix()) && name.ends_with(PART)) {
            if let Err(error) = fs::remove_file(&part) {
                tracing::warn!(file = %part.display(), %error, "a half-made backup cannot be removed");
            }
        }
    }

    /// All but the two latest; of those before an upgrade, but the latest of the two latest versions.
    fn superfluous(&self, origin: Origin) -> Vec<PathBuf> {
        let all = self.files_of(origin).into_iter().rev();
        if origin != Origin::BeforeUpgrade {
            return all.skip(KEPT).collect();
        }
        let mut versions = BTreeSet::new();
        let mut is_superfluous = |file: &PathBuf| {
            let Some(manifest) = manifest_of(file) else { return false };
            !versions.insert(manifest.version()) || versions.len() > KEPT
        };
        all.filter(|file| is_superfluous(file)).collect()
    }

    /// The oldest first: their names carry their time.
    fn files_of(&self, origin: Origin) -> Vec<PathBuf> {
        self.files(|name| Origin::of(name) == Some(origin))
    }

    /// All that are whole, by name.
    pub(super) fn all(&self) -> Vec<PathBuf> {
        self.files(|name| Origin::of(name).is_some())
    }

    fn files(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_wanted = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(&is_wanted);
        let mut found: Vec<PathBuf> = files.filter(is_wanted).collect();
        found.sort();
        found
    }
}

/// A database that was never used has nothing to keep.
fn if_used(kept: Result<PathBuf>) -> Result<Option<PathBuf>> {
    match kept {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn manifest_of(file: &Path) -> Option<Manifest> {
    read_manifest(open(file).ok()?).ok()
}
