//! The login and the database of the application, made by the superuser and then left alone.
//!
//! Everything else works as on an external server: the application's login is an ordinary one that owns its database.

use tokio_postgres::error::SqlState;

use super::cluster::{APPLICATION, Cluster, SUPERUSER};
use crate::base::Result;
use crate::platform::db::connect::Connector;

pub(super) async fn ensure_database(cluster: &Cluster) -> Result<()> {
    // The usual start: everything is there, and one connection shows it.
    if Connector::owner(&cluster.url(APPLICATION, APPLICATION))?.connect().await.is_ok() {
        return Ok(());
    }
    let superuser = Connector::owner(&cluster.url(SUPERUSER, "postgres"))?.connect().await?;
    for statement in ["create role revenge login createrole", "create database revenge owner revenge"] {
        match superuser.batch_execute(statement).await {
            Err(error) if !is_there_already(&error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn is_there_already(error: &tokio_postgres::Error) -> bool {
    error.code().is_some_and(|code| *code == SqlState::DUPLICATE_OBJECT || *code == SqlState::DUPLICATE_DATABASE)
}
