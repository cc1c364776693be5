//! What is known at one moment, gathered by `services::system`.

use super::QUEUE_STUCK_SECONDS;

/// Room on the volume of the data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    pub free_bytes: u64,
    pub size_bytes: u64,
}

/// Requests of the last minutes, streams left out: how long a segment takes depends on the film.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RequestFacts {
    pub n_requests: u64,
    /// Answered with a status from 500 on.
    pub n_failed: u64,
    pub p95_ms: Option<f64>,
    /// What the numbers are about.
    pub window_ms: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct QueueFacts {
    pub name: String,
    pub is_paused: bool,
    /// On all nodes.
    pub n_running: u64,
    /// Counted up to a bound.
    pub n_waiting: u64,
    /// How long the job that is next in line could have been running.
    pub head_wait_seconds: f64,
}

/// What the database knows. Counted up to a bound each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobFacts {
    pub queues: Vec<QueueFacts>,
    /// Given up within the last day.
    pub n_discarded: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlaybackFacts {
    /// Sessions used within the last minute.
    pub n_direct: u64,
    pub n_remux: u64,
    pub n_transcode: u64,
    /// Seconds of film encoded per second of work, over the last minutes.
    pub speed_ratio: Option<f64>,
    /// Conversions that failed in the last `FAILED_TRANSCODES_MINUTES`.
    pub n_failed: u64,
    /// Segments in memory.
    pub segment_bytes: u64,
    /// Pipelines that exist.
    pub n_pipelines: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryFacts {
    pub resident_bytes: u64,
    /// All parts that are in the process.
    pub limit_bytes: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// None while the database does not answer.
    pub jobs: Option<JobFacts>,
    pub volume: Option<Volume>,
    pub hottest_celsius: Option<f64>,
    pub playback: PlaybackFacts,
    pub requests: RequestFacts,
    pub memory: MemoryFacts,
    /// None without a shared cache.
    pub is_cache_left_out: Option<bool>,
}

impl QueueFacts {
    /// Jobs wait and nobody takes them.
    pub fn is_stuck(&self) -> bool {
        !self.is_paused && self.n_running == 0 && self.head_wait_seconds > QUEUE_STUCK_SECONDS as f64
    }
}

impl RequestFacts {
    /// None without requests.
    pub fn error_ratio(&self) -> Option<f64> {
        (self.n_requests > 0).then(|| self.n_failed as f64 / self.n_requests as f64)
    }

    pub fn per_minute(&self) -> f64 {
        // The first seconds after the start would make a crowd of the first request.
        let minutes = self.window_ms as f64 / 60_000.0;
        self.n_requests as f64 / minutes.max(1.0)
    }
}
