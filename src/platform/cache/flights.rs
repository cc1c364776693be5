//! Single flight: of many who want the same answer at the same time, one makes it and all get it.
//!
//! Everybody brings their own way of making it. When the one who makes it is cancelled, the next one starts; when it fails,
//! all who wait get the failure, instead of trying one after the other against a database that is away. Who comes after a
//! change does not join a flight that began before it. Invariant: a flight is in the map only while somebody waits.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

pub(super) struct Flights<K, T> {
    flying: Mutex<HashMap<K, Arc<Flight<T>>>>,
}

struct Flight<T> {
    stamp: u64,
    answer: OnceCell<T>,
}

/// One who waits.
struct Seat<'a, K: Eq + Hash, T> {
    flights: &'a Flights<K, T>,
    key: &'a K,
    flight: Arc<Flight<T>>,
}

impl<K: Eq + Hash + Clone, T: Clone> Flights<K, T> {
    pub(super) fn new() -> Self {
        Self { flying: Mutex::new(HashMap::new()) }
    }

    pub(super) async fn join(&self, key: &K, stamp: u64, make: impl Future<Output = T>) -> T {
        let seat = self.take_seat(key, stamp);
        seat.flight.answer.get_or_init(|| make).await.clone()
    }

    pub(super) fn is_flying(&self, key: &K) -> bool {
        self.lock().contains_key(key)
    }

    fn take_seat<'a>(&'a self, key: &'a K, stamp: u64) -> Seat<'a, K, T> {
        let mut flying = self.lock();
        let flight = match flying.get(key) {
            Some(flight) if flight.stamp == stamp => Arc::clone(flight),
            _ => {
                let flight = Arc::new(Flight { stamp, answer: OnceCell::new() });
                flying.insert(key.clone(), Arc::clone(&flight));
                flight
            }
        };
        Seat { flights: self, key, flight }
    }
}

impl<K: Eq + Hash, T> Flights<K, T> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Arc<Flight<T>>>> {
        self.flying.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, T> Drop for Seat<'_, K, T> {
    fn drop(&mut self) {
        let mut flying = self.flights.lock();
        let is_ours = flying.get(self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight));
        // The map's and ours: nobody else waits. Landed: whoever comes now finds the answer in the cache, or starts anew.
        if is_ours && (self.flight.answer.initialized() || Arc::strong_count(&self.flight) == 2) {
            flying.remove(self.key);
        }
    }
}
