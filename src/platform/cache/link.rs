//! The one connection to the shared cache, which is also its circuit breaker.
//!
//! Nobody waits for a connection: a call either finds one that is up or goes on without. A failure takes the connection
//! away from everybody at once (open); after a pause the next call starts one attempt in the background (half-open), and
//! whoever comes meanwhile goes on without. An idle server tries nothing. The attempt writes a key: a server that is full
//! or read-only answers a ping, but is of no use.
//!
//! Not the crate's connection manager: all calls wait for its reconnect, measured at 490 ms each.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, PushInfo, PushKind, RedisError, RedisResult, Value};

use super::metrics;

/// How long an attempt may take; nobody waits for it.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const PAUSE_FIRST: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(5);
/// Commands that wait to be written.
const BUFFER: usize = 256;

/// What the server, or the end of the connection, says about cached keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another node changed the value of this name, or it expired.
    Key(String),
    /// Everything may have changed: the database was emptied, or nothing was heard for a while.
    All,
}

/// Gets every change, on the task that reads the connection: it must not block.
pub(super) type OnChange = Box<dyn Fn(Change) + Send + Sync>;

pub(super) struct Link {
    client: Client,
    prefix: String,
    state: Mutex<State>,
    on_change: OnChange,
}

enum State {
    /// Not asked for yet.
    Fresh,
    /// An attempt is under way; `n_failed` came before it.
    Trying {
        n_failed: u32,
    },
    Up {
        connection: MultiplexedConnection,
        /// Names this connection, so that a late failure of an earlier one does not take it down.
        id: u64,
    },
    Down {
        until: Instant,
        n_failed: u32,
    },
}

/// A connection for one call.
pub(super) struct Lease {
    pub connection: MultiplexedConnection,
    id: u64,
}

impl Link {
    pub(super) fn new(client: Client, prefix: String, on_change: OnChange) -> Self {
        metrics::set_breaker_open(false);
        Self { client, prefix, state: Mutex::new(State::Fresh), on_change }
    }

    pub(super) fn is_up(&self) -> bool {
        matches!(*self.state(), State::Up { .. })
    }

    /// True after a failure, until the server answers again; false while nobody has asked it yet.
    pub(super) fn is_left_out(&self) -> bool {
        matches!(*self.state(), State::Down { .. })
    }

    /// A connection that is up. Otherwise sees to it that there will be one.
    pub(super) fn lease(self: &Arc<Self>) -> Option<Lease> {
        let mut state = self.state();
        let n_failed = match &*state {
            State::Up { connection, id } => return Some(Lease { connection: connection.clone(), id: *id }),
            State::Trying { .. } => return None,
            State::Down { until, .. } if *until > Instant::now() => return None,
            State::Down { n_failed, .. } => *n_failed,
            State::Fresh => 0,
        };
        *state = State::Trying { n_failed };
        drop(state);
        let link = Arc::clone(self);
        tokio::spawn(async move { link.attempt().await });
        None
    }

    /// Takes the connection away from everybody.
    pub(super) fn fail(&self, lease: &Lease, reason: &str) {
        self.take_down(lease.id, reason);
    }

    /// Opens the breaker, unless another connection is up by now.
    fn take_down(&self, id: u64, reason: &str) {
        let mut state = self.state();
        if matches!(&*state, State::Up { id: current, .. } if *current == id) {
            *state = State::Down { until: Instant::now() + PAUSE_FIRST, n_failed: 1 };
            drop(state);
            tracing::warn!(reason, "the shared cache is left out until it answers again");
            metrics::set_breaker_open(true);
            (self.on_change)(Change::All);
        }
    }

    async fn attempt(self: Arc<Self>) {
        let id = next_id();
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, self.connect(id)).await;
        let mut state = self.state();
        let State::Trying { n_failed } = *state else { return };
        match connected {
            Ok(Ok(connection)) => {
                *state = State::Up { connection, id };
                drop(state);
                metrics::set_breaker_open(false);
                // What was kept while nobody told us of changes may be old.
                (self.on_change)(Change::All);
                tracing::info!("the shared cache is in use");
            }
            failed => {
                let n_failed = n_failed.saturating_add(1);
                let pause = (PAUSE_FIRST * 2_u32.saturating_pow(n_failed.min(8) - 1)).min(PAUSE_MAX);
                *state = State::Down { until: Instant::now() + pause, n_failed };
                drop(state);
                let reason = failed.map_or_else(|_| "no answer".to_owned(), |error| reason(error.err().as_ref()));
                if n_failed == 1 {
                    tracing::warn!(reason, "the shared cache is left out until it answers");
                    metrics::set_breaker_open(true);
                } else {
                    tracing::debug!(reason, n_failed, "the shared cache is still away");
                }
            }
        }
    }

    async fn connect(self: &Arc<Self>, id: u64) -> RedisResult<MultiplexedConnection> {
        let link = Arc::downgrade(self);
        let on_push = move |push: PushInfo| -> Result<(), redis::aio::SendError> {
            let link = link.upgrade().ok_or(redis::aio::SendError)?;
            link.hear(id, push);
            Ok(())
        };
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(CONNECT_TIMEOUT))
            .set_pipeline_buffer_size(BUFFER)
            .set_push_sender(on_push);
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        self.track(&mut connection).await?;
        let probe = format!("{}probe", self.prefix);
        let () = redis::cmd("SET").arg(probe).arg(1).arg("PX").arg(1000).query_async(&mut connection).await?;
        Ok(connection)
    }

    /// Asks to be told of changed keys. By prefix where the server can: it then keeps nothing per key, and tells also of
    /// keys that this node wrote but never read. Dragonfly knows only the kind that remembers what was read.
    async fn track(&self, connection: &mut MultiplexedConnection) -> RedisResult<()> {
        let mut by_prefix = redis::cmd("CLIENT");
        by_prefix.arg("TRACKING").arg("ON").arg("BCAST").arg("PREFIX").arg(self.tracked_prefix()).arg("NOLOOP");
        match by_prefix.query_async::<()>(connection).await {
            Err(error) if !is_broken(&error) => {
                redis::cmd("CLIENT").arg("TRACKING").arg("ON").query_async(connection).await
            }
            done => done,
        }
    }

    /// Keys of cached values; scripts keep theirs elsewhere, so that counters are no news to every node.
    pub(super) fn tracked_prefix(&self) -> String {
        format!("{}v:", self.prefix)
    }

    fn hear(&self, id: u64, push: PushInfo) {
        match push.kind {
            PushKind::Invalidate => {
                for change in changes(&self.tracked_prefix(), push.data) {
                    (self.on_change)(change);
                }
            }
            PushKind::Disconnection => self.take_down(id, "connection lost"),
            _ => {}
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an invalidation names: keys, or nothing when the whole database was emptied. Keys of others are no news.
fn changes(prefix: &str, data: Vec<Value>) -> Vec<Change> {
    let name_of = |key: Value| match key {
        Value::BulkString(key) => Some(str::from_utf8(&key).ok()?.strip_prefix(prefix)?.to_owned()),
        _ => None,
    };
    let mut found = Vec::new();
    for value in data {
        match value {
            Value::Array(keys) => found.extend(keys.into_iter().filter_map(name_of).map(Change::Key)),
            _ => found.push(Change::All),
        }
    }
    found
}

/// True for what a fresh connection may cure; false for an answer that merely says no.
pub(super) fn is_broken(error: &RedisError) -> bool {
    error.is_io_error() || error.is_timeout() || error.is_connection_dropped() || error.is_unrecoverable_error()
}

/// What happened, without the address: it may hold a password.
pub(super) fn reason(error: Option<&RedisError>) -> String {
    error.map_or_else(String::new, |error| match error.code() {
        Some(code) => format!("the server says {code}"),
        None => error.category().to_owned(),
    })
}

fn next_id() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
