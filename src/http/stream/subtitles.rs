//! Subtitles beside a session's stream, whole: as WebVTT, as the ASS script that they are, and the fonts for it.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::hls::{answer, nothing};
use crate::base::Result;
use crate::http::AppState;
use crate::http::extract::Path;
use crate::http::wire::List;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/stream/{token}/subtitles/{name}", get(subtitle))
        .route("/stream/{token}/fonts", get(list_fonts))
        .route("/stream/{token}/fonts/{n}", get(font))
}

#[derive(Debug, Serialize)]
struct FontWire {
    name: String,
    url: String,
}

async fn subtitle(State(state): State<AppState>, Path((token, name)): Path<(String, String)>) -> Result<Response> {
    let (index, kind) = name.split_once('.').ok_or_else(nothing)?;
    let index: u32 = index.parse().map_err(|_| nothing())?;
    let session = state.playback.open(&token).await?;
    match kind {
        "vtt" => Ok(answer("text/vtt; charset=utf-8", state.playback.subtitle_text(&session, index).await?)),
        "ass" => Ok(answer("text/x-ssa; charset=utf-8", state.playback.subtitle_script(&session, index).await?)),
        _ => Err(nothing()),
    }
}

async fn list_fonts(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let session = state.playback.open(&token).await?;
    let fonts = state.playback.fonts(&session).await?.into_iter().enumerate();
    let items = fonts.map(|(n, font)| FontWire { name: font.name, url: format!("/stream/{token}/fonts/{n}") });
    Ok(crate::http::extract::Json(List { items: items.collect(), next_cursor: None }).into_response())
}

async fn font(State(state): State<AppState>, Path((token, n)): Path<(String, usize)>) -> Result<Response> {
    let session = state.playback.open(&token).await?;
    Ok(answer("font/sfnt", state.playback.font(&session, n).await?))
}
