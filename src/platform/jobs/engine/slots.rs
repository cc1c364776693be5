//! How many jobs of each queue run here, may run here, and whether more may be waiting.

use crate::domain::job::Queue;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    running: u32,
    limit: u32,
    is_paused: bool,
    /// More may be waiting: set by a notice, cleared by a claim that got less than it asked for.
    is_hungry: bool,
}

#[derive(Debug, Default)]
pub(super) struct Slots {
    slots: [Slot; Queue::ALL.len()],
}

impl Slots {
    /// Takes over what is in force for a queue.
    pub fn configure(&mut self, queue: Queue, limit: u32, is_paused: bool) {
        let slot = &mut self.slots[queue as usize];
        slot.limit = limit;
        slot.is_paused = is_paused;
    }

    pub fn wake(&mut self, queue: Queue) {
        self.slots[queue as usize].is_hungry = true;
    }

    pub fn wake_all(&mut self) {
        for queue in Queue::ALL {
            self.wake(queue);
        }
    }

    /// Queues worth asking for, the most urgent first, each with the number of free places.
    pub fn to_claim(&self) -> Vec<(Queue, i32)> {
        let free = |queue: Queue| {
            let slot = self.slots[queue as usize];
            let free = if slot.is_paused { 0 } else { slot.limit.saturating_sub(slot.running) };
            (slot.is_hungry && free > 0).then(|| (queue, i32::try_from(free).unwrap_or(i32::MAX)))
        };
        Queue::ALL.into_iter().filter_map(free).collect()
    }

    /// A claim asked for `asked` jobs and got `got`.
    pub fn claimed(&mut self, queue: Queue, asked: i32, got: u32) {
        let slot = &mut self.slots[queue as usize];
        slot.running += got;
        slot.is_hungry = i64::from(got) >= i64::from(asked);
    }

    pub fn freed(&mut self, queue: Queue) {
        let slot = &mut self.slots[queue as usize];
        slot.running = slot.running.saturating_sub(1);
    }
}
