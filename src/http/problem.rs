//! Errors as clients see them: RFC 9457 `application/problem+json`, in one place.
//!
//! A handler fails with `base::Error`; `Problem` gives it its status. The body is written by `middleware::answer`, which
//! knows the request's id; until then the problem travels in the response's extensions. What is our fault is logged
//! there once and told to the client without its cause.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::base::{Error, ErrorKind, FieldError};

/// A failed request on its way to the client.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<Duration>,
    /// Members beside the standard ones, for example the verdict of a refused playback.
    members: Map<String, Value>,
    /// What the log says, where that is more than the client may know.
    cause: Option<String>,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new(), retry_after: None, members: Map::new(), cause: None }
    }

    /// What is said about everything that does not exist, or does not exist for this viewer.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is nothing here")
    }

    /// Fields of a body, a query or a path that are wrong, each by name.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let named: Vec<String> = fields.iter().map(|f| format!("{}: {}", f.pointer, f.detail)).collect();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, named.join("; ")).with_errors(fields)
    }

    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// A registered kind of problem, for those who act on it by program.
    #[must_use]
    pub fn with_type(self, uri: &str) -> Self {
        self.with_member("type", json!(uri))
    }

    #[must_use]
    pub fn with_retry_after(mut self, after: Duration) -> Self {
        self.retry_after = Some(after);
        self
    }

    /// Another member of the problem object, or another value of a standard one.
    #[must_use]
    pub fn with_member(mut self, name: &str, value: Value) -> Self {
        self.members.insert(name.to_owned(), value);
        self
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The cause, if this is something that an operator must read.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The whole answer, body included.
    pub fn into_answer(self, request_id: &str) -> Response {
        let mut body = Map::new();
        body.insert("type".into(), json!("about:blank"));
        body.insert("title".into(), json!(self.status.canonical_reason().unwrap_or("Problem")));
        body.insert("status".into(), json!(self.status.as_u16()));
        body.insert("detail".into(), json!(self.detail));
        if !self.errors.is_empty() {
            let errors = self.errors.iter().map(|e| json!({ "pointer": e.pointer, "detail": e.detail }));
            body.insert("errors".into(), errors.collect());
        }
        body.insert("request_id".into(), json!(request_id));
        body.extend(self.members);
        let content_type = (header::CONTENT_TYPE, "application/problem+json");
        let mut response = (self.status, [content_type], Value::Object(body).to_string()).into_response();
        let headers = response.headers_mut();
        if let Some(after) = self.retry_after {
            // Rounded up: a client that comes back too early is refused again.
            let seconds = after.as_millis().div_ceil(1000).max(1) as u64;
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            // The same words for every miss: the id in the error's own words would tell which part of a path exists.
            ErrorKind::NotFound => return Self::not_found(),
            ErrorKind::Unauthorized => StatusCode::UNAUTHORIZED,
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            ErrorKind::Conflict => StatusCode::CONFLICT,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Source => StatusCode::BAD_GATEWAY,
            ErrorKind::Throttled => StatusCode::TOO_MANY_REQUESTS,
            ErrorKind::Busy | ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let detail = match error.kind() {
            ErrorKind::Internal => "something went wrong here; the log has the request id".to_owned(),
            _ => error.what().to_owned(),
        };
        let mut problem = Self::new(status, detail).with_errors(error.fields().to_vec());
        let comes_back = matches!(error.kind(), ErrorKind::Busy | ErrorKind::Throttled | ErrorKind::Unavailable);
        problem.retry_after = error.retry_after().or(comes_back.then_some(Duration::from_secs(1)));
        problem.cause = status.is_server_error().then(|| error.to_string());
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Problem::from(self).into_response()
    }
}
