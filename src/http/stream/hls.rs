//! HLS: playlists at once, segments when they are there.
//!
//! A segment request may wait: the one exception to "no request waits for media work". A client that leaves drops its
//! request's future, which is how the engine learns of it. Nothing here may be stored: the token is in the address.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::base::{Error, Result};
use crate::domain::hls::{Part, RenditionId};
use crate::http::AppState;
use crate::http::extract::Path;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/stream/{token}/master.m3u8", get(master_playlist))
        .route("/stream/{token}/{rendition}/{part}", get(rendition_part))
}

async fn master_playlist(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let session = state.playback.open(&token).await?;
    let hls = state.playback.hls(&session).await?;
    Ok(answer("application/vnd.apple.mpegurl", hls.master_playlist()))
}

async fn rendition_part(
    State(state): State<AppState>,
    Path((token, rendition, part)): Path<(String, String, String)>,
) -> Result<Response> {
    let (Some(id), Some(part)) = (RenditionId::parse(&rendition), Part::parse(&part)) else { return Err(nothing()) };
    let session = state.playback.open(&token).await?;
    let hls = state.playback.hls(&session).await?;
    let media_type = if matches!(id, RenditionId::Audio(_)) { "audio/mp4" } else { "video/mp4" };
    match (part, id) {
        (Part::Playlist, _) => Ok(answer("application/vnd.apple.mpegurl", hls.media_playlist(id)?)),
        (Part::Init, _) => Ok(answer(media_type, hls.init_segment(id).await?)),
        (Part::Segment(k), _) => Ok(answer(media_type, hls.segment(id, k).await?)),
        (Part::Text(k), RenditionId::Subtitles(index)) => {
            Ok(answer("text/vtt; charset=utf-8", state.playback.subtitle_segment(&session, index, k).await?))
        }
        (Part::Text(_), _) => Err(nothing()),
    }
}

pub(super) fn answer(media_type: &'static str, body: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

pub(super) fn nothing() -> Error {
    Error::not_found("stream", "with this address")
}
