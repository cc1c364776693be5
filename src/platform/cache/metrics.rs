//! How often caches answer, and whether the shared one is in use. Whoever asks a cache counts here.
//!
//! Labels are layers and results only: a key may name a person or a token.

use std::sync::LazyLock;

use prometheus::{IntCounterVec, IntGauge, register_int_counter_vec, register_int_gauge};

static REQUESTS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!("revenge_cache_requests_total", "Questions to caches, by layer.", &["layer", "result"])
        .expect("the metric is registered once, here")
});

/// Registered by the first shared cache: without one it would be a zero that means nothing.
static BREAKER: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!("revenge_cache_breaker_open", "1 while the shared cache is left out after a failure.")
        .expect("the metric is registered once, here")
});

/// Counts one question to the cache in this process.
pub fn count_cached(is_hit: bool) {
    count("l1", if is_hit { "hit" } else { "miss" });
}

/// Counts one question: layer `l1` or `l2`.
pub(super) fn count(layer: &'static str, result: &'static str) {
    REQUESTS.with_label_values(&[layer, result]).inc();
}

pub(super) fn set_breaker_open(is_open: bool) {
    BREAKER.set(i64::from(is_open));
}
