//! All routes, and what happens around them.
//!
//! `/api/v1` is closed unless a route is in `middleware::sign_in::PUBLIC`. Outside of it: health, metrics, streams (their
//! path carries a token) and the web UI, which look after themselves.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state, map_request_with_state};
use tokio_util::sync::CancellationToken;
use tower::Layer;
use utoipa_axum::router::OpenApiRouter;

use super::middleware::{answer, base_path, keys, load, rate, represent, sign_in};
use super::problem::Problem;
use super::{AppState, api, health, metrics, openapi, stream, web_ui};

/// The documented API, relative to `/api/v1`.
pub fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(api::setup::routes())
        .merge(api::auth::routes())
        .merge(api::addresses::routes())
        .merge(api::backups::routes())
        .merge(api::disks::routes())
        .merge(api::events::routes())
        .merge(api::folders::routes())
        .merge(api::items::routes())
        .merge(api::libraries::routes())
        .merge(api::playback::routes())
        .merge(api::tracks::routes())
        .merge(api::previews::routes())
        .merge(api::jobs::routes())
        .merge(api::schedules::routes())
        .merge(api::system::routes())
        .merge(api::webhooks::routes())
}

/// Everything that is served; ends its endless streams on `stop`.
pub fn router(state: &AppState, stop: &CancellationToken) -> Router {
    let state = state.until(stop);
    rate::register_metrics();
    let lanes = load::Lanes::new(state.shell.config.in_flight);
    let (api, document) = OpenApiRouter::new().nest("/api/v1", api()).split_for_parts();
    let closed = Router::new()
        .merge(api)
        .merge(openapi::routes(&document))
        .route_layer(from_fn_with_state(keys::Keys::of(&document), keys::keys))
        .route_layer(from_fn(represent::represent))
        .route_layer(from_fn_with_state(state.clone(), rate::rate))
        .route_layer(from_fn_with_state(state.clone(), sign_in::sign_in));
    let open = Router::new()
        .merge(health::routes())
        .merge(metrics::routes())
        .merge(stream::routes())
        .fallback(web_ui::fallback)
        .layer(from_fn_with_state(state.clone(), rate::rate));
    let routes = open
        .merge(closed)
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "not with this method"))
        .layer(from_fn_with_state(lanes, load::load))
        .layer(from_fn(base_path::base_path))
        .layer(from_fn_with_state(state.clone(), answer::answer))
        .with_state(state.clone());
    // Around the routes as a whole: a layer of theirs would come after the route was chosen.
    let config = Arc::clone(&state.shell.config);
    Router::new().fallback_service(map_request_with_state(config, base_path::enter).layer(routes))
}
