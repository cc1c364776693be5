//! What a handler has in its hands while it runs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::info::JobProgress;
use crate::domain::governor::{Allowance, Hold, Holds, Why};
use crate::domain::job::Queue;

/// Cheap to clone; a handler may pass it to the tasks and threads that it starts.
#[derive(Clone)]
pub struct JobContext {
    pub job_id: Uuid,
    /// 1 for the first.
    pub attempt: i16,
    pub max_attempts: i16,
    /// Of the request that enqueued the job.
    pub request_id: Option<String>,
    pub created_by: Option<Uuid>,
    pub(super) shared: Arc<RunShared>,
}

/// Between a handler and the engine.
pub(super) struct RunShared {
    progress: Mutex<Progress>,
    yields: Yields,
    cancel: CancellationToken,
    /// Tells the engine that there is progress to write.
    nudge: Arc<Notify>,
}

#[derive(Default)]
struct Progress {
    /// Written by the handler, taken by the engine a few times per second.
    unwritten: Option<JobProgress>,
    /// What the handler reported last.
    last: JobProgress,
    /// Parts of the work that stand still, and why.
    n_standing: usize,
    why: Option<Why>,
}

/// To what a run gives way.
pub(super) struct Yields {
    pub holds: watch::Receiver<Holds>,
    pub queue: Queue,
    /// Somebody asked for it and sees it work: no window holds it.
    pub is_asked_for: bool,
}

impl Yields {
    /// The hold that lets none of its work go on.
    pub fn hold(&self, holds: &Holds) -> Option<Hold> {
        let hold = holds.of(self.queue).filter(|hold| hold.allowance == Allowance::Nothing)?;
        (!(self.is_asked_for && hold.why == Why::Window)).then_some(hold)
    }
}

impl RunShared {
    pub(super) fn new(nudge: Arc<Notify>, yields: Yields) -> Self {
        Self { progress: Mutex::default(), yields, cancel: CancellationToken::new(), nudge }
    }

    pub(super) fn yields_as(&self) -> Queue {
        self.yields.queue
    }

    pub(super) fn hold(&self, holds: &Holds) -> Option<Hold> {
        self.yields.hold(holds)
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is shown of the run.
    fn show(&self, change: impl FnOnce(&mut Progress)) {
        let mut progress = self.progress();
        change(&mut progress);
        let mut shown = progress.last.clone();
        if let Some(why) = progress.why.filter(|_| progress.n_standing > 0) {
            why.in_words().clone_into(&mut shown.message);
        }
        if progress.unwritten.replace(shown).is_none() {
            self.nudge.notify_one();
        }
    }

    pub(super) fn cancel(&self) {
        self.cancel.cancel();
    }

    /// What was reported since the last call.
    pub(super) fn take_progress(&self) -> Option<JobProgress> {
        self.progress().unwritten.take()
    }
}

impl JobContext {
    /// How far the work has come; `total` 0 = unknown. As often as you like: at most four reports per second are written.
    pub fn report(&self, done: u64, total: u64, message: impl Into<String>) {
        let as_column = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let message = message.into().replace('\0', "");
        let report = JobProgress { done: as_column(done), total: as_column(total), message };
        self.shared.show(|progress| progress.last = report);
    }

    /// True when the handler should end soon: cancelled, given up, or the server stops.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancel.is_cancelled()
    }

    /// Waits until `is_cancelled`.
    pub async fn cancelled(&self) {
        self.shared.cancel.cancelled().await;
    }

    /// Where work stands still while it is held: before each of its steps. Comes back too when it is cancelled.
    pub async fn turn(&self) {
        let mut holds = self.shared.yields.holds.clone();
        let Some(hold) = self.shared.yields.hold(&holds.borrow_and_update()) else { return };
        let _standing = Standing::begin(&self.shared, hold.why);
        tokio::select! {
            // An error is the end of the process.
            _ended = holds.wait_for(|holds| self.shared.yields.hold(holds).is_none()) => {}
            () = self.cancelled() => {}
        }
    }

    /// True while `turn` would wait.
    pub fn is_held(&self) -> bool {
        self.shared.yields.hold(&self.shared.yields.holds.borrow()).is_some()
    }

    /// Waits until the work is held.
    pub async fn held(&self) {
        let mut holds = self.shared.yields.holds.clone();
        if holds.wait_for(|holds| self.shared.yields.hold(holds).is_some()).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// A token for code that takes one.
    pub fn cancel_token(&self) -> CancellationToken {
        self.shared.cancel.clone()
    }
}

/// A part of the work that stands still, for as long as it lives.
struct Standing<'a> {
    shared: &'a RunShared,
}

impl<'a> Standing<'a> {
    fn begin(shared: &'a RunShared, why: Why) -> Self {
        shared.show(|progress| (progress.n_standing, progress.why) = (progress.n_standing + 1, Some(why)));
        Self { shared }
    }
}

impl Drop for Standing<'_> {
    fn drop(&mut self) {
        self.shared.show(|progress| progress.n_standing -= 1);
    }
}
