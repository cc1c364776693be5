//! The pool of ordinary connections: role `revenge_media`, search path exactly `media`.
//!
//! Survives restarts of PostgreSQL: a connection that broke leaves the pool together with its prepared statements. While the
//! managed server is known to be down, nobody waits: `client` answers `Unavailable` at once.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use deadpool_postgres::{ManagerConfig, Pool, RecyclingMethod};
use prometheus::{IntGaugeVec, register_int_gauge_vec};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::client::{Client, Silence};
use super::connect::{Connector, ContentRole};
use super::listen::{Listener, Switchboard};
use super::managed::Managed;
use super::slow;
use crate::base::{Error, ErrorKind, Result, ResultExt, Threshold};

/// How long a request waits for a connection that others hold.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// Background work may wait for its own kind as long as a batch takes; then it fails and is tried again.
const BACKGROUND_TIMEOUT: Duration = Duration::from_secs(60);
const READY_TIMEOUT: Duration = Duration::from_secs(1);

#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// libpq URL or key/value string.
    pub url: String,
    pub max_size: usize,
}

/// Handle to the database, cheap to clone.
#[derive(Clone)]
pub struct Db {
    /// Of the login itself, for what is done beside the pool: backups.
    url: Arc<str>,
    pool: Pool,
    connector: Connector,
    /// False while the managed server is down; written by its keeper. Never false for an external server.
    is_up: watch::Receiver<bool>,
    /// Kept by this process.
    is_own: bool,
    silence: Silence,
    slow_statements: Threshold,
    switchboard: Switchboard,
    /// Half of the pool, for all background work together.
    background: Arc<Semaphore>,
    is_background: bool,
}

/// Set by `Db::observe`.
static CONNECTIONS: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!(
        "revenge_db_pool_connections",
        "Connections of the pool, and requests that wait for one.",
        &["state"]
    )
    .expect("the metric is registered once, here")
});

impl Db {
    /// A pool on a server that others keep running. Opens no connection yet.
    pub fn connect(config: &PoolConfig) -> Result<Self> {
        Self::watched(config, watch::channel(true).1, false)
    }

    /// A pool on the managed server: while it restarts, `client` fails at once.
    pub fn managed(managed: &Managed, max_size: usize) -> Result<Self> {
        Self::watched(&PoolConfig { url: managed.url(), max_size }, managed.is_up(), true)
    }

    /// A pool on a server whose keeper says through `is_up` whether it runs.
    fn watched(config: &PoolConfig, is_up: watch::Receiver<bool>, is_own: bool) -> Result<Self> {
        slow::register();
        let connector = Connector::application(&config.url, ContentRole::Media)?;
        let manager = connector.manager(ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let max_size = config.max_size.max(1);
        let pool = Pool::builder(manager)
            .max_size(max_size)
            .build()
            .context(ErrorKind::Internal, "build the connection pool")?;
        let switchboard = Switchboard::new(connector.clone());
        let background = Arc::new(Semaphore::new(max_size.div_ceil(2)));
        Ok(Self {
            url: config.url.as_str().into(),
            pool,
            connector,
            is_up,
            is_own,
            silence: Silence::default(),
            slow_statements: Threshold::default(),
            switchboard,
            background,
            is_background: false,
        })
    }

    /// The same pool for work that nobody waits for: all of it together holds at most half of the connections, so that a
    /// request always finds one.
    #[must_use]
    pub fn in_background(&self) -> Self {
        Self { is_background: true, ..self.clone() }
    }

    /// A connection for ordinary content and for `core`. Waits for a free one; `Unavailable` when none comes in time.
    pub async fn client(&self) -> Result<Client> {
        if !*self.is_up.borrow() {
            return Err(Error::unavailable("the database restarts"));
        }
        if self.silence.is_fresh() {
            return Err(Error::unavailable("the database does not answer"));
        }
        let share = self.background_share().await?;
        match tokio::time::timeout(ACQUIRE_TIMEOUT, self.pool.get()).await {
            Ok(Ok(object)) => {
                let (connector, silence) = (self.connector.clone(), self.silence.clone());
                Ok(Client::new(object, connector, silence, &self.slow_statements, share))
            }
            Ok(Err(error)) => {
                self.silence.doubt();
                Err(error.into())
            }
            Err(_) => {
                self.silence.doubt();
                Err(Error::unavailable("no database connection became free in time"))
            }
        }
    }

    /// Since when nothing was answered although somebody asked; none while all is well or nobody asks. Asks nothing itself.
    pub fn unanswered_since(&self) -> Option<Instant> {
        self.silence.doubted_since()
    }

    /// Whether it is our own PostgreSQL, and its process is there and was ready. For an external one nobody knows.
    pub fn is_own_up(&self) -> bool {
        self.is_own && *self.is_up.borrow()
    }

    /// Closes connections that nobody uses, with what PostgreSQL keeps for each. Gives their number.
    pub fn close_idle(&self) -> usize {
        self.pool.retain(|_, _| false).removed.len()
    }

    async fn background_share(&self) -> Result<Option<OwnedSemaphorePermit>> {
        if !self.is_background {
            return Ok(None);
        }
        match tokio::time::timeout(BACKGROUND_TIMEOUT, Arc::clone(&self.background).acquire_owned()).await {
            Ok(permit) => Ok(permit.ok()),
            Err(_) => Err(Error::unavailable("other background work holds its share of the database connections")),
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Hears what is said on a NOTIFY channel. All channels of the process share one connection beside the pool.
    pub fn listen(&self, channel: &'static str) -> Listener {
        self.switchboard.listen(channel)
    }

    /// Whether a trivial statement is answered within a second. Touches no disk.
    pub async fn is_ready(&self) -> bool {
        let probe = async { self.client().await?.ping().await };
        matches!(tokio::time::timeout(READY_TIMEOUT, probe).await, Ok(Ok(())))
    }

    /// Statements that take this long are logged. Off until somebody sets it; setting it works at once.
    pub fn slow_statements(&self) -> &Threshold {
        &self.slow_statements
    }

    /// Brings the gauges up to date. Called before metrics are read.
    pub fn observe(&self) {
        let pool = self.pool.status();
        let used = pool.size.saturating_sub(pool.available);
        let states = [("idle", pool.available), ("used", used), ("max", pool.max_size), ("waiting", pool.waiting)];
        for (state, n) in states {
            CONNECTIONS.with_label_values(&[state]).set(i64::try_from(n).unwrap_or(i64::MAX));
        }
    }

    /// Connections that somebody uses at this moment.
    pub fn in_use(&self) -> usize {
        let status = self.pool.status();
        status.size.saturating_sub(status.available)
    }

    /// Ends all idle connections; those in use end when they come back. Later calls are `Unavailable`.
    pub fn close(&self) {
        self.pool.close();
    }
}
