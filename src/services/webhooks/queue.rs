//! From events to deliveries: reads the bus, asks who wants what, stores message and job in one transaction.
//!
//! One task per node. Nodes that hear the same event store it once, by a unique key of webhook and event. What comes in
//! together is stored together, so that a storm costs one statement per hundred events; what would be more than a webhook
//! may have waiting is left out and counted.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, PoisonError};
use std::time::Duration;

use prometheus::{IntCounterVec, Opts, register_int_counter_vec};
use revenge_queries::client::Params;
use revenge_queries::queries::webhooks as sql;
use serde_json::Value;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use uuid::Uuid;

use super::Webhooks;
use super::deliveries::body;
use crate::base::{Result, new_id, now};
use crate::domain::job::DeliverWebhook;
use crate::domain::webhook::message_type;
use crate::platform::events::{Event, EventId, Subscription, Topic};
use crate::platform::jobs::EnqueueOptions;

/// Messages that one webhook may have waiting.
const MAX_PENDING: i64 = 200;
/// Finished deliveries that people can look at, per webhook.
const KEPT: i64 = 200;
/// Events stored by one statement.
const BATCH: usize = 100;
const CLOCK_GRACE: time::Duration = time::Duration::seconds(1);
/// While the database is away.
const RETRY: Duration = Duration::from_secs(2);
const MAX_RETRIES: u32 = 30;

/// Enabled webhooks by topic, each with the id of the first event that it can have wanted.
pub(super) type Wanted = Arc<HashMap<String, Vec<(Uuid, EventId)>>>;

static MESSAGES: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let options = Opts::new("revenge_webhook_messages_total", "Messages for webhooks, by what became of them.");
    register_int_counter_vec!(options, &["outcome"]).expect("a metric is registered once per process")
});

pub(super) fn register_metrics() {
    for outcome in ["queued", "dropped", "delivered", "failed"] {
        count(outcome, 0);
    }
}

pub(super) fn count(outcome: &str, n: u64) {
    MESSAGES.with_label_values(&[outcome]).inc_by(n);
}

/// An event that somebody wants.
struct Message {
    event: Arc<Event>,
    kind: String,
    webhooks: Vec<Uuid>,
}

impl Webhooks {
    /// Runs until the bus is gone. Begins with what was published and not queued when the last process ended.
    pub async fn run(self) {
        let Subscription { missed, mut live, .. } = self.resume().await;
        for batch in missed.chunks(BATCH) {
            self.queue_patiently(batch).await;
        }
        loop {
            let mut batch = Vec::new();
            match live.recv().await {
                Ok(event) => batch.push(event),
                Err(RecvError::Lagged(n)) => lagged(n),
                Err(RecvError::Closed) => return,
            }
            while batch.len() < BATCH {
                match live.try_recv() {
                    Ok(event) => batch.push(event),
                    Err(TryRecvError::Lagged(n)) => lagged(n),
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
            if batch.iter().any(|event| is_change(event)) {
                self.forget_wanted();
            }
            self.queue_patiently(&batch).await;
        }
    }

    async fn resume(&self) -> Subscription {
        let asked = async { Ok(sql::last_told().bind(&self.inner.db.client().await?).one().await?) };
        match asked.await as Result<Option<i64>> {
            Ok(Some(last)) => self.inner.events.resume(u64::try_from(last).unwrap_or(0)).await,
            Ok(None) => self.inner.events.subscribe(),
            Err(error) => {
                tracing::debug!(%error, "webhooks do not look back");
                self.inner.events.subscribe()
            }
        }
    }

    pub(super) fn forget_wanted(&self) {
        *self.inner.wanted.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn queue_patiently(&self, batch: &[Arc<Event>]) {
        for _ in 0..MAX_RETRIES {
            match self.queue(batch).await {
                Ok(()) => return,
                Err(error) => tracing::debug!(%error, "webhooks wait for the database"),
            }
            tokio::time::sleep(RETRY).await;
        }
        tracing::warn!(n_events = batch.len(), "webhooks were not told of events: the database is away");
        count("dropped", batch.len() as u64);
    }

    async fn queue(&self, batch: &[Arc<Event>]) -> Result<()> {
        let candidates: Vec<_> =
            batch.iter().filter_map(|event| Some((event, message_type(event.topic.as_str(), &event.data)?))).collect();
        if candidates.is_empty() {
            return Ok(());
        }
        let wanted = self.wanted().await?;
        let mut messages = Vec::new();
        for (event, message_type) in candidates {
            let all = wanted.get(event.topic.as_str()).into_iter().flatten();
            let webhooks: Vec<_> = all.filter(|(_, since)| event.id >= *since).map(|(id, _)| *id).collect();
            if !webhooks.is_empty() {
                messages.push(Message { event: Arc::clone(event), kind: message_type, webhooks });
            }
        }
        self.drop_small_jobs(&mut messages).await?;
        if messages.is_empty() { Ok(()) } else { self.store(&messages).await }
    }

    async fn wanted(&self) -> Result<Wanted> {
        if let Some(wanted) = self.inner.wanted.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok(wanted);
        }
        let rows = sql::list_enabled_webhooks().bind(&self.inner.db.client().await?).all().await?;
        let mut wanted: HashMap<String, Vec<(Uuid, EventId)>> = HashMap::new();
        for row in rows {
            // Ids of events are times. A little grace: ours is not the database's clock.
            let since = (row.updated_at - CLOCK_GRACE).unix_timestamp_nanos() / 1000;
            for topic in row.topics {
                wanted.entry(topic).or_default().push((row.id, EventId::try_from(since).unwrap_or(0)));
            }
        }
        let wanted = Arc::new(wanted);
        *self.inner.wanted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&wanted));
        Ok(wanted)
    }

    /// Of jobs that went well only those are told that a person started.
    async fn drop_small_jobs(&self, messages: &mut Vec<Message>) -> Result<()> {
        let job = |message: &Message| message.event.data.get("id").and_then(Value::as_str)?.parse::<Uuid>().ok();
        let ids: Vec<_> = messages.iter().filter(|m| m.event.topic == Topic::Job).filter_map(job).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let client = self.inner.db.client().await?;
        let counted: HashSet<_> = sql::jobs_that_count().bind(&client, &ids).all().await?.into_iter().collect();
        messages.retain(|m| m.event.topic != Topic::Job || job(m).is_some_and(|id| counted.contains(&id)));
        Ok(())
    }

    async fn store(&self, messages: &[Message]) -> Result<()> {
        let mut rows = sql::InsertDeliveriesParams {
            ids: Vec::new(),
            webhook_ids: Vec::new(),
            event_ids: Vec::new(),
            types: Vec::new(),
            bodies: Vec::new(),
            now: now(),
            most: MAX_PENDING,
        };
        for message in messages {
            let body = body(&message.kind, rows.now, &message.event.data)?;
            for webhook in &message.webhooks {
                rows.ids.push(new_id());
                rows.webhook_ids.push(*webhook);
                rows.event_ids.push(i64::try_from(message.event.id).unwrap_or(i64::MAX));
                rows.types.push(message.kind.as_str());
                rows.bodies.push(body.clone());
            }
        }
        let mut client = self.inner.db.client().await?;
        let transaction = client.transaction().await?;
        let stored = sql::insert_deliveries().params(&transaction, &rows).all().await?;
        let jobs: Vec<_> = stored.iter().map(|id| DeliverWebhook { delivery_id: *id }).collect();
        self.inner.jobs.enqueue_all(&transaction, &jobs, EnqueueOptions::default()).await?;
        sql::prune_deliveries().bind(&transaction, &rows.webhook_ids, &KEPT).await?;
        let n_known =
            sql::count_known_deliveries().bind(&transaction, &rows.webhook_ids, &rows.event_ids).one().await?;
        transaction.commit().await?;
        let n_dropped = rows.ids.len().saturating_sub(usize::try_from(n_known).unwrap_or(0));
        count("queued", stored.len() as u64);
        count("dropped", n_dropped as u64);
        if n_dropped > 0 {
            tracing::warn!(n_dropped, "webhooks have too much waiting: messages were left out");
        }
        Ok(())
    }
}

fn is_change(event: &Event) -> bool {
    event.topic == Topic::System && event.data.get("action").and_then(Value::as_str) == Some("webhook_changed")
}

fn lagged(n: u64) {
    tracing::warn!(n_events = n, "webhooks were not told of events that came too fast");
    count("dropped", n);
}
