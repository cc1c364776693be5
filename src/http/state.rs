//! What handlers reach: the services and the few platform handles that a face shows directly.

use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::jobs::Jobs;
use crate::services::accounts::Accounts;
use crate::services::catalog::Catalog;
use crate::services::libraries::Libraries;
use crate::services::playback::Playback;

/// Shared by all handlers; every field is a cheap handle.
#[derive(Clone)]
pub struct AppState {
    pub accounts: Accounts,
    pub catalog: Catalog,
    pub libraries: Libraries,
    pub playback: Playback,
    pub jobs: Jobs,
    pub events: Events,
    pub db: Db,
}
