//! The folders below `postgresql`, and how one takes the place of another.
//!
//! `data` is what counts. `data.new` is made by initdb; `data.next` is filled while a database moves to this PostgreSQL; `data-17`
//! is what was moved, kept for going back. Invariant: whatever moment a power cut chooses, `recover` finds out what counts
//! from which of them are there, and what is thrown away was renamed to `data.gone` first, so that nothing half-removed
//! is ever taken for a database.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use time::OffsetDateTime;

use super::leftover;
use crate::base::{Error, ErrorKind, Result, ResultExt, now};

/// A database that another one has replaced, as it was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Of the PostgreSQL that it belongs to.
    pub major: String,
    /// When it was replaced.
    pub since: OffsetDateTime,
}

/// The folders of one data directory. Whoever changes them holds its lock.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    home: PathBuf,
}

impl Folders {
    pub(super) fn of(data_dir: &Path) -> Self {
        Self { home: data_dir.join("postgresql") }
    }

    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    pub(super) fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    pub(super) fn unfinished(&self) -> PathBuf {
        self.home.join("data.new")
    }

    pub(super) fn next(&self) -> PathBuf {
        self.home.join("data.next")
    }

    fn undone(&self) -> PathBuf {
        self.home.join("data.undone")
    }

    fn kept(&self, major: &str) -> PathBuf {
        self.home.join(format!("data-{major}"))
    }

    /// The major version of the PostgreSQL that made what counts.
    pub(super) fn major(&self) -> Option<String> {
        major_of(&self.data())
    }

    /// Bytes that what counts takes on its disk. No PostgreSQL of an earlier run works on it any more then.
    pub(super) fn size_bytes(&self) -> Result<u64> {
        leftover::settle(&self.data())?;
        size_of(&self.data()).context(ErrorKind::Source, "measure the database")
    }

    /// What a power cut or a kill left undone is finished, or undone.
    pub(super) fn recover(&self) -> Result<()> {
        let (data, next, undone) = (self.data(), self.next(), self.undone());
        if undone.exists() && !data.exists() {
            tracing::warn!("going back was cut short: the newer database is in place again");
            self.rename(&undone, &data)?;
        } else if next.exists() && !data.exists() {
            self.rename(&next, &data)?;
            tracing::info!("the database that had moved is in place");
        }
        if undone.exists() {
            self.keep(&undone)?;
        }
        if next.exists() {
            // Its PostgreSQL may be about to end.
            leftover::settle(&next)?;
            self.discard(&next)?;
        }
        self.remove_discarded()
    }

    /// `data.next`, which is whole, takes the place of what counts, which is kept.
    pub(super) fn swap(&self) -> Result<()> {
        leftover::settle(&self.data())?;
        leftover::settle(&self.next())?;
        self.keep(&self.data())?;
        self.rename(&self.next(), &self.data())
    }

    /// What was kept counts again, and what counts now is kept.
    pub(super) fn put_back(&self, former: &Former) -> Result<()> {
        leftover::settle(&self.data())?;
        self.rename(&self.data(), &self.undone())?;
        self.rename(&self.kept(&former.major), &self.data())?;
        self.keep(&self.undone())
    }

    /// What is kept, the latest first.
    pub(super) fn formers(&self) -> Vec<Former> {
        let entries = fs::read_dir(&self.home).into_iter().flatten().flatten();
        let mut formers: Vec<_> = entries.filter_map(|entry| former(&entry.path())).collect();
        formers.sort_by_key(|former| std::cmp::Reverse(former.since));
        formers
    }

    /// Removes what was replaced before `than`.
    pub(super) fn remove_older(&self, than: OffsetDateTime) -> Result<Vec<Former>> {
        let (old, _) = self.formers().into_iter().partition::<Vec<_>, _>(|former| former.since < than);
        for former in &old {
            self.discard(&self.kept(&former.major))?;
        }
        Ok(old)
    }

    /// As `data-MAJOR`, from now on. One of the same major version that was kept before is older.
    fn keep(&self, dir: &Path) -> Result<()> {
        let major = major_of(dir).ok_or_else(|| Error::source_fault("the database does not say who made it"))?;
        let kept = self.kept(&major);
        if kept.exists() {
            self.discard(&kept)?;
        }
        let stamp = File::open(dir).and_then(|dir| dir.set_modified(SystemTime::from(now())));
        stamp.context(ErrorKind::Source, "note when the database was replaced")?;
        self.rename(dir, &kept)
    }

    fn discard(&self, dir: &Path) -> Result<()> {
        self.remove_discarded()?;
        self.rename(dir, &self.home.join("data.gone"))?;
        self.remove_discarded()
    }

    fn remove_discarded(&self) -> Result<()> {
        match fs::remove_dir_all(self.home.join("data.gone")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).context(ErrorKind::Source, "remove a database that is not needed any more")
            }
            _ => Ok(()),
        }
    }

    /// On disk before anything else is done.
    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        let done = fs::rename(from, to).and_then(|()| File::open(&self.home)?.sync_all());
        done.context(ErrorKind::Source, format!("rename {} to {}", from.display(), to.display()))
    }
}

fn former(path: &Path) -> Option<Former> {
    let major = path.file_name()?.to_str()?.strip_prefix("data-")?;
    let is_number = !major.is_empty() && major.bytes().all(|b| b.is_ascii_digit());
    let since = path.metadata().and_then(|meta| meta.modified()).ok().filter(|_| is_number)?;
    Some(Former { major: major.to_owned(), since: since.into() })
}

fn major_of(dir: &Path) -> Option<String> {
    let version = fs::read_to_string(dir.join("PG_VERSION")).ok()?;
    Some(version.trim().to_owned())
}

fn size_of(dir: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        bytes += if meta.is_dir() { size_of(&entry.path())? } else { meta.blocks() * 512 };
    }
    Ok(bytes)
}
