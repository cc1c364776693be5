//! All uses of the cache in this process: their memory, their marks, and how this node hears of changes.
//!
//! Other nodes' changes arrive over NOTIFY, said by triggers of the database in the transaction that changes something
//! (`migrations`), so no writer can forget it; the shared cache tells of its own keys. While the database is not heard,
//! nothing that is made of it is served from memory, and what was kept before is gone when it is heard again.

use std::fmt::Display;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::broadcast;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use super::handle::{Cache, Lives};
use super::hearing;
use super::link::Change;
use super::marks::{Marks, Scope};
use super::memory::{Held, Memory, Weigh};
use super::seal::Seal;
use super::shared::{Shared, SharedConfig};
use super::tier::{Pack, Tier};
use crate::base::Result;
use crate::platform::db::Db;

/// Ended sign-ins that a slow listener may be behind; it then asks the database.
const ENDED_KEPT: usize = 64;

#[derive(Clone, Debug)]
pub struct CacheConfig {
    /// For all uses together.
    pub memory_bytes: u64,
    pub shared: Option<SharedConfig>,
}

/// A use and what it may have.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// Part of its names in the shared cache, like the version: raise that when a value changes its form.
    pub name: &'static str,
    pub version: u32,
    /// Of `memory_bytes`. The sum of all uses is 100.
    pub percent: u64,
    pub lives: Lives,
}

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Caches {
    inner: Arc<Inner>,
}

struct Inner {
    memory_bytes: u64,
    marks: Arc<Marks>,
    shared: Option<Shared>,
    seal: Arc<OnceLock<Seal>>,
    uses: Mutex<Vec<Arc<dyn Held>>>,
    ended: broadcast::Sender<Uuid>,
    _hearing: AbortOnDropHandle<()>,
}

impl Caches {
    /// Begins to listen to the database; ends with the last handle.
    pub fn start(config: &CacheConfig, db: &Db) -> Result<Self> {
        let marks = Arc::new(Marks::default());
        let heard = Arc::clone(&marks);
        let shared = match &config.shared {
            Some(shared) => Some(Shared::watched(shared, Box::new(move |change| hear_shared(&heard, change)))?),
            None => None,
        };
        let seal = Arc::new(OnceLock::new());
        let (ended, _) = broadcast::channel(ENDED_KEPT);
        let wanted_seal = shared.is_some().then(|| Arc::clone(&seal));
        let hearing = hearing::run(db.clone(), Arc::clone(&marks), ended.clone(), wanted_seal);
        let inner = Inner {
            memory_bytes: config.memory_bytes,
            marks,
            shared,
            seal,
            uses: Mutex::default(),
            ended,
            _hearing: AbortOnDropHandle::new(tokio::spawn(hearing)),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// A use in this process only.
    pub fn local<K, V>(&self, spec: Use) -> Cache<K, V>
    where
        K: Eq + Hash + Clone + Send + Sync + 'static,
        V: Weigh + Send + Sync + 'static,
    {
        self.open(spec, None)
    }

    /// A use that all nodes share where there is a shared cache. Nothing that gives rights, see `Shared`.
    pub fn shared<K, V>(&self, spec: Use) -> Cache<K, V>
    where
        K: Eq + Hash + Clone + Display + Send + Sync + 'static,
        V: Weigh + Pack + Send + Sync + 'static,
    {
        let shared = self.inner.shared.clone();
        let tier = shared.map(|shared| Tier::new(shared, Arc::clone(&self.inner.seal), spec.name, spec.version));
        self.open(spec, tier)
    }

    fn open<K, V>(&self, spec: Use, tier: Option<Tier<K, V>>) -> Cache<K, V>
    where
        K: Eq + Hash + Clone + Send + Sync + 'static,
        V: Weigh + Send + Sync + 'static,
    {
        let memory = Arc::new(Memory::new(self.inner.memory_bytes / 100 * spec.percent));
        let held: Arc<dyn Held> = memory.clone();
        self.inner.uses.lock().unwrap_or_else(PoisonError::into_inner).push(held);
        Cache::new(Arc::clone(&self.inner.marks), memory, spec.lives, tier)
    }

    /// For those who change something: after the commit, before they answer. Other nodes hear it from the database.
    pub fn changed(&self, scope: &Scope) {
        self.inner.marks.bump(scope);
    }

    /// A sign-in has ended, by this node's doing.
    pub fn sign_in_ended(&self, session: Uuid) {
        self.inner.marks.bump(&Scope::SignIns);
        // Nobody listens when nothing streams.
        drop(self.inner.ended.send(session));
    }

    /// Ids of sign-ins as they end, on whichever node.
    pub fn ended_sign_ins(&self) -> broadcast::Receiver<Uuid> {
        self.inner.ended.subscribe()
    }

    /// The connection that all nodes share, for counters.
    pub fn shared_connection(&self) -> Option<&Shared> {
        self.inner.shared.as_ref()
    }

    /// Whether changes of other nodes reach this one; while not, nothing that is made of the database is served from here.
    pub fn are_heard(&self) -> bool {
        self.inner.marks.are_heard()
    }

    /// Forgets everything that is kept in this process.
    pub fn empty(&self) {
        let uses = self.inner.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.iter().for_each(|held| held.empty());
    }

    /// Bytes that all uses keep now.
    pub fn used_bytes(&self) -> u64 {
        let uses = self.inner.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.iter().map(|held| held.used_bytes()).sum()
    }
}

fn hear_shared(marks: &Marks, change: Change) {
    match change {
        Change::Key(name) => marks.bump(&Scope::Shared(name)),
        Change::All => marks.bump_shared(),
    }
}
