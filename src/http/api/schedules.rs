//! What starts by itself, as administrators see and set it.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::base::Page;
use crate::http::AppState;
use crate::http::extract::{Admin, Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::platform::jobs::{CronPatch, JobInfo, ScheduleInfo, SchedulePatch};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_schedules)).routes(routes!(patch_schedule)).routes(routes!(run_schedule))
}

/// What to change; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchSchedule {
    /// Minute, hour, day of the month, month, day of the week: `30 3 * * *` is every day at 03:30. Null goes back to the
    /// usual time.
    #[serde(default, deserialize_with = "cron")]
    #[schema(value_type = Option<String>, example = "30 3 * * *")]
    cron: CronPatch,
    #[schema(nullable = false)]
    enabled: Option<bool>,
}

/// Called only for a field that is there, which tells a null from none.
fn cron<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CronPatch, D::Error> {
    let own = Option::deserialize(deserializer)?;
    Ok(own.map_or(CronPatch::Default, CronPatch::Own))
}

/// Everything that starts by itself, by name.
#[utoipa::path(get, path = "/schedules", tag = "jobs", params(PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "All schedules", body = List<ScheduleInfo>)))]
async fn list_schedules(
    State(state): State<AppState>,
    _admin: Admin,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<ScheduleInfo>>, Problem> {
    let page = Page::of_all(state.schedules.list().await?, &query.request()?)?;
    Ok(Json(List::from_page(page, |schedule| schedule)))
}

/// Change when a schedule runs, or switch it off or on.
#[utoipa::path(patch, path = "/schedules/{name}", tag = "jobs", params(("name" = String, Path)),
    request_body = PatchSchedule, responses((status = 200, description = "The schedule as it is now", body = ScheduleInfo)))]
async fn patch_schedule(
    State(state): State<AppState>,
    _admin: Admin,
    Path(name): Path<String>,
    Json(patch): Json<PatchSchedule>,
) -> Result<Json<ScheduleInfo>, Problem> {
    let patch = SchedulePatch { cron: patch.cron, enabled: patch.enabled };
    Ok(Json(state.schedules.patch(&name, patch).await?))
}

/// Start a schedule's job now, also when it is switched off. While one waits or runs, it is that one.
#[utoipa::path(post, path = "/schedules/{name}/run", tag = "jobs", params(("name" = String, Path)),
    responses((status = 202, description = "The job", body = JobInfo,
        headers(("location" = String, description = "Address of the job")))))]
async fn run_schedule(
    State(state): State<AppState>,
    admin: Admin,
    Path(name): Path<String>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<JobInfo>), Problem> {
    let id = state.schedules.request_run(&name, admin.user_id).await?;
    let location = [(header::LOCATION, format!("/api/v1/jobs/{id}"))];
    Ok((StatusCode::ACCEPTED, location, Json(state.jobs.get(id).await?)))
}
