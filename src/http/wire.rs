//! Shapes on the wire that several faces share. Names are a contract (docs/reference/openapi.json).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::base::{Page, PageRequest, Result};
use crate::domain::viewer::Role;
use crate::services::accounts;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// Where the next page starts; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    pub fn from_page<R>(page: Page<R>, item: impl FnMut(R) -> T) -> Self {
        let page = page.map(item);
        Self { items: page.items, next_cursor: page.next_cursor.map(|cursor| cursor.0) }
    }
}

/// Which page of a list: what a list asks that has no filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl PageQuery {
    pub fn request(self) -> Result<PageRequest> {
        PageRequest::new(self.limit, self.cursor)
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    pub id: Uuid,
    pub username: String,
    #[schema(value_type = UserRole)]
    pub role: Role,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

impl From<accounts::User> for User {
    fn from(user: accounts::User) -> Self {
        Self { id: user.id, username: user.name, role: user.role, created_at: user.created_at }
    }
}

/// What a user may do. Schema only: `domain::viewer::Role` knows no schemas.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Role)]
pub enum UserRole {
    Admin,
    User,
}

/// A fresh sign-in. A browser also gets the token as a cookie.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    pub user: User,
    pub access_token: String,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

impl From<accounts::SignedIn> for SignedIn {
    fn from(signed_in: accounts::SignedIn) -> Self {
        Self {
            user: signed_in.user.into(),
            access_token: signed_in.token.expose().to_owned(),
            expires_at: signed_in.expires_at,
        }
    }
}
