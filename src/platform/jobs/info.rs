//! A job as the API shows it and as events carry it: one shape in both places.

use revenge_queries::queries::jobs::JobRow;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::job_title::{self, Subject};

/// Background work with its state and progress.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobInfo {
    pub id: Uuid,
    /// What is done, for example `scan_library`. Stable.
    pub kind: String,
    /// The same for people, for example `Scanning Films`. May change at any time.
    pub title: String,
    /// What it works on, where that is a library or an item.
    #[schema(required)]
    pub library_id: Option<Uuid>,
    #[schema(required)]
    pub item_id: Option<Uuid>,
    pub queue: String,
    /// Higher goes first within its queue.
    pub priority: i16,
    pub state: JobState,
    pub progress: JobProgress,
    /// Number of the present or last attempt; 0 before the first.
    pub attempt: i16,
    pub max_attempts: i16,
    /// Why the last attempt failed.
    pub error: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it may start, or could.
    #[serde(with = "time::serde::rfc3339")]
    pub scheduled_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    /// What the handler reported at the end.
    #[schema(value_type = Option<Object>)]
    pub result: Option<serde_json::Value>,
    /// As stored, for the title; empty when they are large.
    #[serde(skip)]
    pub(super) args: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobProgress {
    pub done: i64,
    /// 0 while unknown.
    pub total: i64,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its time.
    Scheduled,
    /// Waits for a worker.
    Available,
    Running,
    /// An attempt failed; the next one is planned.
    Retryable,
    Completed,
    Cancelled,
    /// Given up after its last attempt.
    Discarded,
}

impl JobState {
    pub const ALL: [Self; 7] = [
        Self::Scheduled,
        Self::Available,
        Self::Running,
        Self::Retryable,
        Self::Completed,
        Self::Cancelled,
        Self::Discarded,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Available => "available",
            Self::Running => "running",
            Self::Retryable => "retryable",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Discarded => "discarded",
        }
    }

    /// The database holds no other word: a check constraint sees to it.
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "scheduled" => Self::Scheduled,
            "running" => Self::Running,
            "retryable" => Self::Retryable,
            "completed" => Self::Completed,
            "cancelled" => Self::Cancelled,
            "discarded" => Self::Discarded,
            _ => Self::Available,
        }
    }

    pub fn is_finished(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Discarded)
    }
}

/// Ids of the library and the item that a job works on.
pub(super) fn subject_ids(kind: &str, args: &str) -> (Option<Uuid>, Option<Uuid>) {
    let (mut library, mut item) = (None, None);
    for subject in job_title::subjects(kind, args) {
        match subject {
            Subject::Library(id) => library = library.or(Some(id)),
            Subject::Item(id) => item = item.or(Some(id)),
        }
    }
    (library, item)
}

impl From<JobRow> for JobInfo {
    fn from(row: JobRow) -> Self {
        let (library_id, item_id) = subject_ids(&row.kind, &row.args);
        Self {
            id: row.id,
            kind: row.kind,
            title: String::new(),
            library_id,
            item_id,
            queue: row.queue,
            priority: row.priority,
            state: JobState::parse(&row.state),
            progress: JobProgress { done: row.progress_done, total: row.progress_total, message: row.progress_message },
            attempt: row.attempt,
            max_attempts: row.max_attempts,
            error: row.error,
            created_at: row.created_at,
            scheduled_at: row.scheduled_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            // A number that PostgreSQL keeps and we cannot hold is shown as no result.
            result: row.result.and_then(|text| serde_json::from_str(&text).ok()),
            args: row.args,
        }
    }
}
