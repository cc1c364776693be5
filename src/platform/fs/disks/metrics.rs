//! Wake-ups as a counter. Labels are the kernel's names of disks that turn, and causes: both are few.

use std::sync::LazyLock;

use prometheus::{IntCounterVec, register_int_counter_vec};

use crate::domain::disks::Kind;

static WAKE_UPS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let help = "Wake-ups of disks that turn, by who caused them; not_us is another program.";
    register_int_counter_vec!("revenge_disk_wakeups_total", help, &["disk", "cause"])
        .expect("the metric is registered once, here")
});

pub(super) fn count_wake_up(disk: &str, cause: Kind) {
    WAKE_UPS.with_label_values(&[disk, cause.as_str()]).inc();
}

/// Shows a disk before anything has woken it.
pub(super) fn show(disk: &str) {
    for cause in Kind::ALL {
        WAKE_UPS.with_label_values(&[disk, cause.as_str()]);
    }
}
