//! The server about itself: version, uptime, health, figures, budgets and what is used of them, the board.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::system_wire::{Board, Pause, Paused, System};
use crate::http::AppState;
use crate::http::extract::{Admin, Json};
use crate::http::problem::Problem;
use crate::platform::board::Report;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_system)).routes(routes!(get_board)).routes(routes!(pause, resume))
}

/// Version, uptime, what is used of the budgets, whether all is well and what to do where it is not. Admins only.
#[utoipa::path(get, path = "/system", tag = "system", responses((status = 403, description = "Needs an administrator"), (status = 200, description = "The server", body = System)))]
async fn get_system(State(state): State<AppState>, _admin: Admin) -> Result<Json<System>, Problem> {
    let (look, database_bytes) = tokio::join!(state.look(), state.system.database_bytes());
    Ok(Json(System::new(&state, look, database_bytes)))
}

/// The board and the limits in force, each with its source. Admins only.
#[utoipa::path(get, path = "/system/board", tag = "system", responses((status = 403, description = "Needs an administrator"), (status = 200, description = "The board", body = Board)))]
async fn get_board(State(state): State<AppState>, _admin: Admin) -> Result<Json<Report>, Problem> {
    state.system.memory(&state.playback.facts()).await;
    Ok(Json(state.board.report()))
}

/// Let background work rest for a while, on every node and over restarts. What people wait for is done. Admins only.
#[utoipa::path(post, path = "/system/pause", tag = "system", request_body = Pause,
    responses((status = 200, description = "It rests until then", body = Paused)))]
async fn pause(
    State(state): State<AppState>,
    _admin: Admin,
    Json(pause): Json<Pause>,
) -> Result<Json<Paused>, Problem> {
    let until = pause.until()?;
    state.jobs.pause_until(Some(until)).await?;
    Ok(Json(Paused { until }))
}

/// Let background work go on. No error where it does. Admins only.
#[utoipa::path(delete, path = "/system/pause", tag = "system", responses((status = 204, description = "It goes on")))]
async fn resume(State(state): State<AppState>, _admin: Admin) -> Result<StatusCode, Problem> {
    state.jobs.pause_until(None).await?;
    Ok(StatusCode::NO_CONTENT)
}
