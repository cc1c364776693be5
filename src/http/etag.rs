//! Answers that a client may already have: strong ETags and 304. The only comparison of tags that there is.
//!
//! Our tags hold neither commas nor quotes, so a header is split at commas without looking for quoted ones.

use std::hash::{DefaultHasher, Hasher};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::base::{ErrorKind, Result, ResultExt};

/// The tag of these bytes, without quotes. SipHash with fixed keys: the same in every process of a version, 3 µs for a
/// page of 50 items on a PC. SHA-256 costs far more where the processor has no instruction for it, and nobody gains
/// anything by forging a tag for their own cache.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:x}-{:016x}", bytes.len(), hasher.finish())
}

/// The body, or 304 when the client's copy has this tag. `tag` is without quotes.
pub fn answer(request: &HeaderMap, tag: &str, content_type: &str, body: impl Into<Body>) -> Result<Response> {
    let value = format!("\"{tag}\"");
    let mut response = if is_known(request, &value) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = HeaderValue::try_from(content_type).context(ErrorKind::Internal, "write a content type")?;
        ([(header::CONTENT_TYPE, content_type)], body.into()).into_response()
    };
    let etag = HeaderValue::try_from(value).context(ErrorKind::Internal, "write an ETag")?;
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// Whether the client has what `etag` (with quotes) names. If-None-Match compares weakly: a proxy that compressed may
/// have made our tag weak.
pub fn is_known(request: &HeaderMap, etag: &str) -> bool {
    listed(request, &header::IF_NONE_MATCH).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Whether If-Match, where there is one, allows what `etag` names. It compares strongly: a weak tag matches nothing.
pub fn is_allowed(request: &HeaderMap, etag: &str) -> bool {
    !request.contains_key(header::IF_MATCH) || listed(request, &header::IF_MATCH).any(|tag| tag == "*" || tag == etag)
}

fn listed<'a>(request: &'a HeaderMap, name: &'a HeaderName) -> impl Iterator<Item = &'a str> {
    let lists = request.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).map(str::trim)
}
