//! How often caches answer. One metric for all of them; whoever asks a cache counts here.

use std::sync::LazyLock;

use prometheus::{IntCounterVec, register_int_counter_vec};

static REQUESTS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!("revenge_cache_requests_total", "Questions to caches, by layer.", &["layer", "result"])
        .expect("the metric is registered once, here")
});

/// Counts one question to the cache in this process.
pub fn count_cached(is_hit: bool) {
    REQUESTS.with_label_values(&["l1", if is_hit { "hit" } else { "miss" }]).inc();
}
