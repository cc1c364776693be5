//! This node among others: saying that it lives, noticing that others do not.

use std::collections::HashSet;
use std::time::Duration;

use revenge_queries::queries::jobs as sql;
use tokio::time::Instant;
use uuid::Uuid;

use super::scheduler::Scheduler;
use super::timers::Timer;
use crate::base::Result;
use crate::platform::jobs::{notice, queues};

/// Longer than any clock is wrong.
const A_LIFE: Duration = Duration::from_hours(24 * 365 * 100);

impl Scheduler {
    /// Presents this node and learns of the others.
    pub async fn arrive(&mut self) -> Result<()> {
        let is_first = self.last_beat.is_none();
        self.beat().await?;
        self.read_others().await?;
        if is_first {
            self.say(format!("idle {}", self.node)).await;
        }
        self.marks.arrive = false;
        Ok(())
    }

    /// Asked before a claim, which then beats in the same statement: a job must not run under a heartbeat that looks dead.
    pub fn is_beat_stale(&self) -> bool {
        self.last_beat.is_none_or(|last| last.elapsed() >= self.config.heartbeat)
    }

    /// The heartbeat while something runs, with a look at what the database believes: runs that others have taken over end,
    /// and a cancel that a lost notice carried is heard.
    pub async fn beat_and_check(&mut self) -> Result<()> {
        self.beat().await?;
        let client = self.jobs.db.client().await?;
        let rows = sql::running_of_node().bind(&client, &self.node).all().await?;
        let ours: HashSet<_> = rows.iter().map(|row| (row.id, row.run_no)).collect();
        for run in self.runs.values_mut() {
            if !ours.contains(&run.key()) && !run.is_lost {
                tracing::warn!(job.id = %run.info.id, "this run was given up: another node has the job");
                run.is_lost = true;
                run.shared.cancel();
            }
        }
        self.free_unknown(&rows).await?;
        for row in rows.iter().filter(|row| row.cancel_requested) {
            if let Some(run) = self.runs.get_mut(&(row.id, row.run_no)) {
                run.cancel();
            }
        }
        self.marks.beat = false;
        Ok(())
    }

    /// A claim that was stored while its answer was lost is a run that nobody works at.
    async fn free_unknown(&mut self, rows: &[sql::RunningOfNode]) -> Result<()> {
        let ended = self.ended.iter().map(|ended| ended.run.key());
        let waiting = self.waiting.iter().map(|waiting| waiting.run.key());
        let known: HashSet<_> = self.runs.keys().copied().chain(ended).chain(waiting).collect();
        let unknown = rows.iter().filter(|row| !known.contains(&(row.id, row.run_no)));
        let (ids, run_nos): (Vec<_>, Vec<_>) = unknown.map(|row| (row.id, row.run_no)).unzip();
        if !ids.is_empty() {
            let client = self.jobs.db.client().await?;
            for row in sql::free_unknown_runs().bind(&client, &ids, &run_nos, &self.node).all().await? {
                self.wake(&row.queue);
                self.marks.add_news([row.id]);
            }
        }
        // What was on its way when the connection broke may still be stored: look once more.
        if std::mem::take(&mut self.is_unsure_of_claims) {
            self.timers.set(Timer::Beat, self.config.heartbeat);
        }
        Ok(())
    }

    async fn beat(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        sql::beat().bind(&client, &self.node, &self.config.node_name).one().await?;
        self.has_beaten();
        Ok(())
    }

    pub fn has_beaten(&mut self) {
        self.last_beat = Some(Instant::now());
        if self.runs.is_empty() {
            self.timers.clear(Timer::Beat);
        } else {
            self.timers.set(Timer::Beat, self.config.heartbeat);
        }
    }

    /// Frees what dead nodes held. An earlier life of this node is dead for certain; another node only when the database
    /// was there for its heartbeats all the time.
    pub async fn rescue(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        let now = sql::read_clock().bind(&client).one().await?;
        self.heed_clock(now).await?;
        let is_sure = self.answers_since.elapsed() >= self.config.lease;
        let lease = if is_sure { self.config.lease } else { A_LIFE };
        let lease_ms = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        let rescued =
            sql::rescue_jobs().bind(&client, &self.node, &self.config.node_name, &now, &lease_ms).all().await?;
        for row in &rescued {
            if let Some(queue) = queues::parse(&row.queue) {
                self.slots.wake(queue);
            }
        }
        if !rescued.is_empty() {
            tracing::warn!(n_jobs = rescued.len(), "freed the jobs of a node that is gone");
            self.marks.add_news(rescued.iter().map(|row| row.id));
        }
        self.read_others().await?;
        self.marks.rescue = false;
        Ok(())
    }

    async fn read_others(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        let rows = sql::list_other_nodes().bind(&client, &self.node).all().await?;
        self.others = rows.into_iter().map(|row| (row.id, row.is_busy)).collect();
        if self.others.values().any(|is_busy| *is_busy) {
            self.timers.set(Timer::Rescue, self.config.heartbeat);
        } else {
            self.timers.clear(Timer::Rescue);
        }
        Ok(())
    }

    /// The others were told by the claim itself.
    pub fn became_busy(&mut self) {
        self.timers.set_at_latest(Timer::Beat, self.config.heartbeat);
    }

    pub async fn became_idle(&mut self) {
        self.timers.clear(Timer::Beat);
        self.say(format!("idle {}", self.node)).await;
    }

    pub async fn tell_others(&mut self, ids: &[Uuid]) {
        for payload in notice::changed(self.node, ids) {
            self.say(payload).await;
        }
    }

    /// A word to the other nodes, if there are any. They learn the same later when it is lost.
    pub async fn say(&mut self, payload: String) {
        if self.others.is_empty() {
            return;
        }
        if let Err(error) = self.notify(&payload).await {
            tracing::debug!(%error, "other nodes were not told");
        }
    }

    async fn notify(&mut self, payload: &str) -> Result<()> {
        let client = self.jobs.db.client().await?;
        sql::notify().bind(&client, &payload).one().await?;
        Ok(())
    }
}
