//! The request's id: goes with whatever the request causes, so that logs and jobs can be matched to it.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::base::{Error, new_id};
use crate::http::problem::Problem;

const LONGEST: usize = 64;

#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// The client's own id if it is harmless in a header, a log line and a row; a fresh one otherwise.
    pub fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get("x-request-id").and_then(|v| v.to_str().ok());
        let is_sane = |id: &&str| {
            (1..=LONGEST).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        match sent.filter(is_sane) {
            Some(id) => Self(id.into()),
            None => Self(new_id().simple().to_string().into()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let id = parts.extensions.get::<Self>().cloned();
        id.ok_or_else(|| Error::internal("a request without an id").into())
    }
}
