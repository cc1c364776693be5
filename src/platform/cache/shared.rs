//! The shared cache: one Redis or Dragonfly for all nodes, optional, with a deadline on every call.
//!
//! `get`, `put`, `remove` keep byte strings under a name; `run` executes a script on counters (rate limits). Every call
//! returns within `SharedConfig::timeout`, and at once while the server is known to be away. The caller always has another
//! way: `Away` and `None` mean "go on without", never "fail".
//!
//! Whoever can write to that server can put anything there. So a value is read up to a bound only, and what gives rights
//! never comes from here.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{Client, Cmd, FromRedisValue, IntoConnectionInfo, ProtocolVersion, RedisError, RedisResult, Value};
use tokio::sync::Semaphore;

use super::link::{Link, OnChange, reason};
use super::metrics::count;
use crate::base::{Error, Result, Secret};

/// Larger values are neither written nor read. One page of a list is about 50 KiB.
pub(super) const MAX_VALUE_BYTES: usize = 1 << 20;
/// Values on their way to the server; more are not kept.
const WRITES_AT_ONCE: usize = 64;
/// How long `check` waits: long enough for a first connection.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

#[derive(Clone, Debug)]
pub struct SharedConfig {
    /// `redis://HOST:PORT/DB`, or `redis+unix:///PATH`.
    pub url: Secret,
    /// What every key begins with.
    pub prefix: String,
    /// Deadline of one call.
    pub timeout: Duration,
}

/// The shared cache cannot help now: go on without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away;

/// Handle to the shared cache, cheap to clone.
#[derive(Clone)]
pub struct Shared {
    inner: Arc<Inner>,
}

struct Inner {
    link: Arc<Link>,
    timeout: Duration,
    prefix: String,
    writes: Semaphore,
}

/// A Lua script that takes keys and whole numbers and answers whole numbers. Make it once, in a `LazyLock`.
pub struct Script(redis::Script);

impl Script {
    pub fn new(code: &str) -> Self {
        Self(redis::Script::new(code))
    }
}

impl Shared {
    /// Opens no connection yet; the first call does, and goes on without.
    pub fn new(config: &SharedConfig) -> Result<Self> {
        Self::watched(config, Box::new(|_| ()))
    }

    /// The same; `on_change` hears of every cached key that another node changes.
    pub(super) fn watched(config: &SharedConfig, on_change: OnChange) -> Result<Self> {
        // The text of the crate's error quotes the address, which may hold a password.
        let wrong = |_: RedisError| Error::invalid("cache.url is not an address like redis://HOST:6379/0");
        let info = config.url.expose().into_connection_info().map_err(wrong)?;
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.set_redis_settings(settings)).map_err(wrong)?;
        let link = Arc::new(Link::new(client, config.prefix.clone(), on_change));
        let inner = Inner {
            link,
            timeout: config.timeout,
            prefix: config.prefix.clone(),
            writes: Semaphore::new(WRITES_AT_ONCE),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether calls reach the server at present.
    pub fn is_up(&self) -> bool {
        self.inner.link.is_up()
    }

    /// Whether we go on without it after a failure.
    pub fn is_left_out(&self) -> bool {
        self.inner.link.is_left_out()
    }

    /// A value; `None` when there is none, when it is larger than any of ours, or when the server is away.
    pub async fn get(&self, name: &str) -> Option<Vec<u8>> {
        // A range of the string bounds what a stranger's value costs; GET would fetch a gigabyte.
        let mut command = redis::cmd("GETRANGE");
        command.arg(self.key(name)).arg(0).arg(MAX_VALUE_BYTES);
        let answer: Result<Vec<u8>, Away> = self.query(command).await;
        let result = match &answer {
            Ok(bytes) if bytes.is_empty() => "miss",
            Ok(bytes) if bytes.len() > MAX_VALUE_BYTES => "error",
            Ok(_) => "hit",
            Err(Away) => "error",
        };
        count("l2", result);
        answer.ok().filter(|_| result == "hit")
    }

    /// Keeps a value for `ttl`. Does not wait: whoever asked has the value.
    pub fn put(&self, name: &str, value: Vec<u8>, ttl: Duration) {
        if value.len() > MAX_VALUE_BYTES {
            return;
        }
        let mut command = redis::cmd("SET");
        command.arg(self.key(name)).arg(value).arg("PX").arg(u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1));
        self.write_later(command);
    }

    /// Removes a value, on all nodes. Does not wait.
    pub fn remove(&self, name: &str) {
        let mut command = redis::cmd("DEL");
        command.arg(self.key(name));
        self.write_later(command);
    }

    /// Runs a script. Its keys live apart from cached values, and nobody is told when they change.
    pub async fn run(&self, script: &Script, keys: &[&str], numbers: &[i64]) -> Result<Vec<i64>, Away> {
        let mut invocation = script.0.prepare_invoke();
        for key in keys {
            invocation.key(format!("{}n:{key}", self.inner.prefix));
        }
        for number in numbers {
            invocation.arg(*number);
        }
        self.call(|mut connection| async move { invocation.invoke_async(&mut connection).await }).await
    }

    /// For the doctor: connects now, and says what is wrong.
    pub async fn check(&self) -> Result<()> {
        let until = tokio::time::Instant::now() + CHECK_TIMEOUT;
        while self.inner.link.lease().is_none() {
            if tokio::time::Instant::now() > until {
                return Err(Error::unavailable("the shared cache does not take a value"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Name of a cached value on the server.
    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.inner.link.tracked_prefix())
    }

    fn write_later(&self, command: Cmd) {
        let shared = self.clone();
        tokio::spawn(async move {
            // Full: the value is dear at most once more.
            let Ok(_permit) = shared.inner.writes.try_acquire() else { return };
            if shared.query::<()>(command).await.is_err() {
                count("l2", "write_error");
            }
        });
    }

    async fn query<T: FromRedisValue>(&self, command: Cmd) -> Result<T, Away> {
        self.call(|mut connection| async move { command.query_async(&mut connection).await }).await
    }

    /// One call with its deadline. A failure that is not the key's own fault opens the breaker.
    async fn call<T: FromRedisValue, F>(&self, ask: impl FnOnce(MultiplexedConnection) -> F) -> Result<T, Away>
    where
        F: Future<Output = RedisResult<Value>>,
    {
        let link = &self.inner.link;
        let lease = link.lease().ok_or(Away)?;
        let answer = tokio::time::timeout(self.inner.timeout, ask(lease.connection.clone())).await;
        match answer {
            Ok(Ok(value)) => return T::from_redis_value(value).map_err(|_| Away),
            Ok(Err(error)) if is_about_the_key(&error) => {}
            Ok(Err(error)) => link.fail(&lease, &reason(Some(&error))),
            Err(_) => link.fail(&lease, "no answer in time"),
        }
        Err(Away)
    }
}

/// Something else lies under this name; the server itself is well. Unlike OOM, LOADING, READONLY, NOPERM, BUSY, ….
fn is_about_the_key(error: &RedisError) -> bool {
    matches!(error.code(), Some("WRONGTYPE" | "ERR" | "NOSCRIPT"))
}
