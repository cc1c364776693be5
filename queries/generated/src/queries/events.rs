// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct WriteEventsParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::ArraySql<Item = uuid::Uuid>,
    T6: crate::ArraySql<Item = uuid::Uuid>,
    T7: crate::ArraySql<Item = uuid::Uuid>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
> {
    pub n: i64,
    pub topics: T2,
    pub audiences: T4,
    pub audience_ids: T5,
    pub subjects: T6,
    pub superseded: T7,
    pub bodies: T9,
    pub nobody: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct ReadEventsParams {
    pub after: i64,
    pub limit: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct PruneEventsParams {
    pub keep: i64,
    pub age_ms: i64,
    pub batch: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct WriteEvents {
    pub first_id: i64,
    pub before_id: Option<i64>,
    pub notified: String,
}
pub struct WriteEventsBorrowed<'a> {
    pub first_id: i64,
    pub before_id: Option<i64>,
    pub notified: &'a str,
}
impl<'a> From<WriteEventsBorrowed<'a>> for WriteEvents {
    fn from(
        WriteEventsBorrowed { first_id, before_id, notified }: WriteEventsBorrowed<'a>,
    ) -> Self {
        Self {
            first_id,
            before_id,
            notified: notified.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ReadHead {
    pub last_id: i64,
    pub pruned_id: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    pub id: i64,
    pub topic: String,
    pub audience: String,
    pub audience_id: Option<uuid::Uuid>,
    pub data: String,
}
pub struct EventRowBorrowed<'a> {
    pub id: i64,
    pub topic: &'a str,
    pub audience: &'a str,
    pub audience_id: Option<uuid::Uuid>,
    pub data: &'a str,
}
impl<'a> From<EventRowBorrowed<'a>> for EventRow {
    fn from(
        EventRowBorrowed { id, topic, audience, audience_id, data }: EventRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            topic: topic.into(),
            audience: audience.into(),
            audience_id,
            data: data.into(),
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct WriteEventsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<WriteEventsBorrowed, tokio_postgres::Error>,
    mapper: fn(WriteEventsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> WriteEventsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(WriteEventsBorrowed) -> R,
    ) -> WriteEventsQuery<'c, 'a, 's, C, R, N> {
        WriteEventsQuery {
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
pub struct ReadHeadQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ReadHead, tokio_postgres::Error>,
    mapper: fn(ReadHead) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ReadHeadQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ReadHead) -> R,
    ) -> ReadHeadQuery<'c, 'a, 's, C, R, N> {
        ReadHeadQuery {
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
pub struct EventRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<EventRowBorrowed, tokio_postgres::Error>,
    mapper: fn(EventRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> EventRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(EventRowBorrowed) -> R,
    ) -> EventRowQuery<'c, 'a, 's, C, R, N> {
        EventRowQuery {
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
pub struct I64Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<i64, tokio_postgres::Error>,
    mapper: fn(i64) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> I64Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(i64) -> R) -> I64Query<'c, 'a, 's, C, R, N> {
        I64Query {
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
pub struct WriteEventsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Append events in their order, drop what they make worthless, and tell the other nodes. Returns the first id and the last
/// one before it (null in an empty log): without a gap between the two, the writer has missed nothing.
/// plan: event_head_pkey, events_by_subject · bound: as many as the caller gives
pub fn write_events() -> WriteEventsStmt {
    WriteEventsStmt(
        "/* write_events */ with clock as materialized ( select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us ), head as ( insert into core.event_head as h (last_id, pruned_id) select us + $1::bigint - 1, us - 1 from clock on conflict (is_one) do update set last_id = greatest(h.last_id + $1, excluded.last_id) returning last_id - $1 + 1 as first_id, old.last_id as before_id ), given as ( select * from unnest($2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[]) with ordinality as e(topic, audience, audience_id, subject, superseded, body, nr) ), worthless as ( delete from core.events e using given where e.subject = given.superseded ), stored as ( insert into core.events (id, topic, audience, audience_id, subject, data, created_at) select first_id + nr - 1, topic, audience, nullif(audience_id, $8), nullif(subject, $8), body, now() from given, head ) select first_id, before_id, pg_notify('revenge_events', (first_id + $1 - 1)::text)::text as notified from head",
        None,
    )
}
impl WriteEventsStmt {
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
        T5: crate::ArraySql<Item = uuid::Uuid>,
        T6: crate::ArraySql<Item = uuid::Uuid>,
        T7: crate::ArraySql<Item = uuid::Uuid>,
        T8: crate::StringSql,
        T9: crate::ArraySql<Item = T8>,
    >(
        &'s self,
        client: &'c C,
        n: &'a i64,
        topics: &'a T2,
        audiences: &'a T4,
        audience_ids: &'a T5,
        subjects: &'a T6,
        superseded: &'a T7,
        bodies: &'a T9,
        nobody: &'a uuid::Uuid,
    ) -> WriteEventsQuery<'c, 'a, 's, C, WriteEvents, 8> {
        WriteEventsQuery {
            client,
            params: [
                n,
                topics,
                audiences,
                audience_ids,
                subjects,
                superseded,
                bodies,
                nobody,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<WriteEventsBorrowed, tokio_postgres::Error> {
                Ok(WriteEventsBorrowed {
                    first_id: row.try_get(0)?,
                    before_id: row.try_get(1)?,
                    notified: row.try_get(2)?,
                })
            },
            mapper: |it| WriteEvents::from(it),
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
    T5: crate::ArraySql<Item = uuid::Uuid>,
    T6: crate::ArraySql<Item = uuid::Uuid>,
    T7: crate::ArraySql<Item = uuid::Uuid>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    WriteEventsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9>,
    WriteEventsQuery<'c, 'a, 's, C, WriteEvents, 8>,
    C,
> for WriteEventsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a WriteEventsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9>,
    ) -> WriteEventsQuery<'c, 'a, 's, C, WriteEvents, 8> {
        self.bind(
            client,
            &params.n,
            &params.topics,
            &params.audiences,
            &params.audience_ids,
            &params.subjects,
            &params.superseded,
            &params.bodies,
            &params.nobody,
        )
    }
}
pub struct ReadHeadStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where the log ends, and from where on it is whole.
/// plan: event_head_pkey · bound: 1 row
pub fn read_head() -> ReadHeadStmt {
    ReadHeadStmt("/* read_head */ select last_id, pruned_id from core.event_head", None)
}
impl ReadHeadStmt {
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
    ) -> ReadHeadQuery<'c, 'a, 's, C, ReadHead, 0> {
        ReadHeadQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ReadHead, tokio_postgres::Error> {
                Ok(ReadHead {
                    last_id: row.try_get(0)?,
                    pruned_id: row.try_get(1)?,
                })
            },
            mapper: |it| ReadHead::from(it),
        }
    }
}
pub struct ReadEventsStmt(&'static str, Option<tokio_postgres::Statement>);
/// The next events after one, oldest first.
/// plan: events_pkey · bound: limit
pub fn read_events() -> ReadEventsStmt {
    ReadEventsStmt(
        "/* read_events */ select id, topic, audience, audience_id, data from core.events where id > $1 order by id limit $2",
        None,
    )
}
impl ReadEventsStmt {
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
        after: &'a i64,
        limit: &'a i64,
    ) -> EventRowQuery<'c, 'a, 's, C, EventRow, 2> {
        EventRowQuery {
            client,
            params: [after, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<EventRowBorrowed, tokio_postgres::Error> {
                Ok(EventRowBorrowed {
                    id: row.try_get(0)?,
                    topic: row.try_get(1)?,
                    audience: row.try_get(2)?,
                    audience_id: row.try_get(3)?,
                    data: row.try_get(4)?,
                })
            },
            mapper: |it| EventRow::from(it),
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
    ReadEventsParams,
    EventRowQuery<'c, 'a, 's, C, EventRow, 2>,
    C,
> for ReadEventsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ReadEventsParams,
    ) -> EventRowQuery<'c, 'a, 's, C, EventRow, 2> {
        self.bind(client, &params.after, &params.limit)
    }
}
pub struct ReadLatestEventsStmt(&'static str, Option<tokio_postgres::Statement>);
/// The newest events, newest first: what a node remembers when it starts.
/// plan: events_pkey · bound: limit
pub fn read_latest_events() -> ReadLatestEventsStmt {
    ReadLatestEventsStmt(
        "/* read_latest_events */ select id, topic, audience, audience_id, data from core.events order by id desc limit $1",
        None,
    )
}
impl ReadLatestEventsStmt {
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
    ) -> EventRowQuery<'c, 'a, 's, C, EventRow, 1> {
        EventRowQuery {
            client,
            params: [limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<EventRowBorrowed, tokio_postgres::Error> {
                Ok(EventRowBorrowed {
                    id: row.try_get(0)?,
                    topic: row.try_get(1)?,
                    audience: row.try_get(2)?,
                    audience_id: row.try_get(3)?,
                    data: row.try_get(4)?,
                })
            },
            mapper: |it| EventRow::from(it),
        }
    }
}
pub struct PruneEventsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Remove what is beyond the newest :keep or too old, some at once, and say up to where.
/// plan: events_pkey · bound: :batch
pub fn prune_events() -> PruneEventsStmt {
    PruneEventsStmt(
        "/* prune_events */ with gone as ( delete from core.events where id in ( select id from core.events where id <= coalesce((select id from core.events order by id desc offset $1 limit 1), 0) or created_at < now() - $2::bigint * interval '1 millisecond' order by id limit $3) returning id ), bound as ( select max(id) as id, count(*) as n from gone ), told as ( update core.event_head set pruned_id = greatest(pruned_id, bound.id) from bound where bound.id is not null ) select n from bound",
        None,
    )
}
impl PruneEventsStmt {
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
        keep: &'a i64,
        age_ms: &'a i64,
        batch: &'a i64,
    ) -> I64Query<'c, 'a, 's, C, i64, 3> {
        I64Query {
            client,
            params: [keep, age_ms, batch],
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
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PruneEventsParams,
    I64Query<'c, 'a, 's, C, i64, 3>,
    C,
> for PruneEventsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PruneEventsParams,
    ) -> I64Query<'c, 'a, 's, C, i64, 3> {
        self.bind(client, &params.keep, &params.age_ms, &params.batch)
    }
}
