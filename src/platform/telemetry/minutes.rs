//! What happened in the last minutes, counted per minute in a ring.
//!
//! Written by whoever sees something happen, read when somebody asks. There is no timer: a slot that is too old is
//! recognised by its number and begins anew, so an idle server keeps a ring without ever waking for it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);

pub struct Minutes<T> {
    origin: Instant,
    /// A slot per minute with the number of that minute since `origin`.
    slots: Mutex<Vec<(u64, T)>>,
}

impl<T: Clone + Default> Minutes<T> {
    /// Remembers `n_minutes`, the present one included.
    pub fn new(n_minutes: usize) -> Self {
        Self { origin: Instant::now(), slots: Mutex::new(vec![(0, T::default()); n_minutes.max(1)]) }
    }

    /// Changes the slot of the present minute.
    pub fn update(&self, now: Instant, change: impl FnOnce(&mut T)) {
        let minute = self.minute(now);
        let mut slots = self.slots();
        let place = usize::try_from(minute).unwrap_or_default() % slots.len();
        let slot = &mut slots[place];
        if slot.0 != minute {
            *slot = (minute, T::default());
        }
        change(&mut slot.1);
    }

    /// The slots of the last `n_minutes`, the present one included, in no order.
    pub fn last(&self, now: Instant, n_minutes: u64) -> Vec<T> {
        let minute = self.minute(now);
        let is_recent = |slot: &&(u64, T)| slot.0 <= minute && minute - slot.0 < n_minutes;
        self.slots().iter().filter(is_recent).map(|(_, slot)| slot.clone()).collect()
    }

    /// The time that `last(now, n_minutes)` covers: the present minute has only begun.
    pub fn window(&self, now: Instant, n_minutes: u64) -> Duration {
        let past = u32::try_from(self.minute(now).min(n_minutes.saturating_sub(1))).unwrap_or(u32::MAX);
        let since = now.saturating_duration_since(self.origin);
        let of_this_minute = Duration::from_millis(since.as_millis() as u64 % MINUTE.as_millis() as u64);
        MINUTE * past + of_this_minute
    }

    fn minute(&self, now: Instant) -> u64 {
        now.saturating_duration_since(self.origin).as_secs() / MINUTE.as_secs()
    }

    fn slots(&self) -> MutexGuard<'_, Vec<(u64, T)>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
