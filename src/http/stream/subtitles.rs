//! Subtitles beside a session's stream: as WebVTT, as the ASS script that they are with its fonts, as the pictures that
//! they are from a place on.

use axum::Router;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use serde::Serialize;

use super::hls::{answer, nothing};
use crate::base::Result;
use crate::domain::subtitles::PictureKind;
use crate::http::AppState;
use crate::http::base_path::BasePath;
use crate::http::extract::Path;
use crate::http::wire::List;
use crate::services::playback::{Playback, Session};

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

async fn subtitle(
    State(state): State<AppState>,
    Path((token, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let (index, kind) = name.split_once('.').ok_or_else(nothing)?;
    let index: u32 = index.parse().map_err(|_| nothing())?;
    let session = state.playback.open(&token).await?;
    match kind {
        "vtt" => Ok(answer("text/vtt; charset=utf-8", state.playback.subtitle_text(&session, index).await?)),
        "ass" => Ok(answer("text/x-ssa; charset=utf-8", state.playback.subtitle_script(&session, index).await?)),
        "sup" | "vobsub" => {
            let start_ms = query.as_deref().and_then(start_ms).unwrap_or(0);
            let kind = if kind == "sup" { PictureKind::Pgs } else { PictureKind::VobSub };
            Ok(answer(
                "application/octet-stream",
                pictures(state.playback.clone(), session, (index, kind), start_ms).await?,
            ))
        }
        _ => Err(nothing()),
    }
}

/// `start_ms=90000`: read from there on.
fn start_ms(query: &str) -> Option<i64> {
    query.split('&').find_map(|part| part.strip_prefix("start_ms="))?.parse().ok()
}

/// Packets as they are read, ended when the session ends.
async fn pictures(playback: Playback, session: Arc<Session>, which: (u32, PictureKind), start_ms: i64) -> Result<Body> {
    let packets = playback.subtitle_pictures(&session, which, start_ms).await?;
    let packets = stream::unfold(packets, |mut packets| async move {
        let next = packets.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(next), packets))
    });
    let ended = Box::pin(async move { playback.watch(session).await });
    Ok(Body::from_stream(packets.take_until(ended)))
}

async fn list_fonts(State(state): State<AppState>, Path(token): Path<String>, base: BasePath) -> Result<Response> {
    let session = state.playback.open(&token).await?;
    let fonts = state.playback.fonts(&session).await?.into_iter().enumerate();
    let url = |n| base.address(&format!("/stream/{token}/fonts/{n}"));
    let items = fonts.map(|(n, font)| FontWire { name: font.name, url: url(n) });
    Ok(crate::http::extract::Json(List { items: items.collect(), next_cursor: None }).into_response())
}

async fn font(State(state): State<AppState>, Path((token, n)): Path<(String, usize)>) -> Result<Response> {
    let session = state.playback.open(&token).await?;
    Ok(answer("font/sfnt", state.playback.font(&session, n).await?))
}
