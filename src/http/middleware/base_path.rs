//! Takes the base path off a request before a route is looked for, and puts it before the `Location` of the answer.
//!
//! A configured proxy may have taken a path off already: it says so in `X-Forwarded-Prefix`, which then counts instead of
//! `http.base_path`. The right-most value counts, which is the proxy's own. A proxy that says it and takes nothing off is
//! understood as well. From anybody else the header has no effect.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::HttpConfig;
use crate::http::base_path::{AT_ROOT, BasePath};
use crate::http::client_address::{self, Peer};
use crate::http::problem::Problem;

/// Mark of a request that does not lie below the base path.
#[derive(Clone, Copy)]
struct Outside;

/// Before the routes: puts the request's `BasePath` into it and leaves the path that the routes know.
pub async fn enter(State(config): State<Arc<HttpConfig>>, mut request: Request) -> Request {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.address.ip());
    let is_trusted = peer.is_some_and(|peer| client_address::is_trusted(peer, &config.trusted_proxies));
    let said = is_trusted.then(|| said(request.headers())).flatten();
    let base = said.as_ref().unwrap_or(&config.base_path).clone();
    if !base.is_empty() {
        let path = request.uri().path();
        match base.below(path) {
            Some(path) => *request.uri_mut() = with_path(request.uri(), path),
            None if said.is_some() || AT_ROOT.contains(&path) => {}
            None => drop(request.extensions_mut().insert(Outside)),
        }
    }
    request.extensions_mut().insert(base);
    request
}

/// Around the handlers.
pub async fn base_path(base: BasePath, request: Request, next: Next) -> Response {
    if request.extensions().get::<Outside>().is_some() {
        return outside(&base, &request).into_response();
    }
    let mut response = next.run(request).await;
    if let Some(location) = response.headers_mut().get_mut(header::LOCATION)
        && let Some(path) = location.to_str().ok().filter(|path| path.starts_with('/'))
        && let Ok(address) = HeaderValue::try_from(base.address(path))
    {
        *location = address;
    }
    response
}

/// Where people try their luck they are shown the way. Not when a proxy stands between: one that takes the path off and does
/// not say so would be sent round in circles.
fn outside(base: &BasePath, request: &Request) -> Result<Response, Problem> {
    let path = request.uri().path();
    let is_near = path == base.as_str() || (path == "/" && !client_address::is_forwarded(request));
    if !is_near || !request.method().is_safe() {
        let detail = format!(
            "the server is below {base}/ (http.base_path); a proxy that takes this off must say so in X-Forwarded-Prefix \
             and be one of http.trusted_proxies"
        );
        return Err(Problem::new(StatusCode::NOT_FOUND, detail));
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    // Not for ever: the setting may change.
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{base}/{query}"))]).into_response())
}

/// What the proxy took off; none if that says nothing or makes no sense.
fn said(headers: &HeaderMap) -> Option<BasePath> {
    let value = client_address::last_value(headers, "x-forwarded-prefix")?;
    value.parse().ok().filter(|base: &BasePath| !base.is_empty())
}

fn with_path(uri: &Uri, path: &str) -> Uri {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(format!("{path}{query}")).ok();
    // A shorter path of the same characters is as good as the whole.
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}
