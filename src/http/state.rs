//! What handlers reach: the services and the few platform handles that a face shows directly.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Instant;

use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::limits::HttpConfig;
use super::sse::Listeners;
use crate::base::now;
use crate::platform::board;
use crate::platform::cache::Caches;
use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::jobs::{Jobs, Schedules};
use crate::platform::lan::Lan;
use crate::platform::rate::Limiter;
use crate::platform::telemetry::Traffic;
use crate::services::accounts::Accounts;
use crate::services::backups::Backups;
use crate::services::catalog::Catalog;
use crate::services::libraries::Libraries;
use crate::services::playback::Playback;
use crate::services::system::{Look, System};
use crate::services::webhooks::Webhooks;

/// Shared by all handlers. One counted pointer to all of it: each request clones it several times, and two dozen counters
/// that two cores take from each other were a sixth of what a list cost.
#[derive(Clone)]
pub struct AppState(Arc<Handles>);

/// Every field is a cheap handle.
#[derive(Clone)]
pub struct Handles {
    pub accounts: Accounts,
    pub backups: Backups,
    pub catalog: Catalog,
    pub libraries: Libraries,
    pub playback: Playback,
    pub system: System,
    pub webhooks: Webhooks,
    pub jobs: Jobs,
    pub schedules: Schedules,
    pub board: board::Status,
    pub caches: Caches,
    pub events: Events,
    pub lan: Lan,
    pub db: Db,
    pub shell: Shell,
}

impl From<Handles> for AppState {
    fn from(handles: Handles) -> Self {
        Self(Arc::new(handles))
    }
}

impl Deref for AppState {
    type Target = Handles;

    fn deref(&self) -> &Handles {
        &self.0
    }
}

impl AppState {
    /// The same for a server that stops on `stop`.
    pub(super) fn until(&self, stop: &CancellationToken) -> Self {
        let mut handles = Handles::clone(self);
        handles.shell.stop = stop.clone();
        handles.into()
    }
}

impl Handles {
    /// The server as a whole at this moment, and every gauge with it.
    pub async fn look(&self) -> Look {
        self.system.look(self.playback.facts(), self.shell.traffic.facts(Instant::now())).await
    }

    /// Parts that take too much memory give something up. True while there is work that may take more.
    pub async fn keep_promise_of_memory(&self) -> bool {
        let kept = self.system.keep_promise(&self.playback.facts()).await;
        self.playback.engine().permits().set_short_of_memory(kept.are_pipelines_over);
        kept.is_busy
    }
}

/// What belongs to the faces themselves.
#[derive(Clone)]
pub struct Shell {
    pub config: Arc<HttpConfig>,
    pub started_at: OffsetDateTime,
    pub limiter: Limiter,
    /// Written by `middleware::answer`.
    pub traffic: Traffic,
    pub listeners: Listeners,
    /// Cancelled when the server stops: streams without an end must end then. Set by `router`.
    pub stop: CancellationToken,
}

impl Shell {
    pub fn new(config: HttpConfig) -> Self {
        let listeners = Listeners::new(config.event_listeners, config.event_listeners_per_user);
        Self {
            config: Arc::new(config),
            started_at: now(),
            limiter: Limiter::default(),
            traffic: Traffic::default(),
            listeners,
            stop: CancellationToken::new(),
        }
    }
}
