//! One look at everything, at once and within a second.

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::time::Duration;

use revenge_queries::queries::system as sql;
use serde_json::json;
use tokio::time::timeout;

use super::{System, metrics};
use crate::base::Result;
use crate::domain::health::{Check, Facts, JobFacts, MemoryFacts, PlaybackFacts, RequestFacts, State, Volume, judge};
use crate::platform::board::temperatures;
use crate::platform::cache::Shared;
use crate::platform::events::{Audience, Topic};
use crate::platform::fs::volume_of;
use crate::platform::telemetry::resident_bytes;

/// A database or a sensor that takes longer is shown as one that does not answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// What was seen.
#[derive(Clone, Debug)]
pub struct Look {
    pub facts: Facts,
    pub checks: Vec<Check>,
}

/// What the kernel says.
#[derive(Default)]
struct Machine {
    volume: Option<Volume>,
    temperatures: BTreeMap<String, f64>,
}

impl System {
    /// Looks, and brings the gauges up to date. What others count is handed in.
    pub async fn look(&self, playback: PlaybackFacts, requests: RequestFacts) -> Look {
        let (jobs, machine, _) = tokio::join!(self.jobs(), self.machine(), self.memory(&playback));
        let limits = self.inner.config.memory;
        let resident_bytes = resident_bytes();
        let facts = Facts {
            jobs,
            volume: machine.volume,
            hottest_celsius: machine.temperatures.values().copied().reduce(f64::max),
            playback,
            requests,
            memory: MemoryFacts { resident_bytes, limit_bytes: limits.sum_bytes() - limits.database_bytes },
            is_cache_left_out: self.inner.parts.caches.shared_connection().map(Shared::is_left_out),
        };
        let checks = judge(&facts);
        self.inner.parts.db.observe();
        metrics::observe(&facts, &machine.temperatures, &checks);
        self.tell(&checks);
        Look { facts, checks }
    }

    /// Bytes of the database on its disk; none while it does not answer.
    pub async fn database_bytes(&self) -> Option<u64> {
        let ask = async {
            let client = self.inner.parts.db.client().await?;
            Ok(sql::database_size().bind(&client).one().await?)
        };
        let n_bytes: Result<i64> = timeout(PATIENCE, ask).await.ok()?;
        u64::try_from(n_bytes.ok()?).ok()
    }

    async fn jobs(&self) -> Option<JobFacts> {
        match timeout(PATIENCE, self.inner.parts.jobs.vitals()).await {
            Ok(Ok(jobs)) => Some(jobs),
            Ok(Err(error)) => {
                tracing::debug!(%error, "the queues were not looked at");
                None
            }
            Err(_) => None,
        }
    }

    /// On a thread that may block: a volume or a sensor that hangs must not hold up requests.
    async fn machine(&self) -> Machine {
        let config = self.inner.config.clone();
        let ask =
            move || Machine { volume: volume_of(&config.data_dir), temperatures: temperatures(&config.board_root) };
        match timeout(PATIENCE, tokio::task::spawn_blocking(ask)).await {
            Ok(Ok(machine)) => machine,
            Ok(Err(_)) | Err(_) => Machine::default(),
        }
    }

    /// A state that is another one than at the last look is news for administrators; before the first all is taken to be well.
    fn tell(&self, checks: &[Check]) {
        let mut states = self.inner.states.lock().unwrap_or_else(PoisonError::into_inner);
        for check in checks {
            let before = states.insert(check.name, check.state).unwrap_or(State::Ok);
            if before != check.state {
                let data = json!({
                    "check": check.name,
                    "state": check.state.as_str(),
                    "detail": check.detail,
                    "remedy": check.remedy,
                });
                self.inner.parts.events.publish(Topic::System, Audience::Admins, data);
            }
        }
    }
}
