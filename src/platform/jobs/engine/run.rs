//! One attempt at one job, and the verdict on how it ended.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use revenge_queries::queries::jobs::ClaimedRow;
use serde_json::Value;
use time::OffsetDateTime;
use tokio::task::JoinError;
use tokio::time::Instant;
use uuid::Uuid;

use crate::base::{Result, now};
use crate::domain::job::Queue;
use crate::domain::job_title::{self, Names};
use crate::platform::jobs::context::RunShared;
use crate::platform::jobs::info::{JobInfo, JobProgress, JobState, subject_ids};
use crate::platform::jobs::outcome::{self, Outcome};

/// Errors are for people; a stack of a megabyte is not.
const MAX_ERROR_BYTES: usize = 4096;
/// As the statements that list jobs have it.
const MAX_TITLE_ARGS_BYTES: usize = 4096;

/// Which attempt: the same job may run here again while an attempt that was given up has not ended yet.
pub(super) type RunKey = (Uuid, i32);

pub(super) struct Run {
    pub info: JobInfo,
    /// `run_no` of the row: raised at each claim.
    pub number: i32,
    pub queue: Queue,
    /// Of the request that enqueued the job.
    pub request_id: Option<String>,
    pub shared: Arc<RunShared>,
    pub began: Instant,
    /// Reported, not in the database yet.
    pub unwritten: Option<JobProgress>,
    /// Somebody cancelled the job; not set when only the server stops.
    pub is_cancel_wanted: bool,
    /// The governor holds it: it goes back.
    pub called_off: Option<CalledOff>,
    /// Another node has taken the job over.
    pub is_lost: bool,
}

/// The end of a run that is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct CalledOff {
    /// When it comes back; none is as soon as its queue lets it.
    pub until: Option<OffsetDateTime>,
}

impl Run {
    pub fn new(row: &ClaimedRow, queue: Queue, shared: Arc<RunShared>) -> Self {
        // Titles are made of ids; what is larger is none of ours.
        let args = if row.args.len() < MAX_TITLE_ARGS_BYTES { row.args.clone() } else { String::new() };
        let (library_id, item_id) = subject_ids(&row.kind, &args);
        let info = JobInfo {
            id: row.id,
            kind: row.kind.clone(),
            title: job_title::title(&row.kind, &args, &Names::default()),
            library_id,
            item_id,
            queue: row.queue.clone(),
            priority: row.priority,
            state: JobState::Running,
            progress: JobProgress::default(),
            attempt: row.attempt,
            max_attempts: row.max_attempts,
            error: row.error.clone(),
            created_at: row.created_at,
            scheduled_at: row.scheduled_at,
            started_at: Some(row.started_at),
            finished_at: None,
            result: None,
            args,
        };
        let is_cancel_wanted = row.cancel_requested;
        Self {
            info,
            number: row.run_no,
            queue,
            request_id: row.request_id.clone(),
            shared,
            began: Instant::now(),
            unwritten: None,
            is_cancel_wanted,
            called_off: None,
            is_lost: false,
        }
    }

    /// The handler starts now.
    pub fn begins(&mut self) {
        self.began = Instant::now();
    }

    pub fn key(&self) -> RunKey {
        (self.info.id, self.number)
    }

    /// Takes over what the handler has reported since the last time.
    pub fn collect_progress(&mut self) {
        if let Some(report) = self.shared.take_progress() {
            self.info.progress = report.clone();
            self.unwritten = Some(report);
        }
    }

    pub fn cancel(&mut self) {
        self.is_cancel_wanted = true;
        self.shared.cancel();
    }
}

/// What a handler's task leaves.
pub(super) struct Worked {
    pub outcome: Result<Outcome>,
    pub took: Duration,
}

/// What becomes of the job.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    End {
        state: JobState,
        result: Option<Value>,
        error: String,
    },
    Later {
        counts: bool,
        is_held: bool,
        delay: Duration,
        error: String,
    },
    /// The server stops: the job goes back as if it had not been started.
    GiveBack,
}

/// A run that has ended and is not in the database yet.
pub(super) struct Ended {
    pub run: Run,
    pub verdict: Verdict,
}

impl Ended {
    pub fn discarded(run: Run, reason: &str) -> Self {
        let verdict = Verdict::End { state: JobState::Discarded, result: None, error: shortened(reason) };
        Self { run, verdict }
    }
}

pub(super) fn verdict(
    run: &Run,
    ended: Result<Result<Outcome>, JoinError>,
    backoff_max: Duration,
    is_stopping: bool,
) -> Verdict {
    let outcome = match ended {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => outcome::of_error(&error),
        Err(error) if error.is_panic() => Outcome::Retry {
            after: None,
            reason: format!("the handler panicked: {}", panic_text(&*error.into_panic())),
        },
        Err(_) => Outcome::Cancelled,
    };
    // Whatever a handler makes of being asked to end is not its fault.
    let is_interrupted = is_stopping && !run.is_cancel_wanted;
    match outcome {
        Outcome::Done(value) => Verdict::End { state: JobState::Completed, result: Some(value), error: String::new() },
        Outcome::Snooze(until) => {
            let delay = Duration::try_from(until - now()).unwrap_or_default();
            Verdict::Later { counts: false, is_held: false, delay, error: String::new() }
        }
        Outcome::Cancelled | Outcome::Retry { .. }
            if let Some(CalledOff { until }) = run.called_off
                && !run.is_cancel_wanted =>
        {
            let delay = until.and_then(|until| Duration::try_from(until - now()).ok()).unwrap_or_default();
            Verdict::Later { counts: false, is_held: true, delay, error: String::new() }
        }
        Outcome::Fail(reason) => end(JobState::Discarded, &reason),
        Outcome::Cancelled | Outcome::Retry { .. } if is_interrupted => Verdict::GiveBack,
        Outcome::Cancelled => end(JobState::Cancelled, ""),
        Outcome::Retry { reason, .. } if run.is_cancel_wanted => end(JobState::Cancelled, &reason),
        Outcome::Retry { reason, .. } if run.info.attempt >= run.info.max_attempts => end(JobState::Discarded, &reason),
        Outcome::Retry { after, reason } => {
            let delay = after.unwrap_or_else(|| outcome::backoff(run.info.attempt, backoff_max, chance()));
            Verdict::Later { counts: true, is_held: false, delay, error: shortened(&reason) }
        }
    }
}

fn end(state: JobState, reason: &str) -> Verdict {
    Verdict::End { state, result: None, error: shortened(reason) }
}

/// PostgreSQL has no NUL in text.
fn shortened(text: &str) -> String {
    let mut end = text.len().min(MAX_ERROR_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].replace('\0', "")
}

fn panic_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

fn chance() -> u8 {
    let mut byte = [128];
    // Without a random source the middle will do.
    if getrandom::fill(&mut byte).is_ok() { byte[0] } else { 128 }
}
