//! Claimed, and waiting for a place: what lets short jobs be claimed and stored in batches.
//!
//! To everybody else these jobs run here: they are fenced, counted, rescued and given back like any other run. Invariant:
//! none waits for long. What has not begun in time, or belongs to a queue that was paused, goes back to the queue as if it
//! had never been claimed, so that a long job does not keep a short one from another node.

use std::time::Duration;

use revenge_queries::queries::jobs as sql;
use tokio::time::Instant;

use super::run::{Ended, Run, RunKey, Verdict, Worked};
use super::scheduler::Scheduler;
use super::timers::Timer;
use crate::base::Result;
use crate::platform::jobs::info::JobState;
use crate::platform::jobs::metrics;
use crate::platform::jobs::workers::Running;

/// Ten times what a job claimed ahead is expected to wait.
const PATIENCE: Duration = Duration::from_millis(50);

/// A run that has not begun.
pub(super) struct Waiting {
    pub run: Run,
    pub work: Running,
}

impl Scheduler {
    /// Starts what has a place; who is to hear of it is the caller's business.
    pub fn start_waiting(&mut self) -> Vec<RunKey> {
        let mut begun = Vec::new();
        while let Some(at) = self.waiting.iter().position(|waiting| self.slots.has_place(waiting.run.queue)) {
            if let Some(waiting) = self.waiting.remove(at) {
                begun.extend(self.begin(waiting));
            }
        }
        if self.waiting.is_empty() {
            self.timers.clear(Timer::Waiting);
        } else if !self.timers.is_set(Timer::Waiting) {
            self.timers.set(Timer::Waiting, PATIENCE);
        }
        begun
    }

    fn begin(&mut self, Waiting { mut run, work }: Waiting) -> Option<RunKey> {
        if run.is_cancel_wanted {
            let verdict = Verdict::End { state: JobState::Cancelled, result: None, error: String::new() };
            self.ended.push(Ended { run, verdict });
            return None;
        }
        run.begins();
        self.slots.began(run.queue);
        metrics::RUNNING.with_label_values(&[run.queue.as_str()]).inc();
        let began = Instant::now();
        // Taken by the task itself: this loop may be waiting for the database when a handler ends.
        let task = self.tasks.spawn(async move { Worked { outcome: work.await, took: began.elapsed() } });
        let key = run.key();
        self.keys.insert(task.id(), key);
        self.runs.insert(key, run);
        Some(key)
    }

    /// Whether the ends so far can wait a moment for those of jobs that are about to begin: one statement for all of them.
    pub fn is_gathering(&self) -> bool {
        !self.waiting.is_empty() && !self.marks.any() && self.slots.to_claim().is_empty()
    }

    /// Hands back what has not begun.
    pub async fn release(&mut self) -> Result<()> {
        let (mut ids, mut numbers) = (Vec::new(), Vec::new());
        for Waiting { run, .. } in &self.waiting {
            ids.push(run.info.id);
            numbers.push(run.number);
        }
        if !ids.is_empty() {
            let client = self.jobs.db.client().await?;
            sql::release_jobs().bind(&client, &ids, &numbers).all().await?;
        }
        for Waiting { run, .. } in self.waiting.drain(..) {
            self.slots.freed(run.queue);
            self.slots.slow_down(run.queue);
            self.slots.wake(run.queue);
        }
        self.marks.release = false;
        Ok(())
    }
}
