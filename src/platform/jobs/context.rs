//! What a handler has in its hands while it runs.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::info::JobProgress;

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
    /// Written by the handler, taken by the engine a few times per second.
    progress: Mutex<Option<JobProgress>>,
    cancel: CancellationToken,
    /// Tells the engine that there is progress to write.
    nudge: Arc<Notify>,
}

impl RunShared {
    pub(super) fn new(nudge: Arc<Notify>) -> Self {
        Self { progress: Mutex::new(None), cancel: CancellationToken::new(), nudge }
    }

    pub(super) fn cancel(&self) {
        self.cancel.cancel();
    }

    /// What was reported since the last call.
    pub(super) fn take_progress(&self) -> Option<JobProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl JobContext {
    /// How far the work has come; `total` 0 = unknown. As often as you like: at most four reports per second are written.
    pub fn report(&self, done: u64, total: u64, message: impl Into<String>) {
        let as_column = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let message = message.into().replace('\0', "");
        let report = JobProgress { done: as_column(done), total: as_column(total), message };
        let before = self.shared.progress.lock().unwrap_or_else(PoisonError::into_inner).replace(report);
        if before.is_none() {
            self.shared.nudge.notify_one();
        }
    }

    /// True when the handler should end soon: cancelled, given up, or the server stops.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancel.is_cancelled()
    }

    /// Waits until `is_cancelled`.
    pub async fn cancelled(&self) {
        self.shared.cancel.cancelled().await;
    }

    /// A token for code that takes one.
    pub fn cancel_token(&self) -> CancellationToken {
        self.shared.cancel.clone()
    }
}
