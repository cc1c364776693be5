//! The server about itself: facts of this moment, and whether they are well.
//!
//! Read by `/metrics` and by `GET /system`, so that both say the same. Nothing is sampled but the counters of disks that
//! turn (`disks`), and the machine while background work runs or waits (`governor`): otherwise an idle server that nobody
//! looks at does nothing here. Invariants: a look takes one statement and at most a second, whatever hangs; it touches the
//! data directory's volume and never a library's.

mod config;
mod disks;
mod governor;
mod look;
mod memory;
mod metrics;
mod parts;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Instant;

pub use config::Config;
pub use disks::{Disk, DiskLibrary};
pub use look::Look;
pub use memory::{Kept, MemoryUse};
pub use parts::Parts;

use crate::domain::health::State;
use crate::platform::telemetry::resident_bytes;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct System {
    inner: Arc<Inner>,
}

struct Inner {
    parts: Parts,
    config: Config,
    /// As of the last look, so that a change is told once.
    states: Mutex<BTreeMap<&'static str, State>>,
    /// Of the process, as of the last look while no pipeline was there.
    bytes_without_pipelines: AtomicU64,
    /// When a part gave something up last.
    shed_at: Mutex<BTreeMap<&'static str, Instant>>,
}

impl System {
    pub fn new(parts: Parts, config: Config) -> Self {
        metrics::init(&parts.board.report().arch);
        let bytes_without_pipelines = AtomicU64::new(resident_bytes());
        let (states, shed_at) = (Mutex::default(), Mutex::default());
        Self { inner: Arc::new(Inner { parts, config, states, bytes_without_pipelines, shed_at }) }
    }

    /// Where the server keeps everything of its own.
    pub fn data_dir(&self) -> &Path {
        &self.inner.config.data_dir
    }
}
