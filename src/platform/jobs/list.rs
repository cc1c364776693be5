//! Looking at jobs: one, one with its past, a page of them.

use revenge_queries::client::Params;
use revenge_queries::queries::jobs as sql;
use uuid::Uuid;

use super::detail::{JobDetail, JobError};
use super::handle::{JobId, Jobs};
use super::info::{JobInfo, JobState};
use crate::base::{Cursor, Error, ErrorKind, Page, PageRequest, Result, ResultExt};
use crate::platform::db::Client;

/// Which jobs a list shows; what is empty or none lets all pass.
#[derive(Clone, Debug, Default)]
pub struct ListJobs {
    pub states: Vec<JobState>,
    pub kind: Option<String>,
    pub queue: Option<String>,
}

impl ListJobs {
    fn is_everything(&self) -> bool {
        self.states.is_empty() && self.kind.is_none() && self.queue.is_none()
    }
}

impl Jobs {
    pub async fn get(&self, id: JobId) -> Result<JobInfo> {
        let client = self.db.client().await?;
        let row = sql::get_job().bind(&client, &id).opt().await?;
        let mut job = [JobInfo::from(row.ok_or_else(|| Error::not_found("job", id))?)];
        drop(client);
        self.titles.refresh(&mut job).await;
        let [job] = job;
        Ok(job)
    }

    /// The job with the errors of its attempts and what happened when.
    pub async fn get_detail(&self, id: JobId) -> Result<JobDetail> {
        let job = self.get(id).await?;
        let client = self.db.client().await?;
        let errors = sql::job_attempts().bind(&client, &id).opt().await?;
        let errors: Vec<JobError> = match errors {
            Some(errors) => serde_json::from_str(&errors).context(ErrorKind::Internal, "read the errors of a job")?,
            None => Vec::new(),
        };
        Ok(JobDetail::new(job, errors))
    }

    /// Newest first.
    pub async fn list(&self, filter: &ListJobs, page: &PageRequest) -> Result<Page<JobInfo>> {
        let client = self.db.client().await?;
        let before = page.after::<Uuid>()?.unwrap_or(Uuid::max());
        let limit = i64::from(page.limit) + 1;
        let rows = if filter.is_everything() {
            sql::list_jobs().bind(&client, &before, &limit).all().await?
        } else {
            self.find(&client, filter, before, limit).await?
        };
        drop(client);
        let mut rows: Vec<_> = rows.into_iter().map(JobInfo::from).collect();
        self.titles.refresh(&mut rows).await;
        Ok(Page::from_rows(rows, page.limit, |job: &JobInfo| Cursor::encode(&job.id)))
    }

    async fn find(&self, client: &Client, filter: &ListJobs, before: Uuid, limit: i64) -> Result<Vec<sql::JobRow>> {
        let states: Vec<_> = filter.states.iter().map(|state| state.as_str()).collect();
        let params = sql::FindJobsParams {
            before,
            limit,
            states: (!states.is_empty()).then_some(states),
            kind: filter.kind.as_deref(),
            queue: filter.queue.as_deref(),
        };
        let ids = sql::find_jobs().params(client, &params).all().await?;
        let mut rows = sql::jobs_by_ids().bind(client, &ids).all().await?;
        // A job that ended between the two statements may no longer fit, and a page must keep its order.
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        Ok(rows)
    }
}
