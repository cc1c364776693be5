//! Playback sessions: decision, rows, rights, and the engine that makes their segments.
//!
//! A session is a row, so that its URLs survive a restart; a `Session` is what this process knows of it while it is used.
//! Invariant: a token opens nothing once its sign-in, its session, its library or its file row is gone, and a running
//! stream ends within `RECHECK` after that.

mod admit;
mod choose;
mod config;
mod create;
pub mod engine;
mod files;
mod hls;
mod metrics;
mod outlook;
mod pictures;
mod prune;
mod rules;
mod session;
mod sessions;
mod subtitles;

use std::sync::Arc;

use quick_cache::sync::Cache;

pub use admit::{Busy, Offer};
pub use config::Config;
pub use create::{Created, NewSession, Outcome, Refused};
pub use outlook::{Outlook, Prospect};
pub use rules::ItemRules;
pub use session::Session;
pub use sessions::Listed;

use self::{engine::Engine, subtitles::Subtitles};
use crate::platform::db::Db;
use crate::platform::events::Events;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Playback {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    events: Events,
    config: Config,
    engine: Engine,
    /// By token hash. Bounded: a session that falls out is read from its row again.
    live: Cache<Vec<u8>, Arc<Session>>,
    subtitles: Subtitles,
}

impl Playback {
    pub fn new(db: Db, events: Events, engine: Engine, config: Config) -> Self {
        let (live, subtitles) = (Cache::new(256), Subtitles::new());
        Self { inner: Arc::new(Inner { db, events, config, engine, live, subtitles }) }
    }
}
