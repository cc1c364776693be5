//! The path below which a client reaches the server: `http.base_path`, or what a configured proxy says that it took off.
//!
//! Routes and handlers never see it: `middleware::base_path` takes it off every request and puts it before every
//! `Location`. What else names an address of ours (a body, a cookie, the page of the UI) asks the request's `BasePath`.
//! Rejected: nesting the routes below it, which puts it into every metric's label and every comparison of a route, and
//! knows only one of them at a time.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::{Deserialize, Deserializer, Error as _};

use super::problem::Problem;
use crate::base::Error;

/// Longest base path; it goes into every address.
const LONGEST: usize = 128;

/// Paths of the server that are answered at the root whatever the base path is: who watches the server talks to it without
/// a proxy, and need not know how others reach it.
pub const AT_ROOT: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Empty, or `/revenge`: nothing in it that would mean something in HTML, a header or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath(Arc<str>);

impl BasePath {
    /// The address of one of our paths as the client must ask for it.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// What is left of a path that lies below this one, or none.
    pub fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(&*self.0).filter(|rest| self.0.is_empty() || rest.starts_with('/'))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BasePath {
    type Err = Error;

    /// A slash at the end says nothing, so `/` is none.
    fn from_str(text: &str) -> Result<Self, Error> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let wrong = |why: &str| Err(Error::invalid(format!("\"{text}\" {why}")));
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        if path.is_empty() {
            return Ok(Self(path.into()));
        }
        let Some(segments) = path.strip_prefix('/') else {
            return wrong("does not begin with a slash; write \"/revenge\"");
        };
        if path.len() > LONGEST {
            return wrong("is longer than 128 characters");
        }
        if segments.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
            return wrong("has an empty part, or one of dots");
        }
        if !segments.bytes().all(|b| b == b'/' || is_plain(b)) {
            return wrong("has a character that is none of a-z, A-Z, 0-9, - . _ ~ and /");
        }
        if AT_ROOT.contains(&path) {
            return wrong("is a page of the server's own");
        }
        Ok(Self(path.into()))
    }
}

impl<'de> Deserialize<'de> for BasePath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(|error: Error| D::Error::custom(error.what()))
    }
}

impl<S: Sync> FromRequestParts<S> for BasePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let base = parts.extensions.get::<Self>().cloned();
        base.ok_or_else(|| Error::internal("a request without a base path").into())
    }
}
