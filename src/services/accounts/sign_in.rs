//! Signing in and out.

use std::time::Instant;

use revenge_queries::client::Params;
use revenge_queries::queries::accounts::{self, DeleteStaleSessionsParams, InsertSessionParams};
use time::OffsetDateTime;

use super::session::LIFE;
use super::users::User;
use super::{Accounts, Origin, password};
use crate::base::{Error, Result, Secret, Token, new_id, now};
use crate::domain::user_name;
use crate::domain::viewer::Viewer;

const LONGEST_DEVICE_NAME: usize = 100;

/// What somebody signs in with.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub username: String,
    pub password: Secret,
    pub device_name: Option<String>,
}

/// A fresh sign-in; the only time that the token is seen.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub user: User,
    pub token: Secret,
    pub expires_at: OffsetDateTime,
}

impl Accounts {
    /// Signs in. Says the same, after the same time, whether the name or the password is wrong.
    pub async fn sign_in(&self, credentials: &Credentials, origin: Origin) -> Result<SignedIn> {
        let device_name = device_name(credentials.device_name.as_deref())?;
        // A name that nobody can have counts by its own text: it must not block the real account.
        let key =
            user_name::key(&credentials.username).unwrap_or_else(|_| format!("?{}", short(&credentials.username)));
        self.inner.attempts.begin(&key, origin.ip, Instant::now())?;
        let found = {
            let client = self.inner.db.client().await?;
            accounts::find_user_by_name().bind(&client, &key).opt().await?
        };
        let hash = found.as_ref().map(|user| user.password_hash.clone());
        let password = credentials.password.expose();
        // Nobody has such a password; hashing a megabyte would be a gift to an attacker.
        let is_possible = password::check(password).is_ok();
        let is_right = is_possible && self.inner.passwords.verify(password, hash).await?;
        let Some(user) = found.filter(|_| is_right) else {
            tracing::info!(client.ip = %origin.ip, "sign-in refused");
            return Err(Error::unauthorized("the name or the password is wrong"));
        };
        self.inner.attempts.succeed(&key, origin.ip);
        self.start_session(User::from(user), &device_name, origin).await
    }

    /// For what asks again although somebody is signed in: the viewer's own password, guessed no more often than at the door.
    pub async fn confirm(&self, viewer: &Viewer, password: &Secret, origin: Origin) -> Result<()> {
        let user = self.get_user(viewer).await?;
        let key = user_name::key(&user.name).map_err(|_| Error::internal("read the name of a user"))?;
        self.inner.attempts.begin(&key, origin.ip, Instant::now())?;
        let found = {
            let client = self.inner.db.client().await?;
            accounts::find_user_by_name().bind(&client, &key).opt().await?
        };
        let is_possible = password::check(password.expose()).is_ok();
        let hash = found.map(|user| user.password_hash);
        if !(is_possible && self.inner.passwords.verify(password.expose(), hash).await?) {
            tracing::info!(client.ip = %origin.ip, user.id = %viewer.user_id, "a password was not confirmed");
            return Err(Error::invalid_field("/password", "is wrong"));
        }
        self.inner.attempts.succeed(&key, origin.ip);
        Ok(())
    }

    pub async fn sign_out(&self, viewer: &Viewer) -> Result<()> {
        self.revoke_session(viewer, viewer.session_id).await
    }

    pub(super) async fn start_session(&self, user: User, device_name: &str, origin: Origin) -> Result<SignedIn> {
        let token = Token::random()?;
        let created_at = now();
        let expires_at = created_at + LIFE;
        let session = InsertSessionParams {
            id: new_id(),
            user_id: user.id,
            token_hash: token.hash(),
            device_name,
            address: origin.ip.to_string(),
            created_at,
            expires_at,
        };
        let client = self.inner.db.client().await?;
        let stale = DeleteStaleSessionsParams { user_id: user.id, now: created_at };
        accounts::delete_stale_sessions().params(&client, &stale).await?;
        accounts::insert_session().params(&client, &session).await?;
        tracing::info!(user.id = %user.id, session.id = %session.id, client.ip = %origin.ip, "signed in");
        Ok(SignedIn { user, token: Secret::new(token.expose()), expires_at })
    }
}

fn device_name(name: Option<&str>) -> Result<String> {
    let name = name.unwrap_or_default().trim();
    if name.chars().count() > LONGEST_DEVICE_NAME {
        let detail = format!("must be at most {LONGEST_DEVICE_NAME} characters");
        return Err(Error::invalid_field("/device_name", detail));
    }
    Ok(name.chars().filter(|c| !c.is_control()).collect())
}

fn short(name: &str) -> String {
    name.chars().take(64).collect()
}
