//! Queues as an administrator sees and sets them.

use std::collections::HashMap;

use revenge_queries::client::Params;
use revenge_queries::queries::jobs as sql;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::handle::Jobs;
use crate::base::{Error, Result};
use crate::domain::job::Queue;
use crate::platform::db::Client;

/// Ends of jobs that are counted for a rate, of each final state.
const RATE_SAMPLE: i64 = 5000;
const MINUTE_SECONDS: f64 = 60.0;

/// How many jobs of each queue one node runs at once, by the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLimits {
    limits: [u32; Queue::ALL.len()],
}

impl QueueLimits {
    /// `limit` says the board's number for a queue; none is above the queue's ceiling.
    pub fn new(limit: impl Fn(Queue) -> u32) -> Self {
        Self { limits: Queue::ALL.map(|queue| limit(queue).min(queue.ceiling())) }
    }

    pub fn of(&self, queue: Queue) -> u32 {
        self.limits[queue as usize]
    }

    /// What is in force when an administrator has set `own`.
    pub(super) fn effective(&self, queue: Queue, own: Option<i32>) -> u32 {
        own.and_then(|own| u32::try_from(own).ok()).map_or(self.of(queue), |own| own.min(queue.ceiling()))
    }
}

impl Default for QueueLimits {
    fn default() -> Self {
        Self::new(Queue::ceiling)
    }
}

/// A queue with what runs and waits in it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Queue)]
pub struct QueueInfo {
    pub name: String,
    /// A paused queue starts nothing; what runs goes on.
    pub paused: bool,
    /// Jobs that one node runs at once.
    pub limit: u32,
    /// What the board of this node allows; in force unless an administrator has set another limit.
    pub board_limit: u32,
    /// On all nodes.
    pub running: i64,
    pub waiting: i64,
    /// Jobs that ended in the last minute.
    pub finished_per_minute: f64,
}

/// What to change; the rest stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct QueuePatch {
    pub paused: Option<bool>,
    pub limit: LimitPatch,
}

/// What becomes of a queue's limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitPatch {
    #[default]
    Keep,
    /// Back to the board's.
    Board,
    Own(u32),
}

impl Jobs {
    /// The most urgent first.
    pub async fn queues(&self) -> Result<Vec<QueueInfo>> {
        let client = self.db.client().await?;
        let rates = rates(&client).await?;
        let rows = sql::list_queues().bind(&client).all().await?;
        let mut queues: Vec<_> = rows
            .into_iter()
            .filter_map(|row| {
                let queue = parse(&row.name)?;
                let limit = self.limits.effective(queue, row.max_running);
                Some((queue, row, limit))
            })
            .collect();
        queues.sort_by_key(|(queue, ..)| *queue as usize);
        let info = |(queue, row, limit): (_, sql::ListQueues, u32)| QueueInfo {
            finished_per_minute: rates.get(&row.name).copied().unwrap_or(0.0),
            name: row.name,
            paused: row.paused,
            limit,
            board_limit: self.limits.of(queue),
            running: row.n_running,
            waiting: row.n_waiting,
        };
        Ok(queues.into_iter().map(info).collect())
    }

    pub async fn patch_queue(&self, name: &str, patch: QueuePatch) -> Result<QueueInfo> {
        let queue = parse(name).ok_or_else(|| Error::not_found("queue", name))?;
        if let LimitPatch::Own(limit) = patch.limit
            && limit > queue.ceiling()
        {
            return Err(Error::invalid_field("/limit", format!("at most {} for this queue", queue.ceiling())));
        }
        let client = self.db.client().await?;
        let params = sql::PatchQueueParams {
            name,
            paused: patch.paused,
            sets_limit: patch.limit != LimitPatch::Keep,
            max_running: match patch.limit {
                LimitPatch::Own(limit) => i32::try_from(limit).ok(),
                LimitPatch::Keep | LimitPatch::Board => None,
            },
        };
        sql::patch_queue().params(&client, &params).one().await?;
        drop(client);
        self.publish_change(json!({ "action": "queue_changed", "queue": name }));
        let queues = self.queues().await?;
        queues.into_iter().find(|q| q.name == name).ok_or_else(|| Error::not_found("queue", name))
    }
}

/// Jobs that ended per minute, by queue. Of a busy queue the newest ones stand for the minute.
async fn rates(client: &Client) -> Result<HashMap<String, f64>> {
    let rows = sql::recent_rates().bind(client, &RATE_SAMPLE).all().await?;
    let rate = |row: sql::RecentRates| {
        let span = if row.n_finished < RATE_SAMPLE { MINUTE_SECONDS } else { row.seconds.clamp(0.001, MINUTE_SECONDS) };
        let per_minute = row.n_finished as f64 * MINUTE_SECONDS / span;
        (row.queue, (per_minute * 10.0).round() / 10.0)
    };
    Ok(rows.into_iter().map(rate).collect())
}

pub(super) fn parse(name: &str) -> Option<Queue> {
    Queue::ALL.into_iter().find(|queue| queue.as_str() == name)
}
