//! Brings ended runs into the database, many in one statement.
//!
//! The statements touch a row only while it still belongs to that very run; what they do not return was given up meanwhile
//! and is only logged.

use std::collections::HashMap;
use std::time::Duration;

use revenge_queries::client::{GenericClient, Params};
use revenge_queries::queries::jobs as sql;
use time::OffsetDateTime;
use uuid::Uuid;

use super::run::{Ended, Verdict};
use super::scheduler::Scheduler;
use super::timers::Timer;
use crate::base::{ErrorKind, Result};
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
        let batch = &self.ended[range.clone()];
        let mut client = self.jobs.db.client().await?;
        let (finished, postponed) = if batch.iter().all(|ended| matches!(ended.verdict, Verdict::End { .. })) {
            (store_finished(&client, batch).await?, HashMap::new())
        } else {
            // One transaction, so that a failure between the two leaves both for the next try.
            let transaction = client.transaction().await?;
            let finished = store_finished(&transaction, batch).await?;
            let postponed = store_postponed(&transaction, batch).await?;
            transaction.commit().await?;
            (finished, postponed)
        };
        drop(client);
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
            let stored_at = finished.get(&id).or_else(|| postponed.get(&id)).copied();
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
        Ok(())
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
            Verdict::Later { counts, delay, error } => {
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

async fn store_finished(client: &impl GenericClient, batch: &[Ended]) -> Result<HashMap<Uuid, OffsetDateTime>> {
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

async fn store_postponed(client: &Transaction<'_>, batch: &[Ended]) -> Result<HashMap<Uuid, OffsetDateTime>> {
    let mut params = sql::PostponeJobsParams {
        ids: Vec::new(),
        run_nos: Vec::new(),
        counts: Vec::new(),
        delays_ms: Vec::new(),
        errors: Vec::new(),
    };
    for ended in batch {
        if let Verdict::Later { counts, delay, error } = &ended.verdict {
            params.ids.push(ended.run.info.id);
            params.run_nos.push(ended.run.number);
            params.counts.push(*counts);
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
