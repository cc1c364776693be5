//! The bus: one ring of recent events and one broadcast channel.
//!
//! Ids rise across restarts because they start at the process's start time in microseconds.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::base::now;

pub type EventId = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Job,
    Library,
    Item,
    Playback,
    System,
}

impl Topic {
    const COUNT: usize = Self::System as usize + 1;

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Library => "library",
            Self::Item => "item",
            Self::Playback => "playback",
            Self::System => "system",
        }
    }
}

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Everyone,
    Admins,
    User(Uuid),
    /// Everybody who may see this library.
    Library(Uuid),
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    pub topic: Topic,
    pub audience: Audience,
    pub data: Value,
}

/// Handle to the bus, cheap to clone.
#[derive(Clone)]
pub struct Events {
    inner: Arc<Inner>,
}

struct Inner {
    ring: Mutex<Ring>,
    sender: broadcast::Sender<Arc<Event>>,
    capacity: usize,
}

struct Ring {
    next_id: EventId,
    /// Id of the newest event of each topic, in the order of `Topic`; 0 before the first.
    last: [EventId; Topic::COUNT],
    events: VecDeque<Arc<Event>>,
}

/// What a listener gets: the events that it missed, then the live ones.
pub struct Subscription {
    /// Events after the id that the listener named, oldest first.
    pub missed: Vec<Arc<Event>>,
    /// True when the ring no longer reaches back to that id: the listener must reload what it shows.
    pub has_gap: bool,
    pub live: broadcast::Receiver<Arc<Event>>,
}

impl Events {
    /// A bus that remembers the last `capacity` events.
    pub fn new(capacity: usize) -> Self {
        let first_id = u64::try_from(now().unix_timestamp_nanos() / 1000).unwrap_or(1);
        let ring = Ring { next_id: first_id, last: [0; Topic::COUNT], events: VecDeque::with_capacity(capacity) };
        let (sender, _) = broadcast::channel(capacity.max(1));
        Self { inner: Arc::new(Inner { ring: Mutex::new(ring), sender, capacity }) }
    }

    pub fn publish(&self, topic: Topic, audience: Audience, data: Value) -> EventId {
        let mut ring = self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let event = Arc::new(Event { id: ring.next_id, topic, audience, data });
        ring.last[topic as usize] = event.id;
        ring.next_id += 1;
        if ring.events.len() == self.inner.capacity {
            ring.events.pop_front();
        }
        ring.events.push_back(Arc::clone(&event));
        let id = event.id;
        // Sent under the lock, so that a subscriber sees each event either in `missed` or live, never twice.
        // An error means that nobody listens, which is fine.
        drop(self.inner.sender.send(event));
        id
    }

    /// Id of the newest event of a topic: whoever caches what such events change compares it. 0 before the first.
    pub fn last(&self, topic: Topic) -> EventId {
        self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner).last[topic as usize]
    }

    pub fn subscribe(&self, last_seen: Option<EventId>) -> Subscription {
        let ring = self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let live = self.inner.sender.subscribe();
        let Some(last_seen) = last_seen else {
            return Subscription { missed: Vec::new(), has_gap: false, live };
        };
        let oldest = ring.events.front().map_or(ring.next_id, |e| e.id);
        let missed = ring.events.iter().filter(|e| e.id > last_seen).cloned().collect();
        Subscription { missed, has_gap: last_seen + 1 < oldest, live }
    }
}
