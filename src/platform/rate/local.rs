//! The limits of this process, and where the nodes share a cache, of all.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use quick_cache::sync::Cache;

use super::{Who, shared};
use crate::domain::rate::{Class, Quota, Verdict, decide};
use crate::platform::cache::Shared;

/// Clients and classes that are remembered: about 2 MiB. More addresses than this at once are no household.
const ENTRIES: usize = 16_384;

/// A cheap handle.
#[derive(Clone)]
pub struct Limiter {
    epoch: Instant,
    arrivals: Arc<Cache<(Class, Who), Arc<AtomicU64>>>,
}

impl Default for Limiter {
    fn default() -> Self {
        Self { epoch: Instant::now(), arrivals: Arc::new(Cache::new(ENTRIES)) }
    }
}

impl Limiter {
    /// Counts a request of this client, here and among all nodes that share `cache`, or refuses it.
    pub async fn take(&self, class: Class, who: Who, quota: Quota, cache: Option<&Shared>) -> Verdict {
        let here = self.take_here(class, who, quota);
        match cache {
            Some(cache) if here.is_allowed => shared::take(cache, class, who, quota).await.unwrap_or(here),
            _ => here,
        }
    }

    fn take_here(&self, class: Class, who: Who, quota: Quota) -> Verdict {
        let now_ns = u64::try_from(self.epoch.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let key = (class, who);
        let Ok(arrival) = self.arrivals.get_or_insert_with(&key, || Ok::<_, Infallible>(Arc::new(AtomicU64::new(0))));
        let mut seen = arrival.load(Ordering::Relaxed);
        loop {
            let verdict = decide(seen, now_ns, quota);
            if verdict.arrival_ns == seen {
                return verdict;
            }
            match arrival.compare_exchange_weak(seen, verdict.arrival_ns, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return verdict,
                Err(other) => seen = other,
            }
        }
    }
}
