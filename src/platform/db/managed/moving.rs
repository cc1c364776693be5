//! A database that another major version of PostgreSQL made moves to ours, and back.
//!
//! It goes through a backup, which is kept: written by the programs of that version on the directory as it is, read into a
//! new one by ours. Both are never up at once, so that a small board has the memory. Until the new directory is whole and takes
//! its place nothing has changed; what it replaces is kept beside it. Rejected: pg_upgrade, which none of our packages
//! has, and which wants both versions' catalogues at once.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use time::OffsetDateTime;
use tokio::task::spawn_blocking;

use super::account::Account;
use super::binaries::{Binaries, MAJOR};
use super::cluster::Which;
use super::config::ManagedConfig;
use super::folders::{Folders, Former};
use super::server::{Managed, lock};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::platform::db::backup::{Shelf, Telling, Then, import, open};

/// Beside as much as the database takes: the new one's log.
const SPARE_BYTES: u64 = 64 << 20;
/// Progress is told in thousandths; the first half is the way out.
const WHOLE: u64 = 1000;
const HALF: u64 = WHOLE / 2;

/// A database that has moved.
#[derive(Debug)]
pub struct Moved {
    pub from: String,
    /// The kept backup; none for a database that was never used.
    pub backup: Option<PathBuf>,
}

/// Why it did not move. It is as it was.
#[derive(Debug)]
pub enum Unmoved {
    /// Nobody here can read it.
    WithoutPrograms(Error),
    WithoutRoom(Error),
    Failed(Error),
}

impl From<Error> for Unmoved {
    /// A disk that became full meanwhile is told apart, whoever of us and both versions met it.
    fn from(error: Error) -> Self {
        if error.to_string().contains("No space left on device") {
            let what = format!("moving the database to PostgreSQL {MAJOR} filled the disk of the data directory");
            return Self::WithoutRoom(Error::source_fault(what).with_source(error));
        }
        Self::Failed(error)
    }
}

/// Moves the database of the data directory, if another major version made it. `free_bytes` says what its disk has left;
/// `tell` hears how far it is, of how much.
pub async fn move_database(
    config: &ManagedConfig,
    free_bytes: impl Fn() -> Option<u64>,
    tell: impl Fn(u64, u64) + Clone + Send + Sync + 'static,
) -> Result<Option<Moved>, Unmoved> {
    let folders = Folders::of(&config.data_dir);
    // What is the matter with these two says whoever starts the database next.
    let Ok(lock) = lock(&config.data_dir) else { return Ok(None) };
    let here = folders.clone();
    if blocking(move || here.recover()).await.is_err() {
        return Ok(None);
    }
    let Some(from) = folders.major().filter(|major| major != MAJOR) else { return Ok(None) };
    let began = Instant::now();
    let programs = programs(config, &from)?;
    let here = folders.clone();
    let needed = blocking(move || here.size_bytes()).await? + SPARE_BYTES;
    let room = || must_have_room(needed, free_bytes());
    room()?;
    tracing::info!(from, to = MAJOR, "the database moves to this release's PostgreSQL");
    tell(0, WHOLE);
    let step = Step { config, lock };
    let moved = async {
        let backup = step.copy_out(programs.0, &from, tell.clone()).await?;
        // What the backup takes is known now.
        room()?;
        step.fill(programs.1, backup.as_deref(), tell).await?;
        let here = folders.clone();
        blocking(move || here.swap()).await?;
        Ok(backup)
    };
    let moved: Result<_, Unmoved> = moved.await;
    if moved.is_err() {
        // The room of what was half-made; what cannot be removed now is removed by the next start.
        blocking(move || folders.recover()).await.ok();
    }
    let backup = moved?;
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        from,
        to = MAJOR,
        duration_ms,
        "the database has moved; what was there before is kept for going back"
    );
    Ok(Some(Moved { from, backup }))
}

/// Databases that were replaced and are kept, the latest first.
pub fn formers(data_dir: &Path) -> Vec<Former> {
    Folders::of(data_dir).formers()
}

/// What going back brings: the latest of an earlier major version than the one that counts now. Not of a later one, so that
/// going back twice does not lead forth again.
pub fn latest_former(data_dir: &Path) -> Option<Former> {
    let number = |major: &str| major.parse::<u32>().ok();
    let now = number(&Folders::of(data_dir).major()?)?;
    formers(data_dir).into_iter().find(|former| number(&former.major).is_some_and(|then| then < now))
}

/// Puts one back in place; what counts now is kept like it. `Conflict` while a server works with it.
pub fn put_back(data_dir: &Path, former: &Former) -> Result<()> {
    let _lock = lock(data_dir)?;
    let folders = Folders::of(data_dir);
    folders.recover()?;
    folders.put_back(former)
}

/// Removes databases that were replaced before `than`; those that were there.
pub fn remove_formers(data_dir: &Path, than: OffsetDateTime) -> Result<Vec<Former>> {
    Folders::of(data_dir).remove_older(than)
}

/// Those that made it, and ours.
fn programs(config: &ManagedConfig, from: &str) -> Result<(Binaries, Binaries), Unmoved> {
    let (configured, account) = (config.binaries.as_deref(), Account::choose()?);
    let former = Binaries::find_former(from, configured, &config.data_dir, &account).map_err(|cause| {
        let what = format!(
            "the database in the data directory was made by PostgreSQL {from}, this release brings {MAJOR}, and there \
             are no programs of {from} to read it with"
        );
        Unmoved::WithoutPrograms(Error::conflict(what).with_source(cause))
    })?;
    let ours = Binaries::find(configured, &config.data_dir, &account);
    let ours = ours.map_err(|cause| named(cause, format!("there is no PostgreSQL {MAJOR} to move the database to")))?;
    Ok((former, ours))
}

fn must_have_room(needed: u64, free_bytes: Option<u64>) -> Result<(), Unmoved> {
    let Some(free) = free_bytes.filter(|free| *free < needed) else { return Ok(()) };
    Err(Unmoved::WithoutRoom(Error::source_fault(format!(
        "moving the database to PostgreSQL {MAJOR} needs {} MiB of free space in the data directory, {} MiB are there",
        needed.div_ceil(1 << 20),
        free >> 20
    ))))
}

struct Step<'a> {
    config: &'a ManagedConfig,
    lock: Arc<File>,
}

impl Step<'_> {
    /// None for a database that was never used.
    async fn copy_out(
        &self,
        programs: Binaries,
        from: &str,
        tell: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<Option<PathBuf>> {
        let failed = |cause| named(cause, format!("PostgreSQL {from} could not read the database"));
        let former = Managed::start_on(self.config.clone(), Which::Former(programs), Arc::clone(&self.lock));
        let former = former.await.map_err(failed)?;
        let tell = |done, total| tell(share(done, total), WHOLE);
        let kept = Shelf::of(&self.config.data_dir).before_move(&former.url(), &tell).await;
        former.stop().await;
        kept.map_err(failed)
    }

    /// A new database of ours with what the backup holds.
    async fn fill(
        &self,
        programs: Binaries,
        backup: Option<&Path>,
        tell: impl Fn(u64, u64) + Send + 'static,
    ) -> Result<()> {
        let failed = |cause| named(cause, format!("PostgreSQL {MAJOR} could not take in the database"));
        let next = Managed::start_on(self.config.clone(), Which::Next(programs), Arc::clone(&self.lock));
        let next = next.await.map_err(failed)?;
        let filled = async {
            let Some(backup) = backup else { return Ok(()) };
            let tell = move |done, total| tell(HALF + share(done, total), WHOLE);
            import(&next.url(), Telling::new(open(backup)?, tell), Then::Migrate).await.map(drop)
        };
        let filled = filled.await;
        next.stop().await;
        filled.map_err(failed)
    }
}

/// Under a sentence that anybody may read, unless it is one: causes name paths and quote rows.
fn named(cause: Error, what: String) -> Error {
    match cause.kind() {
        ErrorKind::Conflict => cause,
        kind => Error::new(kind, what).with_source(cause),
    }
}

/// Of a half.
fn share(done: u64, total: u64) -> u64 {
    (u128::from(done) * u128::from(HALF) / u128::from(total.max(1))) as u64
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.context(ErrorKind::Internal, "move the database")?
}
