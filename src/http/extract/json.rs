//! JSON bodies, in and out.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::strict;
use crate::base::FieldError;
use crate::http::AppState;
use crate::http::problem::Problem;

/// A client that sends its body slower than this is cut off.
const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// So much more of a body that is too large is read and dropped. Who sends all of it before they read the answer, as nginx
/// does, would find a closed connection in place of it.
const DROPPED_BYTES: usize = 8 * 1024 * 1024;

/// A JSON body. As an argument: strict, bounded, with the right content type.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json"));
        }
        let bytes = read_body(request, state.shell.config.body_bytes).await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

async fn read_body(request: Request, limit: usize) -> Result<Bytes, Problem> {
    let mut body = request.into_body();
    let whole = async {
        let collected = Limited::new(&mut body, limit).collect().await;
        if collected.is_err() {
            let mut rest = Limited::new(&mut body, DROPPED_BYTES);
            while let Some(Ok(_)) = rest.frame().await {}
        }
        collected
    };
    match tokio::time::timeout(BODY_DEADLINE, whole).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let detail = format!("the body is larger than {limit} bytes");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail))
        }
        Ok(Err(_)) => Err(Problem::new(StatusCode::BAD_REQUEST, "the body ended early")),
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "the body took too long")),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let malformed = |e: &serde_json::Error| Problem::new(StatusCode::BAD_REQUEST, format!("the body is not JSON: {e}"));
    // Syntax first: whether a body is JSON must not depend on where its first wrong field stands.
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|e| malformed(&e))?;
    // serde would take an array for a struct, field by field.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "the body must be an object"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = strict::read(&mut deserializer, pointer).map_err(|failed| match &failed.error {
        Some(error) if !error.is_data() => malformed(error),
        _ => Problem::invalid(failed.fields),
    })?;
    // Only this escape can bring a NUL; a bare one is no JSON. The search spares a second parse of nearly every body.
    if bytes.windows(6).any(|window| window == b"\\u0000") {
        let whole: Value = serde_json::from_slice(bytes).map_err(|e| malformed(&e))?;
        let mut fields = Vec::new();
        find_nul(&whole, &mut Vec::new(), &mut fields);
        if !fields.is_empty() {
            return Err(Problem::invalid(fields));
        }
    }
    Ok(value)
}

/// RFC 6901.
fn pointer(segments: &[String]) -> String {
    segments.iter().flat_map(|s| ["/".to_owned(), s.replace('~', "~0").replace('/', "~1")]).collect()
}

fn find_nul(value: &Value, path: &mut Vec<String>, found: &mut Vec<FieldError>) {
    match value {
        Value::String(text) if text.contains('\0') => {
            found.push(FieldError { pointer: pointer(path), detail: "must not contain NUL".into() });
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                path.push(index.to_string());
                find_nul(value, path, found);
                path.pop();
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                path.push(key.clone());
                find_nul(value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}
