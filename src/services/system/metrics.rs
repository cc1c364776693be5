//! Gauges of the server as a whole, set at each look.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use prometheus::{
    GaugeVec, IntCounterVec, IntGauge, IntGaugeVec, register_gauge_vec, register_int_counter_vec, register_int_gauge,
    register_int_gauge_vec,
};

use crate::domain::governor::Why;
use crate::domain::health::{Check, Facts};
use crate::domain::job::Queue;

const REGISTERED_ONCE: &str = "the metric is registered once, here";

static BUILD: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!("revenge_build_info", "The release that runs; always 1.", &["version", "arch"])
        .expect(REGISTERED_ONCE)
});

static DATABASE_UP: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!("revenge_database_up", "1 when the database answered within a second.").expect(REGISTERED_ONCE)
});

static FREE_BYTES: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!("revenge_data_free_bytes", "Room left on the volume of the data directory.")
        .expect(REGISTERED_ONCE)
});

static SIZE_BYTES: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!("revenge_data_size_bytes", "Size of the volume of the data directory.").expect(REGISTERED_ONCE)
});

static TEMPERATURE: LazyLock<GaugeVec> = LazyLock::new(|| {
    register_gauge_vec!("revenge_board_temperature_celsius", "The board's own sensors.", &["zone"])
        .expect(REGISTERED_ONCE)
});

static HEALTH: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    let help = "What GET /system says of each check: 0 ok, 1 warning, 2 critical.";
    register_int_gauge_vec!("revenge_health_state", help, &["check"]).expect(REGISTERED_ONCE)
});

static HELD: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    let help = "1 while the governor gives the queue less than its limit.";
    register_int_gauge_vec!("revenge_governor_held", help, &["queue"]).expect(REGISTERED_ONCE)
});

static CHANGES: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let help = "Decisions of the governor that changed what a queue may use, by what was decisive.";
    register_int_counter_vec!("revenge_governor_changes_total", help, &["reason"]).expect(REGISTERED_ONCE)
});

static SHED: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let help = "Times that a part took more memory than its share and gave something up.";
    register_int_counter_vec!("revenge_memory_shed_total", help, &["part"]).expect(REGISTERED_ONCE)
});

/// A part was above its share.
pub(super) fn count_shed(part: &str) {
    SHED.with_label_values(&[part]).inc();
}

/// The governor has decided anew about a queue.
pub(super) fn observe_hold(queue: Queue, is_held: bool, reason: &str) {
    HELD.with_label_values(&[queue.as_str()]).set(i64::from(is_held));
    CHANGES.with_label_values(&[reason]).inc();
}

pub(super) fn init(arch: &str) {
    for part in ["process", "database", "pipelines"] {
        SHED.with_label_values(&[part]);
    }
    for queue in Queue::ALL {
        HELD.with_label_values(&[queue.as_str()]);
    }
    for why in Why::ALL {
        CHANGES.with_label_values(&[why.as_str()]);
    }
    BUILD.with_label_values(&[env!("CARGO_PKG_VERSION"), arch]).set(1);
}

pub(super) fn observe(facts: &Facts, temperatures: &BTreeMap<String, f64>, checks: &[Check]) {
    let gauge = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    DATABASE_UP.set(i64::from(facts.jobs.is_some()));
    // A volume that does not say keeps its last number: 0 would raise the alarm of a full disk.
    if let Some(volume) = facts.volume {
        FREE_BYTES.set(gauge(volume.free_bytes));
        SIZE_BYTES.set(gauge(volume.size_bytes));
    }
    for (zone, celsius) in temperatures {
        TEMPERATURE.with_label_values(&[zone.as_str()]).set(*celsius);
    }
    for check in checks {
        HEALTH.with_label_values(&[check.name]).set(check.state as i64);
    }
}
