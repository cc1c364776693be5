//! Sending clients on to where the server really listens: from another port, or from plain HTTP to HTTPS.

use std::net::SocketAddr;

use axum::Router;
use axum::http::uri::{Authority, PathAndQuery};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::small;

/// Sends everybody who comes to this listener on to the port of `to`, until `stop`.
pub async fn serve_redirects(listener: TcpListener, to: SocketAddr, is_tls: bool, stop: CancellationToken) {
    let scheme = if is_tls { "https" } else { "http" };
    let port = to.port();
    let router = Router::new().fallback(async move |uri: Uri, headers: HeaderMap| {
        let host = host(&uri, &headers).and_then(|host| host.parse::<Authority>().ok());
        // The name that the client knows us by, with the port that it does not know.
        let place = host.map(|host| format!("{scheme}://{}:{port}", host.host()));
        redirect(StatusCode::TEMPORARY_REDIRECT, place, &uri)
    });
    small::serve(&listener, None, router, stop.cancelled()).await;
}

/// The same place with TLS. Whoever sends a request in the clear has shown what is in it; the next one is safe.
pub(super) fn to_tls(uri: &Uri, headers: &HeaderMap) -> Response {
    let place = host(uri, headers).map(|host| format!("https://{host}"));
    redirect(StatusCode::PERMANENT_REDIRECT, place, uri)
}

fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.or_else(|| uri.authority().map(Authority::as_str))
}

fn redirect(status: StatusCode, place: Option<String>, uri: &Uri) -> Response {
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let place = place.and_then(|place| format!("{place}{path}").parse::<Uri>().ok()).map(|uri| uri.to_string());
    match place.and_then(|place| HeaderValue::from_str(&place).ok()) {
        Some(place) => (status, [(header::LOCATION, place)]).into_response(),
        None => (StatusCode::BAD_REQUEST, "the request names no host that can be redirected\n").into_response(),
    }
}
