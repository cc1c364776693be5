//! Disks that libraries lie on: what they do, who touched them last, what woke them.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::base::Page;
use crate::domain::disks::{Cause, DiskState, Kind, Wake};
use crate::http::AppState;
use crate::http::extract::{Admin, Json, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::platform::fs;
use crate::services::system;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_disks))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Disk {
    /// The kernel's name (`sda`), or what a network share is called.
    name: String,
    #[schema(required)]
    model: Option<String>,
    kind: DiskKind,
    is_removable: bool,
    state: DiskState,
    libraries: Vec<DiskLibrary>,
    /// The last touch of this server since it started.
    #[schema(required)]
    last_access: Option<DiskTouch>,
    /// Since the server started, at most a day back. Null where nobody counts, as for network shares.
    #[schema(required)]
    wakeups_24h: Option<u32>,
    /// Since the server started, newest first, at most 50.
    last_wakeups: Vec<DiskTouch>,
}

/// How a disk works. Only those that turn sleep in a way that matters.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiskKind {
    Hdd,
    Ssd,
    Network,
    Unknown,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DiskLibrary {
    id: Uuid,
    name: String,
    path: String,
}

/// Who touched a disk, and when.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiskTouch {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    cause: Kind,
    detail: DiskTouchDetail,
}

/// What is known of the cause; null where it does not apply.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiskTouchDetail {
    #[schema(required)]
    library_id: Option<Uuid>,
    #[schema(required)]
    job_id: Option<Uuid>,
    #[schema(required)]
    session_id: Option<Uuid>,
    #[schema(required)]
    user_id: Option<Uuid>,
    /// Null for nobody, and for who is no user any more.
    #[schema(required)]
    user_name: Option<String>,
    /// What is played, or whose picture is made.
    #[schema(required)]
    item_id: Option<Uuid>,
}

/// Disks that libraries lie on, by name, and what woke them. No disk is touched for it. Admins only.
#[utoipa::path(get, path = "/system/disks", tag = "system", params(PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "All disks with a library", body = List<Disk>)))]
async fn list_disks(
    State(state): State<AppState>,
    _admin: Admin,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<Disk>>, Problem> {
    let page = Page::of_all(state.system.disks().await?, &query.request()?)?;
    Ok(Json(List::from_page(page, Disk::from)))
}

impl From<system::Disk> for Disk {
    fn from(system::Disk { report, libraries, user_names }: system::Disk) -> Self {
        let touch = |wake| DiskTouch::new(wake, &user_names);
        Self {
            name: report.name,
            model: report.model,
            kind: report.kind.into(),
            is_removable: report.is_removable,
            state: report.state,
            libraries: libraries.into_iter().map(DiskLibrary::from).collect(),
            last_access: report.last_access.map(touch),
            wakeups_24h: report.n_wakes_last_day.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
            last_wakeups: report.wakes.into_iter().map(touch).collect(),
        }
    }
}

impl From<system::DiskLibrary> for DiskLibrary {
    fn from(library: system::DiskLibrary) -> Self {
        Self { id: library.id, name: library.name, path: library.path }
    }
}

impl DiskTouch {
    fn new(Wake { at, cause }: Wake, user_names: &BTreeMap<Uuid, String>) -> Self {
        let Cause { kind, library_id, item_id, job_id, session_id, user_id } = cause;
        let user_name = user_id.and_then(|id| user_names.get(&id).cloned());
        let detail = DiskTouchDetail { library_id, job_id, session_id, user_id, user_name, item_id };
        Self { at, cause: kind, detail }
    }
}

impl From<fs::DiskKind> for DiskKind {
    fn from(kind: fs::DiskKind) -> Self {
        match kind {
            fs::DiskKind::Hdd => Self::Hdd,
            fs::DiskKind::Ssd => Self::Ssd,
            fs::DiskKind::Network => Self::Network,
            fs::DiskKind::Unknown => Self::Unknown,
        }
    }
}
