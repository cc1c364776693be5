// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct EnqueueJobParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub kind: T1,
    pub queue: T2,
    pub priority: i16,
    pub run_at: Option<time::OffsetDateTime>,
    pub args: T3,
    pub unique_key: Option<T4>,
    pub max_attempts: i16,
    pub request_id: Option<T5>,
    pub created_by: Option<uuid::Uuid>,
}
#[derive(Debug)]
pub struct EnqueueJobsParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = uuid::Uuid>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> {
    pub kind: T1,
    pub queue: T2,
    pub priority: i16,
    pub max_attempts: i16,
    pub request_id: Option<T3>,
    pub created_by: Option<uuid::Uuid>,
    pub ids: T4,
    pub args: T6,
    pub unique_keys: T8,
}
#[derive(Debug)]
pub struct EnqueueKeylessJobsParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = uuid::Uuid>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
> {
    pub kind: T1,
    pub queue: T2,
    pub priority: i16,
    pub max_attempts: i16,
    pub request_id: Option<T3>,
    pub created_by: Option<uuid::Uuid>,
    pub ids: T4,
    pub args: T6,
}
#[derive(Debug)]
pub struct ClaimJobsParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = i32>,
> {
    pub node: uuid::Uuid,
    pub name: T1,
    pub beats: bool,
    pub queues: T3,
    pub free: T4,
    pub tells: bool,
}
#[derive(Debug)]
pub struct ReleaseJobsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
> {
    pub ids: T1,
    pub run_nos: T2,
}
#[derive(Debug)]
pub struct FinishJobsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> {
    pub ids: T1,
    pub run_nos: T2,
    pub states: T4,
    pub results: T6,
    pub errors: T8,
}
#[derive(Debug)]
pub struct PostponeJobsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::ArraySql<Item = bool>,
    T4: crate::ArraySql<Item = bool>,
    T5: crate::ArraySql<Item = i64>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub ids: T1,
    pub run_nos: T2,
    pub counts: T3,
    pub held: T4,
    pub delays_ms: T5,
    pub errors: T7,
}
#[derive(Debug)]
pub struct HastenJobsOfLibrariesParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
> {
    pub kinds: T2,
    pub libraries: T4,
}
#[derive(Debug)]
pub struct WriteProgressParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
> {
    pub ids: T1,
    pub run_nos: T2,
    pub done: T3,
    pub total: T4,
    pub messages: T6,
}
#[derive(Debug)]
pub struct BeatParams<T1: crate::StringSql> {
    pub id: uuid::Uuid,
    pub name: T1,
}
#[derive(Debug)]
pub struct FreeUnknownRunsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
> {
    pub ids: T1,
    pub run_nos: T2,
    pub node: uuid::Uuid,
}
#[derive(Debug)]
pub struct RescueJobsParams<T1: crate::StringSql> {
    pub node: uuid::Uuid,
    pub name: T1,
    pub now: time::OffsetDateTime,
    pub lease_ms: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct ListJobsParams {
    pub before: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct FindJobsParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub before: uuid::Uuid,
    pub limit: i64,
    pub states: Option<T2>,
    pub kind: Option<T3>,
    pub queue: Option<T4>,
}
#[derive(Debug)]
pub struct PatchQueueParams<T1: crate::StringSql> {
    pub paused: Option<bool>,
    pub sets_limit: bool,
    pub max_running: Option<i32>,
    pub sets_window: bool,
    pub window_from: Option<i32>,
    pub window_to: Option<i32>,
    pub name: T1,
}
#[derive(Debug)]
pub struct HoldQueuesParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub until: Option<time::OffsetDateTime>,
    pub names: T2,
}
#[derive(Debug)]
pub struct PruneHistoryParams<T1: crate::StringSql> {
    pub state: T1,
    pub age_ms: i64,
    pub limit: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct EnqueueJob {
    pub id: uuid::Uuid,
    pub notified: String,
}
pub struct EnqueueJobBorrowed<'a> {
    pub id: uuid::Uuid,
    pub notified: &'a str,
}
impl<'a> From<EnqueueJobBorrowed<'a>> for EnqueueJob {
    fn from(EnqueueJobBorrowed { id, notified }: EnqueueJobBorrowed<'a>) -> Self {
        Self {
            id,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct EnqueueJobs {
    pub n_stored: i64,
    pub n_told: i64,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct EnqueueKeylessJobs {
    pub n_stored: i64,
    pub n_told: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedRow {
    pub id: uuid::Uuid,
    pub kind: String,
    pub queue: String,
    pub priority: i16,
    pub args: String,
    pub attempt: i16,
    pub max_attempts: i16,
    pub run_no: i32,
    pub cancel_requested: bool,
    pub request_id: Option<String>,
    pub created_by: Option<uuid::Uuid>,
    pub error: Option<String>,
    pub created_at: time::OffsetDateTime,
    pub scheduled_at: time::OffsetDateTime,
    pub started_at: time::OffsetDateTime,
    pub n_told: i64,
}
pub struct ClaimedRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub kind: &'a str,
    pub queue: &'a str,
    pub priority: i16,
    pub args: &'a str,
    pub attempt: i16,
    pub max_attempts: i16,
    pub run_no: i32,
    pub cancel_requested: bool,
    pub request_id: Option<&'a str>,
    pub created_by: Option<uuid::Uuid>,
    pub error: Option<&'a str>,
    pub created_at: time::OffsetDateTime,
    pub scheduled_at: time::OffsetDateTime,
    pub started_at: time::OffsetDateTime,
    pub n_told: i64,
}
impl<'a> From<ClaimedRowBorrowed<'a>> for ClaimedRow {
    fn from(
        ClaimedRowBorrowed {
            id,
            kind,
            queue,
            priority,
            args,
            attempt,
            max_attempts,
            run_no,
            cancel_requested,
            request_id,
            created_by,
            error,
            created_at,
            scheduled_at,
            started_at,
            n_told,
        }: ClaimedRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            kind: kind.into(),
            queue: queue.into(),
            priority,
            args: args.into(),
            attempt,
            max_attempts,
            run_no,
            cancel_requested,
            request_id: request_id.map(|v| v.into()),
            created_by,
            error: error.map(|v| v.into()),
            created_at,
            scheduled_at,
            started_at,
            n_told,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseJobs {
    pub queue: String,
    pub notified: String,
}
pub struct ReleaseJobsBorrowed<'a> {
    pub queue: &'a str,
    pub notified: &'a str,
}
impl<'a> From<ReleaseJobsBorrowed<'a>> for ReleaseJobs {
    fn from(ReleaseJobsBorrowed { queue, notified }: ReleaseJobsBorrowed<'a>) -> Self {
        Self {
            queue: queue.into(),
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct FinishJobs {
    pub id: uuid::Uuid,
    pub finished_at: time::OffsetDateTime,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PostponeJobs {
    pub id: uuid::Uuid,
    pub scheduled_at: time::OffsetDateTime,
}
#[derive(Debug, Clone, PartialEq)]
pub struct HastenJobsOfLibraries {
    pub n_jobs: i64,
    pub notified: String,
}
pub struct HastenJobsOfLibrariesBorrowed<'a> {
    pub n_jobs: i64,
    pub notified: &'a str,
}
impl<'a> From<HastenJobsOfLibrariesBorrowed<'a>> for HastenJobsOfLibraries {
    fn from(
        HastenJobsOfLibrariesBorrowed {
            n_jobs,
            notified,
        }: HastenJobsOfLibrariesBorrowed<'a>,
    ) -> Self {
        Self {
            n_jobs,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PromoteDueJobs {
    pub queue: String,
    pub notified: String,
}
pub struct PromoteDueJobsBorrowed<'a> {
    pub queue: &'a str,
    pub notified: &'a str,
}
impl<'a> From<PromoteDueJobsBorrowed<'a>> for PromoteDueJobs {
    fn from(
        PromoteDueJobsBorrowed { queue, notified }: PromoteDueJobsBorrowed<'a>,
    ) -> Self {
        Self {
            queue: queue.into(),
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct NextDue {
    pub seconds: Option<f64>,
    pub now: time::OffsetDateTime,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct RunningOfNode {
    pub id: uuid::Uuid,
    pub run_no: i32,
    pub cancel_requested: bool,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FreeUnknownRuns {
    pub id: uuid::Uuid,
    pub queue: String,
    pub notified: String,
}
pub struct FreeUnknownRunsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub queue: &'a str,
    pub notified: &'a str,
}
impl<'a> From<FreeUnknownRunsBorrowed<'a>> for FreeUnknownRuns {
    fn from(
        FreeUnknownRunsBorrowed { id, queue, notified }: FreeUnknownRunsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            queue: queue.into(),
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CheckClock {
    pub n_nodes: i64,
    pub n_jobs: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct RescueJobs {
    pub id: uuid::Uuid,
    pub queue: String,
    pub notified: String,
}
pub struct RescueJobsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub queue: &'a str,
    pub notified: &'a str,
}
impl<'a> From<RescueJobsBorrowed<'a>> for RescueJobs {
    fn from(RescueJobsBorrowed { id, queue, notified }: RescueJobsBorrowed<'a>) -> Self {
        Self {
            id,
            queue: queue.into(),
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct GiveBackJobs {
    pub id: uuid::Uuid,
    pub notified: String,
}
pub struct GiveBackJobsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub notified: &'a str,
}
impl<'a> From<GiveBackJobsBorrowed<'a>> for GiveBackJobs {
    fn from(GiveBackJobsBorrowed { id, notified }: GiveBackJobsBorrowed<'a>) -> Self {
        Self {
            id,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListOtherNodes {
    pub id: uuid::Uuid,
    pub is_busy: bool,
}
#[derive(Debug, Clone, PartialEq)]
pub struct JobRow {
    pub id: uuid::Uuid,
    pub kind: String,
    pub queue: String,
    pub priority: i16,
    pub state: String,
    pub progress_done: i64,
    pub progress_total: i64,
    pub progress_message: String,
    pub attempt: i16,
    pub max_attempts: i16,
    pub error: Option<String>,
    pub created_at: time::OffsetDateTime,
    pub scheduled_at: time::OffsetDateTime,
    pub started_at: Option<time::OffsetDateTime>,
    pub finished_at: Option<time::OffsetDateTime>,
    pub result: Option<String>,
    pub args: String,
}
pub struct JobRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub kind: &'a str,
    pub queue: &'a str,
    pub priority: i16,
    pub state: &'a str,
    pub progress_done: i64,
    pub progress_total: i64,
    pub progress_message: &'a str,
    pub attempt: i16,
    pub max_attempts: i16,
    pub error: Option<&'a str>,
    pub created_at: time::OffsetDateTime,
    pub scheduled_at: time::OffsetDateTime,
    pub started_at: Option<time::OffsetDateTime>,
    pub finished_at: Option<time::OffsetDateTime>,
    pub result: Option<&'a str>,
    pub args: &'a str,
}
impl<'a> From<JobRowBorrowed<'a>> for JobRow {
    fn from(
        JobRowBorrowed {
            id,
            kind,
            queue,
            priority,
            state,
            progress_done,
            progress_total,
            progress_message,
            attempt,
            max_attempts,
            error,
            created_at,
            scheduled_at,
            started_at,
            finished_at,
            result,
            args,
        }: JobRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            kind: kind.into(),
            queue: queue.into(),
            priority,
            state: state.into(),
            progress_done,
            progress_total,
            progress_message: progress_message.into(),
            attempt,
            max_attempts,
            error: error.map(|v| v.into()),
            created_at,
            scheduled_at,
            started_at,
            finished_at,
            result: result.map(|v| v.into()),
            args: args.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct CancelRunningJob {
    pub id: uuid::Uuid,
    pub notified: String,
}
pub struct CancelRunningJobBorrowed<'a> {
    pub id: uuid::Uuid,
    pub notified: &'a str,
}
impl<'a> From<CancelRunningJobBorrowed<'a>> for CancelRunningJob {
    fn from(
        CancelRunningJobBorrowed { id, notified }: CancelRunningJobBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct HastenJob {
    pub id: uuid::Uuid,
    pub notified: String,
}
pub struct HastenJobBorrowed<'a> {
    pub id: uuid::Uuid,
    pub notified: &'a str,
}
impl<'a> From<HastenJobBorrowed<'a>> for HastenJob {
    fn from(HastenJobBorrowed { id, notified }: HastenJobBorrowed<'a>) -> Self {
        Self {
            id,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ReviveJob {
    pub id: uuid::Uuid,
    pub notified: String,
}
pub struct ReviveJobBorrowed<'a> {
    pub id: uuid::Uuid,
    pub notified: &'a str,
}
impl<'a> From<ReviveJobBorrowed<'a>> for ReviveJob {
    fn from(ReviveJobBorrowed { id, notified }: ReviveJobBorrowed<'a>) -> Self {
        Self {
            id,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListQueues {
    pub name: String,
    pub paused: bool,
    pub max_running: Option<i32>,
    pub window_from: Option<i32>,
    pub window_to: Option<i32>,
    pub n_running: i64,
    pub n_waiting: i64,
}
pub struct ListQueuesBorrowed<'a> {
    pub name: &'a str,
    pub paused: bool,
    pub max_running: Option<i32>,
    pub window_from: Option<i32>,
    pub window_to: Option<i32>,
    pub n_running: i64,
    pub n_waiting: i64,
}
impl<'a> From<ListQueuesBorrowed<'a>> for ListQueues {
    fn from(
        ListQueuesBorrowed {
            name,
            paused,
            max_running,
            window_from,
            window_to,
            n_running,
            n_waiting,
        }: ListQueuesBorrowed<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            paused,
            max_running,
            window_from,
            window_to,
            n_running,
            n_waiting,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct WatchQueues {
    pub name: String,
    pub paused: bool,
    pub n_waiting: i64,
    pub n_running: i64,
    pub head_wait_seconds: Option<f64>,
    pub n_discarded: i64,
}
pub struct WatchQueuesBorrowed<'a> {
    pub name: &'a str,
    pub paused: bool,
    pub n_waiting: i64,
    pub n_running: i64,
    pub head_wait_seconds: Option<f64>,
    pub n_discarded: i64,
}
impl<'a> From<WatchQueuesBorrowed<'a>> for WatchQueues {
    fn from(
        WatchQueuesBorrowed {
            name,
            paused,
            n_waiting,
            n_running,
            head_wait_seconds,
            n_discarded,
        }: WatchQueuesBorrowed<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            paused,
            n_waiting,
            n_running,
            head_wait_seconds,
            n_discarded,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct RecentRates {
    pub queue: String,
    pub n_finished: i64,
    pub seconds: f64,
}
pub struct RecentRatesBorrowed<'a> {
    pub queue: &'a str,
    pub n_finished: i64,
    pub seconds: f64,
}
impl<'a> From<RecentRatesBorrowed<'a>> for RecentRates {
    fn from(
        RecentRatesBorrowed { queue, n_finished, seconds }: RecentRatesBorrowed<'a>,
    ) -> Self {
        Self {
            queue: queue.into(),
            n_finished,
            seconds,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct QueueSettings {
    pub name: String,
    pub paused: bool,
    pub max_running: Option<i32>,
    pub window_from: Option<i32>,
    pub window_to: Option<i32>,
    pub held_until: Option<time::OffsetDateTime>,
}
pub struct QueueSettingsBorrowed<'a> {
    pub name: &'a str,
    pub paused: bool,
    pub max_running: Option<i32>,
    pub window_from: Option<i32>,
    pub window_to: Option<i32>,
    pub held_until: Option<time::OffsetDateTime>,
}
impl<'a> From<QueueSettingsBorrowed<'a>> for QueueSettings {
    fn from(
        QueueSettingsBorrowed {
            name,
            paused,
            max_running,
            window_from,
            window_to,
            held_until,
        }: QueueSettingsBorrowed<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            paused,
            max_running,
            window_from,
            window_to,
            held_until,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PatchQueue {
    pub name: String,
    pub paused: bool,
    pub max_running: Option<i32>,
    pub notified: String,
}
pub struct PatchQueueBorrowed<'a> {
    pub name: &'a str,
    pub paused: bool,
    pub max_running: Option<i32>,
    pub notified: &'a str,
}
impl<'a> From<PatchQueueBorrowed<'a>> for PatchQueue {
    fn from(
        PatchQueueBorrowed {
            name,
            paused,
            max_running,
            notified,
        }: PatchQueueBorrowed<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            paused,
            max_running,
            notified: notified.into(),
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct EnqueueJobQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<EnqueueJobBorrowed, tokio_postgres::Error>,
    mapper: fn(EnqueueJobBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> EnqueueJobQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(EnqueueJobBorrowed) -> R,
    ) -> EnqueueJobQuery<'c, 'a, 's, C, R, N> {
        EnqueueJobQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct EnqueueJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<EnqueueJobs, tokio_postgres::Error>,
    mapper: fn(EnqueueJobs) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> EnqueueJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(EnqueueJobs) -> R,
    ) -> EnqueueJobsQuery<'c, 'a, 's, C, R, N> {
        EnqueueJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct EnqueueKeylessJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<EnqueueKeylessJobs, tokio_postgres::Error>,
    mapper: fn(EnqueueKeylessJobs) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> EnqueueKeylessJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(EnqueueKeylessJobs) -> R,
    ) -> EnqueueKeylessJobsQuery<'c, 'a, 's, C, R, N> {
        EnqueueKeylessJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ClaimedRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ClaimedRowBorrowed, tokio_postgres::Error>,
    mapper: fn(ClaimedRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ClaimedRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ClaimedRowBorrowed) -> R,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, R, N> {
        ClaimedRowQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ReleaseJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ReleaseJobsBorrowed, tokio_postgres::Error>,
    mapper: fn(ReleaseJobsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ReleaseJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ReleaseJobsBorrowed) -> R,
    ) -> ReleaseJobsQuery<'c, 'a, 's, C, R, N> {
        ReleaseJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct FinishJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FinishJobs, tokio_postgres::Error>,
    mapper: fn(FinishJobs) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FinishJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FinishJobs) -> R,
    ) -> FinishJobsQuery<'c, 'a, 's, C, R, N> {
        FinishJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct PostponeJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<PostponeJobs, tokio_postgres::Error>,
    mapper: fn(PostponeJobs) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PostponeJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PostponeJobs) -> R,
    ) -> PostponeJobsQuery<'c, 'a, 's, C, R, N> {
        PostponeJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct UuidUuidQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<uuid::Uuid, tokio_postgres::Error>,
    mapper: fn(uuid::Uuid) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> UuidUuidQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(uuid::Uuid) -> R,
    ) -> UuidUuidQuery<'c, 'a, 's, C, R, N> {
        UuidUuidQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct HastenJobsOfLibrariesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<HastenJobsOfLibrariesBorrowed, tokio_postgres::Error>,
    mapper: fn(HastenJobsOfLibrariesBorrowed) -> T,
}
impl<
    'c,
    'a,
    's,
    C,
    T: 'c,
    const N: usize,
> HastenJobsOfLibrariesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(HastenJobsOfLibrariesBorrowed) -> R,
    ) -> HastenJobsOfLibrariesQuery<'c, 'a, 's, C, R, N> {
        HastenJobsOfLibrariesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct PromoteDueJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PromoteDueJobsBorrowed, tokio_postgres::Error>,
    mapper: fn(PromoteDueJobsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PromoteDueJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PromoteDueJobsBorrowed) -> R,
    ) -> PromoteDueJobsQuery<'c, 'a, 's, C, R, N> {
        PromoteDueJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct NextDueQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<NextDue, tokio_postgres::Error>,
    mapper: fn(NextDue) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> NextDueQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(NextDue) -> R) -> NextDueQuery<'c, 'a, 's, C, R, N> {
        NextDueQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct BoolQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<bool, tokio_postgres::Error>,
    mapper: fn(bool) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> BoolQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(bool) -> R) -> BoolQuery<'c, 'a, 's, C, R, N> {
        BoolQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct RunningOfNodeQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<RunningOfNode, tokio_postgres::Error>,
    mapper: fn(RunningOfNode) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> RunningOfNodeQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(RunningOfNode) -> R,
    ) -> RunningOfNodeQuery<'c, 'a, 's, C, R, N> {
        RunningOfNodeQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct FreeUnknownRunsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FreeUnknownRunsBorrowed, tokio_postgres::Error>,
    mapper: fn(FreeUnknownRunsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FreeUnknownRunsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FreeUnknownRunsBorrowed) -> R,
    ) -> FreeUnknownRunsQuery<'c, 'a, 's, C, R, N> {
        FreeUnknownRunsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct CheckClockQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CheckClock, tokio_postgres::Error>,
    mapper: fn(CheckClock) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CheckClockQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CheckClock) -> R,
    ) -> CheckClockQuery<'c, 'a, 's, C, R, N> {
        CheckClockQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct TimeOffsetDateTimeQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<time::OffsetDateTime, tokio_postgres::Error>,
    mapper: fn(time::OffsetDateTime) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> TimeOffsetDateTimeQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(time::OffsetDateTime) -> R,
    ) -> TimeOffsetDateTimeQuery<'c, 'a, 's, C, R, N> {
        TimeOffsetDateTimeQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct RescueJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<RescueJobsBorrowed, tokio_postgres::Error>,
    mapper: fn(RescueJobsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> RescueJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(RescueJobsBorrowed) -> R,
    ) -> RescueJobsQuery<'c, 'a, 's, C, R, N> {
        RescueJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct GiveBackJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<GiveBackJobsBorrowed, tokio_postgres::Error>,
    mapper: fn(GiveBackJobsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> GiveBackJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(GiveBackJobsBorrowed) -> R,
    ) -> GiveBackJobsQuery<'c, 'a, 's, C, R, N> {
        GiveBackJobsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListOtherNodesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListOtherNodes, tokio_postgres::Error>,
    mapper: fn(ListOtherNodes) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListOtherNodesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListOtherNodes) -> R,
    ) -> ListOtherNodesQuery<'c, 'a, 's, C, R, N> {
        ListOtherNodesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct StringQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<&str, tokio_postgres::Error>,
    mapper: fn(&str) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> StringQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(&str) -> R) -> StringQuery<'c, 'a, 's, C, R, N> {
        StringQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct JobRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<JobRowBorrowed, tokio_postgres::Error>,
    mapper: fn(JobRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> JobRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(JobRowBorrowed) -> R,
    ) -> JobRowQuery<'c, 'a, 's, C, R, N> {
        JobRowQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct CancelRunningJobQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<CancelRunningJobBorrowed, tokio_postgres::Error>,
    mapper: fn(CancelRunningJobBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CancelRunningJobQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CancelRunningJobBorrowed) -> R,
    ) -> CancelRunningJobQuery<'c, 'a, 's, C, R, N> {
        CancelRunningJobQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct HastenJobQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<HastenJobBorrowed, tokio_postgres::Error>,
    mapper: fn(HastenJobBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> HastenJobQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(HastenJobBorrowed) -> R,
    ) -> HastenJobQuery<'c, 'a, 's, C, R, N> {
        HastenJobQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ReviveJobQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ReviveJobBorrowed, tokio_postgres::Error>,
    mapper: fn(ReviveJobBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ReviveJobQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ReviveJobBorrowed) -> R,
    ) -> ReviveJobQuery<'c, 'a, 's, C, R, N> {
        ReviveJobQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListQueuesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListQueuesBorrowed, tokio_postgres::Error>,
    mapper: fn(ListQueuesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListQueuesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListQueuesBorrowed) -> R,
    ) -> ListQueuesQuery<'c, 'a, 's, C, R, N> {
        ListQueuesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct WatchQueuesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<WatchQueuesBorrowed, tokio_postgres::Error>,
    mapper: fn(WatchQueuesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> WatchQueuesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(WatchQueuesBorrowed) -> R,
    ) -> WatchQueuesQuery<'c, 'a, 's, C, R, N> {
        WatchQueuesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct RecentRatesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<RecentRatesBorrowed, tokio_postgres::Error>,
    mapper: fn(RecentRatesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> RecentRatesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(RecentRatesBorrowed) -> R,
    ) -> RecentRatesQuery<'c, 'a, 's, C, R, N> {
        RecentRatesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct QueueSettingsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<QueueSettingsBorrowed, tokio_postgres::Error>,
    mapper: fn(QueueSettingsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> QueueSettingsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(QueueSettingsBorrowed) -> R,
    ) -> QueueSettingsQuery<'c, 'a, 's, C, R, N> {
        QueueSettingsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct PatchQueueQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PatchQueueBorrowed, tokio_postgres::Error>,
    mapper: fn(PatchQueueBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PatchQueueQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PatchQueueBorrowed) -> R,
    ) -> PatchQueueQuery<'c, 'a, 's, C, R, N> {
        PatchQueueQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct EnqueueJobStmt(&'static str, Option<tokio_postgres::Statement>);
/// Store one job; with a unique key, the unfinished job of that key is returned instead. Waiting nodes hear of it at commit.
/// plan: jobs_unique · bound: 1 row
pub fn enqueue_job() -> EnqueueJobStmt {
    EnqueueJobStmt(
        "/* enqueue_job */ with stored as ( insert into core.jobs (id, kind, queue, priority, state, args, unique_key, max_attempts, request_id, created_by, created_at, scheduled_at) values ($1, $2, $3, $4, case when $5::timestamptz > now() then 'scheduled' else 'available' end, $6::text::jsonb, $7, $8, $9, $10, now(), coalesce($5::timestamptz, now())) on conflict (kind, unique_key) where unique_key is not null do update set unique_key = excluded.unique_key returning id, queue, state, scheduled_at ) select id, pg_notify('revenge_jobs', case state when 'scheduled' then 'later ' || ceil(extract(epoch from scheduled_at - now()) * 1000)::bigint else 'new ' || queue || ' ' || id end)::text as notified from stored",
        None,
    )
}
impl EnqueueJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::StringSql,
        T4: crate::StringSql,
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        kind: &'a T1,
        queue: &'a T2,
        priority: &'a i16,
        run_at: &'a Option<time::OffsetDateTime>,
        args: &'a T3,
        unique_key: &'a Option<T4>,
        max_attempts: &'a i16,
        request_id: &'a Option<T5>,
        created_by: &'a Option<uuid::Uuid>,
    ) -> EnqueueJobQuery<'c, 'a, 's, C, EnqueueJob, 10> {
        EnqueueJobQuery {
            client,
            params: [
                id,
                kind,
                queue,
                priority,
                run_at,
                args,
                unique_key,
                max_attempts,
                request_id,
                created_by,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<EnqueueJobBorrowed, tokio_postgres::Error> {
                Ok(EnqueueJobBorrowed {
                    id: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| EnqueueJob::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    EnqueueJobParams<T1, T2, T3, T4, T5>,
    EnqueueJobQuery<'c, 'a, 's, C, EnqueueJob, 10>,
    C,
> for EnqueueJobStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a EnqueueJobParams<T1, T2, T3, T4, T5>,
    ) -> EnqueueJobQuery<'c, 'a, 's, C, EnqueueJob, 10> {
        self.bind(
            client,
            &params.id,
            &params.kind,
            &params.queue,
            &params.priority,
            &params.run_at,
            &params.args,
            &params.unique_key,
            &params.max_attempts,
            &params.request_id,
            &params.created_by,
        )
    }
}
pub struct EnqueueJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Store many jobs of one kind; those whose unique key has an unfinished job are left out. An empty key is none.
/// plan: jobs_unique · bound: as many as the caller gives
pub fn enqueue_jobs() -> EnqueueJobsStmt {
    EnqueueJobsStmt(
        "/* enqueue_jobs */ with stored as ( insert into core.jobs (id, kind, queue, priority, state, args, unique_key, max_attempts, request_id, created_by, created_at, scheduled_at) select n.id, $1, $2, $3, 'available', n.args::jsonb, nullif(n.unique_key, ''), $4, $5, $6, now(), now() from unnest($7::uuid[], $8::text[], $9::text[]) as n(id, args, unique_key) on conflict (kind, unique_key) where unique_key is not null do nothing returning id ), told as ( select pg_notify('revenge_jobs', 'wake ' || $2) where exists (select from stored) ) select count(*) as n_stored, (select count(*) from told) as n_told from stored",
        None,
    )
}
impl EnqueueJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = uuid::Uuid>,
        T5: crate::StringSql,
        T6: crate::ArraySql<Item = T5>,
        T7: crate::StringSql,
        T8: crate::ArraySql<Item = T7>,
    >(
        &'s self,
        client: &'c C,
        kind: &'a T1,
        queue: &'a T2,
        priority: &'a i16,
        max_attempts: &'a i16,
        request_id: &'a Option<T3>,
        created_by: &'a Option<uuid::Uuid>,
        ids: &'a T4,
        args: &'a T6,
        unique_keys: &'a T8,
    ) -> EnqueueJobsQuery<'c, 'a, 's, C, EnqueueJobs, 9> {
        EnqueueJobsQuery {
            client,
            params: [
                kind,
                queue,
                priority,
                max_attempts,
                request_id,
                created_by,
                ids,
                args,
                unique_keys,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<EnqueueJobs, tokio_postgres::Error> {
                Ok(EnqueueJobs {
                    n_stored: row.try_get(0)?,
                    n_told: row.try_get(1)?,
                })
            },
            mapper: |it| EnqueueJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = uuid::Uuid>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    EnqueueJobsParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    EnqueueJobsQuery<'c, 'a, 's, C, EnqueueJobs, 9>,
    C,
> for EnqueueJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a EnqueueJobsParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    ) -> EnqueueJobsQuery<'c, 'a, 's, C, EnqueueJobs, 9> {
        self.bind(
            client,
            &params.kind,
            &params.queue,
            &params.priority,
            &params.max_attempts,
            &params.request_id,
            &params.created_by,
            &params.ids,
            &params.args,
            &params.unique_keys,
        )
    }
}
pub struct EnqueueKeylessJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Store many jobs of one kind that have no unique key. Apart from `enqueue_jobs`: a row that could meet a conflict is
/// written speculatively, which is a third of the price.
/// plan: none · bound: as many as the caller gives
pub fn enqueue_keyless_jobs() -> EnqueueKeylessJobsStmt {
    EnqueueKeylessJobsStmt(
        "/* enqueue_keyless_jobs */ with stored as ( insert into core.jobs (id, kind, queue, priority, state, args, max_attempts, request_id, created_by, created_at, scheduled_at) select n.id, $1, $2, $3, 'available', n.args::jsonb, $4, $5, $6, now(), now() from unnest($7::uuid[], $8::text[]) as n(id, args) returning 1 ), told as ( select pg_notify('revenge_jobs', 'wake ' || $2) where exists (select from stored) ) select count(*) as n_stored, (select count(*) from told) as n_told from stored",
        None,
    )
}
impl EnqueueKeylessJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = uuid::Uuid>,
        T5: crate::StringSql,
        T6: crate::ArraySql<Item = T5>,
    >(
        &'s self,
        client: &'c C,
        kind: &'a T1,
        queue: &'a T2,
        priority: &'a i16,
        max_attempts: &'a i16,
        request_id: &'a Option<T3>,
        created_by: &'a Option<uuid::Uuid>,
        ids: &'a T4,
        args: &'a T6,
    ) -> EnqueueKeylessJobsQuery<'c, 'a, 's, C, EnqueueKeylessJobs, 8> {
        EnqueueKeylessJobsQuery {
            client,
            params: [
                kind,
                queue,
                priority,
                max_attempts,
                request_id,
                created_by,
                ids,
                args,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<EnqueueKeylessJobs, tokio_postgres::Error> {
                Ok(EnqueueKeylessJobs {
                    n_stored: row.try_get(0)?,
                    n_told: row.try_get(1)?,
                })
            },
            mapper: |it| EnqueueKeylessJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = uuid::Uuid>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    EnqueueKeylessJobsParams<T1, T2, T3, T4, T5, T6>,
    EnqueueKeylessJobsQuery<'c, 'a, 's, C, EnqueueKeylessJobs, 8>,
    C,
> for EnqueueKeylessJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a EnqueueKeylessJobsParams<T1, T2, T3, T4, T5, T6>,
    ) -> EnqueueKeylessJobsQuery<'c, 'a, 's, C, EnqueueKeylessJobs, 8> {
        self.bind(
            client,
            &params.kind,
            &params.queue,
            &params.priority,
            &params.max_attempts,
            &params.request_id,
            &params.created_by,
            &params.ids,
            &params.args,
        )
    }
}
pub struct ClaimJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Take waiting jobs of several queues, at most `free` of each, the most urgent first. The ids go into the update as an
/// array: joined, the planner guessed a tenth of the table for the limit and read all of it at each claim. A node that was
/// idle `tells` the others with the claim itself that it is busy: dead between the two, nobody would look for its jobs.
/// plan: jobs_claimable, jobs_pkey · bound: sum of free
pub fn claim_jobs() -> ClaimJobsStmt {
    ClaimJobsStmt(
        "/* claim_jobs */ with beaten as ( insert into core.nodes as n (id, name, started_at, heartbeat_at) select $1, $2, now(), now() where $3 on conflict (id) do update set heartbeat_at = now() ), picked as materialized ( select j.id from unnest($4::text[], $5::integer[]) as q(name, free) join core.queues c on c.name = q.name and not c.paused cross join lateral ( select id from core.jobs where queue = q.name and state = 'available' order by priority desc, scheduled_at, id limit q.free for update skip locked ) j ), told as materialized ( select pg_notify('revenge_jobs', 'busy ' || $1::uuid) where $6 and exists (select from picked) ) update core.jobs j set state = 'running', attempt = j.attempt + 1, run_no = j.run_no + 1, node_id = $1, started_at = now(), progress_done = 0, progress_total = 0, progress_message = '' where j.id = any(array(select id from picked)) returning j.id, j.kind, j.queue, j.priority, j.args::text as args, j.attempt, j.max_attempts, j.run_no, j.cancel_requested, j.request_id, j.created_by, j.errors -> -1 ->> 'error' as error, j.created_at, j.scheduled_at, j.started_at, (select count(*) from told) as n_told",
        None,
    )
}
impl ClaimJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::ArraySql<Item = i32>,
    >(
        &'s self,
        client: &'c C,
        node: &'a uuid::Uuid,
        name: &'a T1,
        beats: &'a bool,
        queues: &'a T3,
        free: &'a T4,
        tells: &'a bool,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6> {
        ClaimedRowQuery {
            client,
            params: [node, name, beats, queues, free, tells],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ClaimedRowBorrowed, tokio_postgres::Error> {
                Ok(ClaimedRowBorrowed {
                    id: row.try_get(0)?,
                    kind: row.try_get(1)?,
                    queue: row.try_get(2)?,
                    priority: row.try_get(3)?,
                    args: row.try_get(4)?,
                    attempt: row.try_get(5)?,
                    max_attempts: row.try_get(6)?,
                    run_no: row.try_get(7)?,
                    cancel_requested: row.try_get(8)?,
                    request_id: row.try_get(9)?,
                    created_by: row.try_get(10)?,
                    error: row.try_get(11)?,
                    created_at: row.try_get(12)?,
                    scheduled_at: row.try_get(13)?,
                    started_at: row.try_get(14)?,
                    n_told: row.try_get(15)?,
                })
            },
            mapper: |it| ClaimedRow::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = i32>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ClaimJobsParams<T1, T2, T3, T4>,
    ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6>,
    C,
> for ClaimJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ClaimJobsParams<T1, T2, T3, T4>,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6> {
        self.bind(
            client,
            &params.node,
            &params.name,
            &params.beats,
            &params.queues,
            &params.free,
            &params.tells,
        )
    }
}
pub struct ReleaseJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Hand back what this node has claimed and not begun: available where it was, the attempt is not counted.
/// plan: jobs_pkey · bound: as many as the caller gives
pub fn release_jobs() -> ReleaseJobsStmt {
    ReleaseJobsStmt(
        "/* release_jobs */ with freed as ( update core.jobs j set state = 'available', node_id = null, attempt = j.attempt - 1 from unnest($1::uuid[], $2::integer[]) as r(id, run_no) where j.id = any($1) and j.id = r.id and j.run_no = r.run_no and j.state = 'running' returning j.queue ) select queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed group by queue",
        None,
    )
}
impl ReleaseJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i32>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        run_nos: &'a T2,
    ) -> ReleaseJobsQuery<'c, 'a, 's, C, ReleaseJobs, 2> {
        ReleaseJobsQuery {
            client,
            params: [ids, run_nos],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ReleaseJobsBorrowed, tokio_postgres::Error> {
                Ok(ReleaseJobsBorrowed {
                    queue: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| ReleaseJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ReleaseJobsParams<T1, T2>,
    ReleaseJobsQuery<'c, 'a, 's, C, ReleaseJobs, 2>,
    C,
> for ReleaseJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ReleaseJobsParams<T1, T2>,
    ) -> ReleaseJobsQuery<'c, 'a, 's, C, ReleaseJobs, 2> {
        self.bind(client, &params.ids, &params.run_nos)
    }
}
pub struct FinishJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Move runs that came to an end into the history. A run that was given up meanwhile (another run_no, not running) is
/// left alone. Empty result or error is none. Here and below the ids stand a second time as an array: an index condition,
/// where the join alone was once planned as every running row against every id.
/// plan: jobs_pkey · bound: as many as the caller gives
pub fn finish_jobs() -> FinishJobsStmt {
    FinishJobsStmt(
        "/* finish_jobs */ with ended as ( select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[]) as e(id, run_no, final_state, result, error) ), gone as ( delete from core.jobs j using ended e where j.id = any($1) and j.id = e.id and j.run_no = e.run_no and j.state = 'running' returning j.*, e.final_state, e.result, e.error ) insert into core.job_history (id, kind, queue, priority, state, args, unique_key, attempt, max_attempts, progress_done, progress_total, progress_message, errors, result, request_id, created_by, created_at, scheduled_at, started_at, finished_at) select id, kind, queue, priority, final_state, args, unique_key, attempt, max_attempts, progress_done, progress_total, progress_message, case when error = '' then errors else errors || jsonb_build_array(jsonb_build_object('attempt', attempt, 'started_at', started_at, 'at', now(), 'error', error)) end, nullif(result, '')::jsonb, request_id, created_by, created_at, scheduled_at, started_at, clock_timestamp() from gone returning id, finished_at",
        None,
    )
}
impl FinishJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i32>,
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = T3>,
        T5: crate::StringSql,
        T6: crate::ArraySql<Item = T5>,
        T7: crate::StringSql,
        T8: crate::ArraySql<Item = T7>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        run_nos: &'a T2,
        states: &'a T4,
        results: &'a T6,
        errors: &'a T8,
    ) -> FinishJobsQuery<'c, 'a, 's, C, FinishJobs, 5> {
        FinishJobsQuery {
            client,
            params: [ids, run_nos, states, results, errors],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FinishJobs, tokio_postgres::Error> {
                Ok(FinishJobs {
                    id: row.try_get(0)?,
                    finished_at: row.try_get(1)?,
                })
            },
            mapper: |it| FinishJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FinishJobsParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    FinishJobsQuery<'c, 'a, 's, C, FinishJobs, 5>,
    C,
> for FinishJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FinishJobsParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    ) -> FinishJobsQuery<'c, 'a, 's, C, FinishJobs, 5> {
        self.bind(
            client,
            &params.ids,
            &params.run_nos,
            &params.states,
            &params.results,
            &params.errors,
        )
    }
}
pub struct PostponeJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Put runs back to be started later: after a failed attempt (counts) or because the handler asked for it (does not).
/// plan: jobs_pkey · bound: as many as the caller gives
pub fn postpone_jobs() -> PostponeJobsStmt {
    PostponeJobsStmt(
        "/* postpone_jobs */ update core.jobs j set state = case when l.counts then 'retryable' else 'scheduled' end, attempt = case when l.counts then j.attempt else j.attempt - 1 end, scheduled_at = now() + l.delay_ms * interval '1 millisecond', errors = case when l.error = '' then j.errors else j.errors || jsonb_build_array(jsonb_build_object('attempt', j.attempt, 'started_at', j.started_at, 'at', now(), 'error', l.error)) end, node_id = null, is_held = l.is_held from unnest($1::uuid[], $2::integer[], $3::boolean[], $4::boolean[], $5::bigint[], $6::text[]) as l(id, run_no, counts, is_held, delay_ms, error) where j.id = any($1) and j.id = l.id and j.run_no = l.run_no and j.state = 'running' returning j.id, j.scheduled_at",
        None,
    )
}
impl PostponeJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i32>,
        T3: crate::ArraySql<Item = bool>,
        T4: crate::ArraySql<Item = bool>,
        T5: crate::ArraySql<Item = i64>,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        run_nos: &'a T2,
        counts: &'a T3,
        held: &'a T4,
        delays_ms: &'a T5,
        errors: &'a T7,
    ) -> PostponeJobsQuery<'c, 'a, 's, C, PostponeJobs, 6> {
        PostponeJobsQuery {
            client,
            params: [ids, run_nos, counts, held, delays_ms, errors],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PostponeJobs, tokio_postgres::Error> {
                Ok(PostponeJobs {
                    id: row.try_get(0)?,
                    scheduled_at: row.try_get(1)?,
                })
            },
            mapper: |it| PostponeJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::ArraySql<Item = bool>,
    T4: crate::ArraySql<Item = bool>,
    T5: crate::ArraySql<Item = i64>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PostponeJobsParams<T1, T2, T3, T4, T5, T6, T7>,
    PostponeJobsQuery<'c, 'a, 's, C, PostponeJobs, 6>,
    C,
> for PostponeJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PostponeJobsParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> PostponeJobsQuery<'c, 'a, 's, C, PostponeJobs, 6> {
        self.bind(
            client,
            &params.ids,
            &params.run_nos,
            &params.counts,
            &params.held,
            &params.delays_ms,
            &params.errors,
        )
    }
}
pub struct HastenHeldJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What was put off because it was held may go on now. Whatever is held still is put off again.
/// plan: jobs_waiting · bound: what ran when its queue was held
pub fn hasten_held_jobs() -> HastenHeldJobsStmt {
    HastenHeldJobsStmt(
        "/* hasten_held_jobs */ update core.jobs set scheduled_at = now() where state = 'scheduled' and is_held returning id",
        None,
    )
}
impl HastenHeldJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 0> {
        UuidUuidQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct HastenJobsOfLibrariesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What waits for its time begins now, of some kinds and libraries, and the nodes that wait are woken.
/// plan: jobs_waiting · bound: what waits
pub fn hasten_jobs_of_libraries() -> HastenJobsOfLibrariesStmt {
    HastenJobsOfLibrariesStmt(
        "/* hasten_jobs_of_libraries */ with hastened as ( update core.jobs set state = 'available', scheduled_at = now() where state = 'scheduled' and kind = any($1) and args ->> 'library_id' = any($2) returning queue ) select count(*) as n_jobs, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from hastened group by queue",
        None,
    )
}
impl HastenJobsOfLibrariesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::ArraySql<Item = T1>,
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = T3>,
    >(
        &'s self,
        client: &'c C,
        kinds: &'a T2,
        libraries: &'a T4,
    ) -> HastenJobsOfLibrariesQuery<'c, 'a, 's, C, HastenJobsOfLibraries, 2> {
        HastenJobsOfLibrariesQuery {
            client,
            params: [kinds, libraries],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<HastenJobsOfLibrariesBorrowed, tokio_postgres::Error> {
                Ok(HastenJobsOfLibrariesBorrowed {
                    n_jobs: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| HastenJobsOfLibraries::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    HastenJobsOfLibrariesParams<T1, T2, T3, T4>,
    HastenJobsOfLibrariesQuery<'c, 'a, 's, C, HastenJobsOfLibraries, 2>,
    C,
> for HastenJobsOfLibrariesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a HastenJobsOfLibrariesParams<T1, T2, T3, T4>,
    ) -> HastenJobsOfLibrariesQuery<'c, 'a, 's, C, HastenJobsOfLibraries, 2> {
        self.bind(client, &params.kinds, &params.libraries)
    }
}
pub struct PromoteDueJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Make jobs available whose time has come, and wake the nodes that wait.
/// plan: jobs_waiting · bound: :limit
pub fn promote_due_jobs() -> PromoteDueJobsStmt {
    PromoteDueJobsStmt(
        "/* promote_due_jobs */ with due as ( select id from core.jobs where state in ('scheduled', 'retryable') and scheduled_at <= now() order by scheduled_at limit $1 for update skip locked ), promoted as ( update core.jobs j set state = 'available' from due where j.id = due.id returning j.queue ) select queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from promoted group by queue",
        None,
    )
}
impl PromoteDueJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        limit: &'a i64,
    ) -> PromoteDueJobsQuery<'c, 'a, 's, C, PromoteDueJobs, 1> {
        PromoteDueJobsQuery {
            client,
            params: [limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PromoteDueJobsBorrowed, tokio_postgres::Error> {
                Ok(PromoteDueJobsBorrowed {
                    queue: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| PromoteDueJobs::from(it),
        }
    }
}
pub struct NextDueStmt(&'static str, Option<tokio_postgres::Statement>);
/// How long until the next postponed job is due; null when there is none. And the clock that decides.
/// plan: jobs_waiting · bound: 1 row
pub fn next_due() -> NextDueStmt {
    NextDueStmt(
        "/* next_due */ select extract(epoch from min(scheduled_at) - now())::float8 as seconds, now() as now from core.jobs where state in ('scheduled', 'retryable')",
        None,
    )
}
impl NextDueStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> NextDueQuery<'c, 'a, 's, C, NextDue, 0> {
        NextDueQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<NextDue, tokio_postgres::Error> {
                Ok(NextDue {
                    seconds: row.try_get(0)?,
                    now: row.try_get(1)?,
                })
            },
            mapper: |it| NextDue::from(it),
        }
    }
}
pub struct WriteProgressStmt(&'static str, Option<tokio_postgres::Statement>);
/// Keep how far runs have come; rows of runs that were given up are left alone and not returned.
/// plan: jobs_pkey · bound: as many as the caller gives
pub fn write_progress() -> WriteProgressStmt {
    WriteProgressStmt(
        "/* write_progress */ update core.jobs j set progress_done = p.done, progress_total = p.total, progress_message = p.message from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::bigint[], $5::text[]) as p(id, run_no, done, total, message) where j.id = any($1) and j.id = p.id and j.run_no = p.run_no and j.state = 'running' returning j.id",
        None,
    )
}
impl WriteProgressStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i32>,
        T3: crate::ArraySql<Item = i64>,
        T4: crate::ArraySql<Item = i64>,
        T5: crate::StringSql,
        T6: crate::ArraySql<Item = T5>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        run_nos: &'a T2,
        done: &'a T3,
        total: &'a T4,
        messages: &'a T6,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        UuidUuidQuery {
            client,
            params: [ids, run_nos, done, total, messages],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    WriteProgressParams<T1, T2, T3, T4, T5, T6>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5>,
    C,
> for WriteProgressStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a WriteProgressParams<T1, T2, T3, T4, T5, T6>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        self.bind(
            client,
            &params.ids,
            &params.run_nos,
            &params.done,
            &params.total,
            &params.messages,
        )
    }
}
pub struct BeatStmt(&'static str, Option<tokio_postgres::Statement>);
/// Say that this node lives. Returns whether others had given it up (or it is new).
/// plan: nodes_pkey · bound: 1 row
pub fn beat() -> BeatStmt {
    BeatStmt(
        "/* beat */ insert into core.nodes as n (id, name, started_at, heartbeat_at) values ($1, $2, now(), now()) on conflict (id) do update set heartbeat_at = now() returning n.started_at = now() as is_new",
        None,
    )
}
impl BeatStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        name: &'a T1,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        BoolQuery {
            client,
            params: [id, name],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    BeatParams<T1>,
    BoolQuery<'c, 'a, 's, C, bool, 2>,
    C,
> for BeatStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a BeatParams<T1>,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        self.bind(client, &params.id, &params.name)
    }
}
pub struct RunningOfNodeStmt(&'static str, Option<tokio_postgres::Statement>);
/// What the database believes this node runs.
/// plan: jobs_running · bound: sum of the queues' limits
pub fn running_of_node() -> RunningOfNodeStmt {
    RunningOfNodeStmt(
        "/* running_of_node */ select id, run_no, cancel_requested from core.jobs where node_id = $1 and state = 'running'",
        None,
    )
}
impl RunningOfNodeStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        node: &'a uuid::Uuid,
    ) -> RunningOfNodeQuery<'c, 'a, 's, C, RunningOfNode, 1> {
        RunningOfNodeQuery {
            client,
            params: [node],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<RunningOfNode, tokio_postgres::Error> {
                Ok(RunningOfNode {
                    id: row.try_get(0)?,
                    run_no: row.try_get(1)?,
                    cancel_requested: row.try_get(2)?,
                })
            },
            mapper: |it| RunningOfNode::from(it),
        }
    }
}
pub struct FreeUnknownRunsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Claims whose answer never reached this node: nobody works at them. The attempt stays counted.
/// plan: jobs_pkey · bound: as many as the caller gives
pub fn free_unknown_runs() -> FreeUnknownRunsStmt {
    FreeUnknownRunsStmt(
        "/* free_unknown_runs */ with freed as ( update core.jobs j set state = 'available', node_id = null, scheduled_at = now(), errors = j.errors || jsonb_build_array(jsonb_build_object('attempt', j.attempt, 'started_at', j.started_at, 'at', now(), 'error', 'the connection to the database broke before this attempt began')) from unnest($1::uuid[], $2::integer[]) as u (id, run_no) where j.id = any($1) and j.id = u.id and j.run_no = u.run_no and j.node_id = $3 and j.state = 'running' returning j.id, j.queue ) select id, queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed",
        None,
    )
}
impl FreeUnknownRunsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i32>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        run_nos: &'a T2,
        node: &'a uuid::Uuid,
    ) -> FreeUnknownRunsQuery<'c, 'a, 's, C, FreeUnknownRuns, 3> {
        FreeUnknownRunsQuery {
            client,
            params: [ids, run_nos, node],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FreeUnknownRunsBorrowed, tokio_postgres::Error> {
                Ok(FreeUnknownRunsBorrowed {
                    id: row.try_get(0)?,
                    queue: row.try_get(1)?,
                    notified: row.try_get(2)?,
                })
            },
            mapper: |it| FreeUnknownRuns::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FreeUnknownRunsParams<T1, T2>,
    FreeUnknownRunsQuery<'c, 'a, 's, C, FreeUnknownRuns, 3>,
    C,
> for FreeUnknownRunsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FreeUnknownRunsParams<T1, T2>,
    ) -> FreeUnknownRunsQuery<'c, 'a, 's, C, FreeUnknownRuns, 3> {
        self.bind(client, &params.ids, &params.run_nos, &params.node)
    }
}
pub struct CheckClockStmt(&'static str, Option<tokio_postgres::Statement>);
/// The database's clock. Heartbeats that lie ahead of it (it was set back) begin to age now, and what waits since an
/// attempt that lies ahead of it is due now; else both would wait until the clock is there again.
/// plan: scan, because nodes are few; jobs_waiting, read whole · bound: nodes, postponed jobs
pub fn check_clock() -> CheckClockStmt {
    CheckClockStmt(
        "/* check_clock */ with nodes as ( update core.nodes set heartbeat_at = now() where heartbeat_at > now() + interval '1 minute' returning id ), jobs as ( update core.jobs set scheduled_at = now() where state in ('scheduled', 'retryable') and started_at > now() + interval '1 minute' returning id ) select (select count(*) from nodes) as n_nodes, (select count(*) from jobs) as n_jobs",
        None,
    )
}
impl CheckClockStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> CheckClockQuery<'c, 'a, 's, C, CheckClock, 0> {
        CheckClockQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<CheckClock, tokio_postgres::Error> {
                Ok(CheckClock {
                    n_nodes: row.try_get(0)?,
                    n_jobs: row.try_get(1)?,
                })
            },
            mapper: |it| CheckClock::from(it),
        }
    }
}
pub struct ReadClockStmt(&'static str, Option<tokio_postgres::Statement>);
/// The clock that decides who is dead.
/// plan: none · bound: 1 row
pub fn read_clock() -> ReadClockStmt {
    ReadClockStmt("/* read_clock */ select now() as now", None)
}
impl ReadClockStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> TimeOffsetDateTimeQuery<'c, 'a, 's, C, time::OffsetDateTime, 0> {
        TimeOffsetDateTimeQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct RescueJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Free the jobs of dead nodes: silent for longer than the lease while they hold jobs, or an earlier life of this node
/// (same name). Their attempt stays counted, and there is no back-off: it was not the job's fault. `now` is a clock that
/// was looked at before: one that is set just now must not make the living look dead.
/// plan: jobs_running · bound: running jobs of the dead nodes
pub fn rescue_jobs() -> RescueJobsStmt {
    RescueJobsStmt(
        "/* rescue_jobs */ with dead as ( delete from core.nodes n where n.id <> $1 and (n.name = $2 or n.heartbeat_at < $3::timestamptz - $4::bigint * interval '1 millisecond' and exists (select from core.jobs where node_id = n.id and state = 'running')) returning n.id, n.name ), freed as ( update core.jobs j set state = 'available', node_id = null, scheduled_at = now(), errors = j.errors || jsonb_build_array(jsonb_build_object('attempt', j.attempt, 'started_at', j.started_at, 'at', now(), 'error', 'the node that ran this attempt is gone')) where j.node_id is not null and j.state = 'running' and (j.node_id in (select id from dead) or j.node_id <> $1 and not exists (select from core.nodes n where n.id = j.node_id)) returning j.id, j.queue ) select id, queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed",
        None,
    )
}
impl RescueJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        node: &'a uuid::Uuid,
        name: &'a T1,
        now: &'a time::OffsetDateTime,
        lease_ms: &'a i64,
    ) -> RescueJobsQuery<'c, 'a, 's, C, RescueJobs, 4> {
        RescueJobsQuery {
            client,
            params: [node, name, now, lease_ms],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<RescueJobsBorrowed, tokio_postgres::Error> {
                Ok(RescueJobsBorrowed {
                    id: row.try_get(0)?,
                    queue: row.try_get(1)?,
                    notified: row.try_get(2)?,
                })
            },
            mapper: |it| RescueJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    RescueJobsParams<T1>,
    RescueJobsQuery<'c, 'a, 's, C, RescueJobs, 4>,
    C,
> for RescueJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a RescueJobsParams<T1>,
    ) -> RescueJobsQuery<'c, 'a, 's, C, RescueJobs, 4> {
        self.bind(client, &params.node, &params.name, &params.now, &params.lease_ms)
    }
}
pub struct GiveBackJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// A node that stops hands over what it did not finish: available at once, the attempt is not counted.
/// plan: jobs_running · bound: sum of the queues' limits
pub fn give_back_jobs() -> GiveBackJobsStmt {
    GiveBackJobsStmt(
        "/* give_back_jobs */ with freed as ( update core.jobs set state = 'available', node_id = null, attempt = attempt - 1, scheduled_at = now() where node_id = $1 and state = 'running' returning id, queue ) select id, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed",
        None,
    )
}
impl GiveBackJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        node: &'a uuid::Uuid,
    ) -> GiveBackJobsQuery<'c, 'a, 's, C, GiveBackJobs, 1> {
        GiveBackJobsQuery {
            client,
            params: [node],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<GiveBackJobsBorrowed, tokio_postgres::Error> {
                Ok(GiveBackJobsBorrowed {
                    id: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| GiveBackJobs::from(it),
        }
    }
}
pub struct ForgetNodeStmt(&'static str, Option<tokio_postgres::Statement>);
/// A node that stops takes its row with it.
/// plan: nodes_pkey · bound: 1 row
pub fn forget_node() -> ForgetNodeStmt {
    ForgetNodeStmt("/* forget_node */ delete from core.nodes where id = $1", None)
}
impl ForgetNodeStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id]).await
    }
}
pub struct ListOtherNodesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Every other node, and whether it runs something.
/// plan: nodes_pkey · bound: number of nodes
pub fn list_other_nodes() -> ListOtherNodesStmt {
    ListOtherNodesStmt(
        "/* list_other_nodes */ select n.id, exists (select from core.jobs where node_id = n.id and state = 'running') as is_busy from core.nodes n where n.id <> $1",
        None,
    )
}
impl ListOtherNodesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        node: &'a uuid::Uuid,
    ) -> ListOtherNodesQuery<'c, 'a, 's, C, ListOtherNodes, 1> {
        ListOtherNodesQuery {
            client,
            params: [node],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListOtherNodes, tokio_postgres::Error> {
                Ok(ListOtherNodes {
                    id: row.try_get(0)?,
                    is_busy: row.try_get(1)?,
                })
            },
            mapper: |it| ListOtherNodes::from(it),
        }
    }
}
pub struct NotifyStmt(&'static str, Option<tokio_postgres::Statement>);
/// A word to all nodes; delivered at commit.
/// plan: none · bound: 1 row
pub fn notify() -> NotifyStmt {
    NotifyStmt("/* notify */ select pg_notify('revenge_jobs', $1)::text as notified", None)
}
impl NotifyStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        payload: &'a T1,
    ) -> StringQuery<'c, 'a, 's, C, String, 1> {
        StringQuery {
            client,
            params: [payload],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct GetJobStmt(&'static str, Option<tokio_postgres::Statement>);
/// One job, finished or not.
/// plan: jobs_pkey, job_history_pkey · bound: 1 row
pub fn get_job() -> GetJobStmt {
    GetJobStmt(
        "/* get_job */ select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors -> -1 ->> 'error' as error, created_at, scheduled_at, started_at, null::timestamptz as finished_at, null::text as result, case when pg_column_size(args) < 4096 then args::text else '' end as args from core.jobs where id = $1 union all select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors -> -1 ->> 'error', created_at, scheduled_at, started_at, finished_at, result::text, case when pg_column_size(args) < 4096 then args::text else '' end from core.job_history where id = $1 limit 1",
        None,
    )
}
impl GetJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 1> {
        JobRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<JobRowBorrowed, tokio_postgres::Error> {
                Ok(JobRowBorrowed {
                    id: row.try_get(0)?,
                    kind: row.try_get(1)?,
                    queue: row.try_get(2)?,
                    priority: row.try_get(3)?,
                    state: row.try_get(4)?,
                    progress_done: row.try_get(5)?,
                    progress_total: row.try_get(6)?,
                    progress_message: row.try_get(7)?,
                    attempt: row.try_get(8)?,
                    max_attempts: row.try_get(9)?,
                    error: row.try_get(10)?,
                    created_at: row.try_get(11)?,
                    scheduled_at: row.try_get(12)?,
                    started_at: row.try_get(13)?,
                    finished_at: row.try_get(14)?,
                    result: row.try_get(15)?,
                    args: row.try_get(16)?,
                })
            },
            mapper: |it| JobRow::from(it),
        }
    }
}
pub struct JobsByIdsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Several jobs, finished or not.
/// plan: jobs_pkey, job_history_pkey · bound: as many as the caller gives
pub fn jobs_by_ids() -> JobsByIdsStmt {
    JobsByIdsStmt(
        "/* jobs_by_ids */ select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors -> -1 ->> 'error' as error, created_at, scheduled_at, started_at, null::timestamptz as finished_at, null::text as result, case when pg_column_size(args) < 4096 then args::text else '' end as args from core.jobs where id = any($1) union all select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors -> -1 ->> 'error', created_at, scheduled_at, started_at, finished_at, result::text, case when pg_column_size(args) < 4096 then args::text else '' end from core.job_history where id = any($1)",
        None,
    )
}
impl JobsByIdsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        ids: &'a T1,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 1> {
        JobRowQuery {
            client,
            params: [ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<JobRowBorrowed, tokio_postgres::Error> {
                Ok(JobRowBorrowed {
                    id: row.try_get(0)?,
                    kind: row.try_get(1)?,
                    queue: row.try_get(2)?,
                    priority: row.try_get(3)?,
                    state: row.try_get(4)?,
                    progress_done: row.try_get(5)?,
                    progress_total: row.try_get(6)?,
                    progress_message: row.try_get(7)?,
                    attempt: row.try_get(8)?,
                    max_attempts: row.try_get(9)?,
                    error: row.try_get(10)?,
                    created_at: row.try_get(11)?,
                    scheduled_at: row.try_get(12)?,
                    started_at: row.try_get(13)?,
                    finished_at: row.try_get(14)?,
                    result: row.try_get(15)?,
                    args: row.try_get(16)?,
                })
            },
            mapper: |it| JobRow::from(it),
        }
    }
}
pub struct JobAttemptsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What went wrong in each attempt: [{attempt, started_at, at, error}].
/// plan: jobs_pkey, job_history_pkey · bound: 1 row
pub fn job_attempts() -> JobAttemptsStmt {
    JobAttemptsStmt(
        "/* job_attempts */ select errors::text as errors from core.jobs where id = $1 union all select errors::text from core.job_history where id = $1 limit 1",
        None,
    )
}
impl JobAttemptsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> StringQuery<'c, 'a, 's, C, String, 1> {
        StringQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct ListJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page, newest first. First page: the greatest id. Both tables are read backwards by id and merged.
/// plan: jobs_pkey, job_history_pkey · bound: limit <= 201
pub fn list_jobs() -> ListJobsStmt {
    ListJobsStmt(
        "/* list_jobs */ select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors -> -1 ->> 'error' as error, created_at, scheduled_at, started_at, finished_at, result::text as result, case when pg_column_size(args) < 4096 then args::text else '' end as args from ( select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors, created_at, scheduled_at, started_at, null::timestamptz as finished_at, null::jsonb as result, args from core.jobs union all select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts, errors, created_at, scheduled_at, started_at, finished_at, result, args from core.job_history ) j where id < $1 order by id desc limit $2",
        None,
    )
}
impl ListJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        before: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 2> {
        JobRowQuery {
            client,
            params: [before, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<JobRowBorrowed, tokio_postgres::Error> {
                Ok(JobRowBorrowed {
                    id: row.try_get(0)?,
                    kind: row.try_get(1)?,
                    queue: row.try_get(2)?,
                    priority: row.try_get(3)?,
                    state: row.try_get(4)?,
                    progress_done: row.try_get(5)?,
                    progress_total: row.try_get(6)?,
                    progress_message: row.try_get(7)?,
                    attempt: row.try_get(8)?,
                    max_attempts: row.try_get(9)?,
                    error: row.try_get(10)?,
                    created_at: row.try_get(11)?,
                    scheduled_at: row.try_get(12)?,
                    started_at: row.try_get(13)?,
                    finished_at: row.try_get(14)?,
                    result: row.try_get(15)?,
                    args: row.try_get(16)?,
                })
            },
            mapper: |it| JobRow::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListJobsParams,
    JobRowQuery<'c, 'a, 's, C, JobRow, 2>,
    C,
> for ListJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListJobsParams,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 2> {
        self.bind(client, &params.before, &params.limit)
    }
}
pub struct FindJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Ids of one page of those that fit, newest first. The few distinct (queue, kind, state) are found by hopping over the
/// index; of each one that fits, the newest are taken. So 100,000 jobs that do not fit are never read. Ranges of rows
/// instead of equalities: with those, the planner may read the primary key backwards and hope to find some soon.
/// plan: jobs_by_kind, job_history_by_kind · bound: limit <= 201 of each distinct (queue, kind, state)
pub fn find_jobs() -> FindJobsStmt {
    FindJobsStmt(
        "/* find_jobs */ with recursive hot as ( (select queue, kind, state from core.jobs order by queue, kind, state limit 1) union all select n.queue, n.kind, n.state from hot h cross join lateral ( select queue, kind, state from core.jobs where (queue, kind, state) > (h.queue, h.kind, h.state) order by queue, kind, state limit 1 ) n ), old as ( (select queue, kind, state from core.job_history order by queue, kind, state limit 1) union all select n.queue, n.kind, n.state from old o cross join lateral ( select queue, kind, state from core.job_history where (queue, kind, state) > (o.queue, o.kind, o.state) order by queue, kind, state limit 1 ) n ) select id from ( select j.id from hot h cross join lateral ( select id from core.jobs where (queue, kind, state, id) >= (h.queue, h.kind, h.state, '00000000-0000-0000-0000-000000000000') and (queue, kind, state, id) < (h.queue, h.kind, h.state, $1) order by queue desc, kind desc, state desc, id desc limit $2 ) j where ($3::text[] is null or h.state = any($3)) and ($4::text is null or h.kind = $4) and ($5::text is null or h.queue = $5) union all select j.id from old o cross join lateral ( select id from core.job_history where (queue, kind, state, id) >= (o.queue, o.kind, o.state, '00000000-0000-0000-0000-000000000000') and (queue, kind, state, id) < (o.queue, o.kind, o.state, $1) order by queue desc, kind desc, state desc, id desc limit $2 ) j where ($3::text[] is null or o.state = any($3)) and ($4::text is null or o.kind = $4) and ($5::text is null or o.queue = $5) ) found order by id desc limit $2",
        None,
    )
}
impl FindJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::ArraySql<Item = T1>,
        T3: crate::StringSql,
        T4: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        before: &'a uuid::Uuid,
        limit: &'a i64,
        states: &'a Option<T2>,
        kind: &'a Option<T3>,
        queue: &'a Option<T4>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        UuidUuidQuery {
            client,
            params: [before, limit, states, kind, queue],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindJobsParams<T1, T2, T3, T4>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5>,
    C,
> for FindJobsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindJobsParams<T1, T2, T3, T4>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        self.bind(
            client,
            &params.before,
            &params.limit,
            &params.states,
            &params.kind,
            &params.queue,
        )
    }
}
pub struct CancelWaitingJobStmt(&'static str, Option<tokio_postgres::Statement>);
/// A job that does not run yet is cancelled at once.
/// plan: jobs_pkey · bound: 1 row
pub fn cancel_waiting_job() -> CancelWaitingJobStmt {
    CancelWaitingJobStmt(
        "/* cancel_waiting_job */ with gone as ( delete from core.jobs where id = $1 and state <> 'running' returning * ) insert into core.job_history (id, kind, queue, priority, state, args, unique_key, attempt, max_attempts, progress_done, progress_total, progress_message, errors, request_id, created_by, created_at, scheduled_at, started_at, finished_at) select id, kind, queue, priority, 'cancelled', args, unique_key, attempt, max_attempts, progress_done, progress_total, progress_message, errors, request_id, created_by, created_at, scheduled_at, started_at, now() from gone returning id",
        None,
    )
}
impl CancelWaitingJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct CancelRunningJobStmt(&'static str, Option<tokio_postgres::Statement>);
/// Ask the node that runs it; the handler ends when it looks.
/// plan: jobs_pkey · bound: 1 row
pub fn cancel_running_job() -> CancelRunningJobStmt {
    CancelRunningJobStmt(
        "/* cancel_running_job */ update core.jobs set cancel_requested = true where id = $1 and state = 'running' returning id, pg_notify('revenge_jobs', 'cancel ' || id)::text as notified",
        None,
    )
}
impl CancelRunningJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> CancelRunningJobQuery<'c, 'a, 's, C, CancelRunningJob, 1> {
        CancelRunningJobQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<CancelRunningJobBorrowed, tokio_postgres::Error> {
                Ok(CancelRunningJobBorrowed {
                    id: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| CancelRunningJob::from(it),
        }
    }
}
pub struct HastenJobStmt(&'static str, Option<tokio_postgres::Statement>);
/// A postponed job becomes available now, with one more attempt if it has used all.
/// plan: jobs_pkey · bound: 1 row
pub fn hasten_job() -> HastenJobStmt {
    HastenJobStmt(
        "/* hasten_job */ update core.jobs set state = 'available', scheduled_at = now() where id = $1 and state in ('scheduled', 'retryable') returning id, pg_notify('revenge_jobs', 'new ' || queue || ' ' || id)::text as notified",
        None,
    )
}
impl HastenJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> HastenJobQuery<'c, 'a, 's, C, HastenJob, 1> {
        HastenJobQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<HastenJobBorrowed, tokio_postgres::Error> {
                Ok(HastenJobBorrowed {
                    id: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| HastenJob::from(it),
        }
    }
}
pub struct ReviveJobStmt(&'static str, Option<tokio_postgres::Statement>);
/// A finished job gets one more attempt. Fails on jobs_unique while another job of its key is unfinished.
/// plan: job_history_pkey · bound: 1 row
pub fn revive_job() -> ReviveJobStmt {
    ReviveJobStmt(
        "/* revive_job */ with gone as ( delete from core.job_history where id = $1 returning * ), revived as ( insert into core.jobs (id, kind, queue, priority, state, args, unique_key, attempt, max_attempts, errors, request_id, created_by, created_at, scheduled_at) select id, kind, queue, priority, 'available', args, unique_key, attempt, greatest(max_attempts, attempt + 1), errors, request_id, created_by, created_at, now() from gone returning id, queue ) select id, pg_notify('revenge_jobs', 'new ' || queue || ' ' || id)::text as notified from revived",
        None,
    )
}
impl ReviveJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> ReviveJobQuery<'c, 'a, 's, C, ReviveJob, 1> {
        ReviveJobQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ReviveJobBorrowed, tokio_postgres::Error> {
                Ok(ReviveJobBorrowed {
                    id: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| ReviveJob::from(it),
        }
    }
}
pub struct ListQueuesStmt(&'static str, Option<tokio_postgres::Statement>);
/// All queues with what runs and waits in them.
/// plan: scan, because the hot table holds only what is unfinished · bound: 5 rows
pub fn list_queues() -> ListQueuesStmt {
    ListQueuesStmt(
        "/* list_queues */ select q.name, q.paused, q.max_running, q.window_from, q.window_to, count(j.id) filter (where j.state = 'running') as n_running, count(j.id) filter (where j.state <> 'running') as n_waiting from core.queues q left join core.jobs j on j.queue = q.name group by q.name",
        None,
    )
}
impl ListQueuesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> ListQueuesQuery<'c, 'a, 's, C, ListQueues, 0> {
        ListQueuesQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListQueuesBorrowed, tokio_postgres::Error> {
                Ok(ListQueuesBorrowed {
                    name: row.try_get(0)?,
                    paused: row.try_get(1)?,
                    max_running: row.try_get(2)?,
                    window_from: row.try_get(3)?,
                    window_to: row.try_get(4)?,
                    n_running: row.try_get(5)?,
                    n_waiting: row.try_get(6)?,
                })
            },
            mapper: |it| ListQueues::from(it),
        }
    }
}
pub struct WatchQueuesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What monitoring asks: per queue what waits and runs, and how long the job that is next in line has been waiting.
/// Counts stop at `cap`: somebody who asks every few seconds must not cost more because more waits.
/// plan: jobs_claimable, jobs_waiting, jobs_running, job_history_by_age · bound: 5 rows, cap entries of each index
pub fn watch_queues() -> WatchQueuesStmt {
    WatchQueuesStmt(
        "/* watch_queues */ with postponed as materialized ( select queue, count(*) as n from (select queue from core.jobs where state in ('scheduled', 'retryable') order by scheduled_at limit $1) j group by queue ), running as materialized ( select queue, count(*) as n from core.jobs where node_id is not null and state = 'running' group by queue ), discarded as materialized ( select count(*) as n from (select from core.job_history where state = 'discarded' and finished_at > now() - interval '1 day' order by finished_at limit $1) h ) select q.name, q.paused, a.n + coalesce(p.n, 0) as n_waiting, coalesce(r.n, 0) as n_running, h.seconds as head_wait_seconds, d.n as n_discarded from core.queues q cross join discarded d cross join lateral ( select count(*) as n from (select from core.jobs where queue = q.name and state = 'available' order by priority desc, scheduled_at, id limit $1) j ) a left join lateral ( select extract(epoch from now() - scheduled_at)::float8 as seconds from core.jobs where queue = q.name and state = 'available' order by priority desc, scheduled_at, id limit 1 ) h on true left join postponed p on p.queue = q.name left join running r on r.queue = q.name",
        None,
    )
}
impl WatchQueuesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        cap: &'a i64,
    ) -> WatchQueuesQuery<'c, 'a, 's, C, WatchQueues, 1> {
        WatchQueuesQuery {
            client,
            params: [cap],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<WatchQueuesBorrowed, tokio_postgres::Error> {
                Ok(WatchQueuesBorrowed {
                    name: row.try_get(0)?,
                    paused: row.try_get(1)?,
                    n_waiting: row.try_get(2)?,
                    n_running: row.try_get(3)?,
                    head_wait_seconds: row.try_get(4)?,
                    n_discarded: row.try_get(5)?,
                })
            },
            mapper: |it| WatchQueues::from(it),
        }
    }
}
pub struct RecentRatesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What ended in each queue within the last minute, or the newest :most of each final state of it: how many, and since
/// how many seconds.
/// plan: job_history_by_age · bound: :most of each of three states
pub fn recent_rates() -> RecentRatesStmt {
    RecentRatesStmt(
        "/* recent_rates */ select queue, count(*) as n_finished, extract(epoch from now() - min(finished_at))::float8 as seconds from (values ('completed'), ('cancelled'), ('discarded')) as s (state) cross join lateral ( select queue, finished_at from core.job_history h where h.state = s.state and h.finished_at > now() - interval '1 minute' order by finished_at desc limit $1 ) h group by queue",
        None,
    )
}
impl RecentRatesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        most: &'a i64,
    ) -> RecentRatesQuery<'c, 'a, 's, C, RecentRates, 1> {
        RecentRatesQuery {
            client,
            params: [most],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<RecentRatesBorrowed, tokio_postgres::Error> {
                Ok(RecentRatesBorrowed {
                    queue: row.try_get(0)?,
                    n_finished: row.try_get(1)?,
                    seconds: row.try_get(2)?,
                })
            },
            mapper: |it| RecentRates::from(it),
        }
    }
}
pub struct QueueSettingsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What administrators have set for the queues.
/// plan: scan, because there are five · bound: 5 rows
pub fn queue_settings() -> QueueSettingsStmt {
    QueueSettingsStmt(
        "/* queue_settings */ select name, paused, max_running, window_from, window_to, held_until from core.queues",
        None,
    )
}
impl QueueSettingsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> QueueSettingsQuery<'c, 'a, 's, C, QueueSettings, 0> {
        QueueSettingsQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<QueueSettingsBorrowed, tokio_postgres::Error> {
                Ok(QueueSettingsBorrowed {
                    name: row.try_get(0)?,
                    paused: row.try_get(1)?,
                    max_running: row.try_get(2)?,
                    window_from: row.try_get(3)?,
                    window_to: row.try_get(4)?,
                    held_until: row.try_get(5)?,
                })
            },
            mapper: |it| QueueSettings::from(it),
        }
    }
}
pub struct PatchQueueStmt(&'static str, Option<tokio_postgres::Statement>);
/// Change what is given; the limit only when `sets_limit`, the window only when `sets_window`.
/// plan: queues_pkey · bound: 1 row
pub fn patch_queue() -> PatchQueueStmt {
    PatchQueueStmt(
        "/* patch_queue */ update core.queues set paused = coalesce($1::boolean, paused), max_running = case when $2 then $3::integer else max_running end, window_from = case when $4 then $5::integer else window_from end, window_to = case when $4 then $6::integer else window_to end where name = $7 returning name, paused, max_running, pg_notify('revenge_jobs', 'queues')::text as notified",
        None,
    )
}
impl PatchQueueStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        paused: &'a Option<bool>,
        sets_limit: &'a bool,
        max_running: &'a Option<i32>,
        sets_window: &'a bool,
        window_from: &'a Option<i32>,
        window_to: &'a Option<i32>,
        name: &'a T1,
    ) -> PatchQueueQuery<'c, 'a, 's, C, PatchQueue, 7> {
        PatchQueueQuery {
            client,
            params: [
                paused,
                sets_limit,
                max_running,
                sets_window,
                window_from,
                window_to,
                name,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PatchQueueBorrowed, tokio_postgres::Error> {
                Ok(PatchQueueBorrowed {
                    name: row.try_get(0)?,
                    paused: row.try_get(1)?,
                    max_running: row.try_get(2)?,
                    notified: row.try_get(3)?,
                })
            },
            mapper: |it| PatchQueue::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PatchQueueParams<T1>,
    PatchQueueQuery<'c, 'a, 's, C, PatchQueue, 7>,
    C,
> for PatchQueueStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PatchQueueParams<T1>,
    ) -> PatchQueueQuery<'c, 'a, 's, C, PatchQueue, 7> {
        self.bind(
            client,
            &params.paused,
            &params.sets_limit,
            &params.max_running,
            &params.sets_window,
            &params.window_from,
            &params.window_to,
            &params.name,
        )
    }
}
pub struct HoldQueuesStmt(&'static str, Option<tokio_postgres::Statement>);
/// These queues start nothing until then; null lets them go on.
/// plan: scan, because there are five · bound: 5 rows
pub fn hold_queues() -> HoldQueuesStmt {
    HoldQueuesStmt(
        "/* hold_queues */ with held as ( update core.queues set held_until = $1 where name = any($2::text[]) returning name ) select pg_notify('revenge_jobs', 'queues')::text as notified from held limit 1",
        None,
    )
}
impl HoldQueuesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        until: &'a Option<time::OffsetDateTime>,
        names: &'a T2,
    ) -> StringQuery<'c, 'a, 's, C, String, 2> {
        StringQuery {
            client,
            params: [until, names],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    HoldQueuesParams<T1, T2>,
    StringQuery<'c, 'a, 's, C, String, 2>,
    C,
> for HoldQueuesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a HoldQueuesParams<T1, T2>,
    ) -> StringQuery<'c, 'a, 's, C, String, 2> {
        self.bind(client, &params.until, &params.names)
    }
}
pub struct PruneHistoryStmt(&'static str, Option<tokio_postgres::Statement>);
/// Remove finished jobs of one state past their time, some at once.
/// plan: job_history_by_age · bound: :limit
pub fn prune_history() -> PruneHistoryStmt {
    PruneHistoryStmt(
        "/* prune_history */ delete from core.job_history where id in ( select id from core.job_history where state = $1 and finished_at < now() - $2::bigint * interval '1 millisecond' order by finished_at limit $3 )",
        None,
    )
}
impl PruneHistoryStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        state: &'a T1,
        age_ms: &'a i64,
        limit: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[state, age_ms, limit]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PruneHistoryParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PruneHistoryStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PruneHistoryParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.state, &params.age_ms, &params.limit))
    }
}
pub struct VacuumJobsStmt(&'static str, Option<tokio_postgres::Statement>);
/// The hot table is emptied by deletes, and the naptime of autovacuum is long: clean it after a number of jobs.
/// plan: none · bound: a table of a few pages
pub fn vacuum_jobs() -> VacuumJobsStmt {
    VacuumJobsStmt("/* vacuum_jobs */ vacuum core.jobs", None)
}
impl VacuumJobsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[]).await
    }
}
