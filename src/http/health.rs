//! Whether the process serves, and whether it can do its work.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use super::AppState;

pub fn routes() -> Router<AppState> {
    // No database access: it must not fail because something else does.
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(get_readiness))
}

async fn get_readiness(State(state): State<AppState>) -> Response {
    let is_database_up = state.db.is_ready().await;
    let (status, word) =
        if is_database_up { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") };
    let checks = json!({ "database": if is_database_up { "ok" } else { "does not answer" } });
    (status, axum::Json(json!({ "status": word, "checks": checks }))).into_response()
}
