//! Query strings: every key known, none given twice, no NUL.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::strict;
use crate::base::FieldError;
use crate::http::problem::Problem;

/// The query as a `T`. No `serde(flatten)` in it: flattened numbers arrive as text and are refused.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parse(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}

fn parse<T: DeserializeOwned>(query: &[u8]) -> Result<T, Problem> {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (key, value) in form_urlencoded::parse(query) {
        let detail = if value.contains('\0') || key.contains('\0') {
            "must not contain NUL"
        } else if !seen.insert(key.to_string()) {
            "is given twice"
        } else {
            continue;
        };
        wrong.push(FieldError { pointer: key.into_owned(), detail: detail.into() });
    }
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong));
    }
    let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query));
    strict::read(deserializer, |path| path.join(".")).map_err(|failed| Problem::invalid(failed.fields))
}
