//! How many jobs of each queue this node holds, may hold, and whether more may be waiting.
//!
//! A job is held from its claim until the database has taken its end. Where the jobs of a queue are short, some are claimed
//! before there is a place for them: as many as the places get through in a few milliseconds, by what the last ones took.

use std::time::Duration;

use crate::domain::governor::Allowance;
use crate::domain::job::Queue;

/// Jobs claimed ahead should have begun after this time.
const HORIZON: Duration = Duration::from_millis(5);
/// However short they are: a storm of them must not keep an urgent job waiting for the end of its batch.
const AHEAD_MAX: u32 = 100;
/// The share of the newest job in what is expected of the next: a single long one is remembered for dozens.
const NEWEST: f64 = 1.0 / 8.0;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    held: u32,
    /// Those that have a handler.
    running: u32,
    limit: u32,
    is_paused: bool,
    allowance: Option<Allowance>,
    /// More may be waiting: set by a notice, cleared by a claim that got less than it asked for.
    is_hungry: bool,
    /// What a job takes, in seconds; none before the first has ended.
    pace: Option<f64>,
}

#[derive(Debug, Default)]
pub(super) struct Slots {
    slots: [Slot; Queue::ALL.len()],
}

impl Slots {
    /// Takes over what is in force for a queue.
    pub fn configure(&mut self, queue: Queue, limit: u32, is_paused: bool) {
        let slot = self.slot(queue);
        slot.limit = limit;
        slot.is_paused = is_paused;
    }

    /// Takes over what the governor allows. What waits is asked for when that is more than before.
    pub fn allow(&mut self, queue: Queue, allowance: Allowance) {
        let slot = self.slot(queue);
        let before = slot.allowance.replace(allowance).unwrap_or(Allowance::Everything);
        slot.is_hungry |= allowance > before;
    }

    /// Whether jobs may wait that only the governor keeps from running.
    pub fn is_kept_waiting(&self, queue: Queue) -> bool {
        let slot = self.slots[queue as usize];
        slot.is_hungry && !slot.is_paused && slot.limit > slot.limit()
    }

    /// Nothing of it may begin.
    pub fn is_closed(&self, queue: Queue) -> bool {
        let slot = self.slots[queue as usize];
        slot.is_paused || slot.allowance == Some(Allowance::Nothing)
    }

    pub fn wake(&mut self, queue: Queue) {
        self.slot(queue).is_hungry = true;
    }

    pub fn wake_all(&mut self) {
        for queue in Queue::ALL {
            self.wake(queue);
        }
    }

    pub fn has_place(&self, queue: Queue) -> bool {
        let slot = self.slots[queue as usize];
        slot.running < slot.limit()
    }

    /// Queues worth asking for, the most urgent first, each with the number of jobs to take.
    pub fn to_claim(&self) -> Vec<(Queue, i32)> {
        let free = |queue: Queue| {
            let slot = self.slots[queue as usize];
            let may_hold = slot.limit() + slot.ahead();
            let free = if slot.is_paused { 0 } else { may_hold.saturating_sub(slot.held) };
            (slot.is_hungry && free > 0).then(|| (queue, i32::try_from(free).unwrap_or(i32::MAX)))
        };
        Queue::ALL.into_iter().filter_map(free).collect()
    }

    /// The same as if these jobs were no longer held.
    pub fn to_claim_after(&self, ended: impl Iterator<Item = Queue>) -> Vec<(Queue, i32)> {
        let mut after = Self { slots: self.slots };
        ended.for_each(|queue| after.freed(queue));
        after.to_claim()
    }

    /// A claim asked for `asked` jobs and got `got`; whether that was all.
    pub fn claimed(&mut self, queue: Queue, asked: i32, got: u32) -> bool {
        let slot = self.slot(queue);
        slot.held += got;
        slot.is_hungry = i64::from(got) >= i64::from(asked);
        slot.is_hungry
    }

    /// A handler has begun.
    pub fn began(&mut self, queue: Queue) {
        self.slot(queue).running += 1;
    }

    /// A handler has ended.
    pub fn ended(&mut self, queue: Queue, took: Duration) {
        let slot = self.slot(queue);
        slot.running = slot.running.saturating_sub(1);
        let took = took.as_secs_f64();
        slot.pace = Some(slot.pace.map_or(took, |pace| pace + (took - pace) * NEWEST));
    }

    /// Jobs claimed ahead have not begun in time: take none ahead until some have ended quickly again.
    pub fn slow_down(&mut self, queue: Queue) {
        let slot = self.slot(queue);
        slot.pace = slot.pace.map(|pace| pace.max(1.0));
    }

    /// The job is no longer ours.
    pub fn freed(&mut self, queue: Queue) {
        let slot = self.slot(queue);
        slot.held = slot.held.saturating_sub(1);
    }

    fn slot(&mut self, queue: Queue) -> &mut Slot {
        &mut self.slots[queue as usize]
    }
}

impl Slot {
    fn limit(&self) -> u32 {
        match self.allowance {
            None | Some(Allowance::Everything) => self.limit,
            Some(Allowance::One) => self.limit.min(1),
            Some(Allowance::Nothing) => 0,
        }
    }

    fn ahead(&self) -> u32 {
        let Some(pace) = self.pace else { return 0 };
        let within_horizon = f64::from(self.limit()) * HORIZON.as_secs_f64() / pace.max(1e-6);
        (within_horizon as u32).saturating_sub(self.limit()).min(AHEAD_MAX)
    }
}
