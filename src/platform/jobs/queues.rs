//! Queues as an administrator sees and sets them.

use std::collections::HashMap;

use revenge_queries::client::Params;
use revenge_queries::queries::jobs as sql;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::handle::Jobs;
use crate::base::{Error, Result};
use crate::domain::governor::{Allowance, Hold, Rule, Window, WindowFault};
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
    /// Why its work waits on this node; null while nothing holds it.
    #[schema(required)]
    pub held: Option<QueueHold>,
    /// The time of day for its work, by the server's clock; null is any time.
    #[schema(required)]
    pub window: Option<QueueWindow>,
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

/// Why work of a queue waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QueueHold {
    /// `pause`, `heat`, `memory`, `playing`, `load` or `window`.
    pub why: String,
    /// One job at a time may run; else none.
    pub allows_one: bool,
    /// When it ends; null where nobody knows.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    pub until: Option<OffsetDateTime>,
}

impl From<Hold> for QueueHold {
    fn from(hold: Hold) -> Self {
        let allows_one = hold.allowance == Allowance::One;
        Self { why: hold.why.as_str().to_owned(), allows_one, until: hold.until }
    }
}

/// A part of the day, past midnight where it ends before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueWindow {
    /// `01:00`.
    pub from: String,
    /// What has not ended by then waits for the next day.
    pub to: String,
}

/// What to change; the rest stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct QueuePatch {
    pub paused: Option<bool>,
    pub limit: LimitPatch,
    pub window: WindowPatch,
}

/// What becomes of a queue's window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WindowPatch {
    #[default]
    Keep,
    AnyTime,
    Set(Window),
}

impl QueueWindow {
    pub fn parse(&self) -> Result<Window> {
        let Self { from, to } = self;
        Window::parse(from, to).map_err(|fault| match fault {
            WindowFault::From => Error::invalid_field("/window/from", format!("{from} is no time of day like 01:00")),
            WindowFault::To => Error::invalid_field("/window/to", format!("{to} is no time of day like 06:00")),
            WindowFault::Empty => Error::invalid_field("/window/to", "must be another time than the beginning"),
        })
    }
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
            held: self.gate.holds().of(queue).map(QueueHold::from),
            window: window(row.window_from, row.window_to).map(|w| QueueWindow { from: w.from(), to: w.to() }),
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
        if matches!(patch.window, WindowPatch::Set(_)) && matches!(queue, Queue::Critical | Queue::High) {
            return Err(Error::invalid_field("/window", "somebody waits for this queue's work; others can have one"));
        }
        let minute = |part: fn(Window) -> u16| match patch.window {
            WindowPatch::Set(window) => Some(i32::from(part(window))),
            WindowPatch::Keep | WindowPatch::AnyTime => None,
        };
        let client = self.db.client().await?;
        let params = sql::PatchQueueParams {
            name,
            sets_window: patch.window != WindowPatch::Keep,
            window_from: minute(Window::from_minutes),
            window_to: minute(Window::to_minutes),
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

    /// Background work rests until then, on every node, over restarts; none lets it go on. What people wait for is done.
    pub async fn pause_until(&self, until: Option<OffsetDateTime>) -> Result<()> {
        let client = self.db.client().await?;
        let names = [Queue::Default, Queue::Low, Queue::Bulk].map(Queue::as_str);
        sql::hold_queues().bind(&client, &until, &&names[..]).one().await?;
        self.publish_change(json!({ "action": "queue_changed" }));
        Ok(())
    }
}

/// A window as stored.
fn window(from: Option<i32>, to: Option<i32>) -> Option<Window> {
    Window::new(u16::try_from(from?).ok()?, u16::try_from(to?).ok()?)
}

/// What an administrator has set.
pub(super) fn rule(from: Option<i32>, to: Option<i32>, held_until: Option<OffsetDateTime>) -> Rule {
    Rule { window: window(from, to), held_until }
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
