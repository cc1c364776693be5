//! How patient the engine is.

use std::time::Duration;

#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The same at each start of the same server, different for servers that share a database.
    pub node_name: String,
    /// How often this node says that it lives, while it runs something.
    pub heartbeat: Duration,
    /// A node that was silent for longer while it held jobs is dead.
    pub lease: Duration,
    /// Least time between two writes of a job's progress.
    pub progress_every: Duration,
    /// How often to look when NOTIFY does not work.
    pub slow_poll: Duration,
    /// What handlers get to end when the server stops.
    pub drain: Duration,
}

impl EngineConfig {
    pub fn new(node_name: impl Into<String>) -> Self {
        Self {
            node_name: node_name.into(),
            heartbeat: Duration::from_secs(5),
            lease: Duration::from_secs(20),
            progress_every: Duration::from_millis(250),
            slow_poll: Duration::from_secs(30),
            drain: Duration::from_secs(2),
        }
    }
}
