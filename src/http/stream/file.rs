//! Direct play: the file's bytes by range, for any player that can open a URL.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};

use super::conditional::{Outcome, Validators, evaluate};
use crate::domain::media::MediaInfo;
use crate::domain::range::Requested;
use crate::http::AppState;
use crate::http::extract::Path;
use crate::http::problem::Problem;
use crate::platform::fs::{Chunks, MediaFile};
use crate::services::playback::{Playback, Session};

pub fn routes() -> Router<AppState> {
    Router::new().route("/stream/{token}/file", get(get_file))
}

async fn get_file(
    State(state): State<AppState>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let session = state.playback.open(&token).await?;
    let file = state.playback.media_file(&session).await?;
    let validators = Validators::of(&file.stamp);
    let outcome = evaluate(&headers, &validators, file.stamp.size_bytes);
    let mut response = answer(outcome, file.stamp.size_bytes);
    describe(response.headers_mut(), &validators, &session.media);
    // To be kept as a file. Players may add keys of their own, so others are no fault.
    if query.is_some_and(|query| query.split('&').any(|key| key == "download=true")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, attachment(&session));
    }
    if let Some((first, last)) = bytes_of(outcome, file.stamp.size_bytes).filter(|_| method == Method::GET) {
        *response.body_mut() = body(state.playback.clone(), session, file, first, last);
    }
    Ok(response)
}

/// Status and the headers that depend on it; the body is still empty.
fn answer(outcome: Outcome, size: u64) -> Response {
    let length = |n: u64| (header::CONTENT_LENGTH, HeaderValue::from(n));
    let range = |text: String| {
        (header::CONTENT_RANGE, HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("bytes */*")))
    };
    let none: [(HeaderName, HeaderValue); 0] = [];
    match outcome {
        Outcome::NotModified => (StatusCode::NOT_MODIFIED, none).into_response(),
        Outcome::PreconditionFailed => (StatusCode::PRECONDITION_FAILED, none).into_response(),
        Outcome::Send(Requested::Unsatisfiable) => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [range(format!("bytes */{size}"))]).into_response()
        }
        Outcome::Send(Requested::Whole) => (StatusCode::OK, [length(size)]).into_response(),
        Outcome::Send(Requested::Part { first, last }) => {
            let headers = [length(last - first + 1), range(format!("bytes {first}-{last}/{size}"))];
            (StatusCode::PARTIAL_CONTENT, headers).into_response()
        }
    }
}

fn bytes_of(outcome: Outcome, size: u64) -> Option<(u64, u64)> {
    match outcome {
        Outcome::Send(Requested::Whole) => size.checked_sub(1).map(|last| (0, last)),
        Outcome::Send(Requested::Part { first, last }) => Some((first, last)),
        _ => None,
    }
}

fn describe(headers: &mut HeaderMap, validators: &Validators, media: &MediaInfo) {
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, validators.etag.clone());
    headers.insert(header::LAST_MODIFIED, validators.last_modified.clone());
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(media)));
    // The address is a secret of one session: a shared cache must not keep what it leads to.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}

/// The file's own name (RFC 6266, RFC 8187).
fn attachment(session: &Session) -> HeaderValue {
    let name = session.rel.file_name().unwrap_or_default().to_string_lossy();
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(b);
    let encoded = name.bytes().fold(String::new(), |text, b| {
        if is_plain(&b) { text + char::from(b).encode_utf8(&mut [0; 4]) } else { format!("{text}%{b:02X}") }
    });
    HeaderValue::try_from(format!("attachment; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

/// The bytes, ended early when the session ends or the file became shorter.
fn body(playback: Playback, session: Arc<Session>, file: Arc<MediaFile>, first: u64, last: u64) -> Body {
    let chunks = stream::unfold(Chunks::new(file, first, last), |mut chunks| async move {
        let next = chunks.next().await.transpose()?;
        Some((next, chunks))
    });
    let ended = Box::pin(async move { playback.watch(session).await });
    Body::from_stream(chunks.take_until(ended))
}

fn content_type(media: &MediaInfo) -> &'static str {
    let has_video = media.video().is_some();
    match media.container.as_str() {
        "mp4" if has_video => "video/mp4",
        "mp4" => "audio/mp4",
        "mkv" if has_video => "video/x-matroska",
        "mkv" => "audio/x-matroska",
        "webm" if has_video => "video/webm",
        "webm" => "audio/webm",
        "ts" => "video/mp2t",
        "avi" => "video/x-msvideo",
        "flv" => "video/x-flv",
        "asf" => "video/x-ms-asf",
        "ogg" if has_video => "video/ogg",
        "ogg" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        _ => "application/octet-stream",
    }
}
