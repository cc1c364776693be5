//! What kind of work a request is, by its route: which quota it takes from and whose place it needs under load.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;

use crate::domain::rate::Class;

/// Must answer whatever happens; what watches the server asks seldom and costs nothing.
const ALWAYS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];
/// Where passwords and codes are tried.
const DOORS: [&str; 2] = ["/api/v1/setup", "/api/v1/auth/login"];

/// None for what is never limited.
pub fn class_of(request: &Request) -> Option<Class> {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    if ALWAYS.contains(&route) {
        return None;
    }
    let class = if route.starts_with("/stream/") {
        Class::Stream
    } else if route.contains("/images/") || route.contains("/previews/{set}/") {
        Class::Image
    } else if request.method() == Method::POST && DOORS.contains(&route) {
        Class::SignIn
    } else if !request.method().is_safe() {
        Class::Write
    } else if route.starts_with("/api/v1/items") && has_words(request.uri().query().unwrap_or_default()) {
        Class::Search
    } else {
        Class::Read
    };
    Some(class)
}

/// Words to search for, however the key is spelled.
fn has_words(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(key, value)| key == "q" && !value.is_empty())
}
