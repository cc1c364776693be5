//! A limit of time that can change while the server runs; 0 is none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Handle, cheap to clone: whoever sets it changes it for all who hold it.
#[derive(Clone, Debug, Default)]
pub struct Threshold {
    limit_ms: Arc<AtomicU64>,
}

impl Threshold {
    pub fn new(limit_ms: u64) -> Self {
        let threshold = Self::default();
        threshold.set(limit_ms);
        threshold
    }

    pub fn set(&self, limit_ms: u64) {
        self.limit_ms.store(limit_ms, Ordering::Relaxed);
    }

    pub fn is_reached_by(&self, took: Duration) -> bool {
        let limit_ms = self.limit_ms.load(Ordering::Relaxed);
        limit_ms > 0 && took >= Duration::from_millis(limit_ms)
    }
}
