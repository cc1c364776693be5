//! Between who governs and who works: what is held now, and whether there is work that waits to know.
//!
//! Without a governor nothing is held.

use std::sync::Arc;

use tokio::sync::watch;

use crate::domain::governor::{Holds, Rules};
use crate::domain::job::Queue;

/// What the engine tells the governor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// As administrators have set them.
    pub rules: Rules,
    /// Queues whose work runs here, or waits because it is held.
    pub is_busy: [bool; Queue::ALL.len()],
}

/// Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    holds: watch::Sender<Holds>,
    demand: watch::Sender<Demand>,
}

impl Gate {
    /// For the governor: what there is to decide about.
    pub fn demand(&self) -> watch::Receiver<Demand> {
        self.inner.demand.subscribe()
    }

    /// For the governor: holds from now on. Gives what was in force before.
    pub fn hold(&self, holds: Holds) -> Holds {
        self.inner.holds.send_replace(holds)
    }

    /// What is in force on this node.
    pub fn holds(&self) -> Holds {
        *self.inner.holds.borrow()
    }

    pub(super) fn watch(&self) -> watch::Receiver<Holds> {
        self.inner.holds.subscribe()
    }

    pub(super) fn ask(&self, demand: Demand) {
        self.inner.demand.send_if_modified(|present| std::mem::replace(present, demand) != demand);
    }
}
