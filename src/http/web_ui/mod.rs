//! The web UI, embedded in the binary.
//!
//! Built by `make web` into web/build, compressed. A path that is no file and has no extension
//! is an address inside of the UI and gets its page; with an extension it is a file of another version, and 404 (HTML in
//! place of a script would break the page in the browser). A build without the UI says so.

mod assets;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use self::assets::Found;
use super::{base_path::BasePath, etag, problem::Problem};
use crate::base::Result;

/// What the page may do: no inline script; WebAssembly (which draws ASS) is compiled, never evaluated.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types svelte-trusted-html revenge-worker";

/// Paths that belong to others: unknown ones there are not addresses of the UI.
const NOT_OURS: [&str; 2] = ["/api/", "/stream/"];

/// Everything that no other route takes.
pub async fn fallback(base: BasePath, request: Request) -> Response {
    let path = request.uri().path();
    if NOT_OURS.iter().any(|prefix| path.starts_with(prefix)) || path == "/api" {
        return Problem::not_found().into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "not with this method").into_response();
    }
    answer(&request, &base).unwrap_or_else(IntoResponse::into_response)
}

fn answer(request: &Request, base: &BasePath) -> Result<Response> {
    let asset = match assets::find(request.uri().path(), request.headers(), base) {
        Found::Asset(asset) => asset,
        Found::Nothing => return Ok(Problem::not_found().into_response()),
        Found::NoUi => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
            return Ok((StatusCode::SERVICE_UNAVAILABLE, headers, assets::not_built(base)).into_response());
        }
    };
    let mut response = etag::answer(request.headers(), &asset.tag, asset.content_type, asset.bytes)?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(asset.cache_control));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // Only documents and workers are bound by it; with thirty modules it would travel as 10 KiB more.
    if asset.content_type.starts_with("text/html") || request.uri().path().contains("/workers/") {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    if let Some(encoding) = asset.encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.as_str()));
    }
    Ok(response)
}
