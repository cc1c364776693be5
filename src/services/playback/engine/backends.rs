//! Which back-ends are believed, and which one a conversion gets.
//!
//! Written by the composition root once the trials have ended, and by the engine when a device fails while a film plays.
//! Invariant: the processor is always in the list, so there is always a choice. A device that failed three times within
//! an hour is out until the next trial; a failure counts only when another back-end then made the same segment, because a
//! broken film is no device's fault.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::platform::gst::backend::{Backend, Job};

/// So many failures within `WINDOW` are enough.
const TOO_MANY: usize = 3;
const WINDOW: Duration = Duration::from_hours(1);

/// Handle, cheap to clone.
#[derive(Clone)]
pub struct Backends {
    inner: Arc<Inner>,
}

struct Inner {
    known: Mutex<Vec<Known>>,
    distrusted: watch::Sender<Vec<Distrusted>>,
}

struct Known {
    backend: Backend,
    failures: Vec<Instant>,
    /// Each conversion holds a clone.
    in_use: Arc<()>,
}

/// A back-end that is out, and why: for whoever tells people and keeps results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distrusted {
    pub name: String,
    pub why: String,
}

/// The back-end of one conversion; counts as in use until it is dropped.
pub struct Chosen {
    pub backend: Backend,
    _in_use: Arc<()>,
}

impl Default for Backends {
    fn default() -> Self {
        let backends =
            Self { inner: Arc::new(Inner { known: Mutex::default(), distrusted: watch::Sender::default() }) };
        backends.believe(Vec::new());
        backends
    }
}

impl Backends {
    /// Those that came through their trial, the preferred first. What failed before is forgotten.
    pub fn believe(&self, mut believed: Vec<Backend>) {
        if !believed.iter().any(Backend::is_software) {
            believed.push(Backend::software());
        }
        let known = believed.into_iter().map(|backend| Known { backend, failures: Vec::new(), in_use: Arc::default() });
        *self.lock() = known.collect();
    }

    /// The first one that the job fits, without those that failed this session before.
    pub fn choose(&self, job: &Job<'_>, shunned: &[String]) -> Chosen {
        let known = self.lock();
        let is_free = |known: &Known| {
            known.backend.limits().max_sessions.is_none_or(|most| Arc::strong_count(&known.in_use) <= most as usize)
        };
        let is_fit = |known: &&Known| {
            !shunned.iter().any(|name| name == known.backend.name()) && known.backend.fits(job) && is_free(known)
        };
        let found = known.iter().find(is_fit).or_else(|| known.iter().find(|known| known.backend.is_software()));
        match found {
            Some(known) => Chosen { backend: known.backend.clone(), _in_use: Arc::clone(&known.in_use) },
            None => Chosen { backend: Backend::software(), _in_use: Arc::default() },
        }
    }

    /// A device failed at what another one then did.
    pub(super) fn blame(&self, name: &str, why: &str) {
        let now = Instant::now();
        let mut known = self.lock();
        let Some(place) = known.iter().position(|known| known.backend.name() == name) else { return };
        let failures = &mut known[place].failures;
        failures.retain(|at| now.duration_since(*at) < WINDOW);
        failures.push(now);
        if failures.len() < TOO_MANY || known[place].backend.is_software() {
            return;
        }
        known.remove(place);
        drop(known);
        tracing::error!(
            backend = name,
            why,
            "a back-end failed {TOO_MANY} times within an hour and is not used any more"
        );
        let distrusted = Distrusted {
            name: name.to_owned(),
            why: format!(
                "failed {TOO_MANY} times within an hour while films played, last: {why}; tried again at the next start"
            ),
        };
        self.inner.distrusted.send_modify(|all| all.push(distrusted));
    }

    /// Every back-end that is out since the start; changes when there is one more.
    pub fn distrusted(&self) -> watch::Receiver<Vec<Distrusted>> {
        self.inner.distrusted.subscribe()
    }

    /// Names of the believed ones, the preferred first.
    pub fn names(&self) -> Vec<String> {
        self.lock().iter().map(|known| known.backend.name().to_owned()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Known>> {
        self.inner.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
