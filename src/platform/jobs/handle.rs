//! Handle to the queue: store, cancel, try again; `list` and `queues` look. Needs no engine in this process.

use revenge_queries::client::{GenericClient, Params};
use revenge_queries::queries::jobs as sql;
use time::OffsetDateTime;
use uuid::Uuid;

use super::gate::Gate;
use super::info::{JobInfo, JobState};
use super::metrics;
use super::queues::QueueLimits;
use super::titles::Titles;
use crate::base::{Error, ErrorKind, Result, ResultExt, new_id};
use crate::domain::job::{Job, Queue};
use crate::domain::job_title::{Names, Subject};
use crate::platform::db::{Db, is_unique_violation};
use crate::platform::events::{Audience, Events, Topic};
use crate::platform::telemetry::current_request;

pub type JobId = Uuid;

/// Arguments above this are a mistake: they carry ids, not content.
const MAX_ARGS_BYTES: usize = 64 * 1024;

#[derive(Clone, Debug, Default)]
pub struct EnqueueOptions {
    /// Higher goes first within the queue.
    pub priority: i16,
    /// Not before; `None` is at once.
    pub run_at: Option<OffsetDateTime>,
    /// `None` is the request that the caller works for.
    pub request_id: Option<String>,
    pub created_by: Option<Uuid>,
}

/// A job as the queue keeps it, whatever its type.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub kind: &'static str,
    pub queue: Queue,
    pub max_attempts: i16,
    pub args: String,
    pub unique_key: Option<String>,
}

impl Stored {
    pub fn of<J: Job>(job: &J) -> Result<Self> {
        Ok(Self {
            kind: J::KIND,
            queue: J::QUEUE,
            max_attempts: J::MAX_ATTEMPTS,
            args: arguments(job)?,
            unique_key: job.unique_key(),
        })
    }
}

/// Handle to the queue, cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    pub(super) db: Db,
    pub(super) events: Events,
    pub(super) limits: QueueLimits,
    pub(super) titles: Titles,
    pub(super) gate: Gate,
}

impl Jobs {
    pub fn new(db: Db, events: Events, limits: QueueLimits) -> Self {
        metrics::init();
        Self { db, events, limits, titles: Titles::default(), gate: Gate::default() }
    }

    /// `lookup` knows the names of what jobs work on.
    #[must_use]
    pub fn with_names<F, R>(mut self, lookup: F) -> Self
    where
        F: Fn(Vec<Subject>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Names>> + Send + 'static,
    {
        self.titles = Titles::with_lookup(lookup);
        self
    }

    /// Where a governor holds work.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Stores a job with whatever else the transaction of `client` stores. Returns its id, or that of the unfinished job
    /// with the same unique key.
    pub async fn enqueue<J: Job>(
        &self,
        client: &impl GenericClient,
        job: &J,
        options: EnqueueOptions,
    ) -> Result<JobId> {
        self.enqueue_stored(client, &Stored::of(job)?, options).await
    }

    pub(super) async fn enqueue_stored(
        &self,
        client: &impl GenericClient,
        job: &Stored,
        options: EnqueueOptions,
    ) -> Result<JobId> {
        let stored = sql::EnqueueJobParams {
            id: new_id(),
            kind: job.kind,
            queue: job.queue.as_str(),
            priority: options.priority,
            run_at: options.run_at,
            args: job.args.as_str(),
            unique_key: job.unique_key.as_deref(),
            max_attempts: job.max_attempts,
            request_id: options.request_id.or_else(request_id),
            created_by: options.created_by,
        };
        Ok(sql::enqueue_job().params(client, &stored).one().await?.id)
    }

    /// Stores many jobs of one kind in one statement; those with an unfinished twin are left out. Returns how many are new.
    /// `run_at` is not looked at.
    pub async fn enqueue_all<J: Job>(
        &self,
        client: &impl GenericClient,
        jobs: &[J],
        options: EnqueueOptions,
    ) -> Result<u64> {
        let keys: Vec<_> = jobs.iter().map(|job| job.unique_key().unwrap_or_default()).collect();
        let ids: Vec<_> = jobs.iter().map(|_| new_id()).collect();
        let args = jobs.iter().map(arguments).collect::<Result<Vec<_>>>()?;
        if keys.iter().all(String::is_empty) {
            let params = sql::EnqueueKeylessJobsParams {
                kind: J::KIND,
                queue: J::QUEUE.as_str(),
                priority: options.priority,
                max_attempts: J::MAX_ATTEMPTS,
                request_id: options.request_id,
                created_by: options.created_by,
                ids,
                args,
            };
            let stored = sql::enqueue_keyless_jobs().params(client, &params).one().await?;
            return Ok(u64::try_from(stored.n_stored).unwrap_or(0));
        }
        let params = sql::EnqueueJobsParams {
            kind: J::KIND,
            queue: J::QUEUE.as_str(),
            priority: options.priority,
            max_attempts: J::MAX_ATTEMPTS,
            request_id: options.request_id.or_else(request_id),
            created_by: options.created_by,
            ids,
            args,
            unique_keys: keys,
        };
        let stored = sql::enqueue_jobs().params(client, &params).one().await?;
        Ok(u64::try_from(stored.n_stored).unwrap_or(0))
    }

    /// What was put off to a later time begins now, of these kinds and libraries. Returns how many jobs that are.
    pub async fn hasten(&self, kinds: &[&str], libraries: &[Uuid]) -> Result<i64> {
        let libraries: Vec<String> = libraries.iter().map(Uuid::to_string).collect();
        let client = self.db.client().await?;
        let queues = sql::hasten_jobs_of_libraries().bind(&client, &kinds, &libraries).all().await?;
        Ok(queues.iter().map(|queue| queue.n_jobs).sum())
    }

    /// A waiting job is cancelled at once, a running one is asked to end. Cancelling twice is no error.
    pub async fn cancel(&self, id: JobId) -> Result<JobInfo> {
        let client = self.db.client().await?;
        let waited = sql::cancel_waiting_job().bind(&client, &id).opt().await?.is_some();
        if !waited && sql::cancel_running_job().bind(&client, &id).opt().await?.is_none() {
            let job = self.get(id).await?;
            return match job.state {
                JobState::Cancelled => Ok(job),
                state => Err(Error::conflict(format!("the job is {} already", state.as_str()))),
            };
        }
        let job = self.get(id).await?;
        if waited {
            self.publish(&job);
        }
        Ok(job)
    }

    /// A postponed job starts now; a finished one gets one more attempt.
    pub async fn retry(&self, id: JobId) -> Result<JobInfo> {
        let client = self.db.client().await?;
        let hastened = sql::hasten_job().bind(&client, &id).opt().await?.is_some();
        if !hastened {
            let revived = sql::revive_job().bind(&client, &id).opt().await;
            let revived = revived.map_err(|error| {
                if is_unique_violation(&error) {
                    Error::conflict("another job does the same already")
                } else {
                    error.into()
                }
            })?;
            if revived.is_none() {
                let job = self.get(id).await?;
                return match job.state {
                    JobState::Available => Ok(job),
                    state => Err(Error::conflict(format!("the job is {}", state.as_str()))),
                };
            }
        }
        self.get(id).await
    }

    /// Something that an administrator sees was set: other browsers show it too.
    pub(super) fn publish_change(&self, data: serde_json::Value) {
        self.events.publish(Topic::System, Audience::Admins, data);
    }

    pub(super) fn publish(&self, job: &JobInfo) {
        match serde_json::to_value(job) {
            Ok(data) => self.events.publish(Topic::Job, Audience::Admins, data),
            Err(error) => tracing::error!(%error, job.id = %job.id, "a job that cannot be shown"),
        }
    }
}

fn request_id() -> Option<String> {
    current_request().map(|id| id.to_string())
}

fn arguments<J: Job>(job: &J) -> Result<String> {
    let text = serde_json::to_string(job).context(ErrorKind::Internal, "write job arguments")?;
    if text.len() > MAX_ARGS_BYTES {
        return Err(Error::internal(format!("arguments of a {} job have {} bytes", J::KIND, text.len())));
    }
    Ok(text)
}
