//! From a token to a viewer, remembered for a short time.
//!
//! Invariant: after `forget` has returned, no token of that sign-in opens anything in this process. A look-up that was
//! under way meanwhile notices by `n_revoked` and does not stay in the cache.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use quick_cache::sync::Cache;
use revenge_queries::queries::accounts;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::base::Result;
use crate::domain::viewer::Viewer;
use crate::platform::cache::count_cached;
use crate::platform::db::Db;
use crate::platform::events::{EventId, Events, Topic};

const LIFE: Duration = Duration::from_secs(30);
const ENTRIES: usize = 4096;
/// Revocations that a slow listener may be behind; it then asks the database.
const REVOCATIONS: usize = 64;

pub struct Viewers {
    known: Cache<Vec<u8>, Arc<Known>>,
    n_revoked: AtomicU64,
    revoked: broadcast::Sender<Uuid>,
    events: Events,
    libraries: Mutex<Option<Libraries>>,
}

/// A token that was good at `since`.
pub struct Known {
    pub viewer: Viewer,
    since: Instant,
}

/// The visible libraries as read after the event `seen`.
#[derive(Clone)]
struct Libraries {
    ids: Vec<Uuid>,
    seen: EventId,
    since: Instant,
}

impl Viewers {
    pub fn new(events: Events) -> Self {
        Self {
            known: Cache::new(ENTRIES),
            n_revoked: AtomicU64::new(0),
            revoked: broadcast::channel(REVOCATIONS).0,
            events,
            libraries: Mutex::new(None),
        }
    }

    pub fn find(&self, token_hash: &[u8]) -> Option<Arc<Known>> {
        let known = self.known.get(token_hash).filter(|known| known.since.elapsed() < LIFE);
        count_cached(known.is_some());
        known
    }

    /// To be called before the database is asked; hand the mark to `remember`.
    pub fn mark(&self) -> u64 {
        self.n_revoked.load(Ordering::SeqCst)
    }

    pub fn remember(&self, token_hash: &[u8], viewer: Viewer, mark: u64) {
        self.known.insert(token_hash.to_vec(), Arc::new(Known { viewer, since: Instant::now() }));
        if self.mark() != mark {
            self.known.remove(token_hash);
        }
    }

    pub fn forget(&self, session_id: Uuid, token_hash: &[u8]) {
        self.n_revoked.fetch_add(1, Ordering::SeqCst);
        self.known.remove(token_hash);
        // Nobody listens when nothing streams.
        drop(self.revoked.send(session_id));
    }

    pub fn revocations(&self) -> broadcast::Receiver<Uuid> {
        self.revoked.subscribe()
    }

    /// Ids of all libraries, read anew whenever something happened to one.
    pub async fn libraries(&self, db: &Db) -> Result<Vec<Uuid>> {
        let seen = self.events.last(Topic::Library);
        if let Some(cached) = self.libraries.lock().unwrap_or_else(PoisonError::into_inner).clone()
            && cached.seen == seen
            && cached.since.elapsed() < LIFE
        {
            return Ok(cached.ids);
        }
        let since = Instant::now();
        let ids = accounts::list_library_ids().bind(&db.client().await?).all().await?;
        let fresh = Libraries { ids: ids.clone(), seen, since };
        *self.libraries.lock().unwrap_or_else(PoisonError::into_inner) = Some(fresh);
        Ok(ids)
    }
}
