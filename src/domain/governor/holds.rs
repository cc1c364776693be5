//! What is held, why, and by which rules of administrators.

use time::OffsetDateTime;

use super::Window;
use crate::domain::job::Queue;

/// How much of its limit a queue may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allowance {
    Nothing,
    /// One job at a time.
    One,
    Everything,
}

/// Why work waits, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// An administrator has paused everything for a while.
    Pause,
    /// The machine is too warm.
    Heat,
    /// Memory is short.
    Memory,
    /// Somebody plays.
    Playing,
    /// Processor or disks are busy.
    Load,
    /// It is not the time of day for it.
    Window,
}

impl Why {
    pub const ALL: [Self; 6] = [Self::Pause, Self::Heat, Self::Memory, Self::Playing, Self::Load, Self::Window];

    /// Stable name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Heat => "heat",
            Self::Memory => "memory",
            Self::Playing => "playing",
            Self::Load => "load",
            Self::Window => "window",
        }
    }

    /// For people, beside the work that waits.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Pause => "Waits: everything is paused",
            Self::Heat => "Waits: the machine is too warm",
            Self::Memory => "Waits: memory is short",
            Self::Playing => "Waits while somebody plays",
            Self::Load => "Waits: the machine is busy",
            Self::Window => "Waits for its time of day",
        }
    }
}

/// Less than everything, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    pub allowance: Allowance,
    pub why: Why,
    /// When it ends, where that is known.
    pub until: Option<OffsetDateTime>,
}

/// What is in force for each queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holds {
    holds: [Option<Hold>; Queue::ALL.len()],
}

impl Holds {
    pub fn of(&self, queue: Queue) -> Option<Hold> {
        self.holds[queue as usize]
    }

    pub fn allowance(&self, queue: Queue) -> Allowance {
        self.of(queue).map_or(Allowance::Everything, |hold| hold.allowance)
    }

    /// The stricter counts; of two that are as strict, the more telling.
    pub(super) fn add(&mut self, queue: Queue, hold: Hold) {
        let present = &mut self.holds[queue as usize];
        let is_stricter = |present: &Hold| (hold.allowance, hold.why) < (present.allowance, present.why);
        if hold.allowance < Allowance::Everything && present.as_ref().is_none_or(is_stricter) {
            *present = Some(hold);
        }
    }
}

/// What an administrator has set for a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The time of day for its work; none is any.
    pub window: Option<Window>,
    /// Paused until then.
    pub held_until: Option<OffsetDateTime>,
}

/// The rules of all queues.
pub type Rules = [Rule; Queue::ALL.len()];
