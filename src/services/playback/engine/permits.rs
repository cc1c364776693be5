//! Permits to run a video encoder.
//!
//! Only pipelines that run count: one that waits at its limit, or whose player has not asked for 10 s, gives its permit
//! to whoever asks, and takes one again when its player comes back. A running session is never made worse by a new one,
//! and has one encoder at most: a player that switches to another picture takes its own permit along.
//!
//! Beside the number of encoders counts what they take of the machine, its processor once that was measured, and its
//! memory: two that would each run below real time are not both begun. Whoever is alone is never refused, however heavy,
//! unless the machine would have no memory left.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use uuid::Uuid;

use super::presence::Presence;
use crate::domain::playback::{Burden, MemoryRoom, Obstacle, Room, admit};
use crate::platform::gst::run::Run;

/// A player that has not asked, nor waited, for this long is away; also when to ask again, where nothing better is known.
const AWAY: Duration = Duration::from_secs(10);

pub struct Permits {
    shared: Arc<Shared>,
}

struct Shared {
    capacity: usize,
    memory_bytes: (u64, u64),
    is_short: AtomicBool,
    holders: Mutex<Vec<Arc<Holder>>>,
    freed: Notify,
}

struct Holder {
    session: Uuid,
    burden: Burden,
    preempted: Notify,
    state: Mutex<HolderState>,
}

struct HolderState {
    run: Option<Arc<Run>>,
    player: Presence,
    /// When it will have come to its limit, at the pace of its last segment.
    rests_at: Option<Instant>,
}

/// Why no further conversion may begin now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRoom {
    pub obstacle: Obstacle,
    /// Conversions at work.
    pub n_running: usize,
    /// When it is worth asking again; `None` where it never is.
    pub free_in: Option<Duration>,
}

/// The right to run one encoder; dropping it gives it back.
pub(super) struct Permit {
    holder: Arc<Holder>,
    shared: Arc<Shared>,
}

impl Permits {
    /// So many at once, which may take so much memory together, or one alone.
    pub(super) fn new(capacity: usize, memory_bytes: (u64, u64)) -> Self {
        let (is_short, holders) = (AtomicBool::new(false), Mutex::default());
        Self { shared: Arc::new(Shared { capacity, memory_bytes, is_short, holders, freed: Notify::new() }) }
    }

    /// Whether one more encoder could start now, on a machine that manages `capacity` units of work per second. `besides`
    /// is a session that will end when this one begins.
    pub fn room(&self, burden: Burden, capacity: Option<f64>, besides: Option<Uuid>) -> Result<(), NoRoom> {
        let holders = self.shared.lock();
        let running: Vec<_> = holders.iter().filter(|h| Some(h.session) != besides && !h.yields()).collect();
        let burdens: Vec<Burden> = running.iter().map(|holder| holder.burden).collect();
        let (together_bytes, alone_bytes) = self.shared.memory_bytes;
        let is_short = self.shared.is_short.load(Ordering::Relaxed);
        let memory = MemoryRoom { together_bytes, alone_bytes, is_short };
        let room = Room { slots: self.shared.capacity, capacity, memory };
        let free_in = || running.iter().map(|holder| holder.free_in()).min().unwrap_or(AWAY);
        admit(&burdens, burden, room).map_err(|obstacle| NoRoom {
            obstacle,
            n_running: burdens.len(),
            free_in: (obstacle != Obstacle::TooLarge).then(free_in),
        })
    }

    /// Pipelines take more memory than they may, or no longer: while they do, no conversion joins others.
    pub fn set_short_of_memory(&self, is_short: bool) {
        self.shared.is_short.store(is_short, Ordering::Relaxed);
    }

    /// Sessions whose encoder works now, rather than waits for its player.
    pub fn working(&self) -> Vec<Uuid> {
        self.shared.lock().iter().filter(|holder| !holder.yields()).map(|holder| holder.session).collect()
    }

    /// Encoders that hold a permit now.
    pub fn n_held(&self) -> usize {
        self.shared.lock().len()
    }

    /// A permit for the work of a session whose player asked at this time.
    pub(super) fn try_take(&self, session: Uuid, burden: Burden, asked: Instant) -> Option<Permit> {
        let mut holders = self.shared.lock();
        if let Some(own) = holders.iter().position(|holder| holder.session == session) {
            // Two pictures that are asked for in turn would take the permit from each other for ever.
            if !holders[own].yields() && holders[own].lock().player.asked >= asked {
                return None;
            }
            holders.remove(own).preempted.notify_one();
        } else if holders.len() >= self.shared.capacity {
            let yielding = holders.iter().position(|holder| holder.yields())?;
            holders.remove(yielding).preempted.notify_one();
        }
        let holder = Arc::new(Holder {
            session,
            burden,
            preempted: Notify::new(),
            state: Mutex::new(HolderState { run: None, player: Presence::asked_at(asked), rests_at: None }),
        });
        holders.push(Arc::clone(&holder));
        Some(Permit { holder, shared: Arc::clone(&self.shared) })
    }

    /// Resolves when a permit has been given back.
    pub(super) async fn freed(&self) {
        self.shared.freed.notified().await;
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Holder>>> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Holder {
    fn lock(&self) -> MutexGuard<'_, HolderState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn yields(&self) -> bool {
        let state = self.lock();
        state.player.away_at(AWAY) < Instant::now() || state.run.as_ref().is_some_and(|run| run.is_waiting())
    }

    fn free_in(&self) -> Duration {
        let rests_at = self.lock().rests_at;
        rests_at.map_or(AWAY, |at| at.saturating_duration_since(Instant::now()).max(Duration::from_secs(1)))
    }
}

impl Permit {
    pub(super) fn set_run(&self, run: Arc<Run>) {
        self.holder.lock().run = Some(run);
    }

    /// The player has asked for something.
    pub(super) fn touch(&self) {
        self.holder.lock().player = Presence::asked_at(Instant::now());
    }

    /// The player still waits for what it asked.
    pub(super) fn still_wanted(&self, now: Instant) {
        self.holder.lock().player.waits(now);
    }

    /// At its present pace the run comes to its limit then.
    pub(super) fn set_rests_at(&self, at: Instant) {
        self.holder.lock().rests_at = Some(at);
    }

    /// Resolves when the permit went to somebody else: the run must end.
    pub(super) async fn preempted(&self) {
        self.holder.preempted.notified().await;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.shared.lock().retain(|holder| !Arc::ptr_eq(holder, &self.holder));
        self.shared.freed.notify_waiters();
    }
}
