//! Backups as files: written whole or not at all, readable by their owner only; those that the server makes by itself lie
//! in `backups` of the data directory and are few.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::base::{Error, ErrorKind, Result, ResultExt, now};
use crate::platform::db::backup::{BackedUp, export};
use crate::platform::db::upgrade_from;

const FOLDER: &str = "backups";
const BEFORE_UPGRADE: &str = "before-upgrade";
const BEFORE_RESTORE: &str = "before-restore";
/// Of each kind.
const KEPT: usize = 2;

/// Writes the database at `url` into `file`, which must not exist; also its length in bytes.
pub async fn write(url: &str, file: &Path) -> Result<(BackedUp, u64)> {
    if file.exists() {
        return Err(Error::conflict(format!("{} exists already: choose another name", file.display())));
    }
    let part = file.with_added_extension("part");
    let what = || format!("write {}", part.display());
    let options = || OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
    let opened = options().context(ErrorKind::Source, what())?;
    let written = match export(url, opened).await {
        Ok((done, opened)) => {
            let kept = opened.sync_all().and_then(|()| opened.metadata());
            kept.context(ErrorKind::Source, what()).map(|meta| (done, meta.len()))
        }
        Err(error) => Err(error),
    };
    match written {
        Ok(done) => {
            std::fs::rename(&part, file).context(ErrorKind::Source, format!("write {}", file.display()))?;
            Ok(done)
        }
        Err(error) => {
            // A part that cannot be removed is overwritten by the next backup of the name.
            std::fs::remove_file(&part).ok();
            Err(error)
        }
    }
}

/// Keeps what is there before this release changes the schema. Nothing to do for a new database.
pub async fn before_upgrade(url: &str, data_dir: &Path) -> Result<()> {
    let Some(version) = upgrade_from(url).await? else { return Ok(()) };
    let file = own(url, data_dir, BEFORE_UPGRADE).await?;
    tracing::info!(file = %file.display(), schema = version, "kept the database as it was before this release");
    Ok(())
}

/// Keeps what is there before a backup takes its place; `None` for a database that was never used.
pub async fn before_restore(url: &str, data_dir: &Path) -> Result<Option<PathBuf>> {
    match own(url, data_dir, BEFORE_RESTORE).await {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(None),
        Err(error) => Err(error),
    }
}

/// The latest that was kept before an upgrade.
pub fn latest_before_upgrade(data_dir: &Path) -> Option<PathBuf> {
    list(data_dir, BEFORE_UPGRADE).pop()
}

pub fn open(file: &Path) -> Result<File> {
    File::open(file).context(ErrorKind::NotFound, format!("open {}", file.display()))
}

async fn own(url: &str, data_dir: &Path, kind: &str) -> Result<PathBuf> {
    let folder = data_dir.join(FOLDER);
    std::fs::create_dir_all(&folder).context(ErrorKind::Source, format!("make {}", folder.display()))?;
    let at = now();
    let (date, time) = (at.date(), at.time());
    let name = format!("{kind}-{date}-{:02}{:02}{:02}.tar.zst", time.hour(), time.minute(), time.second());
    let file = folder.join(name);
    write(url, &file).await?;
    let mut all = list(data_dir, kind);
    all.truncate(all.len().saturating_sub(KEPT));
    for old in all {
        if let Err(error) = std::fs::remove_file(&old) {
            tracing::warn!(file = %old.display(), %error, "an old backup cannot be removed");
        }
    }
    Ok(file)
}

/// The oldest first: their names carry their time.
fn list(data_dir: &Path, kind: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(data_dir.join(FOLDER)).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_kind = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|n| n.starts_with(kind) && n.ends_with(".tar.zst"))
    };
    let mut found: Vec<PathBuf> = files.filter(is_kind).collect();
    found.sort();
    found
}
