//! Brings ended runs into the database, many in one statement.
//!
//! The statements touch a row only while it still belongs to that very run; what they do not return was given up meanwhile
//! and is only logged.

use std::collections::HashMap;
use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::jobs as sql;
use time::OffsetDateTime;
use uuid::Uuid;

use super::run::{Ended, Verdict};
use super::scheduler::Scheduler;
use super::step::claim_on;
use super::timers::Timer;
use crate::base::{ErrorKind, Result};
use crate::domain::governor::Allowance;
use crate::platform::db::Transaction;
use crate::platform::jobs::info::JobState;
use crate::platform::jobs::metrics;

/// Finished jobs after which the hot table is worth cleaning.
const VACUUM_AFTER: u32 = 10_000;

impl Scheduler {
    /// Keeps the verdicts in memory until the database has taken them.
    pub async fn store_ended(&mut self) -> Result<()> {
        if self.ended.is_empty() {
            return Ok(());
        }
        match self.store_batch(0..self.ended.len()).await {
            // One of them holds what the database refuses; find it.
            Err(error) if error.kind() == ErrorKind::Internal => {
                for index in (0..self.ended.len()).rev() {
                    self.store_alone(index).await?;
                }
                Ok(())
            }
            result => result,
        }
    }

    async fn store_alone(&mut self, index: usize) -> Result<()> {
        let Err(error) = self.store_batch(index..index + 1).await else { return Ok(()) };
        if error.kind() != ErrorKind::Internal {
            return Err(error);
        }
        let ended = &mut self.ended[index];
        tracing::error!(job.id = %ended.run.info.id, %error, "the end of a job cannot be stored as it is");
        let reason = "its result could not be stored".to_owned();
        ended.verdict = match &ended.verdict {
            Verdict::End { state, .. } => Verdict::End { state: *state, result: None, error: reason },
            _ => Verdict::End { state: JobState::Discarded, result: None, error: reason },
        };
        self.store_batch(index..index + 1).await
    }

    async fn store_batch(&mut self, range: std::ops::Range<usize>) -> Result<()> {
        let mut client = self.jobs.db.client().await?;
        // One transaction, so that a failure between the two leaves both for the next try.
        let transaction = client.transaction().await?;
        transaction.by_index().await?;
        let stored = store(&transaction, &self.ended[range.clone()]).await?;
        transaction.commit().await?;
        drop(client);
        self.stored(range, &stored).await;
        Ok(())
    }

    /// Stores all ends and claims anew in one transaction: one wait for the disk instead of two. False when there is not
    /// both to do, or when the database refuses something: the single steps find out what.
    pub async fn store_and_claim(&mut self) -> Result<bool> {
        if self.ended.is_empty() {
            return Ok(false);
        }
        let asked = self.slots.to_claim_after(self.ended.iter().map(|ended| ended.run.queue));
        if asked.is_empty() {
            return Ok(false);
        }
        let beats = self.is_beat_stale();
        let claimant = self.claimant(beats);
        let mut client = self.jobs.db.client().await?;
        let both = async {
            let transaction = client.transaction().await?;
            transaction.by_index().await?;
            let stored = store(&transaction, &self.ended).await?;
            let rows = claim_on(&transaction, &claimant, &asked).await?;
            transaction.commit().await?;
            Ok((stored, rows))
        };
        let both: Result<_> = both.await;
        drop(client);
        let (stored, rows) = match both {
            Ok(both) => both,
            // Refused, so nothing is claimed.
            Err(error) if error.kind() == ErrorKind::Internal => return Ok(false),
            Err(error) => return Err(error),
        };
        let n_stored = self.ended.len();
        // The new runs first: a node that goes on is at no moment idle.
        self.claimed(&asked, rows, beats).await;
        self.stored(0..n_stored, &stored).await;
        Ok(true)
    }

    /// What follows from ends that the database has taken.
    async fn stored(&mut self, range: std::ops::Range<usize>, stored: &Stored) {
        let batch = &self.ended[range.clone()];
        let delays = batch.iter().filter_map(|ended| match &ended.verdict {
            Verdict::Later { delay, .. } => Some(delay.as_millis()),
            _ => None,
        });
        if let Some(delay_ms) = delays.min() {
            self.say(format!("later {delay_ms}")).await;
        }
        let mut changed = Vec::new();
        for ended in self.ended.drain(range).collect::<Vec<_>>() {
            self.slots.freed(ended.run.queue);
            let id = ended.run.info.id;
            let stored_at = stored.get(&id).copied();
            if stored_at.is_some() {
                changed.push(id);
            }
            self.announce(ended, stored_at);
        }
        if self.runs.is_empty() && self.waiting.is_empty() {
            self.became_idle().await;
        }
        self.tell_others(&changed).await;
        if self.n_finished >= VACUUM_AFTER {
            self.clean();
        }
    }

    /// Tells watchers, the log and the metrics. `stored_at` is none when the run had been given up.
    fn announce(&mut self, ended: Ended, stored_at: Option<OffsetDateTime>) {
        let Ended { run, verdict } = ended;
        let mut info = run.info;
        let outcome = match (&verdict, stored_at) {
            (Verdict::GiveBack, _) => return,
            (_, None) => "superseded",
            (Verdict::Later { counts: true, .. }, _) => "retryable",
            (Verdict::Later { .. }, _) => "snoozed",
            (Verdict::End { state, .. }, _) => state.as_str(),
        };
        metrics::TOTAL.with_label_values(&[info.kind.as_str(), outcome]).inc();
        let Some(at) = stored_at else {
            // Or it was stored, and only the answer to that was lost: watchers hear what became of it in either case.
            self.marks.add_news([info.id]);
            tracing::warn!(job.id = %info.id, job.kind = info.kind, "the end of a run that was given up is ignored");
            return;
        };
        match verdict {
            Verdict::End { state, result, error } => {
                self.n_finished += 1;
                (info.state, info.finished_at, info.result) = (state, Some(at), result);
                info.error = if error.is_empty() { info.error } else { Some(error) };
            }
            Verdict::Later { counts, is_held, delay, error } => {
                // Or its hold ended before it did.
                let allowance = self.holds.allowance(run.shared.yields_as());
                self.marks.hasten |= is_held && allowance > Allowance::Nothing;
                self.timers.set_at_latest(Timer::Due, delay + Duration::from_millis(1));
                (info.state, info.scheduled_at) = (if counts { JobState::Retryable } else { JobState::Scheduled }, at);
                info.error = if error.is_empty() { info.error } else { Some(error) };
            }
            Verdict::GiveBack => {}
        }
        if let (JobState::Retryable | JobState::Discarded, Some(error)) = (info.state, &info.error) {
            let state = info.state.as_str();
            let (attempt, request_id) = (info.attempt, run.request_id.as_deref());
            tracing::warn!(job.id = %info.id, job.kind = info.kind, request.id = request_id, attempt, state, error, "job failed");
        }
        self.jobs.publish(&info);
    }
}

/// When the database took the end of each job; those that had been given up are missing.
type Stored = HashMap<Uuid, OffsetDateTime>;

async fn store(on: &Transaction<'_>, batch: &[Ended]) -> Result<Stored> {
    let mut stored = store_finished(on, batch).await?;
    stored.extend(store_postponed(on, batch).await?);
    Ok(stored)
}

async fn store_finished(client: &Transaction<'_>, batch: &[Ended]) -> Result<Stored> {
    let mut params = sql::FinishJobsParams {
        ids: Vec::new(),
        run_nos: Vec::new(),
        states: Vec::new(),
        results: Vec::new(),
        errors: Vec::new(),
    };
    for ended in batch {
        if let Verdict::End { state, result, error } = &ended.verdict {
            params.ids.push(ended.run.info.id);
            params.run_nos.push(ended.run.number);
            params.states.push(state.as_str());
            params.results.push(result.as_ref().map(ToString::to_string).unwrap_or_default());
            params.errors.push(error.as_str());
        }
    }
    if params.ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sql::finish_jobs().params(client, &params).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row.finished_at)).collect())
}

async fn store_postponed(client: &Transaction<'_>, batch: &[Ended]) -> Result<Stored> {
    let mut params = sql::PostponeJobsParams {
        ids: Vec::new(),
        run_nos: Vec::new(),
        counts: Vec::new(),
        held: Vec::new(),
        delays_ms: Vec::new(),
        errors: Vec::new(),
    };
    for ended in batch {
        if let Verdict::Later { counts, is_held, delay, error } = &ended.verdict {
            params.ids.push(ended.run.info.id);
            params.run_nos.push(ended.run.number);
            params.counts.push(*counts);
            params.held.push(*is_held);
            params.delays_ms.push(i64::try_from(delay.as_millis()).unwrap_or(i64::MAX));
            params.errors.push(error.as_str());
        }
    }
    if params.ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sql::postpone_jobs().params(client, &params).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row.scheduled_at)).collect())
}
