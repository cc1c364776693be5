//! The server about itself: version, uptime, health, figures, budgets and what is used of them, the board.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::system_wire::{Board, System};
use crate::http::AppState;
use crate::http::extract::{Admin, Json};
use crate::http::problem::Problem;
use crate::platform::board::Report;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_system)).routes(routes!(get_board))
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
    Ok(Json(state.board.report()))
}
