//! Parts of the path. What does not parse as an id names nothing: 404, like any other miss. A NUL is 422, as everywhere.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::base::FieldError;
use crate::http::problem::Problem;

#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.path().contains("%00") {
            return Err(Problem::invalid(vec![FieldError {
                pointer: "path".into(),
                detail: "must not contain NUL".into(),
            }]));
        }
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}
