//! Seek previews: what they cost and how far they are, for administrators; the sheets themselves, for viewers.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::base::{Error, Result};
use crate::domain::previews::to_webvtt;
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::etag;
use crate::http::extract::{Admin, Json, Path};
use crate::http::problem::Problem;
use crate::platform::jobs::JobInfo;
use crate::services::libraries::PreviewState;

/// Other pictures have another address.
const FOR_EVER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_library_previews))
        .routes(routes!(try_library_previews))
        .routes(routes!(get_preview_words))
        .routes(routes!(get_preview_sheet))
}

/// How far the seek previews of a library are. They are switched with `PATCH /libraries/{id}`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LibraryPreviews {
    enabled: bool,
    /// Films that can have previews.
    n_files: i64,
    /// That have every one of theirs.
    n_done: i64,
    /// That give no pictures; tried again when their contents change.
    n_without: i64,
    /// Pictures, one for each ten seconds.
    n_tiles: i64,
    n_tiles_done: i64,
    /// Length of all films.
    duration_ms: i64,
    /// On the server's disk.
    bytes: i64,
    /// What is left to do.
    estimate: PreviewEstimate,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewEstimate {
    bytes: i64,
    /// Of one job at work while nobody plays.
    work_ms: i64,
    /// By this library's films on this machine; else by films in general on a PC: `POST …/previews/trial` measures.
    is_measured: bool,
}

/// How far a library's seek previews are, and what the rest would cost.
#[utoipa::path(get, path = "/libraries/{id}/previews", tag = "libraries", params(("id" = Uuid, Path)),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "What there is and what is left", body = LibraryPreviews)))]
async fn get_library_previews(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<Json<LibraryPreviews>, Problem> {
    Ok(Json(state.libraries.get_previews(&admin, id).await?.into()))
}

/// Try on some films what seek previews would cost. While a trial waits or runs, the answer is that one.
#[utoipa::path(post, path = "/libraries/{id}/previews/trial", tag = "libraries", params(("id" = Uuid, Path)),
    responses((status = 202, description = "The job", body = JobInfo)))]
async fn try_library_previews(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<JobInfo>), Problem> {
    let job = state.jobs.get(state.libraries.request_preview_trial(&admin, id).await?).await?;
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, format!("/api/v1/jobs/{}", job.id))], Json(job)))
}

/// The seek previews of a file as WebVTT: each cue names a sheet and a place on it (`0.jpg#xywh=320,0,320,180`).
#[utoipa::path(get, path = "/items/{id}/previews/{set}/index.vtt", tag = "items",
    params(("id" = Uuid, Path, description = "Item"), ("set" = Uuid, Path, description = "By the file's `previews`")),
    responses(
        (status = 200, description = "One cue for each picture", content_type = "text/vtt", body = String),
        (status = 304, description = "The client has it"),
    ))]
async fn get_preview_words(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, set)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let set = state.catalog.get_preview_set(&viewer, id, set).await?;
    let text = to_webvtt(&set.sheets, sheet_name);
    Ok(kept_for_ever(etag::answer(&headers, &set.id.to_string(), "text/vtt; charset=utf-8", text)?))
}

/// A sheet of seek previews.
#[utoipa::path(get, path = "/items/{id}/previews/{set}/{sheet}", tag = "items",
    params(("id" = Uuid, Path, description = "Item"), ("set" = Uuid, Path, description = "By the file's `previews`"), ("sheet" = String, Path, description = "`0.jpg` is the first")),
    responses(
        (status = 200, description = "The sheet", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "The client has it"),
    ))]
async fn get_preview_sheet(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, set, sheet)): Path<(Uuid, Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let n = sheet_number(&sheet).ok_or_else(|| Error::not_found("sheet", &sheet))?;
    let set = state.catalog.get_preview_set(&viewer, id, set).await?;
    let bytes = state.catalog.read_preview_sheet(&set, n).await?;
    Ok(kept_for_ever(etag::answer(&headers, &format!("{}-{n}", set.id), "image/jpeg", bytes)?))
}

fn sheet_name(n: u32) -> String {
    format!("{n}.jpg")
}

fn sheet_number(name: &str) -> Option<u32> {
    let n = name.strip_suffix(".jpg")?.parse().ok()?;
    // One address for each sheet.
    (sheet_name(n) == name).then_some(n)
}

fn kept_for_ever(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_EVER);
    response
}

impl From<PreviewState> for LibraryPreviews {
    fn from(state: PreviewState) -> Self {
        let estimate = state.estimate;
        Self {
            enabled: state.is_enabled,
            n_files: state.n_files,
            n_done: state.n_done,
            n_without: state.n_without,
            n_tiles: state.n_tiles,
            n_tiles_done: state.n_tiles_done,
            duration_ms: state.duration_ms,
            bytes: state.bytes,
            estimate: PreviewEstimate {
                bytes: estimate.bytes,
                work_ms: estimate.work_ms,
                is_measured: estimate.is_measured,
            },
        }
    }
}
