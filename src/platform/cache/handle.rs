//! One use of the cache: typed keys and values, a share of the memory, a time to live.
//!
//! `get_or_load` answers from memory, else from the shared cache where the use has one, else by the caller's own way, and
//! keeps what that gave. What was not there (`None`) is kept for a shorter time; an error never. A kept answer is good
//! while its stamp is (`marks`) and its time has not passed; the time is cut at random, so that what was kept together
//! does not end together.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::flights::Flights;
use super::marks::{Marks, Scope};
use super::memory::{Entry, Memory, Weigh};
use super::metrics::count;
use super::tier::Tier;
use crate::base::{Error, Result};

/// How long a use keeps what.
#[derive(Clone, Copy, Debug)]
pub struct Lives {
    pub value: Duration,
    /// Of the news that there is nothing; zero keeps no such news.
    pub nothing: Duration,
    /// After its time a value is still given to those who allow it, while one of them renews it.
    pub stale: Duration,
}

/// Handle to one use, cheap to clone.
pub struct Cache<K, V> {
    inner: Arc<Inner<K, V>>,
}

struct Inner<K, V> {
    marks: Arc<Marks>,
    memory: Arc<Memory<K, V>>,
    flights: Flights<K, Made<V>>,
    lives: Lives,
    tier: Option<Tier<K, V>>,
}

type Made<V> = Result<Option<Arc<V>>, Arc<Error>>;

enum Found<V> {
    Fresh(Option<Arc<V>>),
    Stale(Option<Arc<V>>),
    Missing,
}

impl<K, V> Cache<K, V>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Weigh + Send + Sync + 'static,
{
    pub(super) fn new(marks: Arc<Marks>, memory: Arc<Memory<K, V>>, lives: Lives, tier: Option<Tier<K, V>>) -> Self {
        Self { inner: Arc::new(Inner { marks, memory, flights: Flights::new(), lives, tier }) }
    }

    /// The answer to `key`, which is made of `scopes`. `load` runs at most once for all who ask at the same time.
    pub async fn get_or_load<F>(&self, key: K, scopes: &[Scope], load: impl FnOnce() -> F) -> Result<Arc<V>>
    where
        F: Future<Output = Result<V>>,
    {
        there(self.find_or_load(key, scopes, || async { load().await.map(Some) }).await?)
    }

    /// The same for what may not be there, which is remembered too.
    pub async fn find_or_load<F>(&self, key: K, scopes: &[Scope], load: impl FnOnce() -> F) -> Result<Option<Arc<V>>>
    where
        F: Future<Output = Result<Option<V>>>,
    {
        let stamp = self.inner.stamp(&key, scopes);
        if let Found::Fresh(value) = self.inner.find(&key, scopes, stamp) {
            count("l1", "hit");
            return Ok(value);
        }
        count("l1", "miss");
        // On the heap: statements make large futures, and an answer from memory should not pay for them.
        self.inner.make(&key, stamp, Box::pin(load())).await
    }

    /// The same for what may be a little old: a value whose time has passed is given at once and renewed meanwhile. A
    /// change makes it old all the same: that is waited for.
    pub async fn get_or_renew<F>(
        &self,
        key: K,
        scopes: &[Scope],
        load: impl FnOnce() -> F + Send + 'static,
    ) -> Result<Arc<V>>
    where
        F: Future<Output = Result<V>> + Send + 'static,
    {
        let stamp = self.inner.stamp(&key, scopes);
        let load = || Box::pin(async move { load().await.map(Some) });
        match self.inner.find(&key, scopes, stamp) {
            Found::Fresh(value) => {
                count("l1", "hit");
                there(value)
            }
            Found::Stale(value) => {
                count("l1", "stale");
                self.inner.renew(key, stamp, load());
                there(value)
            }
            Found::Missing => {
                count("l1", "miss");
                there(self.inner.make(&key, stamp, load()).await?)
            }
        }
    }
}

impl<K, V> Inner<K, V>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Weigh + Send + Sync + 'static,
{
    /// A copy of what the shared cache has is as old as that.
    fn stamp(&self, key: &K, scopes: &[Scope]) -> u64 {
        let shared = self.tier.as_ref().map_or(0, |tier| self.marks.stamp(&[Scope::Shared(tier.name(key))]));
        self.marks.stamp(scopes).wrapping_add(shared)
    }

    fn find(&self, key: &K, scopes: &[Scope], stamp: u64) -> Found<V> {
        if !self.marks.are_trusted(scopes) {
            return Found::Missing;
        }
        let Some(entry) = self.memory.get(key).filter(|entry| entry.stamp == stamp) else { return Found::Missing };
        let now = Instant::now();
        if now < entry.fresh_until {
            Found::Fresh(entry.value.clone())
        } else if entry.value.is_some() && now < entry.fresh_until + self.lives.stale {
            Found::Stale(entry.value.clone())
        } else {
            Found::Missing
        }
    }

    /// One renewal at a time; whoever else asks has the old value.
    fn renew(self: &Arc<Self>, key: K, stamp: u64, load: impl Future<Output = Result<Option<V>>> + Send + 'static) {
        if self.flights.is_flying(&key) {
            return;
        }
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = inner.make(&key, stamp, load).await {
                tracing::debug!(%error, "a kept answer was not renewed");
            }
        });
    }

    async fn make(&self, key: &K, stamp: u64, load: impl Future<Output = Result<Option<V>>>) -> Result<Option<Arc<V>>> {
        let making = async {
            if let Some(value) = self.copy(key).await {
                return Ok(self.keep(key, stamp, Some(value)));
            }
            let value = load.await.map_err(Arc::new)?;
            if let (Some(tier), Some(value)) = (&self.tier, &value) {
                tier.put(key, value, self.lives.value);
            }
            Ok(self.keep(key, stamp, value))
        };
        self.flights.join(key, stamp, Box::pin(making)).await.map_err(own)
    }

    /// What the shared cache has.
    async fn copy(&self, key: &K) -> Option<V> {
        self.tier.as_ref()?.get(key).await
    }

    fn keep(&self, key: &K, stamp: u64, value: Option<V>) -> Option<Arc<V>> {
        let value = value.map(Arc::new);
        let life = if value.is_some() { self.lives.value } else { self.lives.nothing };
        // A copy does not outlive the news that it is old by much, should the news be lost.
        let life = if self.tier.is_some() { life.min(LONGEST_COPY) } else { life };
        if !life.is_zero() {
            let fresh_until = Instant::now() + shortened(life);
            self.memory.insert(key.clone(), Entry { value: value.clone(), stamp, fresh_until });
        }
        value
    }
}

/// Longest life of a copy of what the shared cache has, whatever that has left.
const LONGEST_COPY: Duration = Duration::from_secs(60);

impl<K, V> Clone for Cache<K, V> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

/// Who loads by `get_or_load` always gives a value.
fn there<V>(value: Option<Arc<V>>) -> Result<Arc<V>> {
    value.ok_or_else(|| Error::internal("load an answer"))
}

/// By up to a tenth.
fn shortened(life: Duration) -> Duration {
    let random = RandomState::new().hash_one(0_u8) % 1000;
    life.mul_f64(1.0 - random as f64 / 10_000.0)
}

/// The error for one of several who waited; its cause stays with the first who takes it.
fn own(error: Arc<Error>) -> Error {
    Arc::try_unwrap(error).unwrap_or_else(|shared| {
        let copy = Error::new(shared.kind(), shared.what().to_owned());
        match shared.retry_after() {
            Some(after) => copy.with_retry_after(after),
            None => copy,
        }
    })
}
