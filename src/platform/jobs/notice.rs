//! What nodes say to each other over NOTIFY: short words, so that a wake-up costs no query.
//!
//! A node that hears a word it does not know ignores it; an older and a newer release may share a database.

use uuid::Uuid;

pub(super) const CHANNEL: &str = "revenge_jobs";
/// PostgreSQL's limit is 8000 bytes; an id with its comma is 37.
const MAX_IDS: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Something became available in this queue.
    Wake {
        queue: String,
    },
    /// The same, and it is news for those who watch.
    New {
        queue: String,
        id: Uuid,
    },
    /// Something becomes available in so many milliseconds.
    Later {
        delay_ms: u64,
    },
    Cancel {
        id: Uuid,
    },
    /// Pause or limit of a queue changed.
    Queues,
    /// A schedule changed.
    Schedules,
    /// Jobs whose state or progress this node has changed.
    Changed {
        node: Uuid,
        ids: Vec<Uuid>,
    },
    /// The node runs something from now on: its heartbeat counts.
    Busy {
        node: Uuid,
    },
    /// The node started, or runs nothing any more.
    Idle {
        node: Uuid,
    },
    /// The node has stopped.
    Bye {
        node: Uuid,
    },
}

impl Word {
    pub(super) fn parse(payload: &str) -> Option<Self> {
        let mut words = payload.split(' ');
        let verb = words.next()?;
        let mut id = || words.next()?.parse::<Uuid>().ok();
        Some(match verb {
            "cancel" => Self::Cancel { id: id()? },
            "busy" => Self::Busy { node: id()? },
            "idle" => Self::Idle { node: id()? },
            "bye" => Self::Bye { node: id()? },
            "queues" => Self::Queues,
            "schedules" => Self::Schedules,
            "changed" => {
                let node = id()?;
                let ids = words.next()?.split(',').filter_map(|id| id.parse().ok()).collect();
                Self::Changed { node, ids }
            }
            "later" => Self::Later { delay_ms: words.next()?.parse().ok()? },
            "wake" => Self::Wake { queue: words.next()?.to_owned() },
            "new" => Self::New { queue: words.next()?.to_owned(), id: words.next()?.parse().ok()? },
            _ => return None,
        })
    }
}

/// Payloads that tell of changed jobs.
pub(super) fn changed(node: Uuid, ids: &[Uuid]) -> impl Iterator<Item = String> + '_ {
    ids.chunks(MAX_IDS).map(move |ids| {
        let ids = ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
        format!("changed {node} {ids}")
    })
}
