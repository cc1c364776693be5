//! `/metrics`: every number that the rooms registered, as Prometheus text.
//!
//! Metrics live in the process's default registry; each is declared in the room that counts. Read from this machine and
//! from the configured networks; for everybody else there is no such page.

use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus::{HistogramVec, TextEncoder, register_histogram_vec};

use super::AppState;
use super::client_address::Client;
use super::problem::Problem;
use crate::base::{ErrorKind, ResultExt};
use crate::platform::telemetry::LATENCY_SECONDS;

static REQUESTS: LazyLock<HistogramVec> = LazyLock::new(|| {
    register_histogram_vec!(
        "revenge_http_request_duration_seconds",
        "Time until the head of the answer, by route template.",
        &["method", "route", "status"],
        LATENCY_SECONDS.to_vec()
    )
    .expect("the metric is registered once, here")
});

pub fn routes() -> Router<AppState> {
    Router::new().route("/metrics", get(get_metrics))
}

/// `route` is the template, never the path: labels must not grow with what clients ask for.
pub fn observe_request(method: &Method, route: &str, status: u16, took: Duration) {
    let method = match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE => method.as_str(),
        _ => "other",
    };
    REQUESTS.with_label_values(&[method, route, &status.to_string()]).observe(took.as_secs_f64());
}

async fn get_metrics(State(state): State<AppState>, client: Client) -> Result<Response, Problem> {
    let config = &state.shell.config;
    let is_allowed = client.is_local() || config.metrics_allow.iter().any(|network| client.is_within(network));
    if !is_allowed {
        return Err(Problem::not_found());
    }
    // Answers without a database too: the numbers that it knows stay as they were.
    state.look().await;
    let text =
        TextEncoder::new().encode_to_string(&prometheus::gather()).context(ErrorKind::Internal, "write the metrics")?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
