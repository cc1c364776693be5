//! Libraries: their folders, their scans, what is wrong with them.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::domain::library;
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::extract::{Admin, Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::platform::jobs::JobInfo;
use crate::services::libraries;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_libraries, create_library))
        .routes(routes!(get_library, update_library, delete_library))
        .routes(routes!(scan_library))
        .routes(routes!(list_problems))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLibrary {
    /// At most 100 characters.
    name: String,
    #[schema(value_type = LibraryKind)]
    kind: library::LibraryKind,
    /// Absolute paths of folders on the server that are in no other library.
    paths: Vec<String>,
}

/// What to change; absent fields stay. Folders that are not named any more leave the library.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryChange {
    #[schema(nullable = false)]
    name: Option<String>,
    #[schema(nullable = false)]
    paths: Option<Vec<String>>,
    /// Seek previews: true has them made while nobody plays, false has them removed. `GET /libraries/{id}/previews` says
    /// what they cost.
    #[schema(nullable = false)]
    previews: Option<bool>,
}

/// What a library holds. Schema only: `domain::library` knows no schemas.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LibraryKind {
    Movies,
    Shows,
    Music,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Library {
    id: Uuid,
    name: String,
    #[schema(value_type = LibraryKind)]
    kind: library::LibraryKind,
    /// Empty for viewers who are no administrators.
    paths: Vec<String>,
    /// The same folders with their state; empty for viewers who are no administrators.
    roots: Vec<Root>,
    item_count: i64,
    file_count: i64,
    n_problems: i64,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    last_scan_at: Option<OffsetDateTime>,
    /// Seek previews are made of its films.
    previews: bool,
}

/// A folder of a library. While its disk is away its items stay.
#[derive(Debug, Serialize, ToSchema)]
pub struct Root {
    path: String,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    offline_since: Option<OffsetDateTime>,
    #[schema(required)]
    offline_reason: Option<String>,
}

/// A file or folder that a scan could not use.
#[derive(Debug, Serialize, ToSchema)]
pub struct LibraryProblem {
    id: Uuid,
    /// For people: what is no text in it is replaced.
    path: String,
    /// Stable, for programs.
    code: String,
    message: String,
    #[schema(required)]
    remedy: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    first_seen_at: OffsetDateTime,
}

/// Libraries that the viewer may see, by name.
#[utoipa::path(get, path = "/libraries", tag = "libraries", params(PageQuery),
    responses((status = 200, description = "One page of libraries", body = List<Library>)))]
async fn list_libraries(
    State(state): State<AppState>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<Library>>, Problem> {
    let page = query.request()?;
    let page = state.libraries.list_libraries(&viewer, &page).await?;
    Ok(Json(List::from_page(page, Library::from)))
}

/// Make a library; its first scan begins at once. 422 names each folder that cannot be taken, and why.
#[utoipa::path(post, path = "/libraries", tag = "libraries", request_body = NewLibrary,
    responses((status = 201, description = "The library", body = Library)))]
async fn create_library(
    State(state): State<AppState>,
    admin: Admin,
    Json(new): Json<NewLibrary>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Library>), Problem> {
    let new = libraries::NewLibrary { name: new.name, kind: new.kind, paths: new.paths };
    let library = Library::from(state.libraries.create_library(&admin, new).await?);
    let location = format!("/api/v1/libraries/{}", library.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(library)))
}

/// One library.
#[utoipa::path(get, path = "/libraries/{id}", tag = "libraries", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The library", body = Library)))]
async fn get_library(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<Json<Library>, Problem> {
    Ok(Json(state.libraries.get_library(&viewer, id).await?.into()))
}

/// Change a library's name, folders or seek previews. New folders are scanned at once.
#[utoipa::path(patch, path = "/libraries/{id}", tag = "libraries", params(("id" = Uuid, Path)),
    request_body = LibraryChange, responses((status = 200, description = "The library", body = Library)))]
async fn update_library(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
    Json(change): Json<LibraryChange>,
) -> Result<Json<Library>, Problem> {
    let change = libraries::LibraryChange { name: change.name, paths: change.paths, previews: change.previews };
    Ok(Json(state.libraries.update_library(&admin, id, change).await?.into()))
}

/// Remove a library. Its media files stay as they are; a large library is removed by a job.
#[utoipa::path(delete, path = "/libraries/{id}", tag = "libraries", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed"),
        (status = 202, description = "The job that removes it", body = JobInfo)))]
async fn delete_library(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    match state.libraries.delete_library(&admin, id).await? {
        None => Ok(StatusCode::NO_CONTENT.into_response()),
        Some(job) => Ok(accepted(state.jobs.get(job).await?).into_response()),
    }
}

/// Ask for a scan. While one waits or runs, the answer is that one.
#[utoipa::path(post, path = "/libraries/{id}/scan", tag = "libraries", params(("id" = Uuid, Path)),
    responses((status = 202, description = "The job", body = JobInfo)))]
async fn scan_library(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse + use<>, Problem> {
    let job = state.libraries.request_scan(&admin, id).await?;
    Ok(accepted(state.jobs.get(job).await?))
}

/// What the last scan could not use.
#[utoipa::path(get, path = "/libraries/{id}/problems", tag = "libraries", params(("id" = Uuid, Path), PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "One page of problems", body = List<LibraryProblem>)))]
async fn list_problems(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<LibraryProblem>>, Problem> {
    let page = query.request()?;
    let page = state.libraries.list_problems(&admin, id, page).await?;
    Ok(Json(List::from_page(page, LibraryProblem::from)))
}

fn accepted(job: JobInfo) -> (StatusCode, [(HeaderName, String); 1], Json<JobInfo>) {
    let location = format!("/api/v1/jobs/{}", job.id);
    (StatusCode::ACCEPTED, [(header::LOCATION, location)], Json(job))
}

impl From<libraries::Library> for Library {
    fn from(library: libraries::Library) -> Self {
        Self {
            id: library.id,
            name: library.name,
            kind: library.kind,
            paths: library.roots.iter().map(|root| root.path.clone()).collect(),
            roots: library.roots.into_iter().map(Root::from).collect(),
            item_count: library.n_items,
            file_count: library.n_files,
            n_problems: library.n_problems,
            created_at: library.created_at,
            last_scan_at: library.last_scan_at,
            previews: library.has_previews,
        }
    }
}

impl From<libraries::LibraryRoot> for Root {
    fn from(root: libraries::LibraryRoot) -> Self {
        Self { path: root.path, offline_since: root.offline_since, offline_reason: root.offline_reason }
    }
}

impl From<libraries::Problem> for LibraryProblem {
    fn from(problem: libraries::Problem) -> Self {
        Self {
            id: problem.id,
            path: problem.path,
            code: problem.code,
            message: problem.message,
            remedy: problem.remedy,
            first_seen_at: problem.first_seen_at,
        }
    }
}
