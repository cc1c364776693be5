//! What was found out about this machine by measuring it.
//!
//! Kept by whoever measures (`app::measure`) for as long as the machine stays the same.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::limits::{Proposal, Source};

/// Pictures of 1280 × 720 that a conversion in real time takes each second, with some air.
const REAL_TIME_FPS: f64 = 30.0;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Pictures of 1280 × 720 that each back-end encoded per second while nothing else was at work.
    pub encoding_fps: BTreeMap<String, f64>,
    /// Units of work per second of each back-end, as admission counts them; films that were converted correct it.
    pub work_per_second: BTreeMap<String, f64>,
    /// Of the data directory's disk. Absent where there was no room to try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_read_bytes_per_second: Option<u64>,
    pub hash_bytes_per_second: u64,
}

impl Measured {
    /// Lowers the proposals to what was measured.
    pub(super) fn correct(&self, proposals: &mut [Proposal]) {
        let fastest = self.encoding_fps.values().copied().reduce(f64::max);
        // One that is slower than a film still makes small pictures.
        let Some(sessions) = fastest.map(|fps| (fps / REAL_TIME_FPS).floor().max(1.0) as u64) else { return };
        let slower = proposals.iter_mut().find(|p| p.name == "transcode.sessions" && p.value > sessions);
        if let Some(proposal) = slower {
            (proposal.value, proposal.source) = (sessions, Source::Measured);
        }
    }
}

/// Lines of a list.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (backend, fps) in &self.encoding_fps {
            writeln!(f, "  {:36} {fps:>8.0} fps", format!("encoding 1280 x 720 with {backend}"))?;
        }
        if let Some(bytes) = self.disk_read_bytes_per_second {
            writeln!(f, "  {:36} {:>8} MB/s", "reading the data directory's disk", bytes / 1_000_000)?;
        }
        writeln!(f, "  {:36} {:>8} MB/s", "hashing", self.hash_bytes_per_second / 1_000_000)
    }
}
