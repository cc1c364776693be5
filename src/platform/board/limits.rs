//! Limits: what the profile allows, lowered to what this machine has.
//!
//! Invariant: a proposal is never above the profile's ceiling, whatever detection says; a floor keeps the server usable on
//! the smallest machine. Names are those of the settings that override them.

use serde::Serialize;

use super::hardware::{Hardware, Storage};
use super::profile::Profile;
use crate::domain::job::Queue;

const MIB: u64 = 1 << 20;

/// Where an effective limit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The board profile's ceiling.
    Profile,
    /// Lowered to the cores, the memory or the kind of storage that were found.
    Detected,
    /// Found by trying on this machine.
    Measured,
    /// Set by the operator.
    Configured,
}

/// A limit as the board proposes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub name: &'static str,
    pub value: u64,
    pub source: Source,
}

/// One rule: the name, what every machine gets, and what this one can take.
struct Rule {
    name: &'static str,
    floor: u64,
    by_hardware: fn(&Hardware) -> u64,
}

const RULES: &[Rule] = &[
    Rule { name: "workers.critical", floor: 2, by_hardware: |h| cores(h) * 8 },
    Rule { name: "workers.high", floor: 2, by_hardware: |h| cores(h) * 4 },
    Rule { name: "workers.default", floor: 1, by_hardware: |h| cores(h) * 2 },
    Rule { name: "workers.low", floor: 1, by_hardware: |h| cores(h).min(writers(h)) },
    Rule { name: "workers.bulk", floor: 1, by_hardware: |h| (cores(h) / 2).min(writers(h) / 2) },
    // An x264 encoder at 1080p with its decoder takes about 150 MiB and one core at real time.
    Rule { name: "transcode.sessions", floor: 1, by_hardware: |h| cores(h).min(h.memory_bytes / (384 * MIB)) },
    // A silent connection takes 3 KiB, an idle one that has had an answer 20: at most a twenty-fifth of the memory.
    Rule { name: "http.connections", floor: 256, by_hardware: |h| (h.memory_bytes / (512 * 1024)).min(16_384) },
    Rule { name: "http.in_flight", floor: 64, by_hardware: |h| h.memory_bytes / (2 * MIB) },
    Rule { name: "db.pool", floor: 4, by_hardware: |h| cores(h) * 4 },
    // Two, so that one call that computes too long does not stop health checks.
    Rule { name: "runtime.threads", floor: 2, by_hardware: cores },
    Rule { name: "runtime.blocking_threads", floor: 8, by_hardware: |h| cores(h) * 16 },
    Rule { name: "scan.probes", floor: 1, by_hardware: cores },
    Rule { name: "memory.process_bytes", floor: 64 * MIB, by_hardware: |h| h.memory_bytes / 8 },
    Rule { name: "memory.database_bytes", floor: 16 * MIB, by_hardware: |h| h.memory_bytes / 64 },
    Rule { name: "memory.cache_bytes", floor: 4 * MIB, by_hardware: |h| h.memory_bytes / 64 },
    Rule { name: "memory.segments_bytes", floor: 32 * MIB, by_hardware: |h| h.memory_bytes / 8 },
    Rule { name: "playback.segment_bytes_per_session", floor: 16 * MIB, by_hardware: |h| h.memory_bytes / 32 },
];

fn cores(hardware: &Hardware) -> u64 {
    u64::from(hardware.cores)
}

/// Jobs that write pictures at once: beside the database, a card or a disk that turns has little left for more.
fn writers(hardware: &Hardware) -> u64 {
    match hardware.storage {
        Storage::Card | Storage::Disk => 2,
        Storage::Ssd | Storage::Unknown => u64::MAX,
    }
}

pub(super) fn is_known(name: &str) -> bool {
    RULES.iter().any(|rule| rule.name == name)
}

/// Every limit, in the order of the rules. A profile without a ceiling for one leaves it to the hardware.
pub(super) fn propose(profile: &Profile, hardware: &Hardware) -> Vec<Proposal> {
    let propose = |rule: &Rule| {
        let by_hardware = (rule.by_hardware)(hardware).max(rule.floor);
        match profile.limit(rule.name) {
            Some(ceiling) if ceiling <= by_hardware => (ceiling, Source::Profile),
            _ => (by_hardware, Source::Detected),
        }
    };
    RULES
        .iter()
        .map(|rule| {
            let (value, source) = propose(rule);
            Proposal { name: rule.name, value, source }
        })
        .collect()
}

/// Effective limits, for those who are bound by them.
#[derive(Clone, Debug)]
pub struct Limits {
    pub workers: WorkerLimits,
    pub transcode_sessions: u32,
    pub http_in_flight: u32,
    pub db_pool: u32,
    pub runtime_threads: u32,
    pub blocking_threads: u32,
    /// Files probed at once.
    pub scan_probes: u32,
    /// Segments kept for one playback session.
    pub segment_bytes_per_session: u64,
    /// Segments kept for all sessions together.
    pub segments_bytes: u64,
    /// Caches in the process.
    pub cache_bytes: u64,
    /// Shared buffers of the server's own PostgreSQL.
    pub database_bytes: u64,
    /// What the process should stay below without segments.
    pub process_bytes: u64,
}

/// Jobs at once, per queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerLimits {
    pub critical: u32,
    pub high: u32,
    pub default: u32,
    pub low: u32,
    pub bulk: u32,
}

impl WorkerLimits {
    pub fn of(&self, queue: Queue) -> u32 {
        let limit = match queue {
            Queue::Critical => self.critical,
            Queue::High => self.high,
            Queue::Default => self.default,
            Queue::Low => self.low,
            Queue::Bulk => self.bulk,
        };
        limit.min(queue.ceiling())
    }
}
