//! The server about itself: version, uptime, budgets and what is used of them, the board.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::base::now;
use crate::http::AppState;
use crate::http::extract::{Admin, Json};
use crate::http::problem::Problem;
use crate::platform::board::Report;
use crate::platform::telemetry::resident_bytes;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_system)).routes(routes!(get_board))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct System {
    version: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    started_at: OffsetDateTime,
    uptime_ms: i64,
    /// What is bounded, and what of it is in use.
    budgets: BTreeMap<&'static str, Budget>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Budget {
    limit: u64,
    used: u64,
}

/// Schema of `platform::board::Report`, which knows no schemas.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    profile: String,
    description: String,
    model: Option<String>,
    arch: String,
    cores: u32,
    memory_bytes: u64,
    page_size_bytes: u64,
    matched_by: Vec<String>,
    limits: BTreeMap<String, Limit>,
    backends: Vec<Backend>,
    /// Parts only: they are not in use at the same time.
    memory_budget: BTreeMap<String, u64>,
    quirks: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Limit {
    value: u64,
    #[schema(value_type = String)]
    source: Value,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Backend {
    name: String,
    state: BackendState,
    #[schema(nullable = false)]
    reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BackendState {
    Verified,
    Unverified,
    Failed,
    Absent,
}

/// Version, uptime, and what is used of the budgets. Admins only.
#[utoipa::path(get, path = "/system", tag = "system", responses((status = 200, description = "The server", body = System)))]
async fn get_system(State(state): State<AppState>, _admin: Admin) -> Result<Json<System>, Problem> {
    let started_at = state.shell.started_at;
    let uptime_ms = (now() - started_at).whole_milliseconds() as i64;
    Ok(Json(System { version: env!("CARGO_PKG_VERSION"), started_at, uptime_ms, budgets: budgets(&state) }))
}

/// The board and the limits in force, each with its source. Admins only.
#[utoipa::path(get, path = "/system/board", tag = "system", responses((status = 200, description = "The board", body = Board)))]
async fn get_board(State(state): State<AppState>, _admin: Admin) -> Result<Json<Report>, Problem> {
    Ok(Json(state.board.report()))
}

fn budgets(state: &AppState) -> BTreeMap<&'static str, Budget> {
    let report = state.board.report();
    let limit = |name: &str| report.limits.get(name).map_or(0, |limit| limit.value);
    let listeners = state.shell.listener_use();
    BTreeMap::from([
        ("memory.process_bytes", Budget { limit: limit("memory.process_bytes"), used: resident_bytes() }),
        ("db.pool", Budget { limit: limit("db.pool"), used: state.db.in_use() as u64 }),
        ("http.listeners", Budget { limit: listeners.0 as u64, used: listeners.1 as u64 }),
    ])
}
