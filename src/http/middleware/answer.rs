//! The frame of every answer: request id, log line, duration metric, panics and errors as problems, safe headers.
//!
//! The only place that logs a failed request.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::Instrument;

use crate::http::AppState;
use crate::http::client_address::{Client, Peer};
use crate::http::extract::RequestId;
use crate::http::metrics;
use crate::http::problem::Problem;
use crate::platform::telemetry::on_behalf_of;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Set where the handler has not set its own. Nothing that we answer may be framed, sniffed or run as a page, except
/// what brings its own policy.
const SAFE_HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
];

pub async fn answer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId::of(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let is_api = request.uri().path().starts_with("/api/");
    if let Some(peer) = request.extensions().get::<Peer>().copied() {
        let client = Client::of(peer, &request, &state.shell.config.trusted_proxies);
        request.extensions_mut().insert(client);
    }
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", request.id = &*id.0);
    let run = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone());
    let run = on_behalf_of(Some(Arc::clone(&id.0)), run);
    let mut response = run.await.unwrap_or_else(|_| panicked());

    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        if let Some(cause) = problem.cause() {
            span.in_scope(|| log_failure(problem.status(), cause));
        }
        let headers = std::mem::take(response.headers_mut());
        response = problem.into_answer(&id.0);
        keep(response.headers_mut(), &headers);
    }
    finish(response.headers_mut(), &id, is_api);
    log_request(&state, &span, (&method, route.as_ref()), (&response, began));
    response
}

/// A panic is a bug in one request; the server goes on. The panic hook has logged where.
fn panicked() -> Response {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "something went wrong here; the log has the request id")
        .into_response()
}

fn log_failure(status: StatusCode, cause: &str) {
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(error = cause, "request failed");
    } else {
        tracing::warn!(error = cause, "request failed for a reason outside");
    }
}

/// Headers that a handler or a router set beside the problem (`Allow`, `Set-Cookie`) stay.
fn keep(to: &mut HeaderMap, from: &HeaderMap) {
    for (name, value) in from {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            to.append(name.clone(), value.clone());
        }
    }
}

fn finish(headers: &mut HeaderMap, id: &RequestId, is_api: bool) {
    for (name, value) in SAFE_HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(REQUEST_ID, value);
    }
}

/// Routes by template: a metric or a log line never holds an id or a token out of a path.
fn log_request(
    state: &AppState,
    span: &tracing::Span,
    (method, route): (&Method, Option<&MatchedPath>),
    (response, began): (&Response, Instant),
) {
    let route = route.map_or("-", MatchedPath::as_str);
    let (now, status) = (Instant::now(), response.status().as_u16());
    let took = now.duration_since(began);
    metrics::observe_request(method, route, status, took);
    // How long a segment takes depends on the film, and has a metric of its own.
    let is_ours = !route.starts_with("/stream/");
    if is_ours {
        state.shell.traffic.note(now, status, took);
    }
    let duration_ms = took.as_millis() as u64;
    span.in_scope(|| {
        if is_ours && state.shell.config.slow_request.is_reached_by(took) {
            tracing::warn!(%method, route, status, duration_ms, "slow request");
        } else {
            tracing::debug!(%method, route, status, duration_ms, "answered");
        }
    });
}
