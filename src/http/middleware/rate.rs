//! Nobody asks faster than their quota: per sign-in, or per address for whoever is nobody in particular.
//!
//! Every answer that a quota was taken for says so with `RateLimit-Policy` and `RateLimit`
//! (draft-ietf-httpapi-ratelimit-headers-11); a refusal is that draft's problem `quota-exceeded`. Runs inside of `sign_in`,
//! which takes from the address's quota itself for whoever it turns away: guessing tokens is not free.

use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus::{IntCounterVec, register_int_counter_vec};
use serde_json::json;

use super::class::class_of;
use crate::domain::rate::{Class, Quota, Verdict};
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::client_address::Client;
use crate::http::problem::Problem;
use crate::platform::rate::Who;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const EXCEEDED: &str = "https://iana.org/assignments/http-problem-types#quota-exceeded";

static LIMITED: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!("revenge_http_limited_total", "Requests refused with 429, by class.", &["class"])
        .expect("the metric is registered once, here")
});

/// Shows every class from the start: a counter that appears with its first refusal hides that refusal.
pub fn register_metrics() {
    for class in Class::ALL {
        LIMITED.with_label_values(&[class.as_str()]);
    }
}

pub async fn rate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = class_of(&request).and_then(|class| Asked::of(&state, class, &request));
    let Some(asked) = asked else { return next.run(request).await };
    match asked.take(&state).await {
        taken if taken.verdict.is_allowed => {
            let mut response = next.run(request).await;
            taken.describe(response.headers_mut());
            response
        }
        taken => taken.refuse(),
    }
}

/// What a request without a good sign-in gets instead of an answer: `problem`, or 429 when it was one of too many.
pub async fn turn_away(state: &AppState, request: Request, problem: Problem) -> Response {
    let asked = Asked::of(state, Class::Read, &request);
    // A body cannot be held while waiting.
    drop(request);
    let Some(asked) = asked else { return problem.into_response() };
    match asked.take(state).await {
        taken if !taken.verdict.is_allowed => taken.refuse(),
        _ => problem.into_response(),
    }
}

/// Whose quota a request takes from.
struct Asked {
    class: Class,
    quota: Quota,
    who: Who,
}

impl Asked {
    /// None where there is no limit.
    fn of(state: &AppState, class: Class, request: &Request) -> Option<Self> {
        let quota = state.shell.config.quotas.of(class)?;
        let viewer = request.extensions().get::<Viewer>().filter(|_| class != Class::SignIn);
        let who = match viewer {
            Some(viewer) => Who::SignIn(viewer.session_id),
            None => Who::at(request.extensions().get::<Client>()?.ip),
        };
        Some(Self { class, quota, who })
    }

    async fn take(self, state: &AppState) -> Taken {
        let Self { class, quota, who } = self;
        let verdict = state.shell.limiter.take(class, who, quota, state.caches.shared_connection()).await;
        Taken { class, quota, verdict }
    }
}

/// One request's worth out of a quota.
struct Taken {
    class: Class,
    quota: Quota,
    verdict: Verdict,
}

impl Taken {
    fn describe(&self, headers: &mut HeaderMap) {
        let (name, quota, verdict) = (self.class.as_str(), self.quota, self.verdict);
        let policy = format!("\"{name}\";q={};w={}", quota.n_requests, quota.window_s);
        let limit = format!("\"{name}\";r={};t={}", verdict.n_left, self.effective_window_s());
        for (header, text) in [(POLICY, policy), (LIMIT, limit)] {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(header, value);
            }
        }
    }

    /// The draft wants `Retry-After` no earlier than this, so both are the same on a refusal.
    fn effective_window_s(&self) -> u64 {
        let ns = if self.verdict.is_allowed { self.verdict.reset_ns } else { self.verdict.retry_after_ns };
        Duration::from_nanos(ns).as_millis().div_ceil(1000).max(1) as u64
    }

    fn refuse(self) -> Response {
        LIMITED.with_label_values(&[self.class.as_str()]).inc();
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many requests: wait before the next one")
            .with_type(EXCEEDED)
            .with_member("violated-policies", json!([self.class.as_str()]))
            .with_retry_after(Duration::from_secs(self.effective_window_s()));
        let mut response = problem.into_response();
        self.describe(response.headers_mut());
        response
    }
}
