//! What one use keeps in this process: bounded in bytes, the least useful goes first.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Instant;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

/// What keeping one entry costs besides the value: key, table, stamp.
const OVERHEAD: u64 = 256;
/// A larger part of the share is not given to one value.
const LARGEST_PART: u64 = 8;

/// Bytes that a value takes in memory, about.
pub trait Weigh {
    fn weight_bytes(&self) -> u64;
}

pub(super) struct Entry<V> {
    /// `None`: it is known that there is nothing.
    pub value: Option<Arc<V>>,
    pub stamp: u64,
    pub fresh_until: Instant,
}

pub(super) struct Memory<K, V> {
    entries: Cache<K, Arc<Entry<V>>, ByBytes>,
    capacity: u64,
}

#[derive(Clone)]
struct ByBytes;

impl<K, V: Weigh> Weighter<K, Arc<Entry<V>>> for ByBytes {
    fn weight(&self, _key: &K, entry: &Arc<Entry<V>>) -> u64 {
        OVERHEAD + entry.value.as_ref().map_or(0, |value| value.weight_bytes())
    }
}

impl<K: Eq + Hash + Clone, V: Weigh> Memory<K, V> {
    pub(super) fn new(capacity: u64) -> Self {
        let options = OptionsBuilder::new()
            .estimated_items_capacity(usize::try_from(capacity / (4 * OVERHEAD)).unwrap_or(0).clamp(16, 4096))
            .weight_capacity(capacity.max(1))
            // Each shard has a part of the bytes: few, so that the largest value fits into one.
            .shards(2)
            .build()
            .expect("the numbers above are positive");
        let entries = Cache::with_options(options, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default());
        Self { entries, capacity }
    }

    pub(super) fn get(&self, key: &K) -> Option<Arc<Entry<V>>> {
        self.entries.get(key)
    }

    /// Leaves out what is too large.
    pub(super) fn insert(&self, key: K, entry: Entry<V>) {
        let entry = Arc::new(entry);
        if ByBytes.weight(&key, &entry) <= self.capacity / LARGEST_PART {
            self.entries.insert(key, entry);
        } else {
            self.entries.remove(&key);
        }
    }
}

/// For all uses together.
pub(super) trait Held: Send + Sync {
    fn used_bytes(&self) -> u64;
    fn empty(&self);
}

impl<K: Eq + Hash + Clone + Send + Sync, V: Weigh + Send + Sync> Held for Memory<K, V> {
    fn used_bytes(&self) -> u64 {
        self.entries.weight()
    }

    fn empty(&self) {
        self.entries.clear();
    }
}
