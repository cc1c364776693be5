//! Who asks. `middleware::sign_in` has checked the token before any handler runs; here it is only handed over.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use crate::domain::viewer::Viewer;
use crate::http::problem::Problem;

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let viewer = parts.extensions.get::<Self>().cloned();
        viewer.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "sign in first"))
    }
}

/// A viewer who is an admin; others get 403.
#[derive(Clone, Debug)]
pub struct Admin(pub Viewer);

impl Deref for Admin {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let viewer = Viewer::from_request_parts(parts, state).await?;
        if viewer.is_admin() {
            Ok(Self(viewer))
        } else {
            Err(Problem::new(StatusCode::FORBIDDEN, "this needs an administrator"))
        }
    }
}
