//! Handle to the managed PostgreSQL: started, asked for its address, stopped.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use nix::sys::signal::Signal;
use tokio::sync::{oneshot, watch};

use super::bootstrap;
use super::cluster::{APPLICATION, Cluster, SUPERUSER, Which};
use super::config::ManagedConfig;
use super::keeper::{Keeper, Shared};
use crate::base::{Error, ErrorKind, Result, ResultExt};

/// A fast shutdown takes 60 ms, with a checkpoint on a slow disk some seconds; then it is made to crash, which loses nothing.
const STOP_FAST: Duration = Duration::from_secs(6);
const STOP_NOW: Duration = Duration::from_secs(2);

/// A running PostgreSQL. Dropping it asks PostgreSQL to end; `stop` also waits.
pub struct Managed {
    cluster: Cluster,
    shared: Arc<Shared>,
    is_up: watch::Receiver<bool>,
    ended: watch::Receiver<bool>,
    /// Keeps a second server away from the directory.
    _lock: Arc<File>,
}

impl Managed {
    /// Returns when PostgreSQL takes connections and the application's database exists.
    /// An error here means that the server cannot start: the process exits with code 3.
    pub async fn start(config: ManagedConfig) -> Result<Self> {
        let lock = lock(&config.data_dir)?;
        Self::start_on(config, Which::Current, lock).await
    }

    /// The same for one of the databases of the data directory that `lock` is of.
    pub(super) async fn start_on(config: ManagedConfig, which: Which, lock: Arc<File>) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let (up_sender, is_up) = watch::channel(false);
        let (end_sender, ended) = watch::channel(false);
        let (first_start, started) = oneshot::channel();
        let keeper = Keeper { shared: Arc::clone(&shared), is_up: up_sender, first_start, ended: end_sender };
        thread::Builder::new()
            .name("pg-keeper".into())
            .spawn(move || keeper.run(&config, which))
            .context(ErrorKind::Internal, "start the keeper thread")?;
        let cluster = started.await.context(ErrorKind::Internal, "the keeper of PostgreSQL ended")??;
        let managed = Self { cluster, shared, is_up, ended, _lock: lock };
        bootstrap::ensure_database(&managed.cluster).await?;
        Ok(managed)
    }

    /// Address of the application's database, for migrations and pools.
    pub fn url(&self) -> String {
        self.cluster.url(APPLICATION, APPLICATION)
    }

    /// Address of the superuser; tests make their databases with it.
    pub fn superuser_url(&self) -> String {
        self.cluster.url(SUPERUSER, "postgres")
    }

    /// Version of the programs, for example `18.4`.
    pub fn version(&self) -> &str {
        &self.cluster.binaries.version
    }

    /// The postmaster, while there is one.
    pub fn pid(&self) -> Option<u32> {
        self.shared.pid()
    }

    /// False while PostgreSQL restarts.
    pub fn is_up(&self) -> watch::Receiver<bool> {
        self.is_up.clone()
    }

    /// Fast shutdown, then a harder one. Returns when PostgreSQL is gone; may be called twice.
    pub async fn stop(&self) {
        let steps = [(Signal::SIGINT, STOP_FAST), (Signal::SIGQUIT, STOP_NOW), (Signal::SIGKILL, STOP_NOW)];
        for (signal, patience) in steps {
            self.shared.stop(signal);
            let mut ended = self.ended.clone();
            if tokio::time::timeout(patience, ended.wait_for(|ended| *ended)).await.is_ok() {
                return;
            }
            tracing::warn!(%signal, "PostgreSQL does not end");
        }
    }
}

impl Drop for Managed {
    fn drop(&mut self) {
        self.shared.stop(Signal::SIGINT);
    }
}

/// Held for the life of the handle. Beside the directory, which belongs to another account.
pub(super) fn lock(data_dir: &Path) -> Result<Arc<File>> {
    let path = data_dir.join("postgresql.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.context(ErrorKind::Source, format!("open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Arc::new(file)),
        Err(TryLockError::WouldBlock) => {
            Err(Error::conflict(format!("another server uses the data directory {}", data_dir.display())))
        }
        Err(TryLockError::Error(error)) => Err(error).context(
            ErrorKind::Source,
            format!("lock {}: the data directory must be on a local file system", path.display()),
        ),
    }
}
