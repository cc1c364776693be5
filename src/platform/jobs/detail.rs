//! One job in full: what went wrong in each attempt, and what happened to it when.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::info::{JobInfo, JobState};

/// A job with its past.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct JobDetail {
    #[serde(flatten)]
    pub job: JobInfo,
    /// Attempts that failed, oldest first.
    pub errors: Vec<JobError>,
    /// What happened to it, oldest first.
    pub events: Vec<JobEvent>,
}

/// An attempt that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobError {
    pub attempt: i16,
    /// Null when it never began, or began under an older release.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(required)]
    pub started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub error: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobEvent {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub event: JobEventKind,
    /// Which attempt; null where it is about none.
    pub attempt: Option<i16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobEventKind {
    Created,
    /// It was to start at this time, or is.
    Scheduled,
    Started,
    /// The attempt failed.
    Failed,
    Completed,
    Cancelled,
    /// Given up.
    Discarded,
}

impl JobDetail {
    pub(super) fn new(job: JobInfo, errors: Vec<JobError>) -> Self {
        let events = time_line(&job, &errors);
        Self { job, errors, events }
    }
}

fn time_line(job: &JobInfo, errors: &[JobError]) -> Vec<JobEvent> {
    let event = |at, event, attempt| JobEvent { at, event, attempt };
    let mut events = vec![event(job.created_at, JobEventKind::Created, None)];
    for error in errors {
        events.extend(error.started_at.map(|at| event(at, JobEventKind::Started, Some(error.attempt))));
        events.push(event(error.at, JobEventKind::Failed, Some(error.attempt)));
    }
    // A time to start that was set after the job was made: by its maker, or after a failed attempt.
    let is_postponed = job.scheduled_at > job.created_at && errors.last().is_none_or(|e| job.scheduled_at > e.at);
    if is_postponed && job.started_at.is_none_or(|at| at >= job.scheduled_at || !job.state.is_finished()) {
        events.push(event(job.scheduled_at, JobEventKind::Scheduled, None));
    }
    // The start of a failed attempt is among the errors already.
    if let Some(at) = job.started_at.filter(|at| !errors.iter().any(|e| e.started_at == Some(*at))) {
        events.push(event(at, JobEventKind::Started, Some(job.attempt)));
    }
    let end = match job.state {
        JobState::Completed => Some(JobEventKind::Completed),
        JobState::Cancelled => Some(JobEventKind::Cancelled),
        JobState::Discarded => Some(JobEventKind::Discarded),
        JobState::Scheduled | JobState::Available | JobState::Running | JobState::Retryable => None,
    };
    events.extend(end.zip(job.finished_at).map(|(end, at)| event(at, end, None)));
    events.sort_by_key(|event| event.at);
    events
}
