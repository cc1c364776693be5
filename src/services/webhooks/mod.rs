//! Webhooks: telling other servers what happened here.
//!
//! Writes core.webhooks and core.webhook_deliveries. `run` turns events into deliveries, a job each; `jobs` sends them, at
//! least once and in no promised order, with an id that stays the same. Invariant: what waits is bounded per webhook, and
//! what is cut for it is counted. Without an enabled webhook an event costs nothing.

mod deliveries;
mod jobs;
mod manage;
mod queue;

use std::sync::{Arc, Mutex};

pub use deliveries::{Attempt, Delivery};
pub use manage::{NewWebhook, SecretChange, Webhook, WebhookChange};

use crate::platform::db::Db;
use crate::platform::events::Events;
use crate::platform::jobs::Jobs;
use crate::platform::net::{Client, Network};

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    jobs: Jobs,
    events: Events,
    client: Client,
    /// Networks that may be called, for an early word to whoever types an address in.
    allowed: Vec<Network>,
    /// Who wants what; `None` after a webhook changed.
    wanted: Mutex<Option<queue::Wanted>>,
}

impl Webhooks {
    pub fn new(db: Db, jobs: Jobs, events: Events, client: Client, allowed: Vec<Network>) -> Self {
        queue::register_metrics();
        let inner = Inner { db, jobs, events, client, allowed, wanted: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }
}
