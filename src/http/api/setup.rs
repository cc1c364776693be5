//! First run: is a user still missing, and make the first one.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::base::Secret;
use crate::http::AppState;
use crate::http::base_path::BasePath;
use crate::http::client_address::Client;
use crate::http::cookies;
use crate::http::extract::Json;
use crate::http::problem::Problem;
use crate::http::wire::SignedIn;
use crate::services::accounts::FirstUser;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_setup, create_setup))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Setup {
    pub needs_setup: bool,
    /// This client is not in the server's own network: setup also needs `setup_code` out of the server's log.
    pub needs_setup_code: bool,
    /// While the first user is missing and the client is in the server's own network: hosts under which other devices
    /// there reach the server, the best first (`revenge.local`, `192.168.1.20`, `[fd00::2]`).
    pub hosts: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSetup {
    #[schema(min_length = 1, max_length = 64)]
    username: String,
    #[schema(value_type = String, min_length = 8, max_length = 1024)]
    password: Secret,
    /// From the server's log; needed from outside its own network only.
    setup_code: Option<String>,
}

/// Whether the first user is still missing.
#[utoipa::path(get, path = "/setup", tag = "setup", responses((status = 200, description = "State of the first run", body = Setup)))]
async fn get_setup(State(state): State<AppState>, client: Client) -> Result<Json<Setup>, Problem> {
    let needs_setup = state.accounts.needs_setup().await?;
    let is_near = client.is_private();
    let hosts = if needs_setup && is_near { state.lan.hosts()? } else { Vec::new() };
    Ok(Json(Setup { needs_setup, needs_setup_code: needs_setup && !is_near, hosts }))
}

/// Make the first user, an administrator, and sign them in. 409 once done.
#[utoipa::path(post, path = "/setup", tag = "setup", request_body = NewSetup,
    responses((status = 403, description = "From outside the setup code is needed"), (status = 409, description = "It is done"), (status = 201, description = "The first user, signed in", body = SignedIn)))]
async fn create_setup(
    State(state): State<AppState>,
    client: Client,
    base: BasePath,
    Json(new): Json<NewSetup>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<SignedIn>), Problem> {
    let first = FirstUser { username: new.username, password: new.password, setup_code: new.setup_code };
    let signed_in = state.accounts.set_up(&first, client.origin()).await?;
    let cookie = cookies::set(&signed_in.token, &client, &base)?;
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(signed_in.into())))
}
