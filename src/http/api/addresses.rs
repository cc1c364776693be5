//! Where other devices find this server.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::extract::Json;
use crate::http::problem::Problem;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_addresses))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Addresses {
    /// Hosts, the best first: `revenge.local`, `192.168.1.20`, `[fd00::2]`. Scheme and port are those of this request,
    /// unless a proxy or a container engine stands between.
    pub hosts: Vec<String>,
}

/// Hosts under which other devices at home reach the server.
#[utoipa::path(get, path = "/system/addresses", tag = "system", responses((status = 200, description = "The hosts", body = Addresses)))]
async fn list_addresses(State(state): State<AppState>, _viewer: Viewer) -> Result<Json<Addresses>, Problem> {
    Ok(Json(Addresses { hosts: state.lan.hosts()? }))
}
