//! Shapes of the server about itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::base::{Error, Result, now};
use crate::domain::health::{self, Facts, State};
use crate::http::AppState;
use crate::services::system::Look;

#[derive(Debug, Serialize, ToSchema)]
pub struct System {
    version: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    started_at: OffsetDateTime,
    uptime_ms: i64,
    /// What is bounded, and what of it is in use.
    budgets: BTreeMap<&'static str, Budget>,
    /// The worst of `checks`.
    health: HealthState,
    /// Always the same ones in the same order; the alert rules for Prometheus use the same numbers.
    checks: Vec<Check>,
    figures: Figures,
}

/// One thing that may be well or not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SystemCheck)]
pub struct Check {
    /// `database`, `disk`, `temperature`, `queues`, `jobs`, `transcoding`, `errors`, `latency`, `memory`,
    /// `cache`.
    name: &'static str,
    state: HealthState,
    /// A sentence for people.
    detail: String,
    /// What to do; absent while all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    remedy: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HealthState {
    Ok,
    Warning,
    Critical,
}

/// The numbers of this moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SystemFigures)]
pub struct Figures {
    requests: RequestFigures,
    /// Null while the database does not answer.
    #[schema(required)]
    jobs: Option<JobFigures>,
    playback: PlaybackFigures,
    memory: MemoryFigures,
    /// Room on the volume of the data directory; null when it does not say.
    #[schema(required)]
    disk: Option<DiskFigures>,
    database: DatabaseFigures,
    /// At the warmest sensor of the board, in degrees Celsius; null without a sensor.
    #[schema(required)]
    temperature_celsius: Option<f64>,
}

/// Requests of the last five minutes, streams left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestFigures {
    per_minute: f64,
    /// 95 of 100 are answered within this time, in milliseconds; null without requests.
    #[schema(required)]
    p95_ms: Option<f64>,
    /// Share of answers with a status from 500 on, 0 to 1; null without requests.
    #[schema(required)]
    error_ratio: Option<f64>,
    /// The time that these numbers are about.
    window_ms: u64,
}

/// On all nodes; counted up to some thousands.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobFigures {
    running: u64,
    waiting: u64,
    /// Given up within the last 24 hours.
    discarded_last_day: u64,
}

/// What played within the last minute, by how.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybackFigures {
    direct: u64,
    remux: u64,
    transcode: u64,
    /// Seconds of film encoded per second of work in the last five minutes; null when nothing was encoded.
    #[schema(required)]
    transcode_speed_ratio: Option<f64>,
    /// Conversions that failed in the last 15 minutes.
    failed_transcodes: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "a unit is part of a name on the wire")]
pub struct MemoryFigures {
    /// Memory of the server's process in RAM, without PostgreSQL.
    resident_bytes: u64,
    /// Process, cache and segments together.
    limit_bytes: u64,
    /// Segments of what plays now.
    segment_bytes: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DiskFigures {
    free_bytes: u64,
    size_bytes: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DatabaseFigures {
    is_up: bool,
    /// Of the database on its disk; null while it does not answer.
    #[schema(required)]
    size_bytes: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Budget {
    limit: u64,
    used: u64,
}

/// Schema of `platform::board::Report`, which knows no schemas.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    profile: String,
    description: String,
    model: Option<String>,
    arch: String,
    cores: u32,
    memory_bytes: u64,
    page_size_bytes: u64,
    storage: Storage,
    matched_by: Vec<String>,
    /// What was found and is not believed, in sentences.
    doubts: Vec<String>,
    limits: BTreeMap<String, Limit>,
    backends: Vec<Backend>,
    /// What each part of the server may take of the memory. Parts only.
    memory_budget: BTreeMap<String, u64>,
    /// What each part takes; absent where that is not known.
    memory_used: BTreeMap<String, u64>,
    /// What the server promises to stay below, its database included.
    memory_promise_bytes: u64,
    /// Absent until this machine was measured, which happens once some minutes after its first start.
    #[schema(nullable = false)]
    measured: Option<Measured>,
    quirks: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Measured {
    /// Pictures of 1280 × 720 that each back-end encoded per second while nothing else was at work.
    encoding_fps: BTreeMap<String, f64>,
    /// Units of work per second of each back-end, as admission counts them; films that were converted correct it.
    work_per_second: BTreeMap<String, f64>,
    /// Of the data directory's disk.
    #[schema(nullable = false)]
    disk_read_bytes_per_second: Option<u64>,
    hash_bytes_per_second: u64,
}

/// What the data directory lies on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// An SD card or eMMC.
    Card,
    /// A disk that turns.
    Disk,
    Ssd,
    Unknown,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Limit {
    value: u64,
    source: LimitSource,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LimitSource {
    /// The ceiling of the board's profile.
    Profile,
    /// Lowered to the cores, the memory or the kind of storage that were found.
    Detected,
    /// Found by trying on this machine.
    Measured,
    /// Set by the operator.
    Configured,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Backend {
    name: String,
    state: BackendState,
    #[schema(nullable = false)]
    reason: Option<String>,
    /// Pictures of 1280 × 720 that its encoder made per second, once it was tried.
    #[schema(nullable = false)]
    fps: Option<f64>,
    /// What its trial found; absent until it was tried.
    #[schema(nullable = false)]
    elements: Option<Vec<BackendElement>>,
}

/// One encoder, or one decoder with one codec.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackendElement {
    element: String,
    /// `encoder` or `decoder`.
    role: String,
    codec: String,
    state: ElementState,
    /// Pictures per second: of 1280 × 720 for encoders, of 640 × 360 for decoders.
    #[schema(nullable = false)]
    fps: Option<f64>,
    #[schema(nullable = false)]
    reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ElementState {
    Good,
    /// Right, but too slow for a film.
    Slow,
    Bad,
    Absent,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BackendState {
    Verified,
    Unverified,
    Failed,
    Absent,
}

impl System {
    pub fn new(state: &AppState, look: Look, database_bytes: Option<u64>) -> Self {
        let started_at = state.shell.started_at;
        let checks: Vec<_> = look.checks.into_iter().map(Check::from).collect();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            started_at,
            uptime_ms: (now() - started_at).whole_milliseconds() as i64,
            budgets: budgets(state),
            health: checks.iter().map(|check| check.state).max().unwrap_or(HealthState::Ok),
            checks,
            figures: Figures::new(&look.facts, database_bytes),
        }
    }
}

impl From<health::Check> for Check {
    fn from(check: health::Check) -> Self {
        let state = match check.state {
            State::Ok => HealthState::Ok,
            State::Warning => HealthState::Warning,
            State::Critical => HealthState::Critical,
        };
        Self { name: check.name, state, detail: check.detail, remedy: check.remedy }
    }
}

impl Figures {
    fn new(facts: &Facts, database_bytes: Option<u64>) -> Self {
        let Facts { jobs, volume, hottest_celsius, playback, requests, memory, .. } = facts;
        Self {
            requests: RequestFigures {
                per_minute: requests.per_minute(),
                p95_ms: requests.p95_ms,
                error_ratio: requests.error_ratio(),
                window_ms: requests.window_ms,
            },
            jobs: jobs.as_ref().map(|jobs| JobFigures {
                running: jobs.queues.iter().map(|queue| queue.n_running).sum(),
                waiting: jobs.queues.iter().map(|queue| queue.n_waiting).sum(),
                discarded_last_day: jobs.n_discarded,
            }),
            playback: PlaybackFigures {
                direct: playback.n_direct,
                remux: playback.n_remux,
                transcode: playback.n_transcode,
                transcode_speed_ratio: playback.speed_ratio,
                failed_transcodes: playback.n_failed,
            },
            memory: MemoryFigures {
                resident_bytes: memory.resident_bytes,
                limit_bytes: memory.limit_bytes,
                segment_bytes: playback.segment_bytes,
            },
            disk: volume.map(|v| DiskFigures { free_bytes: v.free_bytes, size_bytes: v.size_bytes }),
            database: DatabaseFigures { is_up: jobs.is_some(), size_bytes: database_bytes },
            temperature_celsius: *hottest_celsius,
        }
    }
}

fn budgets(state: &AppState) -> BTreeMap<&'static str, Budget> {
    let report = state.board.report();
    let listeners = state.shell.listeners.usage();
    let db_pool = report.limits.get("db.pool").map_or(0, |limit| limit.value);
    let memory = PARTS.into_iter().filter_map(|(name, part)| {
        Some((name, Budget { limit: *report.memory_budget.get(part)?, used: *report.memory_used.get(part)? }))
    });
    let others = [
        ("db.pool", Budget { limit: db_pool, used: state.db.in_use() as u64 }),
        ("http.listeners", Budget { limit: listeners.0 as u64, used: listeners.1 as u64 }),
    ];
    memory.chain(others).collect()
}

/// Parts of the memory: as a setting, and as the board calls them.
const PARTS: [(&str, &str); 5] = [
    ("memory.process_bytes", "process_bytes"),
    ("memory.database_bytes", "database_bytes"),
    ("memory.cache_bytes", "cache_bytes"),
    ("memory.segments_bytes", "segments_bytes"),
    ("memory.pipelines_bytes", "pipelines_bytes"),
];

/// Longest rest of background work.
const PAUSE_MAX_MS: i64 = 7 * 24 * 60 * 60 * 1000;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// 1 to 604800000, which is a week.
    for_ms: i64,
}

impl Pause {
    pub fn until(&self) -> Result<OffsetDateTime> {
        if !(1..=PAUSE_MAX_MS).contains(&self.for_ms) {
            return Err(Error::invalid_field("/for_ms", format!("must be from 1 to {PAUSE_MAX_MS}, a week")));
        }
        Ok(now() + time::Duration::milliseconds(self.for_ms))
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Paused {
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
}
