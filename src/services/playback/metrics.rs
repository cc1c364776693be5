//! What plays now, as numbers: for monitoring and for `GET /system`.

use std::sync::LazyLock;

use prometheus::{IntGaugeVec, register_int_gauge_vec};

use super::Playback;
use crate::base::now;
use crate::domain::health::PlaybackFacts;
use crate::domain::playback::Method;

static SESSIONS: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!("revenge_playback_sessions", "Sessions used within the last minute.", &["method"])
        .expect("the metric is registered once, here")
});

impl Playback {
    /// What plays now. Brings the gauges up to date too; called when somebody looks.
    pub fn facts(&self) -> PlaybackFacts {
        let now = now();
        let n_used = |method: Method| {
            let used = self.inner.live.iter().filter(|(_, s)| s.plan.method == method && s.is_in_use(now)).count();
            SESSIONS.with_label_values(&[method.as_str()]).set(i64::try_from(used).unwrap_or(i64::MAX));
            used as u64
        };
        let engine = &self.inner.engine;
        PlaybackFacts {
            n_direct: n_used(Method::Direct),
            n_remux: n_used(Method::Remux),
            n_transcode: n_used(Method::Transcode),
            speed_ratio: engine.tally().speed_ratio(),
            n_failed: engine.tally().n_failed(),
            segment_bytes: engine.n_stored_bytes() as u64,
            n_pipelines: engine.n_pipelines() as u64,
        }
    }
}
