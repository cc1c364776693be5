//! Background work as administrators see and steer it.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::base::{Error, Page, PageRequest};
use crate::domain::job::Queue;
use crate::http::AppState;
use crate::http::extract::{Admin, Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::platform::jobs;
use crate::platform::jobs::{
    JobDetail, JobInfo, JobState, LimitPatch, QueueInfo, QueuePatch, QueueWindow, WindowPatch,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_jobs))
        .routes(routes!(get_job))
        .routes(routes!(cancel_job))
        .routes(routes!(retry_job))
        .routes(routes!(list_queues))
        .routes(routes!(patch_queue))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListJobs {
    /// One state, or several with commas: `running,retryable`.
    state: Option<String>,
    /// For example `scan_library`.
    kind: Option<String>,
    /// For example `high`.
    queue: Option<String>,
    /// 1–200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

impl ListJobs {
    fn filter(self) -> Result<jobs::ListJobs, Error> {
        let states = self.state.as_deref().map_or_else(|| Ok(Vec::new()), states)?;
        let is_queue = |name: &String| Queue::ALL.iter().any(|queue| queue.as_str() == name);
        if !self.queue.as_ref().is_none_or(is_queue) {
            return Err(Error::invalid_field("queue", "is none of critical, high, default, low, bulk"));
        }
        Ok(jobs::ListJobs { states, kind: self.kind, queue: self.queue })
    }
}

fn states(text: &str) -> Result<Vec<JobState>, Error> {
    let known = || JobState::ALL.map(JobState::as_str).join(", ");
    let state = |word: &str| {
        let found = JobState::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or_else(|| Error::invalid_field("state", format!("{word} is none of {}", known())))
    };
    text.split(',').map(state).collect()
}

/// What to change; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchQueue {
    #[schema(nullable = false)]
    paused: Option<bool>,
    /// Jobs that one node runs at once; null goes back to the board's limit.
    #[serde(default, deserialize_with = "limit")]
    #[schema(value_type = Option<u32>)]
    limit: LimitPatch,
    /// The time of day for its work, not of `critical` and `high`; null is any time.
    #[serde(default, deserialize_with = "window")]
    #[schema(value_type = Option<QueueWindow>)]
    window: WindowChange,
}

#[derive(Debug, Default)]
enum WindowChange {
    #[default]
    Keep,
    AnyTime,
    Set(QueueWindow),
}

impl PatchQueue {
    fn patch(self) -> Result<QueuePatch, Error> {
        let window = match self.window {
            WindowChange::Keep => WindowPatch::Keep,
            WindowChange::AnyTime => WindowPatch::AnyTime,
            WindowChange::Set(window) => WindowPatch::Set(window.parse()?),
        };
        Ok(QueuePatch { paused: self.paused, limit: self.limit, window })
    }
}

/// As `limit`.
fn window<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WindowChange, D::Error> {
    let window = Option::deserialize(deserializer)?;
    Ok(window.map_or(WindowChange::AnyTime, WindowChange::Set))
}

/// Called only for a field that is there, which tells a null from none.
fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LimitPatch, D::Error> {
    let own = Option::deserialize(deserializer)?;
    Ok(own.map_or(LimitPatch::Board, LimitPatch::Own))
}

/// Jobs, newest first. Finished ones are kept for a day, failed ones for a week.
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(ListJobs),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "One page of jobs", body = List<JobInfo>)))]
async fn list_jobs(
    State(state): State<AppState>,
    _admin: Admin,
    Query(query): Query<ListJobs>,
) -> Result<Json<List<JobInfo>>, Problem> {
    let page = PageRequest::new(query.limit, query.cursor.clone())?;
    let page = state.jobs.list(&query.filter()?, &page).await?;
    Ok(Json(List::from_page(page, |job| job)))
}

/// One job with the errors of its attempts and what happened to it when.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = Uuid, Path)),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "The job", body = JobDetail)))]
async fn get_job(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<Json<JobDetail>, Problem> {
    Ok(Json(state.jobs.get_detail(id).await?))
}

/// Cancel a job. A running one ends when its handler looks. 409 when it has ended otherwise.
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", params(("id" = Uuid, Path)),
    responses((status = 409, description = "The present state forbids it"), (status = 202, description = "The job, cancelled or about to be", body = JobInfo)))]
async fn cancel_job(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<JobInfo>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(state.jobs.cancel(id).await?)))
}

/// Start a postponed job now, or give a finished one another attempt. 409 while it runs.
#[utoipa::path(post, path = "/jobs/{id}/retry", tag = "jobs", params(("id" = Uuid, Path)),
    responses((status = 409, description = "The present state forbids it"), (status = 202, description = "The job, waiting for a worker", body = JobInfo)))]
async fn retry_job(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<JobInfo>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(state.jobs.retry(id).await?)))
}

/// Queues, the most urgent first.
#[utoipa::path(get, path = "/queues", tag = "jobs", params(PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "All queues", body = List<QueueInfo>)))]
async fn list_queues(
    State(state): State<AppState>,
    _admin: Admin,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<QueueInfo>>, Problem> {
    let page = Page::of_all(state.jobs.queues().await?, &query.request()?)?;
    Ok(Json(List::from_page(page, |queue| queue)))
}

/// Pause, resume or limit a queue, or give its work a time of day.
#[utoipa::path(patch, path = "/queues/{name}", tag = "jobs", params(("name" = String, Path)),
    request_body = PatchQueue, responses((status = 200, description = "The queue as it is now", body = QueueInfo)))]
async fn patch_queue(
    State(state): State<AppState>,
    _admin: Admin,
    Path(name): Path<String>,
    Json(patch): Json<PatchQueue>,
) -> Result<Json<QueueInfo>, Problem> {
    Ok(Json(state.jobs.patch_queue(&name, patch.patch()?).await?))
}
