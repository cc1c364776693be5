//! One step: brings the database in line with the marks, in the order that frees places before it fills them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use revenge_queries::client::{GenericClient, Params};
use revenge_queries::queries::jobs as sql;
use tracing::Instrument;
use uuid::Uuid;

use super::ahead::Waiting;
use super::run::{Ended, Run, RunKey};
use super::scheduler::Scheduler;
use super::timers::Timer;
use crate::base::Result;
use crate::domain::job::Queue;
use crate::platform::jobs::context::{JobContext, RunShared, Yields};
use crate::platform::jobs::info::JobInfo;
use crate::platform::jobs::queues;
use crate::platform::telemetry::on_behalf_of;

/// Jobs made available by one statement.
const PROMOTE_BATCH: i64 = 1000;
/// A claim passes over what another transaction holds. A node that is frozen in the middle of its own claim is cut off by
/// then, and nobody is told that its jobs are free.
const SECOND_LOOK: Duration = Duration::from_secs(12);
/// However far the next job is: clocks are set now and then.
const DUE_AT_LATEST: Duration = Duration::from_mins(5);

impl Scheduler {
    pub async fn step(&mut self) -> Result<()> {
        // Before the runs leave memory, so that their last report is kept.
        if self.marks.progress || !self.ended.is_empty() {
            self.write_progress().await?;
        }
        if self.marks.any() || !self.store_and_claim().await? {
            self.store_ended().await?;
        }
        if self.marks.arrive {
            self.arrive().await?;
        }
        if self.marks.queues {
            self.read_queues().await?;
        }
        if self.marks.release {
            self.release().await?;
        }
        if self.marks.beat {
            self.beat_and_check().await?;
        }
        if self.marks.rescue {
            self.rescue().await?;
        }
        if self.marks.hasten {
            self.hasten_held().await?;
        }
        if self.marks.promote {
            self.promote().await?;
        }
        if self.marks.schedules {
            self.look_at_schedules().await?;
        }
        while !self.slots.to_claim().is_empty() {
            self.claim().await?;
            // Jobs that could not be started at all.
            self.store_ended().await?;
        }
        // After the claims: a new job that starts here at once needs no look.
        if !self.marks.news.is_empty() {
            self.tell_news().await?;
        }
        Ok(())
    }

    async fn read_queues(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        for row in sql::queue_settings().bind(&client).all().await? {
            if let Some(queue) = queues::parse(&row.name) {
                let limit = self.jobs.limits.effective(queue, row.max_running);
                self.slots.configure(queue, limit, row.paused);
                self.rules[queue as usize] = queues::rule(row.window_from, row.window_to, row.held_until);
            }
        }
        self.marks.queues = false;
        self.marks.release |= self.waiting.iter().any(|waiting| self.slots.is_closed(waiting.run.queue));
        Ok(())
    }

    async fn promote(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        for row in sql::promote_due_jobs().bind(&client, &PROMOTE_BATCH).all().await? {
            if let Some(queue) = queues::parse(&row.queue) {
                self.slots.wake(queue);
            }
        }
        let next = sql::next_due().bind(&client).one().await?;
        drop(client);
        self.timers.clear(Timer::Due);
        if let Some(seconds) = next.seconds {
            let delay = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(DUE_AT_LATEST);
            // A millisecond more, so that the job is due and not about to be.
            self.timers.set(Timer::Due, delay.min(DUE_AT_LATEST) + Duration::from_millis(1));
        }
        self.heed_clock(next.now).await?;
        self.marks.promote = false;
        Ok(())
    }

    async fn tell_news(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        let ids: Vec<_> = self.marks.news.iter().copied().collect();
        let rows = sql::jobs_by_ids().bind(&client, &ids).all().await?;
        drop(client);
        let mut jobs: Vec<_> = rows.into_iter().map(JobInfo::from).collect();
        self.jobs.titles.fill(&mut jobs).await;
        for job in &jobs {
            self.jobs.publish(job);
        }
        self.marks.news.clear();
        Ok(())
    }

    async fn claim(&mut self) -> Result<()> {
        let (asked, beats) = (self.slots.to_claim(), self.is_beat_stale());
        let mut client = self.jobs.db.client().await?;
        let transaction = client.transaction().await?;
        let claimant = self.claimant(beats);
        // Both at once: somebody may be waiting for this job, and each answer waited for is a part of that time.
        let by_index = async { Ok(transaction.by_index().await?) };
        let ((), rows) = tokio::try_join!(by_index, claim_on(&transaction, &claimant, &asked))?;
        transaction.commit().await?;
        drop(client);
        self.claimed(&asked, rows, beats).await;
        Ok(())
    }

    pub fn claimant(&self, beats: bool) -> Claimant {
        let tells = self.runs.is_empty() && !self.others.is_empty();
        Claimant { node: self.node, name: self.config.node_name.clone(), beats, tells }
    }

    /// Starts what the database has given us.
    pub async fn claimed(&mut self, asked: &[(Queue, i32)], mut rows: Vec<sql::ClaimedRow>, beats: bool) {
        let mut got: HashMap<&str, u32> = HashMap::new();
        for row in &rows {
            *got.entry(row.queue.as_str()).or_default() += 1;
        }
        let mut is_short = false;
        for (queue, free) in asked {
            is_short |= !self.slots.claimed(*queue, *free, got.get(queue.as_str()).copied().unwrap_or(0));
        }
        drop(got);
        if is_short && !self.looks_again && !self.others.is_empty() {
            self.timers.set_at_latest(Timer::Skipped, SECOND_LOOK);
        }
        self.looks_again = false;
        if beats {
            self.has_beaten();
        }
        let was_idle = self.runs.is_empty();
        rows.sort_by_key(|row| (queues::parse(&row.queue).map(|q| q as usize), -row.priority, row.scheduled_at));
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        for row in &rows {
            self.marks.news.remove(&row.id);
            self.prepare(row);
        }
        self.start_waiting();
        self.announce_starts(&rows).await;
        if was_idle && !self.runs.is_empty() {
            self.became_busy();
        }
        self.tell_others(&ids).await;
    }

    /// After the handlers have begun: a title may take a query. What waits for a place gets its title, and is announced
    /// when it begins.
    async fn announce_starts(&mut self, rows: &[sql::ClaimedRow]) {
        let keys: Vec<RunKey> = rows.iter().map(|row| (row.id, row.run_no)).collect();
        let waiting = self.waiting.iter().map(|waiting| &waiting.run);
        let claimed = self.runs.values().chain(waiting).filter(|run| keys.contains(&run.key()));
        let (keys, mut jobs): (Vec<_>, Vec<_>) = claimed.map(|run| (run.key(), run.info.clone())).unzip();
        self.jobs.titles.fill(&mut jobs).await;
        for (key, job) in keys.iter().zip(jobs) {
            if let Some(run) = self.runs.get_mut(key) {
                run.info.title.clone_from(&job.title);
                self.jobs.publish(&job);
            } else if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.run.key() == *key) {
                waiting.run.info.title = job.title;
            }
        }
    }

    fn prepare(&mut self, row: &sql::ClaimedRow) {
        // A check constraint holds the queue's name to the known ones.
        let queue = queues::parse(&row.queue).unwrap_or(Queue::Default);
        let yields = Yields {
            holds: self.jobs.gate.watch(),
            queue: self.workers.yields_as(&row.kind).unwrap_or(queue),
            is_asked_for: row.created_by.is_some() && matches!(queue, Queue::Critical | Queue::High),
        };
        let shared = Arc::new(RunShared::new(Arc::clone(&self.nudge), yields));
        let run = Run::new(row, queue, Arc::clone(&shared));
        let context = JobContext {
            job_id: row.id,
            attempt: row.attempt,
            max_attempts: row.max_attempts,
            request_id: row.request_id.clone(),
            created_by: row.created_by,
            shared,
        };
        match self.workers.prepare(&row.kind, context, &row.args) {
            Ok(work) => {
                let request_id = row.request_id.as_deref();
                let span = tracing::info_span!("job", job.id = %row.id, job.kind = row.kind, request.id = request_id);
                let work = on_behalf_of(request_id.map(Arc::from), work);
                self.waiting.push_back(Waiting { run, work: Box::pin(work.instrument(span)) });
            }
            Err(reason) => {
                tracing::warn!(job.id = %row.id, job.kind = row.kind, reason, "job discarded");
                self.ended.push(Ended::discarded(run, &reason));
            }
        }
    }
}

/// Who claims, and whether its heartbeat is due.
pub(super) struct Claimant {
    node: Uuid,
    name: String,
    beats: bool,
    /// The others hear with the claim that this node is busy from now on.
    tells: bool,
}

/// Takes at most so many jobs of each queue.
pub(super) async fn claim_on(
    client: &impl GenericClient,
    claimant: &Claimant,
    asked: &[(Queue, i32)],
) -> Result<Vec<sql::ClaimedRow>> {
    let params = sql::ClaimJobsParams {
        queues: asked.iter().map(|(queue, _)| queue.as_str()).collect::<Vec<_>>(),
        free: asked.iter().map(|(_, free)| *free).collect::<Vec<_>>(),
        node: claimant.node,
        name: claimant.name.as_str(),
        beats: claimant.beats,
        tells: claimant.tells,
    };
    Ok(sql::claim_jobs().params(client, &params).all().await?)
}
