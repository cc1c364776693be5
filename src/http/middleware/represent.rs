//! How a JSON answer travels: whether the client has it already (strong ETag, 304), and compressed if it is worth it.
//!
//! Only whole answers in memory: event streams, pictures and files carry their own rules or none. The tag is of the bytes
//! before compression with the encoding behind it, so that each form has its own and a 304 costs no compression. What
//! holds a secret is neither tagged nor compressed (and `answer` forbids to store it): compressed lengths tell about what
//! is compressed together.
//!
//! `no-cache` means "ask each time": the list may have changed, and a 304 is the cheap answer. The answer depends on who
//! asks, hence `Vary`.

use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::http::encoding::Encoding;
use crate::http::etag;
use crate::http::kept::Kept;

/// Below one packet there is nothing to gain.
const SMALLEST: usize = 1400;
/// Answers hold at most 200 items; what is larger than this is no list.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Routes whose answers hold tokens, codes, or who is signed in where.
const SECRETS: [&str; 2] = ["/api/v1/auth/", "/api/v1/setup"];

const KEEP: HeaderValue = HeaderValue::from_static("private, no-cache");
const VARY: HeaderValue = HeaderValue::from_static("accept-encoding, authorization, cookie");

pub async fn represent(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    if request.method() != Method::GET || !is_tagged(route) {
        return next.run(request).await;
    }
    let asked = ask(request.headers());
    let response = next.run(request).await;
    if !is_whole_json(&response) {
        return response;
    }
    fit(&asked, response).await.unwrap_or_else(IntoResponse::into_response)
}

/// Whether a route's JSON gets a tag.
pub fn is_tagged(route: &str) -> bool {
    !SECRETS.iter().any(|prefix| route.starts_with(prefix))
}

/// The two headers that matter, kept while the handler has the request.
fn ask(headers: &HeaderMap) -> HeaderMap {
    let mut asked = HeaderMap::new();
    for name in [header::ACCEPT_ENCODING, header::IF_NONE_MATCH] {
        for value in headers.get_all(&name) {
            asked.append(name.clone(), value.clone());
        }
    }
    asked
}

fn is_whole_json(response: &Response) -> bool {
    let headers = response.headers();
    let is_json = headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes() == b"application/json");
    let is_plain = !headers.contains_key(header::ETAG) && !headers.contains_key(header::CACHE_CONTROL);
    let is_short = response.body().size_hint().exact().is_some_and(|size| size <= LARGEST);
    response.status() == StatusCode::OK && is_json && is_plain && is_short
}

async fn fit(asked: &HeaderMap, response: Response) -> Result<Response> {
    let (mut parts, body) = response.into_parts();
    let kept = match parts.extensions.remove::<Kept>() {
        Some(kept) => kept,
        None => Kept::of_json(body.collect().await.context(ErrorKind::Internal, "collect an answer")?.to_bytes()),
    };
    let encoding = Encoding::preferred(asked).filter(|_| kept.json().len() >= SMALLEST);
    let tag = kept.tag();
    let tag = encoding.map_or_else(|| format!("\"{tag}\""), |encoding| format!("\"{tag}-{}\"", encoding.as_str()));
    let is_known = etag::is_known(asked, &tag);
    let etag = HeaderValue::try_from(tag).map_err(|e| Error::internal("write an ETag").with_source(e))?;
    for (name, value) in [(header::ETAG, etag), (header::CACHE_CONTROL, KEEP), (header::VARY, VARY)] {
        parts.headers.insert(name, value);
    }
    if is_known {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Ok(Response::from_parts(parts, Body::empty()));
    }
    let bytes = match encoding {
        Some(encoding) => {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.as_str()));
            parts.headers.remove(header::CONTENT_LENGTH);
            kept.packed(encoding).context(ErrorKind::Internal, "compress an answer")?
        }
        None => kept.json().clone(),
    };
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
