//! Figures of the engine in the process-wide registry.

use std::sync::LazyLock;

use prometheus::{
    GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, register_gauge_vec,
    register_histogram_vec, register_int_counter_vec, register_int_gauge, register_int_gauge_vec,
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

// Set by `Jobs::vitals`, because counting takes a query.
static WAITING: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    let options = Opts::new("revenge_jobs_waiting", "Jobs that wait, of all nodes; counted up to some thousands.");
    register_int_gauge_vec!(options, &["queue"]).expect(REGISTERED_ONCE)
});

static HEAD_WAIT: LazyLock<GaugeVec> = LazyLock::new(|| {
    let help = "How long the job that is next in line has been waiting; 0 when none waits.";
    register_gauge_vec!(Opts::new("revenge_jobs_oldest_waiting_seconds", help), &["queue"]).expect(REGISTERED_ONCE)
});

static PAUSED: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!(
        Opts::new("revenge_queue_paused", "1 while an administrator has paused the queue."),
        &["queue"]
    )
    .expect(REGISTERED_ONCE)
});

pub(super) static DISCARDED: LazyLock<IntGauge> = LazyLock::new(|| {
    let help = "Jobs of all nodes that were given up within a day; counted up to some thousands.";
    register_int_gauge!("revenge_jobs_discarded_last_day", help).expect(REGISTERED_ONCE)
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
        observe_queue(queue.as_str(), 0, false, 0.0);
    }
    LazyLock::force(&DISCARDED);
    LazyLock::force(&TOTAL);
    LazyLock::force(&DURATION);
}

/// So that a kind's first failure is a rise, and not a line out of nowhere that no rate can see.
pub(super) fn init_kind(kind: &str) {
    for outcome in ["completed", "discarded", "retryable"] {
        TOTAL.with_label_values(&[kind, outcome]);
    }
    DURATION.with_label_values(&[kind]);
}

pub(super) fn observe_queue(queue: &str, n_waiting: i64, is_paused: bool, head_wait_seconds: f64) {
    WAITING.with_label_values(&[queue]).set(n_waiting);
    PAUSED.with_label_values(&[queue]).set(i64::from(is_paused));
    HEAD_WAIT.with_label_values(&[queue]).set(head_wait_seconds);
}
