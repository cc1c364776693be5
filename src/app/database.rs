//! The database of this process: our own child or an external server, migrated, with its pool.
//!
//! `start` is the server's way; `reach` is for commands beside it, which may find the server's child already running.
//! Whoever holds a `Database` ends it with `stop`.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::config::Config;
use super::data_dir::DataDir;
use super::restore::restore;
use super::standstill::NotStarted;
use super::{Failure, build, moving};
use crate::base::{Error, ErrorKind};
use crate::http::Notice;
use crate::platform::db::backup::Shelf;
use crate::platform::db::{Db, Managed, Migrated, PoolConfig, migrate, running_url};
use crate::platform::fs::volume_of;
use crate::services::backups::{Restoration, RestoreOrder};

/// How long an external server that does not answer is waited for.
const EXTERNAL_DEADLINE: Duration = Duration::from_secs(5);
const EXTERNAL_PAUSE: Duration = Duration::from_millis(250);
/// A PostgreSQL that does not start with less than this free lacks it: a part of its log is 4 MiB.
const FULL_BYTES: u64 = 16 << 20;

pub struct Database {
    pub db: Db,
    pub migrated: Migrated,
    /// For people: where it is, without secrets.
    pub place: &'static str,
    /// How the restore went that came first, if there was one.
    pub restoration: Option<Restoration>,
    /// None when somebody else keeps it running.
    managed: Option<Managed>,
    /// Held by a command for as long as its database runs.
    data_dir: Option<DataDir>,
}

/// What the server's own start has beside a command's.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    /// What the listener says meanwhile.
    pub notice: &'a watch::Sender<Notice>,
    /// To put back first.
    pub order: Option<&'a RestoreOrder>,
}

/// A database as it is, for commands that must not change its schema.
pub struct Untouched {
    pub url: String,
    managed: Option<Managed>,
    /// Held for as long as it is used.
    data_dir: Option<DataDir>,
}

impl Untouched {
    /// The running server's, else started for as long as the command takes.
    pub async fn reach(config: &Config) -> Result<Self, Failure> {
        if config.database.url.is_none() && DataDir::open_unless_held(&config.data_dir)?.is_none() {
            return Ok(Self { url: running(config)?, managed: None, data_dir: None });
        }
        Self::alone(config).await
    }

    /// The same with no server beside it.
    pub async fn alone(config: &Config) -> Result<Self, Failure> {
        let data_dir = DataDir::open(&config.data_dir)?;
        if let Some(url) = &config.database.url {
            return Ok(Self { url: url.expose().to_owned(), managed: None, data_dir: Some(data_dir) });
        }
        let managed = Managed::start(build::managed(config, data_dir.path()));
        let managed = managed.await.map_err(|e| Failure::database(&e))?;
        Ok(Self { url: managed.url(), managed: Some(managed), data_dir: Some(data_dir) })
    }

    pub async fn stop(self) {
        if let Some(managed) = &self.managed {
            managed.stop().await;
        }
        drop(self.data_dir);
    }
}

fn running(config: &Config) -> Result<String, Failure> {
    running_url(&config.data_dir)
        .ok_or_else(|| Failure::database(&Error::unavailable("the server that uses it is just starting")))
}

impl Database {
    /// The server's database, after a restore if one is ordered. The data directory is ours. Only the server moves one of
    /// another PostgreSQL: that may take long, and it has where to say so.
    pub async fn start(config: &Config, data_dir: &DataDir, opening: Option<Opening<'_>>) -> Result<Self, NotStarted> {
        let restored = async |url: &str| {
            let Opening { notice, order } = opening?;
            Some(restore(url, data_dir.path(), order?, notice).await)
        };
        if let Some(url) = &config.database.url {
            let restoration = restored(url.expose()).await;
            let started = Self::external(config, url.expose(), "external server").await?;
            return Ok(Self { restoration, ..started });
        }
        let wanted = build::managed(config, data_dir.path());
        if let Some(Opening { notice, .. }) = opening {
            moving::to_this_release(&wanted, notice).await?;
        }
        let managed = Managed::start(wanted).await.map_err(|e| unstarted(&e, data_dir))?;
        let restoration = restored(&managed.url()).await;
        match Self::on(&managed, config, data_dir).await {
            Ok((db, migrated)) => {
                Ok(Self { db, migrated, place: "own server", restoration, managed: Some(managed), data_dir: None })
            }
            Err(cause) => {
                managed.stop().await;
                Err(cause)
            }
        }
    }

    /// The same database for a command: the running server's, else started for as long as the command takes.
    pub async fn reach(config: &Config) -> Result<Self, Failure> {
        if let Some(url) = &config.database.url {
            return Ok(Self::external(config, url.expose(), "external server").await?);
        }
        if let Some(data_dir) = DataDir::open_unless_held(&config.data_dir)? {
            let started = Self::start(config, &data_dir, None).await?;
            return Ok(Self { data_dir: Some(data_dir), ..started });
        }
        Ok(Self::external(config, &running(config)?, "own server, already running").await?)
    }

    /// Ends the pool, and the child if there is one.
    pub async fn stop(self) {
        self.db.close();
        if let Some(managed) = &self.managed {
            managed.stop().await;
        }
        // Another server may have it only now.
        drop(self.data_dir);
    }

    async fn on(managed: &Managed, config: &Config, data_dir: &DataDir) -> Result<(Db, Migrated), NotStarted> {
        let free_bytes = volume_of(data_dir.path()).map(|volume| volume.free_bytes);
        let copied = Shelf::of(data_dir.path()).before_upgrade(&managed.url(), free_bytes).await;
        copied.map_err(|e| NotStarted::uncopied(&e))?;
        let migrated = migrate(&managed.url()).await.map_err(|e| NotStarted::unmigrated(&e, true))?;
        let db = Db::managed(managed, config.limits().db_pool as usize).map_err(|e| NotStarted::away(&e))?;
        Ok((db, migrated))
    }

    async fn external(config: &Config, url: &str, place: &'static str) -> Result<Self, NotStarted> {
        let began = Instant::now();
        let migrated = loop {
            match migrate(url).await {
                Ok(migrated) => break migrated,
                // Boots at the same time as we do, perhaps; what it refuses now it will refuse later.
                Err(e) if e.kind() == ErrorKind::Unavailable && began.elapsed() < EXTERNAL_DEADLINE => {
                    tracing::debug!(error = %e, "the database does not answer yet");
                    tokio::time::sleep(EXTERNAL_PAUSE).await;
                }
                Err(e) => return Err(NotStarted::unmigrated(&e, false)),
            }
        };
        let pool = PoolConfig { url: url.to_owned(), max_size: config.limits().db_pool as usize };
        let db = Db::connect(&pool).map_err(|e| NotStarted::away(&e))?;
        Ok(Self { db, migrated, place, restoration: None, managed: None, data_dir: None })
    }
}

/// Why our own PostgreSQL does not run.
fn unstarted(error: &Error, data_dir: &DataDir) -> NotStarted {
    match volume_of(data_dir.path()) {
        Some(volume) if volume.free_bytes < FULL_BYTES => NotStarted::without_room(error),
        _ => NotStarted::away(error),
    }
}
