//! Answers that a client may already have: strong ETags and 304.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::base::{ErrorKind, Result, ResultExt};

/// The body, or 304 when the client's copy has this tag. `tag` is without quotes.
pub fn answer(request: &HeaderMap, tag: &str, content_type: &str, body: impl Into<Body>) -> Result<Response> {
    let value = format!("\"{tag}\"");
    let mut response = if has(request, &value) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = HeaderValue::try_from(content_type).context(ErrorKind::Internal, "write a content type")?;
        ([(header::CONTENT_TYPE, content_type)], body.into()).into_response()
    };
    let etag = HeaderValue::try_from(value).context(ErrorKind::Internal, "write an ETag")?;
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// If-None-Match compares weakly: a proxy that compressed may have made our tag weak.
fn has(request: &HeaderMap, etag: &str) -> bool {
    let lists = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    lists.flat_map(|list| list.split(',')).map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}
