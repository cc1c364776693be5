//! What is answered while the server starts: alive, not ready, come back.
//!
//! The listener is bound before the database is up, so that a supervisor sees a live process and a browser gets a page
//! with `Retry-After` instead of a refused connection. `serve` then takes over the same listener; connections that come
//! in between wait in its backlog.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::speak::{Answer, Speaker};

/// Connections at once, and the time for a request: nobody has more to ask yet.
const CONNECTIONS: usize = 256;
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// Some say nothing at all.
const CONNECTION_LIFE: Duration = Duration::from_secs(30);

const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Revenge</title>\
    <meta name=\"color-scheme\" content=\"dark light\"><meta http-equiv=\"refresh\" content=\"1\">\
    <p>Revenge is starting.";

/// Name of the step that is being worked on; written by the start sequence.
pub type StartStep = watch::Receiver<&'static str>;

/// Answers on the listener until `until` ends, then finishes the requests at hand.
pub async fn serve_startup(listener: &TcpListener, step: StartStep, until: impl Future<Output = ()>) {
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(not_ready))
        .fallback(come_back)
        .with_state(Arc::new(step));
    let graceful = GracefulShutdown::new();
    let speaker = Arc::new(Speaker::new(HEADER_TIMEOUT));
    let is_over = CancellationToken::new();
    let mut connections = JoinSet::new();
    tokio::pin!(until);
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut until => break,
        };
        // A failed accept concerns one client; the listener lives on.
        let Ok((stream, _)) = accepted else { continue };
        if connections.len() >= CONNECTIONS {
            continue;
        }
        let (router, speaker) = (router.clone(), Arc::clone(&speaker));
        let service = service_fn(move |request: Request<Incoming>| {
            let answer: Answer = Box::pin(router.clone().oneshot(request.map(Body::new)));
            answer
        });
        let (watcher, until_stop) = (graceful.watcher(), is_over.clone());
        connections.spawn(async move {
            let connection = speaker.serve(stream, service, watcher, until_stop);
            drop(tokio::time::timeout(CONNECTION_LIFE, connection).await);
        });
    }
    is_over.cancel();
    // Handlers answer at once, so this takes no longer than writing what is answered.
    graceful.shutdown().await;
}

async fn not_ready(State(step): State<Arc<StartStep>>) -> Response {
    let checks = json!({ "start": *step.borrow() });
    (StatusCode::SERVICE_UNAVAILABLE, axum::Json(json!({ "status": "starting", "checks": checks }))).into_response()
}

/// A browser's page asks again by itself; everybody else reads `Retry-After`.
async fn come_back(request: HeaderMap) -> Response {
    let accepts = request.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (media_type, body) = if accepts.contains("text/html") {
        ("text/html; charset=utf-8", PAGE.to_owned())
    } else {
        let problem = json!({ "type": "about:blank", "title": "Service Unavailable", "status": 503,
            "detail": "the server is starting" });
        ("application/problem+json", problem.to_string())
    };
    let headers = [(header::CONTENT_TYPE, media_type), (header::RETRY_AFTER, "1"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
}
