//! How long viewers wait, and how fast encoders are.

use std::sync::LazyLock;
use std::time::Duration;

use prometheus::{Histogram, register_histogram};

static WAIT: LazyLock<Histogram> = LazyLock::new(|| {
    register_histogram!(
        "revenge_segment_wait_seconds",
        "Time from the request for a segment to its bytes.",
        vec![0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0]
    )
    .expect("the metric is registered once, here")
});

static SPEED: LazyLock<Histogram> = LazyLock::new(|| {
    register_histogram!(
        "revenge_transcode_speed_ratio",
        "Seconds of film encoded per second, of segments that the encoder made without a pause.",
        vec![0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.5, 2.0, 4.0, 8.0, 16.0]
    )
    .expect("the metric is registered once, here")
});

pub(super) fn observe_wait(took: Duration) {
    WAIT.observe(took.as_secs_f64());
}

/// One encoded segment: `length_ns` of film made in `took`.
pub(super) fn observe_encoded(length_ns: i64, took: Duration) {
    if !took.is_zero() {
        SPEED.observe(length_ns as f64 / took.as_nanos() as f64);
    }
}

/// Registers the metrics, so that they are there before the first film plays.
pub(super) fn register() {
    LazyLock::force(&WAIT);
    LazyLock::force(&SPEED);
}
