//! The one task that writes this node's events to the log and reads those of the others.
//!
//! The first event after a quiet while is written at once, more that follow are written together. What it wrote itself it hands
//! out directly, as long as no other node wrote in between; else it reads the log, which has the right order. Without
//! events it waits for the database's word and does nothing.

use std::sync::Arc;
use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::events as sql;
use tokio::time::Instant;
use uuid::Uuid;

use super::bus::Shared;
use super::event::{Event, EventId};
use super::outbox::Draft;
use crate::base::Result;
use crate::platform::db::{Db, Listener, Notice};

const CHANNEL: &str = "revenge_events";
/// Between two writes.
const LINGER: Duration = Duration::from_millis(20);
/// After a failed one.
const RETRY: Duration = Duration::from_millis(250);
const BATCH: usize = 500;
/// The log is pruned after so many events of this node.
const PRUNE_AFTER: usize = 512;
const PRUNE_BATCH: i64 = 1000;
/// Nobody comes back after that and expects more than a reload.
const KEEP: Duration = Duration::from_hours(24);

pub(super) struct Keeper {
    db: Db,
    shared: Arc<Shared>,
    capacity: i64,
    /// Id of the newest event that listeners here have heard.
    delivered: EventId,
    is_loaded: bool,
    /// The log holds something that is not ours, or may.
    is_behind: bool,
    not_before: Instant,
    n_written: usize,
}

impl Keeper {
    pub fn new(db: Db, shared: Arc<Shared>, capacity: usize) -> Self {
        let capacity = i64::try_from(capacity).unwrap_or(i64::MAX);
        let not_before = Instant::now();
        Self {
            db,
            shared,
            capacity,
            delivered: 0,
            is_loaded: false,
            is_behind: true,
            not_before,
            n_written: PRUNE_AFTER,
        }
    }

    pub async fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        let mut listener = self.db.listen(CHANNEL);
        loop {
            let has_work = (self.is_behind || !shared.outbox().is_empty()).then_some(self.not_before);
            tokio::select! {
                notice = listener.recv() => self.heed(&notice),
                () = shared.published.notified(), if has_work.is_none() => {}
                () = at(has_work) => self.try_work(&mut listener).await,
            }
        }
    }

    fn heed(&mut self, notice: &Notice) {
        match notice {
            Notice::Connected => self.is_behind = true,
            Notice::Payload(id) => self.is_behind |= id.parse::<EventId>().is_ok_and(|id| id > self.delivered),
            Notice::Lost => {}
        }
    }

    async fn try_work(&mut self, listener: &mut Listener) {
        let pause = match self.work().await {
            Ok(()) => LINGER,
            Err(error) => {
                tracing::debug!(%error, "events wait for the database");
                RETRY
            }
        };
        self.not_before = Instant::now() + pause;
        // Most are of our own writes.
        while let Some(notice) = listener.try_recv() {
            self.heed(&notice);
        }
    }

    async fn work(&mut self) -> Result<()> {
        if !self.is_loaded {
            self.load().await?;
        }
        let drafts = self.shared.outbox().take(BATCH);
        if !drafts.is_empty()
            && let Err(error) = self.write(&drafts).await
        {
            self.shared.outbox().put_back(drafts);
            return Err(error);
        }
        if self.is_behind {
            self.read().await?;
        }
        self.shared.outbox().settle();
        if self.n_written >= PRUNE_AFTER {
            self.prune().await?;
        }
        Ok(())
    }

    /// What a client may resume from.
    async fn load(&mut self) -> Result<()> {
        let client = self.db.client().await?;
        let head = sql::read_head().bind(&client).opt().await?;
        let mut latest = sql::read_latest_events().bind(&client, &self.capacity).all().await?;
        latest.reverse();
        let pruned = head.as_ref().map_or(0, |head| head.pruned_id);
        let is_whole = (latest.len() as i64) < self.capacity;
        let floor = if is_whole { pruned } else { latest.first().map_or(0, |row| row.id - 1).max(pruned) };
        self.shared.ring().start_after(id(floor));
        self.delivered = latest.last().map_or(id(floor), |row| id(row.id));
        self.shared.deliver(latest.into_iter().map(Event::from));
        (self.is_loaded, self.is_behind) = (true, false);
        self.shared.is_loaded.send_replace(true);
        Ok(())
    }

    async fn write(&mut self, drafts: &[Draft]) -> Result<()> {
        let texts: Vec<_> = drafts.iter().map(|draft| draft.data.to_string()).collect();
        let nil = |id: Option<Uuid>| id.unwrap_or_default();
        let params = sql::WriteEventsParams {
            n: drafts.len() as i64,
            topics: drafts.iter().map(|d| d.topic.as_str()).collect::<Vec<_>>(),
            audiences: drafts.iter().map(|d| d.audience.columns().0).collect::<Vec<_>>(),
            audience_ids: drafts.iter().map(|d| d.audience.columns().1).collect::<Vec<_>>(),
            subjects: drafts.iter().map(|d| nil(d.about.progress_of())).collect::<Vec<_>>(),
            superseded: drafts.iter().map(|d| nil(d.about.job)).collect::<Vec<_>>(),
            bodies: texts.iter().map(String::as_str).collect::<Vec<_>>(),
            nobody: Uuid::nil(),
        };
        let written = sql::write_events().params(&self.db.client().await?, &params).one().await?;
        self.n_written += drafts.len();
        let is_next = written.before_id.map_or(self.delivered == 0, |before| id(before) == self.delivered);
        if !is_next {
            self.is_behind = true;
            return Ok(());
        }
        if written.before_id.is_none() {
            self.shared.ring().start_after(id(written.first_id) - 1);
        }
        let events = drafts.iter().zip(texts).zip(id(written.first_id)..);
        self.shared.deliver(
            events.map(|((draft, text), id)| Event::told(id, draft.topic, draft.audience, draft.data.clone(), text)),
        );
        self.delivered = id(written.first_id) + drafts.len() as u64 - 1;
        Ok(())
    }

    /// Hands out what is in the log and was not heard here, our own events among it.
    async fn read(&mut self) -> Result<()> {
        let client = self.db.client().await?;
        let head = sql::read_head().bind(&client).opt().await?;
        let (last, pruned) = head.map_or((0, 0), |head| (id(head.last_id), id(head.pruned_id)));
        // The database lost the log in a crash, or this node was away for longer than it reaches back.
        if last < self.delivered || pruned > self.delivered {
            // Nobody has heard anything of a log that was empty so far.
            if self.delivered > 0 {
                self.shared.deliver_reset(pruned);
            } else {
                self.shared.ring().start_after(pruned);
            }
            self.delivered = pruned;
        }
        loop {
            let after = i64::try_from(self.delivered).unwrap_or(i64::MAX);
            let rows = sql::read_events().bind(&client, &after, &(BATCH as i64)).all().await?;
            let Some(newest) = rows.last().map(|row| id(row.id)) else { break };
            let events: Vec<_> = rows.into_iter().map(Event::from).collect();
            self.shared.deliver(events);
            self.delivered = newest;
        }
        self.is_behind = false;
        Ok(())
    }

    async fn prune(&mut self) -> Result<()> {
        let client = self.db.client().await?;
        let age_ms = i64::try_from(KEEP.as_millis()).unwrap_or(i64::MAX);
        while sql::prune_events().bind(&client, &self.capacity, &age_ms, &PRUNE_BATCH).one().await? >= PRUNE_BATCH {}
        self.n_written = 0;
        Ok(())
    }
}

/// The log holds no negative ids.
fn id(column: i64) -> EventId {
    u64::try_from(column).unwrap_or(0)
}

async fn at(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}
