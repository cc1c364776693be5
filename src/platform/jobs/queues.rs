//! Queues as an administrator sees and sets them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::job::Queue;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Queue)]
pub struct QueueInfo {
    pub name: String,
    /// A paused queue starts nothing; what runs goes on.
    pub paused: bool,
    /// Jobs that one node runs at once.
    pub limit: u32,
    /// On all nodes.
    pub running: i64,
    pub waiting: i64,
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

pub(super) fn parse(name: &str) -> Option<Queue> {
    Queue::ALL.into_iter().find(|queue| queue.as_str() == name)
}
