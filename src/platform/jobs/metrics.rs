//! Figures of the engine in the process-wide registry.

use std::sync::LazyLock;

use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, register_histogram_vec, register_int_counter_vec,
    register_int_gauge_vec,
};

use crate::domain::job::Queue;

const REGISTERED_ONCE: &str = "a metric is registered once per process";

/// Attempts by how they ended: completed, cancelled, discarded, retryable, snoozed, superseded.
pub(super) static TOTAL: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!(Opts::new("revenge_jobs_total", "Attempts at jobs that ended."), &["kind", "outcome"])
        .expect(REGISTERED_ONCE)
});

pub(super) static RUNNING: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!(Opts::new("revenge_jobs_running", "Jobs that this node runs."), &["queue"])
        .expect(REGISTERED_ONCE)
});

/// Set by `Jobs::observe`, because counting takes a query.
pub(super) static WAITING: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!(Opts::new("revenge_jobs_waiting", "Jobs that wait on all nodes."), &["queue"])
        .expect(REGISTERED_ONCE)
});

pub(super) static DURATION: LazyLock<HistogramVec> = LazyLock::new(|| {
    let options = HistogramOpts::new("revenge_job_duration_seconds", "How long attempts took.")
        .buckets(vec![0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0]);
    register_histogram_vec!(options, &["kind"]).expect(REGISTERED_ONCE)
});

/// So that the figures are there before the first job is.
pub(super) fn init() {
    for queue in Queue::ALL {
        RUNNING.with_label_values(&[queue.as_str()]).get();
        WAITING.with_label_values(&[queue.as_str()]).get();
    }
    LazyLock::force(&TOTAL);
    LazyLock::force(&DURATION);
}
