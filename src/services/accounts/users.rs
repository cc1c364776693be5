//! Users: adding one, a new password. Used by setup and by the command line.

use revenge_queries::client::Params;
use revenge_queries::queries::accounts::{self, InsertUserParams, SetPasswordParams};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Accounts, password};
use crate::base::{Error, Result, Secret, new_id, now};
use crate::domain::user_name;
use crate::domain::viewer::{Role, Viewer};
use crate::platform::db::Transaction;

#[derive(Clone, Debug)]
pub struct User {
    pub id: Uuid,
    pub name: String,
    pub role: Role,
    pub created_at: OffsetDateTime,
}

/// A user about to be added: name and password checked, password hashed.
pub(super) struct Prepared {
    name: String,
    key: String,
    password_hash: String,
}

impl Accounts {
    /// The viewer as a user.
    pub async fn get_user(&self, viewer: &Viewer) -> Result<User> {
        let client = self.inner.db.client().await?;
        let row = accounts::get_user().bind(&client, &viewer.user_id).opt().await?;
        let row = row.ok_or_else(|| Error::unauthorized("this user is gone"))?;
        Ok(User { id: row.id, name: row.name, role: Role::parse(&row.role), created_at: row.created_at })
    }

    pub async fn add_user(&self, name: &str, password: &Secret, role: Role) -> Result<User> {
        let prepared = self.prepare_user(name, password).await?;
        let mut client = self.inner.db.client().await?;
        let transaction = client.transaction().await?;
        let user = insert_user(&transaction, prepared, role).await?;
        transaction.commit().await?;
        Ok(user)
    }

    /// A new password ends all sign-ins of the user.
    pub async fn reset_password(&self, name: &str, password: &Secret) -> Result<()> {
        check_password(password)?;
        let key = user_name::key(name).map_err(|_| Error::not_found("user", name))?;
        let password_hash = self.inner.passwords.hash(password.expose()).await?;
        let mut client = self.inner.db.client().await?;
        let transaction = client.transaction().await?;
        let user = accounts::find_user_by_name().bind(&transaction, &key).opt().await?;
        let id = user.ok_or_else(|| Error::not_found("user", name))?.id;
        accounts::set_password().params(&transaction, &SetPasswordParams { password_hash, id }).await?;
        let ended = accounts::delete_sessions_of_user().bind(&transaction, &id).all().await?;
        transaction.commit().await?;
        for session in ended {
            self.inner.viewers.forget(session.id);
        }
        Ok(())
    }

    /// Does the slow part, before any transaction is open.
    pub(super) async fn prepare_user(&self, name: &str, password: &Secret) -> Result<Prepared> {
        let key = user_name::key(name).map_err(|reason| Error::invalid_field("/username", reason))?;
        check_password(password)?;
        let password_hash = self.inner.passwords.hash(password.expose()).await?;
        Ok(Prepared { name: name.to_owned(), key, password_hash })
    }
}

/// Refuses a name that is taken or looks like one that is.
pub(super) async fn insert_user(transaction: &Transaction<'_>, user: Prepared, role: Role) -> Result<User> {
    let look = user_name::look(&user.key);
    let keys = accounts::list_name_keys().bind(transaction).all().await?;
    let taken = || Error::conflict("there is a user of that name, or of one that looks the same");
    if keys.iter().any(|key| user_name::look(key) == look) {
        return Err(taken());
    }
    let params = InsertUserParams {
        id: new_id(),
        name: user.name,
        name_key: user.key,
        password_hash: user.password_hash,
        role: role.as_str(),
        created_at: now(),
    };
    if accounts::insert_user().params(transaction, &params).await? == 0 {
        return Err(taken());
    }
    tracing::info!(user.id = %params.id, role = role.as_str(), "user added");
    Ok(User { id: params.id, name: params.name, role, created_at: params.created_at })
}

fn check_password(password: &Secret) -> Result<()> {
    password::check(password.expose()).map_err(|reason| Error::invalid_field("/password", reason))
}

impl From<accounts::FindUserByName> for User {
    fn from(row: accounts::FindUserByName) -> Self {
        Self { id: row.id, name: row.name, role: Role::parse(&row.role), created_at: row.created_at }
    }
}
