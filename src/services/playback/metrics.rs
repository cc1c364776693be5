//! What plays now, as numbers.

use std::sync::LazyLock;

use prometheus::{IntGaugeVec, register_int_gauge_vec};

use super::Playback;
use crate::base::now;
use crate::domain::playback::Method;

static SESSIONS: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!("revenge_playback_sessions", "Sessions used within the last minute.", &["method"])
        .expect("the metric is registered once, here")
});

impl Playback {
    /// Brings the gauges up to date; called when somebody reads them.
    pub fn observe(&self) {
        let now = now();
        for method in [Method::Direct, Method::Remux, Method::Transcode] {
            let used = self.inner.live.iter().filter(|(_, s)| s.plan.method == method && s.is_in_use(now)).count();
            SESSIONS.with_label_values(&[method.as_str()]).set(i64::try_from(used).unwrap_or(i64::MAX));
        }
    }
}
