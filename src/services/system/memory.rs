//! The promise of memory kept: what each part takes, and what one gives up that takes more than its share.
//!
//! Segments and caches are bounded where they are kept; pipelines by admission, which hears from here when they take more
//! than was expected of them. Called while there is work; an idle server does not look. What a part gives up it gives at
//! most once a minute, because it comes back with the next request.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::{System, metrics};
use crate::domain::health::PlaybackFacts;
use crate::domain::job::Queue;
use crate::platform::board::{self, strain};
use crate::platform::telemetry::{TreeMemory, tree_memory};

const PATIENCE: Duration = Duration::from_secs(1);
const AGAIN_AFTER: Duration = Duration::from_mins(1);
/// Of the control group's limit: here the kernel begins to look for somebody to end.
const NEARLY_FULL: f64 = 0.9;

/// What each part takes now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUse {
    /// With its helpers.
    pub process_bytes: u64,
    /// `None` where it is not ours, or nothing is told.
    pub database_bytes: Option<u64>,
    pub cache_bytes: u64,
    pub segments_bytes: u64,
    pub pipelines_bytes: u64,
}

/// What a look at a working server came to.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// There is work, so it is worth looking again soon.
    pub is_busy: bool,
    /// Pipelines take more than they may.
    pub are_pipelines_over: bool,
}

impl System {
    /// What each part takes, noted on the board.
    pub async fn memory(&self, playback: &PlaybackFacts) -> MemoryUse {
        let tree = timeout(PATIENCE, tokio::task::spawn_blocking(tree_memory)).await;
        let tree = tree.ok().and_then(Result::ok).unwrap_or_default();
        let cache_bytes = self.inner.parts.caches.used_bytes();
        let now = self.share_out(tree, cache_bytes, playback);
        let board = &self.inner.parts.board;
        board.note_memory("process_bytes", now.process_bytes);
        board.note_memory("cache_bytes", now.cache_bytes);
        board.note_memory("segments_bytes", now.segments_bytes);
        board.note_memory("pipelines_bytes", now.pipelines_bytes);
        if let Some(bytes) = now.database_bytes {
            board.note_memory("database_bytes", bytes);
        }
        now
    }

    /// What is the pipelines' cannot be seen in a process: it is what there is more than before they ran.
    fn share_out(&self, tree: TreeMemory, cache_bytes: u64, playback: &PlaybackFacts) -> MemoryUse {
        let segments_bytes = playback.segment_bytes;
        let own_bytes = tree.own_bytes.saturating_sub(segments_bytes + cache_bytes);
        let before = &self.inner.bytes_without_pipelines;
        if playback.n_pipelines == 0 {
            before.store(own_bytes, Ordering::Relaxed);
        }
        let without = own_bytes.min(before.load(Ordering::Relaxed));
        MemoryUse {
            process_bytes: without + tree.helpers_bytes,
            database_bytes: tree.database_bytes,
            cache_bytes,
            segments_bytes,
            pipelines_bytes: own_bytes - without,
        }
    }

    /// Looks, and lets parts that take too much give something up.
    pub async fn keep_promise(&self, playback: &PlaybackFacts) -> Kept {
        let limits = self.inner.config.memory;
        let now = self.memory(playback).await;
        let share = strain(&self.inner.config.board_root, PATIENCE).await.memory_share;
        let is_group_full = share.is_some_and(|share| share >= NEARLY_FULL);
        let over = now.process_bytes.saturating_sub(limits.process_bytes);
        if (over > 0 || is_group_full) && self.may_shed("process") {
            // Mostly it is what was freed and not given back.
            if let Err(error) = tokio::task::spawn_blocking(board::memory::give_back).await {
                tracing::warn!(%error, "memory was not given back");
            }
            let after = self.memory(playback).await;
            if (is_group_full || after.process_bytes > limits.process_bytes) && after.cache_bytes > 0 {
                self.inner.parts.caches.empty();
            }
            tracing::info!(over_bytes = over, is_group_full, "the process gave memory back");
        }
        if now.database_bytes.is_some_and(|bytes| bytes > limits.database_bytes) && self.may_shed("database") {
            let n_closed = self.inner.parts.db.close_idle();
            tracing::info!(n_closed, bytes = now.database_bytes, "the database took more than its share");
        }
        let are_pipelines_over = now.pipelines_bytes > limits.pipelines_bytes;
        if are_pipelines_over && self.may_shed("pipelines") {
            tracing::info!(
                bytes = now.pipelines_bytes,
                "pipelines take more than their share: no further one joins them"
            );
        }
        let gate = self.inner.parts.jobs.gate();
        let (demand, holds) = (*gate.demand().borrow(), gate.holds());
        let works = |queue: &Queue| demand.is_busy[*queue as usize] && holds.of(*queue).is_none();
        // A session that is used has no pipeline yet, or none for the moment.
        let is_played = playback.n_pipelines + playback.n_remux + playback.n_transcode > 0;
        let is_busy = is_played || Queue::ALL.iter().any(works);
        Kept { is_busy, are_pipelines_over }
    }

    /// Counts it.
    fn may_shed(&self, part: &'static str) -> bool {
        let mut shed_at = self.inner.shed_at.lock().unwrap_or_else(PoisonError::into_inner);
        let may = shed_at.get(part).is_none_or(|at| at.elapsed() >= AGAIN_AFTER);
        if may {
            shed_at.insert(part, Instant::now());
            metrics::count_shed(part);
        }
        may
    }
}
