//! Schedules as an administrator sees and sets them.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// A periodic job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Schedule)]
pub struct ScheduleInfo {
    pub name: String,
    /// What it is for, for people.
    pub title: String,
    /// Kind of the job that it starts.
    pub kind: String,
    /// Five fields: minute, hour, day of the month, month, day of the week.
    pub cron: String,
    /// What `cron` is when nobody has changed it.
    pub default_cron: String,
    /// `cron` in words, for example `every day at 03:30`.
    pub description: String,
    /// A schedule that is switched off starts nothing by itself.
    pub enabled: bool,
    /// Time zone that `cron` is read in.
    pub time_zone: String,
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_run_at: Option<OffsetDateTime>,
    pub last_job_id: Option<Uuid>,
    /// Null while it is switched off.
    #[serde(with = "time::serde::rfc3339::option")]
    pub next_run_at: Option<OffsetDateTime>,
}

/// What to change; the rest stays.
#[derive(Clone, Debug, Default)]
pub struct SchedulePatch {
    pub cron: CronPatch,
    pub enabled: Option<bool>,
}

/// What becomes of the expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CronPatch {
    #[default]
    Keep,
    /// Back to the release's.
    Default,
    Own(String),
}
