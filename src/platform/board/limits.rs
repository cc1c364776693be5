//! Limits: what the profile allows, lowered to what this machine has.
//!
//! Invariant: a proposal is never above the profile's ceiling, whatever detection says; a floor keeps the server usable on
//! the smallest machine. Memory is split by `budget`. Names are those of the settings that override them.

use serde::Serialize;

use super::budget::{self, PARTS};
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

/// What the rules go by.
struct Machine {
    cores: u64,
    memory_bytes: u64,
    database_bytes: u64,
    pipelines_bytes: u64,
    segments_bytes: u64,
    storage: Storage,
}

/// One rule: the name, what every machine gets, and what this one can take.
struct Rule {
    name: &'static str,
    floor: u64,
    by_machine: fn(&Machine) -> u64,
}

const RULES: &[Rule] = &[
    Rule { name: "workers.critical", floor: 2, by_machine: |m| m.cores * 8 },
    Rule { name: "workers.high", floor: 2, by_machine: |m| m.cores * 4 },
    Rule { name: "workers.default", floor: 1, by_machine: |m| m.cores * 2 },
    Rule { name: "workers.low", floor: 1, by_machine: |m| m.cores.min(writers(m)) },
    Rule { name: "workers.bulk", floor: 1, by_machine: |m| (m.cores / 2).min(writers(m) / 2) },
    Rule { name: "transcode.sessions", floor: 0, by_machine: |m| m.cores.min(sessions(m)) },
    // A silent connection takes 3 KiB, an idle one that has had an answer 20: at most a twenty-fifth of the memory.
    Rule { name: "http.connections", floor: 256, by_machine: |m| (m.memory_bytes / (512 * 1024)).min(16_384) },
    Rule { name: "http.in_flight", floor: 64, by_machine: |m| m.memory_bytes / (2 * MIB) },
    // A busy connection takes about 6 MiB of what shared buffers leave of the database's share.
    Rule { name: "db.pool", floor: 4, by_machine: |m| (m.cores * 4).min(m.database_bytes / 2 / (6 * MIB)) },
    // Two, so that one call that computes too long does not stop health checks.
    Rule { name: "runtime.threads", floor: 2, by_machine: |m| m.cores },
    Rule { name: "runtime.blocking_threads", floor: 8, by_machine: |m| m.cores * 16 },
    Rule { name: "scan.probes", floor: 1, by_machine: |m| m.cores },
    Rule {
        name: "playback.segment_bytes_per_session",
        floor: 16 * MIB,
        by_machine: |m| (m.memory_bytes / 32).min(m.segments_bytes),
    },
];

/// Conversions that the pipelines' memory holds: one of 1080p takes about 190 MiB. With less than half of that there is
/// none, because even a small film would put the server into the kernel's hands.
fn sessions(machine: &Machine) -> u64 {
    let whole = machine.pipelines_bytes / (192 * MIB);
    if machine.pipelines_bytes < 96 * MIB { 0 } else { whole.max(1) }
}

/// Jobs that write pictures at once: beside the database, a card or a disk that turns has little left for more.
fn writers(machine: &Machine) -> u64 {
    match machine.storage {
        Storage::Card | Storage::Disk => 2,
        Storage::Ssd | Storage::Unknown => u64::MAX,
    }
}

pub(super) fn is_known(name: &str) -> bool {
    RULES.iter().map(|rule| rule.name).chain(PARTS.map(|(part, _)| part)).any(|known| known == name)
}

/// Every limit. A profile without a ceiling for one leaves it to the hardware.
pub(super) fn propose(profile: &Profile, hardware: &Hardware) -> Vec<Proposal> {
    let parts = budget::split(profile, hardware.memory_bytes);
    let machine = Machine {
        cores: u64::from(hardware.cores),
        memory_bytes: hardware.memory_bytes,
        database_bytes: parts[1],
        pipelines_bytes: parts[4],
        segments_bytes: parts[3],
        storage: hardware.storage,
    };
    let by_rule = RULES.iter().map(|rule| {
        let by_machine = (rule.by_machine)(&machine).max(rule.floor);
        match profile.limit(rule.name) {
            Some(ceiling) if ceiling <= by_machine => (rule.name, ceiling, Source::Profile),
            _ => (rule.name, by_machine, Source::Detected),
        }
    });
    let of_memory = PARTS.into_iter().zip(parts).map(|((name, _), bytes)| {
        let is_whole = profile.limit(name).is_some_and(|ceiling| ceiling == bytes);
        (name, bytes, if is_whole { Source::Profile } else { Source::Detected })
    });
    by_rule.chain(of_memory).map(|(name, value, source)| Proposal { name, value, source }).collect()
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
    pub memory: MemoryLimits,
}

/// What each part of the product may take; together they are the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimits {
    /// The process without what follows.
    pub process_bytes: u64,
    /// The server's own PostgreSQL, all of its processes together.
    pub database_bytes: u64,
    /// Caches in the process.
    pub cache_bytes: u64,
    /// Segments kept for all sessions together.
    pub segments_bytes: u64,
    /// Pipelines of playback.
    pub pipelines_bytes: u64,
}

impl MemoryLimits {
    /// All parts together.
    pub fn sum_bytes(&self) -> u64 {
        let Self { process_bytes, database_bytes, cache_bytes, segments_bytes, pipelines_bytes } = self;
        process_bytes + database_bytes + cache_bytes + segments_bytes + pipelines_bytes
    }
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
