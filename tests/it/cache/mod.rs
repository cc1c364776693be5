//! Caches: what is kept, how long, and what happens when the shared one is away, slow, full or lying.

mod loads;
mod nodes;
mod shared;
mod uses;

use std::time::Duration;

use revenge::platform::cache::Caches;

use crate::harness::eventually;

/// The node hears of changes: from now on it keeps what it loads.
pub async fn hears(caches: &Caches) {
    eventually("the node hears of changes", Duration::from_secs(10), async || caches.are_heard().then_some(())).await;
}
