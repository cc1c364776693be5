// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct EnsureSchedulesParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
> {
    pub names: T2,
    pub kinds: T4,
}
#[derive(Debug)]
pub struct PlanScheduleParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub next: time::OffsetDateTime,
    pub planned_for: Option<T1>,
    pub name: T2,
    pub seen: Option<time::OffsetDateTime>,
}
#[derive(Debug)]
pub struct FireScheduleParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub job: uuid::Uuid,
    pub next: time::OffsetDateTime,
    pub planned_for: T1,
    pub name: T2,
    pub due: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct NoteRunParams<T1: crate::StringSql> {
    pub job: uuid::Uuid,
    pub name: T1,
}
#[derive(Debug)]
pub struct PatchScheduleParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
> {
    pub cron: Option<T1>,
    pub enabled: bool,
    pub next: Option<time::OffsetDateTime>,
    pub planned_for: T2,
    pub name: T3,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleRow {
    pub name: String,
    pub kind: String,
    pub cron: Option<String>,
    pub enabled: bool,
    pub last_run_at: Option<time::OffsetDateTime>,
    pub last_job_id: Option<uuid::Uuid>,
    pub next_run_at: Option<time::OffsetDateTime>,
    pub planned_for: Option<String>,
    pub now: time::OffsetDateTime,
}
pub struct ScheduleRowBorrowed<'a> {
    pub name: &'a str,
    pub kind: &'a str,
    pub cron: Option<&'a str>,
    pub enabled: bool,
    pub last_run_at: Option<time::OffsetDateTime>,
    pub last_job_id: Option<uuid::Uuid>,
    pub next_run_at: Option<time::OffsetDateTime>,
    pub planned_for: Option<&'a str>,
    pub now: time::OffsetDateTime,
}
impl<'a> From<ScheduleRowBorrowed<'a>> for ScheduleRow {
    fn from(
        ScheduleRowBorrowed {
            name,
            kind,
            cron,
            enabled,
            last_run_at,
            last_job_id,
            next_run_at,
            planned_for,
            now,
        }: ScheduleRowBorrowed<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            kind: kind.into(),
            cron: cron.map(|v| v.into()),
            enabled,
            last_run_at,
            last_job_id,
            next_run_at,
            planned_for: planned_for.map(|v| v.into()),
            now,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PatchSchedule {
    pub name: String,
    pub notified: String,
}
pub struct PatchScheduleBorrowed<'a> {
    pub name: &'a str,
    pub notified: &'a str,
}
impl<'a> From<PatchScheduleBorrowed<'a>> for PatchSchedule {
    fn from(
        PatchScheduleBorrowed { name, notified }: PatchScheduleBorrowed<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            notified: notified.into(),
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct ScheduleRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ScheduleRowBorrowed, tokio_postgres::Error>,
    mapper: fn(ScheduleRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ScheduleRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ScheduleRowBorrowed) -> R,
    ) -> ScheduleRowQuery<'c, 'a, 's, C, R, N> {
        ScheduleRowQuery {
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
pub struct PatchScheduleQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PatchScheduleBorrowed, tokio_postgres::Error>,
    mapper: fn(PatchScheduleBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PatchScheduleQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PatchScheduleBorrowed) -> R,
    ) -> PatchScheduleQuery<'c, 'a, 's, C, R, N> {
        PatchScheduleQuery {
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
pub struct EnsureSchedulesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Rows for this release's schedules; those that are there keep what people set. Writes nothing when all are there.
/// plan: schedules_pkey · bound: schedules of the release
pub fn ensure_schedules() -> EnsureSchedulesStmt {
    EnsureSchedulesStmt(
        "/* ensure_schedules */ insert into core.schedules as s (name, kind) select n.name, n.kind from unnest($1::text[], $2::text[]) as n (name, kind) where not exists (select from core.schedules k where k.name = n.name and k.kind = n.kind) on conflict (name) do update set kind = excluded.kind",
        None,
    )
}
impl EnsureSchedulesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
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
        names: &'a T2,
        kinds: &'a T4,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[names, kinds]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    EnsureSchedulesParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for EnsureSchedulesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a EnsureSchedulesParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.names, &params.kinds))
    }
}
pub struct ListSchedulesStmt(&'static str, Option<tokio_postgres::Statement>);
/// All schedules, and the clock that decides when they are due.
/// plan: scan, because there are few · bound: schedules
pub fn list_schedules() -> ListSchedulesStmt {
    ListSchedulesStmt(
        "/* list_schedules */ select name, kind, cron, enabled, last_run_at, last_job_id, next_run_at, planned_for, now() as now from core.schedules order by name",
        None,
    )
}
impl ListSchedulesStmt {
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
    ) -> ScheduleRowQuery<'c, 'a, 's, C, ScheduleRow, 0> {
        ScheduleRowQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ScheduleRowBorrowed, tokio_postgres::Error> {
                Ok(ScheduleRowBorrowed {
                    name: row.try_get(0)?,
                    kind: row.try_get(1)?,
                    cron: row.try_get(2)?,
                    enabled: row.try_get(3)?,
                    last_run_at: row.try_get(4)?,
                    last_job_id: row.try_get(5)?,
                    next_run_at: row.try_get(6)?,
                    planned_for: row.try_get(7)?,
                    now: row.try_get(8)?,
                })
            },
            mapper: |it| ScheduleRow::from(it),
        }
    }
}
pub struct PlanScheduleStmt(&'static str, Option<tokio_postgres::Statement>);
/// A new next time, unless somebody else set one meanwhile.
/// plan: schedules_pkey · bound: 1 row
pub fn plan_schedule() -> PlanScheduleStmt {
    PlanScheduleStmt(
        "/* plan_schedule */ update core.schedules set next_run_at = $1, planned_for = $2 where name = $3 and enabled and next_run_at is not distinct from $4::timestamptz",
        None,
    )
}
impl PlanScheduleStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        next: &'a time::OffsetDateTime,
        planned_for: &'a Option<T1>,
        name: &'a T2,
        seen: &'a Option<time::OffsetDateTime>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[next, planned_for, name, seen]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PlanScheduleParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PlanScheduleStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PlanScheduleParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.next,
                    &params.planned_for,
                    &params.name,
                    &params.seen,
                ),
        )
    }
}
pub struct FireScheduleStmt(&'static str, Option<tokio_postgres::Statement>);
/// Moves a schedule on from the time that has come. Returns nothing when another node did, or it was switched off.
/// plan: schedules_pkey · bound: 1 row
pub fn fire_schedule() -> FireScheduleStmt {
    FireScheduleStmt(
        "/* fire_schedule */ update core.schedules set last_run_at = now(), last_job_id = $1, next_run_at = $2, planned_for = $3 where name = $4 and enabled and next_run_at = $5 returning name",
        None,
    )
}
impl FireScheduleStmt {
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
    >(
        &'s self,
        client: &'c C,
        job: &'a uuid::Uuid,
        next: &'a time::OffsetDateTime,
        planned_for: &'a T1,
        name: &'a T2,
        due: &'a time::OffsetDateTime,
    ) -> StringQuery<'c, 'a, 's, C, String, 5> {
        StringQuery {
            client,
            params: [job, next, planned_for, name, due],
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
    T2: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FireScheduleParams<T1, T2>,
    StringQuery<'c, 'a, 's, C, String, 5>,
    C,
> for FireScheduleStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FireScheduleParams<T1, T2>,
    ) -> StringQuery<'c, 'a, 's, C, String, 5> {
        self.bind(
            client,
            &params.job,
            &params.next,
            &params.planned_for,
            &params.name,
            &params.due,
        )
    }
}
pub struct NoteRunStmt(&'static str, Option<tokio_postgres::Statement>);
/// Somebody started it by hand.
/// plan: schedules_pkey · bound: 1 row
pub fn note_run() -> NoteRunStmt {
    NoteRunStmt(
        "/* note_run */ update core.schedules set last_run_at = now(), last_job_id = $1 where name = $2",
        None,
    )
}
impl NoteRunStmt {
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
        job: &'a uuid::Uuid,
        name: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[job, name]).await
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
    NoteRunParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for NoteRunStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a NoteRunParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.job, &params.name))
    }
}
pub struct PatchScheduleStmt(&'static str, Option<tokio_postgres::Statement>);
/// What an admin set, and the next time that follows from it. Every node looks at its timer again.
/// plan: schedules_pkey · bound: 1 row
pub fn patch_schedule() -> PatchScheduleStmt {
    PatchScheduleStmt(
        "/* patch_schedule */ update core.schedules set cron = $1, enabled = $2, next_run_at = $3, planned_for = $4 where name = $5 returning name, pg_notify('revenge_jobs', 'schedules')::text as notified",
        None,
    )
}
impl PatchScheduleStmt {
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
    >(
        &'s self,
        client: &'c C,
        cron: &'a Option<T1>,
        enabled: &'a bool,
        next: &'a Option<time::OffsetDateTime>,
        planned_for: &'a T2,
        name: &'a T3,
    ) -> PatchScheduleQuery<'c, 'a, 's, C, PatchSchedule, 5> {
        PatchScheduleQuery {
            client,
            params: [cron, enabled, next, planned_for, name],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PatchScheduleBorrowed, tokio_postgres::Error> {
                Ok(PatchScheduleBorrowed {
                    name: row.try_get(0)?,
                    notified: row.try_get(1)?,
                })
            },
            mapper: |it| PatchSchedule::from(it),
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
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PatchScheduleParams<T1, T2, T3>,
    PatchScheduleQuery<'c, 'a, 's, C, PatchSchedule, 5>,
    C,
> for PatchScheduleStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PatchScheduleParams<T1, T2, T3>,
    ) -> PatchScheduleQuery<'c, 'a, 's, C, PatchSchedule, 5> {
        self.bind(
            client,
            &params.cron,
            &params.enabled,
            &params.next,
            &params.planned_for,
            &params.name,
        )
    }
}
