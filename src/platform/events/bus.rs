//! Handle to the events: publish, listen, and know whether something happened.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Notify, broadcast, watch};
use tokio_util::task::AbortOnDropHandle;

use super::event::{Audience, Event, EventId, Topic};
use super::keeper::Keeper;
use super::outbox::{Draft, Outbox};
use super::ring::Ring;
use crate::base::now;
use crate::platform::db::Db;

/// How long a client that comes back waits for the log to be read.
const LOAD_PATIENCE: Duration = Duration::from_secs(3);

/// Cheap to clone.
#[derive(Clone)]
pub struct Events {
    shared: Arc<Shared>,
    /// Ends with the last handle.
    _keeper: Option<Arc<AbortOnDropHandle<()>>>,
}

pub(super) struct Shared {
    outbox: Mutex<Outbox>,
    /// Something is in the outbox.
    pub published: Notify,
    ring: Mutex<Ring>,
    live: broadcast::Sender<Arc<Event>>,
    /// True once the log was read.
    pub is_loaded: watch::Sender<bool>,
    is_kept: bool,
}

/// What a listener gets: the events that it missed, then the live ones.
pub struct Subscription {
    /// Events after the id that the listener named, oldest first.
    pub missed: Vec<Arc<Event>>,
    /// What lies between cannot be said: the listener must load again what it shows.
    pub has_gap: bool,
    /// Newest event at this moment; a listener that breaks off before the next one resumes here.
    pub head: EventId,
    pub live: broadcast::Receiver<Arc<Event>>,
}

impl Events {
    /// Events of this process alone, without a log: for commands and for tests of other rooms.
    pub fn new(capacity: usize) -> Self {
        let shared = Shared::new(capacity, false);
        shared.is_loaded.send_replace(true);
        Self { shared: Arc::new(shared), _keeper: None }
    }

    /// Events of all nodes on this database. The last `capacity` are kept for clients that come back.
    pub fn kept(db: Db, capacity: usize) -> Self {
        let shared = Arc::new(Shared::new(capacity, true));
        let keeper = tokio::spawn(Keeper::new(db, Arc::clone(&shared), capacity).run());
        Self { shared, _keeper: Some(Arc::new(AbortOnDropHandle::new(keeper))) }
    }

    /// Never waits. Whoever listens hears it once it is in the log: a few milliseconds, or when the database is back.
    pub fn publish(&self, topic: Topic, audience: Audience, data: Value) {
        let draft = Draft::new(topic, audience, data);
        if self.shared.is_kept {
            self.shared.outbox().add(draft);
            self.shared.published.notify_one();
        } else {
            self.shared.deliver_at_once(&draft);
        }
    }

    /// Live events only.
    pub fn subscribe(&self) -> Subscription {
        let ring = self.shared.ring();
        Subscription { missed: Vec::new(), has_gap: false, head: ring.head(), live: self.shared.live.subscribe() }
    }

    /// What came after the event that a listener has seen last, and the live ones.
    pub async fn resume(&self, last_seen: EventId) -> Subscription {
        let mut is_loaded = self.shared.is_loaded.subscribe();
        let loaded = tokio::time::timeout(LOAD_PATIENCE, is_loaded.wait_for(|is| *is)).await;
        // Under the lock, so that each event is either missed or live, never both.
        let ring = self.shared.ring();
        let has_gap = !ring.reaches(last_seen) || !matches!(loaded, Ok(Ok(_)));
        let live = self.shared.live.subscribe();
        Subscription { missed: ring.after(last_seen), has_gap, head: ring.head(), live }
    }

    /// Waits until everything that was published is in the log, or the time is over. For the end of the process.
    pub async fn flush(&self, deadline: Duration) {
        let done = async {
            while !self.shared.outbox().is_settled() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(deadline, done).await.is_err() {
            tracing::warn!("events were not written before the stop");
        }
    }
}

impl Shared {
    fn new(capacity: usize, is_kept: bool) -> Self {
        Self {
            outbox: Mutex::default(),
            published: Notify::new(),
            ring: Mutex::new(Ring::new(capacity)),
            live: broadcast::channel(capacity.max(1)).0,
            is_loaded: watch::Sender::new(false),
            is_kept,
        }
    }

    pub fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// In the order of their ids. Sent under the lock of the ring: see `Events::resume`.
    pub fn deliver(&self, events: impl IntoIterator<Item = Event>) {
        let mut ring = self.ring();
        for event in events {
            let event = Arc::new(event);
            ring.push(Arc::clone(&event));
            // Nobody may be listening.
            drop(self.live.send(event));
        }
    }

    /// What this node remembers does not reach to what comes next: everybody loads again.
    pub fn deliver_reset(&self, head: EventId) {
        let mut ring = self.ring();
        ring.start_after(head);
        drop(self.live.send(Arc::new(Event::reset(head))));
    }

    fn deliver_at_once(&self, draft: &Draft) {
        let clock = u64::try_from(now().unix_timestamp_nanos() / 1000).unwrap_or(1);
        let mut ring = self.ring();
        let id = clock.max(ring.head() + 1);
        let event = Arc::new(Event::new(id, draft.topic, draft.audience, draft.data.clone()));
        ring.push(Arc::clone(&event));
        drop(self.live.send(event));
    }
}
