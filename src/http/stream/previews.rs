//! Seek previews beside a session's stream, for players that know nothing of signing in.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::hls::{answer, nothing};
use crate::base::Result;
use crate::domain::previews::to_webvtt;
use crate::http::AppState;
use crate::http::extract::Path;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/stream/{token}/previews/{name}", get(preview))
}

/// `index.vtt`, or the sheets that it names.
async fn preview(State(state): State<AppState>, Path((token, name)): Path<(String, String)>) -> Result<Response> {
    let session = state.playback.open(&token).await?;
    let set = state.catalog.get_preview_set_of_file(session.file_id, session.library_id).await?;
    if name == "index.vtt" {
        return Ok(answer("text/vtt; charset=utf-8", to_webvtt(&set.sheets, |n| format!("{n}.jpg"))));
    }
    let n = name.strip_suffix(".jpg").and_then(|n| n.parse().ok()).ok_or_else(nothing)?;
    Ok(answer("image/jpeg", state.catalog.read_preview_sheet(&set, n).await?))
}
