//! What a viewer likes to hear and read, for everything and for one title.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::domain::playback::TrackRules;
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::extract::{Json, Path};
use crate::http::problem::Problem;
use crate::services::playback::ItemRules;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_track_rules, put_track_rules)).routes(routes!(
        get_item_track_rules,
        put_item_track_rules,
        delete_item_track_rules
    ))
}

/// The rules of a title.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemTrackRules {
    /// Null where the title has none of its own.
    #[schema(required)]
    pub own: Option<TrackRules>,
    /// What holds without them: the show's, else the viewer's.
    pub inherited: TrackRules,
}

impl From<ItemRules> for ItemTrackRules {
    fn from(rules: ItemRules) -> Self {
        Self { own: rules.own, inherited: rules.inherited }
    }
}

/// What the viewer likes to hear and read: a session without chosen tracks follows it.
#[utoipa::path(get, path = "/playback/rules", tag = "playback", responses((status = 200, description = "The rules", body = TrackRules)))]
async fn get_track_rules(State(state): State<AppState>, viewer: Viewer) -> Result<Json<TrackRules>, Problem> {
    Ok(Json(state.playback.track_rules(&viewer).await?))
}

/// Keep what the viewer likes to hear and read.
#[utoipa::path(put, path = "/playback/rules", tag = "playback", request_body = TrackRules,
    responses((status = 204, description = "Kept")))]
async fn put_track_rules(
    State(state): State<AppState>,
    viewer: Viewer,
    Json(rules): Json<TrackRules>,
) -> Result<StatusCode, Problem> {
    state.playback.set_track_rules(&viewer, &rules).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The rules of a title: those of a show hold for its episodes.
#[utoipa::path(get, path = "/items/{id}/playback-rules", tag = "playback", params(("id" = Uuid, Path, description = "Item")),
    responses((status = 200, description = "Its own rules, and what holds without them", body = ItemTrackRules)))]
async fn get_item_track_rules(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<Json<ItemTrackRules>, Problem> {
    Ok(Json(state.playback.item_track_rules(&viewer, id).await?.into()))
}

/// Give a title rules of its own.
#[utoipa::path(put, path = "/items/{id}/playback-rules", tag = "playback", params(("id" = Uuid, Path, description = "Item")),
    request_body = TrackRules, responses((status = 204, description = "Kept")))]
async fn put_item_track_rules(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Json(rules): Json<TrackRules>,
) -> Result<StatusCode, Problem> {
    state.playback.set_item_track_rules(&viewer, id, &rules).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let a title follow what holds for everything again.
#[utoipa::path(delete, path = "/items/{id}/playback-rules", tag = "playback", params(("id" = Uuid, Path, description = "Item")),
    responses((status = 204, description = "It has none of its own")))]
async fn delete_item_track_rules(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    state.playback.delete_item_track_rules(&viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
