//! What the server is made of: every service in the order of its needs, each with its own small configuration.
//!
//! Written by hand on purpose: one page that shows who gets what. A line here reads the layered configuration; nothing
//! below this layer does.

use super::config::Config;
use crate::base::Result;
use crate::http::AppState;
use crate::platform::db::{Db, PoolConfig};
use crate::platform::events::Events;
use crate::services::accounts::Accounts;
use crate::services::catalog::Catalog;
use crate::services::libraries::Libraries;
use crate::services::playback::Playback;

/// Events that a reconnecting client can catch up on.
const EVENTS_KEPT: usize = 1024;

/// Handle to the database. Nothing is asked yet.
pub fn database(config: &Config) -> Result<Db> {
    let url = config.database.url.as_ref().map(|url| url.expose().to_owned()).unwrap_or_default();
    Db::connect(&PoolConfig { url, max_size: config.limits().db_pool as usize })
}

/// All services, wired.
pub fn services(_config: &Config, db: Db) -> AppState {
    AppState {
        accounts: Accounts::new(db.clone()),
        catalog: Catalog::new(db.clone()),
        libraries: Libraries::new(db.clone()),
        playback: Playback::new(db.clone()),
        events: Events::new(EVENTS_KEPT),
        db,
    }
}
