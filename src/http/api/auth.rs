//! Signing in and out, and where one is signed in.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::base::Secret;
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::base_path::BasePath;
use crate::http::client_address::Client;
use crate::http::cookies;
use crate::http::extract::{Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery, SignedIn, User};
use crate::services::accounts::{Credentials, SignInRow};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(logout))
        .routes(routes!(get_me))
        .routes(routes!(list_sessions))
        .routes(routes!(delete_session))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    username: String,
    #[schema(value_type = String)]
    password: Secret,
    /// What the list of sign-ins shows.
    #[schema(max_length = 100)]
    device_name: Option<String>,
}

/// One sign-in of the viewer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    id: Uuid,
    device_name: String,
    address: String,
    /// The sign-in that asks.
    current: bool,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    last_seen_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

impl Session {
    fn new(row: SignInRow, viewer: &Viewer) -> Self {
        Self {
            id: row.id,
            device_name: row.device_name,
            address: row.address,
            current: row.id == viewer.session_id,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
        }
    }
}

/// Sign in. 429 with `Retry-After` after too many wrong guesses.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = Login,
    responses((status = 401, description = "The name or the password is wrong"), (status = 200, description = "Signed in", body = SignedIn)))]
async fn login(
    State(state): State<AppState>,
    client: Client,
    base: BasePath,
    Json(login): Json<Login>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<SignedIn>), Problem> {
    let credentials =
        Credentials { username: login.username, password: login.password, device_name: login.device_name };
    let signed_in = state.accounts.sign_in(&credentials, client.origin()).await?;
    let cookie = cookies::set(&signed_in.token, &client, &base)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(signed_in.into())))
}

/// End this sign-in.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", responses((status = 204, description = "Signed out")))]
async fn logout(
    State(state): State<AppState>,
    viewer: Viewer,
    client: Client,
    base: BasePath,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Problem> {
    state.accounts.sign_out(&viewer).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookies::clear(&client, &base)?)]))
}

/// Who is signed in.
#[utoipa::path(get, path = "/auth/me", tag = "auth", responses((status = 200, description = "The viewer", body = User)))]
async fn get_me(State(state): State<AppState>, viewer: Viewer) -> Result<Json<User>, Problem> {
    Ok(Json(state.accounts.get_user(&viewer).await?.into()))
}

/// Where the viewer is signed in, newest first.
#[utoipa::path(get, path = "/auth/sessions", tag = "auth", params(PageQuery),
    responses((status = 200, description = "Sign-ins of the viewer", body = List<Session>)))]
async fn list_sessions(
    State(state): State<AppState>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<Session>>, Problem> {
    let page = state.accounts.list_sessions(&viewer, &query.request()?).await?;
    Ok(Json(List::from_page(page, |row| Session::new(row, &viewer))))
}

/// End one of the viewer's sign-ins; what plays with it stops.
#[utoipa::path(delete, path = "/auth/sessions/{id}", tag = "auth", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Ended")))]
async fn delete_session(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    state.accounts.revoke_session(&viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
