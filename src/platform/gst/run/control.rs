//! What the engine, the run's thread and GStreamer's streaming threads share: the run-ahead limit, stop, and failure.
//!
//! Streaming threads wait here when they are ahead; `stop` wakes them, because a waiting streaming thread would keep
//! the pipeline from ever reaching NULL.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;

/// What a run hands to the engine.
#[derive(Debug)]
pub enum Output {
    Init(Bytes),
    Segment {
        index: u32,
        bytes: Bytes,
    },
    /// The file's end: everything up to the last segment has been handed over.
    Ended,
    /// The run is over, with a sentence for people.
    Failed(String),
}

/// Takes outputs; false once nobody wants them any more.
pub(super) type Emit = Box<dyn Fn(Output) -> bool + Send + Sync>;

pub(super) struct Control {
    state: Mutex<State>,
    changed: Condvar,
    emit: Emit,
}

#[derive(Default)]
struct State {
    is_stopped: bool,
    /// What the thread shall react to next, set by streaming threads.
    news: Option<News>,
    failure: Option<String>,
    /// Nothing that comes from now on is worth handing over.
    is_spoilt: bool,
    /// Segments up to this one may be made.
    limit: u32,
    n_waiting: u32,
    /// Rises whenever data flows; the thread's watchdog compares it.
    progress: u64,
}

/// What streaming threads tell the run's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    /// The pad whose first buffer tells where the stream begins has blocked, or has ended without one.
    Prerolled,
    /// A seek came out after the boundary; the thread shall seek earlier.
    LandedLate,
    /// The last segment has been handed over.
    Finished,
}

/// What the run's thread has to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wake {
    Prerolled,
    SeekEarlier,
    Stopped,
    Finished,
    Failed(String),
    /// No data for the given time, though the run is not waiting at its limit.
    Stalled,
}

impl Control {
    pub(super) fn new(limit: u32, emit: Emit) -> Self {
        Self { state: Mutex::new(State { limit, ..State::default() }), changed: Condvar::new(), emit }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// Hands over an output; a receiver that is gone stops the run. What comes after a failure is not handed over: the
    /// stream ends behind an encoder's error, and its missing pictures would look like a film without them.
    pub(super) fn emit(&self, output: Output) {
        let is_late = self.lock().is_spoilt && !matches!(output, Output::Failed(_));
        if !is_late && !(self.emit)(output) {
            self.stop();
        }
    }

    pub(super) fn stop(&self) {
        self.change(|s| s.is_stopped = true);
    }

    pub(super) fn finish(&self) {
        self.change(|s| s.news = Some(News::Finished));
    }

    pub(super) fn fail(&self, why: impl Into<String>) {
        self.change(|s| {
            s.failure.get_or_insert(why.into());
            s.is_spoilt = true;
        });
    }

    /// Something is wrong with the file: what was made of it is handed over all the same.
    pub(super) fn fail_softly(&self, why: impl Into<String>) {
        self.change(|s| {
            s.failure.get_or_insert(why.into());
        });
    }

    pub(super) fn prerolled(&self) {
        // Told again at the stream's end, when it must not hide anything else.
        self.change(|s| {
            s.news.get_or_insert(News::Prerolled);
        });
    }

    pub(super) fn landed_late(&self) {
        self.change(|s| s.news = Some(News::LandedLate));
    }

    pub(super) fn set_limit(&self, limit: u32) {
        self.change(|s| s.limit = limit);
    }

    /// True while the run waits at its limit: it costs memory, no processor time.
    pub(super) fn is_waiting(&self) -> bool {
        self.lock().n_waiting > 0
    }

    /// Data flows.
    pub(super) fn progressed(&self) {
        self.lock().progress += 1;
    }

    /// How often data has flowed.
    pub(super) fn n_progressed(&self) -> u64 {
        self.lock().progress
    }

    /// Blocks until `segment` may be made; false when the run is to end instead.
    pub(super) fn wait_turn(&self, segment: u32) -> bool {
        let mut state = self.lock();
        state.progress += 1;
        if segment > state.limit && !state.is_stopped {
            state.n_waiting += 1;
            state = self
                .changed
                .wait_while(state, |s| segment > s.limit && !s.is_stopped)
                .unwrap_or_else(PoisonError::into_inner);
            state.n_waiting -= 1;
        }
        !state.is_stopped
    }

    /// Sleeps until the thread has something to do. `is_building` selects what counts: preroll, or what follows it.
    pub(super) fn wait(&self, is_building: bool, patience: Duration) -> Wake {
        let mut state = self.lock();
        let mut seen = state.progress;
        let mut deadline = Instant::now() + patience;
        loop {
            if state.is_stopped {
                return Wake::Stopped;
            }
            if let Some(why) = state.failure.take() {
                return Wake::Failed(why);
            }
            match state.news.take() {
                Some(News::Prerolled) if is_building => return Wake::Prerolled,
                Some(News::LandedLate) => return Wake::SeekEarlier,
                Some(News::Finished) => return Wake::Finished,
                // The block probe speaks again for the first buffer after a seek.
                Some(News::Prerolled) | None => {}
            }
            if state.n_waiting > 0 {
                // At the limit nothing is expected: sleep without a timer until the limit moves.
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                deadline = Instant::now() + patience;
                continue;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                if state.progress == seen {
                    return Wake::Stalled;
                }
                seen = state.progress;
                deadline = Instant::now() + patience;
                continue;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
