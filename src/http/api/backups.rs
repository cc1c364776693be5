//! Backups on the server's disk: made, listed, downloaded, uploaded, deleted, put back. Administrators only.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::base::{Page, Secret};
use crate::http::AppState;
use crate::http::client_address::Client;
use crate::http::extract::{Admin, Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::platform::db::backup::{Kept, Manifest, Origin};
use crate::platform::jobs::JobInfo;
use crate::services::backups;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_backups, make_backup))
        .routes(routes!(upload_backup))
        .routes(routes!(delete_backup))
        .routes(routes!(download_backup))
        .routes(routes!(get_restore, restore_backup))
}

/// What a backup holds is `application/zstd` with a tar in it.
const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/zstd");
const UPLOADS: [&str; 2] = ["application/zstd", "application/octet-stream"];

/// As in the list. Anything else names nothing.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct BackupName(String);

impl TryFrom<String> for BackupName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
        let is_name = name.ends_with(".tar.zst") && name.bytes().all(is_plain);
        if is_name { Ok(Self(name)) } else { Err("is no name of a backup") }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Backup {
    name: String,
    #[schema(value_type = BackupOrigin)]
    origin: &'static str,
    /// Of the file.
    size_bytes: u64,
    #[serde(with = "time::serde::rfc3339")]
    made_at: OffsetDateTime,
    /// The release that wrote it; null for a file that cannot be read.
    #[schema(required)]
    release: Option<String>,
    /// Version of the schema in it.
    #[schema(required)]
    schema_version: Option<i32>,
    /// Whether this release can put it back.
    is_restorable: bool,
}

/// Why a backup was made. Schema only: the store of backups knows no schemas.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackupOrigin {
    BeforeUpgrade,
    BeforeRestore,
    Manual,
    Uploaded,
}

impl From<Kept> for Backup {
    fn from(kept: Kept) -> Self {
        Self {
            origin: Origin::as_str(kept.origin),
            size_bytes: kept.size_bytes,
            made_at: kept.made_at(),
            is_restorable: kept.is_known(),
            schema_version: kept.manifest.as_ref().map(Manifest::version),
            release: kept.manifest.map(|manifest| manifest.program),
            name: kept.name,
        }
    }
}

/// A tar compressed by zstd. Schema only: its bytes are never in one piece.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct BackupFile(#[expect(dead_code, reason = "it names a schema")] Vec<u8>);

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreBackup {
    /// Its name in the list.
    backup: String,
    /// The administrator's own, once more.
    #[schema(value_type = String)]
    password: Secret,
}

/// How the last restore since the server's start went.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restore {
    backup: String,
    #[serde(with = "time::serde::rfc3339")]
    ended_at: OffsetDateTime,
    /// Why nothing was changed; null where it is done.
    #[schema(required)]
    error: Option<String>,
    /// The backup of what was there before.
    #[schema(required)]
    replaced: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LastRestore {
    /// Null when there was none.
    #[schema(required)]
    last: Option<Restore>,
}

impl From<backups::Restoration> for Restore {
    fn from(done: backups::Restoration) -> Self {
        Self { backup: done.name, ended_at: done.ended_at, error: done.error, replaced: done.kept }
    }
}

/// Backups on the server's disk, newest first. Admins only.
#[utoipa::path(get, path = "/system/backups", tag = "backups", params(PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "One page of backups", body = List<Backup>)))]
async fn list_backups(
    State(state): State<AppState>,
    _admin: Admin,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<Backup>>, Problem> {
    let page = Page::of_all(state.backups.list().await?, &query.request()?)?;
    Ok(Json(List::from_page(page, Backup::from)))
}

/// Make a backup of the whole database beside the running server. While one is being made, the answer is that job.
#[utoipa::path(post, path = "/system/backups", tag = "backups",
    responses((status = 409, description = "There are many: delete one first"), (status = 202, description = "The job", body = JobInfo)))]
async fn make_backup(
    State(state): State<AppState>,
    admin: Admin,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<JobInfo>), Problem> {
    let job = state.backups.request_backup(&admin).await?;
    let location = [(header::LOCATION, format!("/api/v1/jobs/{job}"))];
    Ok((StatusCode::ACCEPTED, location, Json(state.jobs.get(job).await?)))
}

/// Bring a backup from elsewhere. It is read to its end: what is damaged, or made by a newer release, is not kept.
#[utoipa::path(post, path = "/system/backups/upload", tag = "backups",
    request_body(content = BackupFile, content_type = "application/octet-stream", description = "The file"),
    responses((status = 409, description = "A newer release made it, or another upload is on its way"), (status = 413, description = "There is no room for it"),
        (status = 415, description = "The body is not `application/octet-stream` or `application/zstd`"), (status = 502, description = "The disk does not take it"),
        (status = 201, description = "It is there", body = Backup)))]
async fn upload_backup(
    State(state): State<AppState>,
    _admin: Admin,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Backup>), Problem> {
    if !is_upload(&headers) {
        let detail = format!("the body must be {}", UPLOADS.join(" or "));
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let kept = state.backups.receive(body.into_data_stream()).await?;
    Ok((StatusCode::CREATED, Json(kept.into())))
}

fn is_upload(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    UPLOADS.iter().any(|known| content_type.eq_ignore_ascii_case(known))
}

/// Delete a backup.
#[utoipa::path(delete, path = "/system/backups/{name}", tag = "backups", params(("name" = String, Path)),
    responses((status = 502, description = "The disk does not let it go"), (status = 204, description = "It is gone")))]
async fn delete_backup(
    State(state): State<AppState>,
    _admin: Admin,
    Path(BackupName(name)): Path<BackupName>,
) -> Result<StatusCode, Problem> {
    state.backups.delete(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The file of a backup. It holds hashes of passwords: keep it safe.
#[utoipa::path(get, path = "/system/backups/{name}/file", tag = "backups", params(("name" = String, Path)),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "The file", body = BackupFile, content_type = "application/zstd")))]
async fn download_backup(
    State(state): State<AppState>,
    _admin: Admin,
    Path(BackupName(name)): Path<BackupName>,
) -> Result<Response, Problem> {
    let (kept, bytes) = state.backups.send(&name).await?;
    let mut response = Body::from_stream(bytes).into_response();
    describe(response.headers_mut(), &kept);
    Ok(response)
}

fn describe(headers: &mut HeaderMap, kept: &Kept) {
    headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(kept.size_bytes));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{}\"", kept.name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}

/// Put a backup in the place of the database. The server stops its work, answers with a page and `/readyz` meanwhile, and comes
/// back by itself; what was there is kept as a backup first. Sign-ins that the backup does not have are over then. A file
/// that is damaged is refused before anything stops.
#[utoipa::path(post, path = "/system/restore", tag = "backups", request_body = RestoreBackup,
    responses((status = 404, description = "There is no such backup"), (status = 409, description = "A newer release made it, or another restore is on its way"), (status = 202, description = "The server is about to do it")))]
async fn restore_backup(
    State(state): State<AppState>,
    admin: Admin,
    client: Client,
    Json(order): Json<RestoreBackup>,
) -> Result<StatusCode, Problem> {
    state.accounts.confirm(&admin, &order.password, client.origin()).await?;
    state.backups.request_restore(&admin, &order.backup).await?;
    Ok(StatusCode::ACCEPTED)
}

/// How the last restore went. Admins only.
#[utoipa::path(get, path = "/system/restore", tag = "backups", responses((status = 403, description = "Needs an administrator"), (status = 200, description = "The last restore", body = LastRestore)))]
async fn get_restore(State(state): State<AppState>, _admin: Admin) -> Json<LastRestore> {
    Json(LastRestore { last: state.backups.last_restoration().map(Restore::from) })
}
