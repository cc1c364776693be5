//! What the measures stand on: a PostgreSQL of their own, migrated, with the settings that the server gives its own, and
//! an engine whose jobs do nothing.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use revenge::domain::job::{Job, Queue};
use revenge::platform::db::{Db, Managed, ManagedConfig, PoolConfig, migrate};
use revenge::platform::events::Events;
use revenge::platform::jobs::{Engine, EngineConfig, EnqueueOptions, Jobs, Outcome, QueueLimits, Workers};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_postgres::NoTls;
use tokio_util::sync::CancellationToken;

/// Workers of every contender.
pub const WORKERS: u32 = 8;
/// Jobs that one statement takes or stores.
pub const BATCH: usize = 100;

pub struct Stage {
    pub db: Db,
    pub jobs: Jobs,
    pub url: String,
    pub superuser_url: String,
    managed: Managed,
    _dir: tempfile::TempDir,
}

impl Stage {
    pub async fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("revenge-bench-").tempdir().expect("a directory");
        // PostgreSQL is another user when we are root.
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).expect("our own directory");
        let config = ManagedConfig {
            max_connections: 60,
            shared_buffers_bytes: 128 << 20,
            ..ManagedConfig::new(dir.path().to_path_buf())
        };
        let managed = Managed::start(config).await.expect("PostgreSQL starts");
        let url = managed.url();
        migrate(&url).await.expect("the schema");
        let db = Db::connect(&PoolConfig { url: url.clone(), max_size: WORKERS as usize }).expect("a pool");
        let jobs = Jobs::new(db.clone(), Events::new(1024), QueueLimits::new(|_| WORKERS));
        Self { superuser_url: managed.superuser_url(), db, jobs, url, managed, _dir: dir }
    }

    /// An engine with handlers for `Nothing` and `Urgent`.
    pub fn engine(&self) -> Node {
        let seen = Arc::new(Seen::default());
        let mut workers = Workers::default();
        let counted = Arc::clone(&seen);
        workers.register(move |_, _: Nothing| {
            counted.note(false);
            async { Ok(Outcome::Done(serde_json::Value::Null)) }
        });
        let counted = Arc::clone(&seen);
        workers.register(move |_, _: Urgent| {
            counted.note(true);
            async { Ok(Outcome::Done(serde_json::Value::Null)) }
        });
        let stop = CancellationToken::new();
        let engine = Engine::new(self.jobs.clone(), workers, EngineConfig::new("bench"));
        Node { task: tokio::spawn(engine.run(stop.clone())), stop, seen }
    }

    /// Stores `n` jobs that wait.
    pub async fn fill(&self, n: usize) {
        let client = self.db.client().await.expect("a connection");
        for first in (0..n).step_by(1000) {
            let jobs: Vec<_> = (first..n.min(first + 1000)).map(|number| Nothing { number }).collect();
            self.jobs.enqueue_all(&client, &jobs, EnqueueOptions::default()).await.expect("jobs are stored");
        }
    }

    /// As the owner of the database, beside the pool.
    pub async fn owner(&self) -> tokio_postgres::Client {
        connect(&self.url).await
    }

    pub async fn superuser(&self) -> tokio_postgres::Client {
        connect(&self.superuser_url).await
    }

    /// Between rounds, so that nobody pays for another's rubbish.
    pub async fn tidy(&self) {
        let superuser = connect(&self.superuser_url.replace("dbname=postgres", "dbname=revenge")).await;
        for statement in ["truncate core.job_history", "vacuum analyze", "checkpoint"] {
            superuser.batch_execute(statement).await.expect("tidied");
        }
    }

    pub async fn stop(self) {
        self.db.close();
        self.managed.stop().await;
    }
}

pub async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("a connection");
    tokio::spawn(connection);
    client
}

/// A running engine.
pub struct Node {
    pub seen: Arc<Seen>,
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Node {
    pub async fn stop(self) {
        self.stop.cancel();
        self.task.await.expect("the engine ends");
    }
}

/// What the handlers have seen.
#[derive(Default)]
pub struct Seen {
    pub n: AtomicU64,
    pub urgent: Notify,
}

impl Seen {
    fn note(&self, is_urgent: bool) {
        self.n.fetch_add(1, Ordering::Relaxed);
        if is_urgent {
            self.urgent.notify_one();
        }
    }
}

/// Does nothing, in the queue of ordinary work.
#[derive(Clone, Serialize, Deserialize)]
pub struct Nothing {
    pub number: usize,
}

impl Job for Nothing {
    const KIND: &'static str = "nothing";
    const QUEUE: Queue = Queue::Default;
}

/// Does nothing, at once.
#[derive(Clone, Serialize, Deserialize)]
pub struct Urgent {}

impl Job for Urgent {
    const KIND: &'static str = "urgent";
    const QUEUE: Queue = Queue::Critical;
}

/// Waits until a table is empty; returns the time since `began`.
pub async fn until_empty(client: &tokio_postgres::Client, table: &str, began: Instant) -> Duration {
    let statement = client.prepare(&format!("select not exists (select from {table})")).await.expect("a statement");
    loop {
        let row = client.query_one(&statement, &[]).await.expect("an answer");
        if row.get::<_, bool>(0) {
            return began.elapsed();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
