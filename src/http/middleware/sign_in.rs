//! Closed unless public: every route of the API needs a sign-in, except the list below.
//!
//! Checked here for all routes instead of in each handler, so that a new route is closed before anybody thinks of it.
//! `tests/it/security.rs` crawls the document and holds the list.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::rate;
use crate::http::AppState;
use crate::http::cookies;
use crate::http::problem::Problem;

/// Routes of the API that answer without a sign-in. `/healthz`, `/readyz`, `/metrics`, the web UI and
/// `/stream/{token}/…` are outside of the API and look after themselves.
pub const PUBLIC: [(&str, &str); 5] = [
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/docs"),
    ("GET", "/api/v1/setup"),
    ("POST", "/api/v1/setup"),
    ("POST", "/api/v1/auth/login"),
];

pub async fn sign_in(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if is_public(&request) {
        return next.run(request).await;
    }
    match admit(&state, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(problem) => rate::turn_away(&state, request, problem).await,
    }
}

fn is_public(request: &Request) -> bool {
    let method = if request.method() == Method::HEAD { "GET" } else { request.method().as_str() };
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    PUBLIC.contains(&(method, route))
}

/// Puts the viewer into the request.
async fn admit(state: &AppState, request: &mut Request) -> Result<(), Problem> {
    let unauthorized = || Problem::new(StatusCode::UNAUTHORIZED, "sign in first");
    let credential = cookies::credential(request.headers()).ok_or_else(unauthorized)?;
    let viewer = state.accounts.authenticate(credential.token).await?;
    if credential.is_cookie && !request.method().is_safe() && !cookies::has_csrf_header(request.headers()) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "a write with the cookie needs the header x-csrf"));
    }
    request.extensions_mut().insert(viewer);
    Ok(())
}
