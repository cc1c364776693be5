//! Pipelines of one rendition that were told to end and have not yet.
//!
//! Owned by the rendition's actor. One that is still there after a second is left behind: counted, and waited for no more.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::core::Inner;
use super::metrics::PipelineWork;

/// A pipeline that has not ended after this is abandoned.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(super) struct Endings(Vec<Ending>);

struct Ending {
    /// Turns true when the pipeline is gone.
    ended: watch::Receiver<bool>,
    since: Instant,
}

impl Endings {
    pub(super) fn add(&mut self, ended: watch::Receiver<bool>) {
        self.0.push(Ending { ended, since: Instant::now() });
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets those that have ended, and those that will not.
    pub(super) fn reap(&mut self, now: Instant, (engine, work): (&Inner, PipelineWork)) {
        self.0.retain(|ending| {
            let is_hung = now.duration_since(ending.since) >= PATIENCE;
            let has_ended = *ending.ended.borrow();
            if is_hung && !has_ended {
                engine.count_abandoned(work);
            }
            !has_ended && !is_hung
        });
    }

    /// Waits until the last one has ended or was left behind.
    pub(super) async fn wait(&mut self, (engine, work): (&Inner, PipelineWork)) {
        for ending in &mut self.0 {
            let gone = ending.ended.wait_for(|ended| *ended);
            if tokio::time::timeout(PATIENCE, gone).await.is_err() {
                engine.count_abandoned(work);
            }
        }
    }
}
