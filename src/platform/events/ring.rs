//! The newest events in memory: what a client that comes back is answered from.
//!
//! Bounded in number and bytes. Invariant: every event of the log with an id above `floor`, up to `head`, is in it, except
//! progress that a newer event has made worthless.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use uuid::Uuid;

use super::event::{Event, EventId};

const MAX_BYTES: usize = 2 * 1024 * 1024;

pub(super) struct Ring {
    capacity: usize,
    events: VecDeque<Arc<Event>>,
    /// Jobs whose progress is among them.
    running: HashSet<Uuid>,
    n_bytes: usize,
    floor: EventId,
    /// Id of the newest event.
    head: EventId,
}

impl Ring {
    pub fn new(capacity: usize) -> Self {
        Self { capacity, events: VecDeque::new(), running: HashSet::new(), n_bytes: 0, floor: 0, head: 0 }
    }

    pub fn head(&self) -> EventId {
        self.head
    }

    /// Nothing up to `head` is remembered.
    pub fn start_after(&mut self, head: EventId) {
        self.events.clear();
        self.running.clear();
        (self.n_bytes, self.floor, self.head) = (0, head, head);
    }

    pub fn push(&mut self, event: Arc<Event>) {
        if let Some(job) = event.about.job.filter(|job| self.running.remove(job)) {
            // Most likely a recent one.
            let earlier = self.events.iter().rposition(|e| e.about.progress_of() == Some(job));
            if let Some(worthless) = earlier.and_then(|at| self.events.remove(at)) {
                self.n_bytes -= worthless.n_bytes();
            }
        }
        self.running.extend(event.about.progress_of());
        self.head = event.id;
        self.n_bytes += event.n_bytes();
        self.events.push_back(event);
        while self.events.len() > self.capacity || self.n_bytes > MAX_BYTES {
            let Some(oldest) = self.events.pop_front() else { return };
            self.n_bytes -= oldest.n_bytes();
            if let Some(job) = oldest.about.progress_of() {
                self.running.remove(&job);
            }
            self.floor = oldest.id;
        }
    }

    /// What is remembered after the event that a client has seen last, oldest first.
    pub fn after(&self, last_seen: EventId) -> Vec<Arc<Event>> {
        let first = self.events.partition_point(|event| event.id <= last_seen);
        self.events.range(first..).cloned().collect()
    }

    /// Whether that is everything.
    pub fn reaches(&self, last_seen: EventId) -> bool {
        (self.floor..=self.head).contains(&last_seen)
    }
}
