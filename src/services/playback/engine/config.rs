//! Bounds of the engine, filled by the composition root.

use std::time::Duration;

/// Bounds of the engine; each comes from the board profile or the configuration.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Video encoders that may run at once.
    pub transcode_sessions: usize,
    /// Threads of each decoder and encoder.
    pub n_threads: u32,
    /// Segments in memory, per session at most.
    pub store_bytes: usize,
    /// Segments in memory, of all sessions.
    pub total_store_bytes: usize,
    /// Memory of all conversions at once.
    pub pipelines_bytes: u64,
    /// Memory that a conversion may take which is alone.
    pub pipeline_alone_bytes: u64,
    /// A run stops this far ahead of the last segment asked for, and goes on at half of it.
    pub run_ahead: Duration,
    /// A run that owes a segment and shows no sign of it for this long is given up: longer than it takes to notice by itself,
    /// and than a disk takes to spin up (12 s).
    pub stuck_after: Duration,
    /// How long a segment request waits at most.
    pub segment_wait: Duration,
    /// No request for this long stops the pipeline.
    pub idle: Duration,
    /// No request for this long frees the segments, and what else the session holds.
    pub forget_after: Duration,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            transcode_sessions: 1,
            n_threads: 2,
            store_bytes: 64 << 20,
            total_store_bytes: 256 << 20,
            pipelines_bytes: 1 << 30,
            pipeline_alone_bytes: 2 << 30,
            run_ahead: Duration::from_secs(30),
            stuck_after: Duration::from_secs(25),
            segment_wait: Duration::from_secs(60),
            idle: Duration::from_mins(1),
            forget_after: Duration::from_mins(5),
        }
    }
}
