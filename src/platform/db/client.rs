//! A connection out of the pool that does not wait for ever.
//!
//! PostgreSQL bounds a slow statement itself (`statement_timeout`), but a server that hangs, is paused or sits behind
//! a dead network bounds nothing. So a statement that stays silent for a while makes us ask the server a trivial
//! question over a fresh connection: it answers → the statement is merely slow, keep waiting; it does not →
//! give up, and the connection leaves the pool.
//!
//! Not a fixed client-side timeout: it would have to be longer than the longest honest batch and shorter than a
//! viewer's patience.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deadpool_postgres::Object;
use revenge_queries::client::GenericClient;
use tokio::sync::OwnedSemaphorePermit;
use tokio_postgres::types::{BorrowToSql, ToSql};
use tokio_postgres::{Error as PgError, Row, RowStream, Statement, ToStatement};

use super::connect::Connector;
use super::error::spoils_connection;
use super::slow::SlowLog;
use crate::base::Threshold;

/// How long a statement may be silent before the server has to prove that it lives.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long it has for the proof. Together less than the 5 s after which a viewer gets a 503.
const PROOF: Duration = Duration::from_secs(1);

const BY_INDEX: &str = "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off; set local enable_nestloop = off";

/// A connection of the pool; generated statements take it by reference.
pub struct Client {
    /// `None` only while it is dropped.
    object: Option<Object>,
    watch: Watch,
    /// Background work's part of the pool, free again when the connection is.
    _share: Option<OwnedSemaphorePermit>,
}

/// A transaction on a `Client`; rolled back when dropped without `commit`.
pub struct Transaction<'a> {
    inner: deadpool_postgres::Transaction<'a>,
    watch: Watch,
}

/// What the driver reports when the server stays silent.
pub(super) fn no_answer() -> PgError {
    PgError::__private_api_timeout()
}

impl Client {
    pub(super) fn new(
        object: Object,
        connector: Connector,
        silence: Silence,
        slow: &Threshold,
        share: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let watch = Watch { connector, silence, slow: SlowLog::new(slow.clone()), is_spoilt: Arc::default() };
        Self { object: Some(object), watch, _share: share }
    }

    pub async fn transaction(&mut self) -> Result<Transaction<'_>, PgError> {
        let watch = self.watch.clone();
        let object = self.object.as_mut().expect("a client in use holds its connection");
        watch.slow.begin("begin");
        let inner = watch.over(object.transaction()).await?;
        Ok(Transaction { inner, watch })
    }

    /// The smallest question that needs an answer; touches no table.
    pub(super) async fn ping(&self) -> crate::base::Result<()> {
        self.watch.slow.begin("ping");
        Ok(self.watch.over(self.object().batch_execute("select 1")).await?)
    }

    fn raw(&self) -> &tokio_postgres::Client {
        self.object()
    }

    async fn prepare_cached(&self, query: &str) -> Result<Statement, PgError> {
        self.object().prepare_cached(query).await
    }

    fn object(&self) -> &Object {
        self.object.as_ref().expect("a client in use holds its connection")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(object) = self.object.take()
            && self.watch.is_spoilt.load(Ordering::Relaxed)
        {
            // Taken out of the pool, which opens another one when it is needed.
            drop(Object::take(object));
        }
    }
}

impl<'a> Transaction<'a> {
    /// From here to its end this transaction reads tables by index and in the order of an index, whatever the planner
    /// believes. For tables that are empty now and huge in the next moment: plans are kept with the connection, and one
    /// made for the empty table would read all of the huge one.
    pub async fn by_index(&self) -> Result<(), PgError> {
        self.watch.slow.begin(BY_INDEX);
        self.watch.over(self.inner.batch_execute(BY_INDEX)).await
    }

    pub async fn commit(self) -> Result<(), PgError> {
        self.watch.slow.begin("commit");
        self.watch.over(self.inner.commit()).await
    }

    pub async fn rollback(self) -> Result<(), PgError> {
        self.watch.slow.begin("rollback");
        self.watch.over(self.inner.rollback()).await
    }

    fn raw(&self) -> &tokio_postgres::Transaction<'a> {
        &self.inner
    }

    async fn prepare_cached(&self, query: &str) -> Result<Statement, PgError> {
        self.inner.prepare_cached(query).await
    }
}

#[derive(Clone)]
struct Watch {
    connector: Connector,
    silence: Silence,
    slow: SlowLog,
    /// Set by a failed statement, read when the client goes back to the pool.
    is_spoilt: Arc<AtomicBool>,
}

impl Watch {
    async fn over<T>(&self, statement: impl Future<Output = Result<T, PgError>>) -> Result<T, PgError> {
        let (mut statement, began) = (pin!(statement), Instant::now());
        loop {
            let result = match tokio::time::timeout(PATIENCE, &mut statement).await {
                Ok(result) => result,
                Err(_) if self.server_answers().await => continue,
                Err(_) => Err(no_answer()),
            };
            match &result {
                Ok(_) => self.silence.is_over(),
                Err(error) if spoils_connection(error) => self.is_spoilt.store(true, Ordering::Relaxed),
                Err(_) => {}
            }
            self.slow.end(began.elapsed());
            return result;
        }
    }

    async fn server_answers(&self) -> bool {
        let proof = async { self.connector.connect().await?.batch_execute("select 1").await };
        let answers = matches!(tokio::time::timeout(PROOF, proof).await, Ok(Ok(())));
        if !answers {
            self.silence.note();
        }
        answers
    }
}

/// When the server last failed to give a sign of life. For a moment after that nobody else waits to learn the same.
#[derive(Clone, Default)]
pub(super) struct Silence {
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    noted: Mutex<Option<Instant>>,
    /// Since when nothing was answered although somebody asked.
    doubted: Mutex<Option<Instant>>,
    /// Whether `doubted` is set, for the many statements that are answered.
    is_doubted: AtomicBool,
}

impl Silence {
    fn note(&self) {
        *self.heard.noted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.doubt();
    }

    pub(super) fn is_fresh(&self) -> bool {
        let noted = *self.heard.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.is_some_and(|noted| noted.elapsed() < PROOF)
    }

    /// Somebody asked in vain.
    pub(super) fn doubt(&self) {
        self.heard.doubted.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
        self.heard.is_doubted.store(true, Ordering::Release);
    }

    /// Something was answered.
    fn is_over(&self) {
        if self.heard.is_doubted.load(Ordering::Relaxed) {
            self.heard.is_doubted.store(false, Ordering::Relaxed);
            *self.heard.doubted.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    pub(super) fn doubted_since(&self) -> Option<Instant> {
        *self.heard.doubted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The driver's calls under the watch. `prepare` always goes through the connection's statement cache.
macro_rules! watched {
    ($type:ty) => {
        impl GenericClient for $type {
            fn stmt_cache() -> bool {
                true
            }

            async fn prepare(&self, query: &str) -> Result<Statement, PgError> {
                self.watch.slow.begin(query);
                self.watch.over(self.prepare_cached(query)).await
            }

            async fn execute<T>(&self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<u64, PgError>
            where
                T: ?Sized + ToStatement + Sync + Send,
            {
                self.watch.over(self.raw().execute(query, params)).await
            }

            async fn query_one<T>(&self, statement: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Row, PgError>
            where
                T: ?Sized + ToStatement + Sync + Send,
            {
                self.watch.over(self.raw().query_one(statement, params)).await
            }

            async fn query_opt<T>(&self, statement: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Option<Row>, PgError>
            where
                T: ?Sized + ToStatement + Sync + Send,
            {
                self.watch.over(self.raw().query_opt(statement, params)).await
            }

            async fn query<T>(&self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, PgError>
            where
                T: ?Sized + ToStatement + Sync + Send,
            {
                self.watch.over(self.raw().query(query, params)).await
            }

            async fn query_raw<T, I>(&self, statement: &T, params: I) -> Result<RowStream, PgError>
            where
                T: ?Sized + ToStatement + Sync + Send,
                I: IntoIterator + Sync + Send,
                I::IntoIter: ExactSizeIterator,
                I::Item: BorrowToSql,
            {
                self.watch.over(self.raw().query_raw(statement, params)).await
            }
        }
    };
}

watched!(Client);
watched!(Transaction<'_>);
