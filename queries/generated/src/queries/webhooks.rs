// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct ListWebhooksParams {
    pub before: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct InsertWebhookParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub name: T1,
    pub url: T2,
    pub topics: T4,
    pub enabled: bool,
    pub secret: T5,
    pub now: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct UpdateWebhookParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::StringSql,
> {
    pub name: Option<T1>,
    pub url: Option<T2>,
    pub topics: Option<T4>,
    pub enabled: Option<bool>,
    pub secret: Option<T5>,
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct DisableWebhookParams<T1: crate::StringSql> {
    pub reason: T1,
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct InsertDeliveriesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::StringSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub ids: T1,
    pub webhook_ids: T2,
    pub event_ids: T3,
    pub types: T5,
    pub bodies: T7,
    pub now: time::OffsetDateTime,
    pub most: i64,
}
#[derive(Debug)]
pub struct CountKnownDeliveriesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i64>,
> {
    pub webhook_ids: T1,
    pub event_ids: T2,
}
#[derive(Debug)]
pub struct InsertTestDeliveryParams<T1: crate::StringSql> {
    pub id: uuid::Uuid,
    pub webhook_id: uuid::Uuid,
    pub body: T1,
    pub now: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct RecordAttemptParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub attempt: T1,
    pub state: T2,
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct PruneDeliveriesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub webhook_ids: T1,
    pub keep: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct ListDeliveriesParams {
    pub webhook_id: uuid::Uuid,
    pub before: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookRow {
    pub id: uuid::Uuid,
    pub name: String,
    pub url: String,
    pub topics: Vec<String>,
    pub enabled: bool,
    pub disabled_reason: Option<String>,
    pub created_at: time::OffsetDateTime,
    pub updated_at: time::OffsetDateTime,
}
pub struct WebhookRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub name: &'a str,
    pub url: &'a str,
    pub topics: crate::ArrayIterator<'a, &'a str>,
    pub enabled: bool,
    pub disabled_reason: Option<&'a str>,
    pub created_at: time::OffsetDateTime,
    pub updated_at: time::OffsetDateTime,
}
impl<'a> From<WebhookRowBorrowed<'a>> for WebhookRow {
    fn from(
        WebhookRowBorrowed {
            id,
            name,
            url,
            topics,
            enabled,
            disabled_reason,
            created_at,
            updated_at,
        }: WebhookRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            url: url.into(),
            topics: topics.map(|v| v.into()).collect(),
            enabled,
            disabled_reason: disabled_reason.map(|v| v.into()),
            created_at,
            updated_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListEnabledWebhooks {
    pub id: uuid::Uuid,
    pub topics: Vec<String>,
    pub updated_at: time::OffsetDateTime,
}
pub struct ListEnabledWebhooksBorrowed<'a> {
    pub id: uuid::Uuid,
    pub topics: crate::ArrayIterator<'a, &'a str>,
    pub updated_at: time::OffsetDateTime,
}
impl<'a> From<ListEnabledWebhooksBorrowed<'a>> for ListEnabledWebhooks {
    fn from(
        ListEnabledWebhooksBorrowed {
            id,
            topics,
            updated_at,
        }: ListEnabledWebhooksBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            topics: topics.map(|v| v.into()).collect(),
            updated_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindDelivery {
    pub id: uuid::Uuid,
    pub webhook_id: uuid::Uuid,
    pub event_id: Option<i64>,
    pub r#type: String,
    pub body: String,
    pub state: String,
    pub name: String,
    pub url: String,
    pub secret: String,
    pub enabled: bool,
}
pub struct FindDeliveryBorrowed<'a> {
    pub id: uuid::Uuid,
    pub webhook_id: uuid::Uuid,
    pub event_id: Option<i64>,
    pub r#type: &'a str,
    pub body: &'a str,
    pub state: &'a str,
    pub name: &'a str,
    pub url: &'a str,
    pub secret: &'a str,
    pub enabled: bool,
}
impl<'a> From<FindDeliveryBorrowed<'a>> for FindDelivery {
    fn from(
        FindDeliveryBorrowed {
            id,
            webhook_id,
            event_id,
            r#type,
            body,
            state,
            name,
            url,
            secret,
            enabled,
        }: FindDeliveryBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            webhook_id,
            event_id,
            r#type: r#type.into(),
            body: body.into(),
            state: state.into(),
            name: name.into(),
            url: url.into(),
            secret: secret.into(),
            enabled,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryRow {
    pub id: uuid::Uuid,
    pub r#type: String,
    pub state: String,
    pub attempts: String,
    pub created_at: time::OffsetDateTime,
    pub finished_at: Option<time::OffsetDateTime>,
}
pub struct DeliveryRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub r#type: &'a str,
    pub state: &'a str,
    pub attempts: &'a str,
    pub created_at: time::OffsetDateTime,
    pub finished_at: Option<time::OffsetDateTime>,
}
impl<'a> From<DeliveryRowBorrowed<'a>> for DeliveryRow {
    fn from(
        DeliveryRowBorrowed {
            id,
            r#type,
            state,
            attempts,
            created_at,
            finished_at,
        }: DeliveryRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            r#type: r#type.into(),
            state: state.into(),
            attempts: attempts.into(),
            created_at,
            finished_at,
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct WebhookRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<WebhookRowBorrowed, tokio_postgres::Error>,
    mapper: fn(WebhookRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> WebhookRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(WebhookRowBorrowed) -> R,
    ) -> WebhookRowQuery<'c, 'a, 's, C, R, N> {
        WebhookRowQuery {
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
pub struct ListEnabledWebhooksQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListEnabledWebhooksBorrowed, tokio_postgres::Error>,
    mapper: fn(ListEnabledWebhooksBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListEnabledWebhooksQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListEnabledWebhooksBorrowed) -> R,
    ) -> ListEnabledWebhooksQuery<'c, 'a, 's, C, R, N> {
        ListEnabledWebhooksQuery {
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
pub struct FindDeliveryQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindDeliveryBorrowed, tokio_postgres::Error>,
    mapper: fn(FindDeliveryBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindDeliveryQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindDeliveryBorrowed) -> R,
    ) -> FindDeliveryQuery<'c, 'a, 's, C, R, N> {
        FindDeliveryQuery {
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
pub struct DeliveryRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<DeliveryRowBorrowed, tokio_postgres::Error>,
    mapper: fn(DeliveryRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> DeliveryRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(DeliveryRowBorrowed) -> R,
    ) -> DeliveryRowQuery<'c, 'a, 's, C, R, N> {
        DeliveryRowQuery {
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
pub struct Optioni64Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<Option<i64>, tokio_postgres::Error>,
    mapper: fn(Option<i64>) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> Optioni64Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(Option<i64>) -> R,
    ) -> Optioni64Query<'c, 'a, 's, C, R, N> {
        Optioni64Query {
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
pub struct ListWebhooksStmt(&'static str, Option<tokio_postgres::Statement>);
/// Webhooks, newest first.
/// plan: webhooks_pkey · bound: limit <= 201
pub fn list_webhooks() -> ListWebhooksStmt {
    ListWebhooksStmt(
        "/* list_webhooks */ select id, name, url, topics, enabled, disabled_reason, created_at, updated_at from core.webhooks where id < $1 order by id desc limit $2",
        None,
    )
}
impl ListWebhooksStmt {
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
    ) -> WebhookRowQuery<'c, 'a, 's, C, WebhookRow, 2> {
        WebhookRowQuery {
            client,
            params: [before, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<WebhookRowBorrowed, tokio_postgres::Error> {
                Ok(WebhookRowBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    url: row.try_get(2)?,
                    topics: row.try_get(3)?,
                    enabled: row.try_get(4)?,
                    disabled_reason: row.try_get(5)?,
                    created_at: row.try_get(6)?,
                    updated_at: row.try_get(7)?,
                })
            },
            mapper: |it| WebhookRow::from(it),
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
    ListWebhooksParams,
    WebhookRowQuery<'c, 'a, 's, C, WebhookRow, 2>,
    C,
> for ListWebhooksStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListWebhooksParams,
    ) -> WebhookRowQuery<'c, 'a, 's, C, WebhookRow, 2> {
        self.bind(client, &params.before, &params.limit)
    }
}
pub struct GetWebhookStmt(&'static str, Option<tokio_postgres::Statement>);
/// One webhook, without its secret.
/// plan: webhooks_pkey · bound: 1 row
pub fn get_webhook() -> GetWebhookStmt {
    GetWebhookStmt(
        "/* get_webhook */ select id, name, url, topics, enabled, disabled_reason, created_at, updated_at from core.webhooks where id = $1",
        None,
    )
}
impl GetWebhookStmt {
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
    ) -> WebhookRowQuery<'c, 'a, 's, C, WebhookRow, 1> {
        WebhookRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<WebhookRowBorrowed, tokio_postgres::Error> {
                Ok(WebhookRowBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    url: row.try_get(2)?,
                    topics: row.try_get(3)?,
                    enabled: row.try_get(4)?,
                    disabled_reason: row.try_get(5)?,
                    created_at: row.try_get(6)?,
                    updated_at: row.try_get(7)?,
                })
            },
            mapper: |it| WebhookRow::from(it),
        }
    }
}
pub struct CountWebhooksStmt(&'static str, Option<tokio_postgres::Statement>);
/// For the bound on their number.
/// plan: scan, because there are few · bound: 1 row
pub fn count_webhooks() -> CountWebhooksStmt {
    CountWebhooksStmt("/* count_webhooks */ select count(*) as n from core.webhooks", None)
}
impl CountWebhooksStmt {
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
    ) -> I64Query<'c, 'a, 's, C, i64, 0> {
        I64Query {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct ListEnabledWebhooksStmt(&'static str, Option<tokio_postgres::Statement>);
/// Who wants what; kept in memory until a webhook changes.
/// plan: scan, because there are few · bound: webhooks
pub fn list_enabled_webhooks() -> ListEnabledWebhooksStmt {
    ListEnabledWebhooksStmt(
        "/* list_enabled_webhooks */ select id, topics, updated_at from core.webhooks where enabled",
        None,
    )
}
impl ListEnabledWebhooksStmt {
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
    ) -> ListEnabledWebhooksQuery<'c, 'a, 's, C, ListEnabledWebhooks, 0> {
        ListEnabledWebhooksQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListEnabledWebhooksBorrowed, tokio_postgres::Error> {
                Ok(ListEnabledWebhooksBorrowed {
                    id: row.try_get(0)?,
                    topics: row.try_get(1)?,
                    updated_at: row.try_get(2)?,
                })
            },
            mapper: |it| ListEnabledWebhooks::from(it),
        }
    }
}
pub struct InsertWebhookStmt(&'static str, Option<tokio_postgres::Statement>);
/// A new webhook.
/// plan: none · bound: 1 row
pub fn insert_webhook() -> InsertWebhookStmt {
    InsertWebhookStmt(
        "/* insert_webhook */ insert into core.webhooks (id, name, url, topics, enabled, secret, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7)",
        None,
    )
}
impl InsertWebhookStmt {
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
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = T3>,
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        name: &'a T1,
        url: &'a T2,
        topics: &'a T4,
        enabled: &'a bool,
        secret: &'a T5,
        now: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id, name, url, topics, enabled, secret, now]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertWebhookParams<T1, T2, T3, T4, T5>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertWebhookStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertWebhookParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.id,
                    &params.name,
                    &params.url,
                    &params.topics,
                    &params.enabled,
                    &params.secret,
                    &params.now,
                ),
        )
    }
}
pub struct UpdateWebhookStmt(&'static str, Option<tokio_postgres::Statement>);
/// Change what is given. Whoever switches it on or off takes the reason away.
/// plan: webhooks_pkey · bound: 1 row
pub fn update_webhook() -> UpdateWebhookStmt {
    UpdateWebhookStmt(
        "/* update_webhook */ update core.webhooks set name = coalesce($1, name), url = coalesce($2, url), topics = coalesce($3, topics), enabled = coalesce($4::boolean, enabled), secret = coalesce($5, secret), disabled_reason = case when $4::boolean is null then disabled_reason end, updated_at = $6 where id = $7 returning id",
        None,
    )
}
impl UpdateWebhookStmt {
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
        T4: crate::ArraySql<Item = T3>,
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        name: &'a Option<T1>,
        url: &'a Option<T2>,
        topics: &'a Option<T4>,
        enabled: &'a Option<bool>,
        secret: &'a Option<T5>,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 7> {
        UuidUuidQuery {
            client,
            params: [name, url, topics, enabled, secret, now, id],
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
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    UpdateWebhookParams<T1, T2, T3, T4, T5>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 7>,
    C,
> for UpdateWebhookStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a UpdateWebhookParams<T1, T2, T3, T4, T5>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 7> {
        self.bind(
            client,
            &params.name,
            &params.url,
            &params.topics,
            &params.enabled,
            &params.secret,
            &params.now,
            &params.id,
        )
    }
}
pub struct DisableWebhookStmt(&'static str, Option<tokio_postgres::Statement>);
/// Switched off by its receiver.
/// plan: webhooks_pkey · bound: 1 row
pub fn disable_webhook() -> DisableWebhookStmt {
    DisableWebhookStmt(
        "/* disable_webhook */ update core.webhooks set enabled = false, disabled_reason = $1, updated_at = $2 where id = $3",
        None,
    )
}
impl DisableWebhookStmt {
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
        reason: &'a T1,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[reason, now, id]).await
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
    DisableWebhookParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DisableWebhookStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DisableWebhookParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.reason, &params.now, &params.id))
    }
}
pub struct DeleteWebhookStmt(&'static str, Option<tokio_postgres::Statement>);
/// With its deliveries (on delete cascade).
/// plan: webhooks_pkey · bound: 1 row
pub fn delete_webhook() -> DeleteWebhookStmt {
    DeleteWebhookStmt("/* delete_webhook */ delete from core.webhooks where id = $1 returning id", None)
}
impl DeleteWebhookStmt {
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
pub struct InsertDeliveriesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Queue events for webhooks; what another node has queued already, or what would be more than :most at once, is left out.
/// plan: webhook_deliveries_once, webhook_deliveries_by_webhook · bound: as many as the caller gives
pub fn insert_deliveries() -> InsertDeliveriesStmt {
    InsertDeliveriesStmt(
        "/* insert_deliveries */ with asked as ( select *, row_number() over (partition by webhook_id order by event_id) as nr from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[]) as a(id, webhook_id, event_id, type, body) ), waiting as ( select webhook_id, count(*) as n from core.webhook_deliveries where webhook_id = any($2) and state = 'pending' group by webhook_id ) insert into core.webhook_deliveries (id, webhook_id, event_id, type, body, created_at) select a.id, a.webhook_id, a.event_id, a.type, a.body, $6 from asked a join core.webhooks w on w.id = a.webhook_id left join waiting on waiting.webhook_id = a.webhook_id where coalesce(waiting.n, 0) + a.nr <= $7 on conflict (webhook_id, event_id) where event_id is not null do nothing returning id",
        None,
    )
}
impl InsertDeliveriesStmt {
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
        T2: crate::ArraySql<Item = uuid::Uuid>,
        T3: crate::ArraySql<Item = i64>,
        T4: crate::StringSql,
        T5: crate::ArraySql<Item = T4>,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        webhook_ids: &'a T2,
        event_ids: &'a T3,
        types: &'a T5,
        bodies: &'a T7,
        now: &'a time::OffsetDateTime,
        most: &'a i64,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 7> {
        UuidUuidQuery {
            client,
            params: [ids, webhook_ids, event_ids, types, bodies, now, most],
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
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::StringSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    InsertDeliveriesParams<T1, T2, T3, T4, T5, T6, T7>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 7>,
    C,
> for InsertDeliveriesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a InsertDeliveriesParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 7> {
        self.bind(
            client,
            &params.ids,
            &params.webhook_ids,
            &params.event_ids,
            &params.types,
            &params.bodies,
            &params.now,
            &params.most,
        )
    }
}
pub struct CountKnownDeliveriesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Of these events, how many another node has queued.
/// plan: webhook_deliveries_once · bound: as many as the caller gives
pub fn count_known_deliveries() -> CountKnownDeliveriesStmt {
    CountKnownDeliveriesStmt(
        "/* count_known_deliveries */ select count(*) as n from unnest($1::uuid[], $2::bigint[]) as a(webhook_id, event_id) join core.webhook_deliveries d on d.webhook_id = a.webhook_id and d.event_id = a.event_id",
        None,
    )
}
impl CountKnownDeliveriesStmt {
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
        T2: crate::ArraySql<Item = i64>,
    >(
        &'s self,
        client: &'c C,
        webhook_ids: &'a T1,
        event_ids: &'a T2,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        I64Query {
            client,
            params: [webhook_ids, event_ids],
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
    T2: crate::ArraySql<Item = i64>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    CountKnownDeliveriesParams<T1, T2>,
    I64Query<'c, 'a, 's, C, i64, 2>,
    C,
> for CountKnownDeliveriesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountKnownDeliveriesParams<T1, T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        self.bind(client, &params.webhook_ids, &params.event_ids)
    }
}
pub struct InsertTestDeliveryStmt(&'static str, Option<tokio_postgres::Statement>);
/// What an administrator sends to try a webhook.
/// plan: none · bound: 1 row
pub fn insert_test_delivery() -> InsertTestDeliveryStmt {
    InsertTestDeliveryStmt(
        "/* insert_test_delivery */ insert into core.webhook_deliveries (id, webhook_id, type, body, created_at) values ($1, $2, 'webhook.test', $3, $4)",
        None,
    )
}
impl InsertTestDeliveryStmt {
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
        id: &'a uuid::Uuid,
        webhook_id: &'a uuid::Uuid,
        body: &'a T1,
        now: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id, webhook_id, body, now]).await
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
    InsertTestDeliveryParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertTestDeliveryStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertTestDeliveryParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self.bind(client, &params.id, &params.webhook_id, &params.body, &params.now),
        )
    }
}
pub struct FindDeliveryStmt(&'static str, Option<tokio_postgres::Statement>);
/// What a job needs to deliver.
/// plan: webhook_deliveries_pkey, webhooks_pkey · bound: 1 row
pub fn find_delivery() -> FindDeliveryStmt {
    FindDeliveryStmt(
        "/* find_delivery */ select d.id, d.webhook_id, d.event_id, d.type, d.body, d.state, w.name, w.url, w.secret, w.enabled from core.webhook_deliveries d join core.webhooks w on w.id = d.webhook_id where d.id = $1",
        None,
    )
}
impl FindDeliveryStmt {
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
    ) -> FindDeliveryQuery<'c, 'a, 's, C, FindDelivery, 1> {
        FindDeliveryQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindDeliveryBorrowed, tokio_postgres::Error> {
                Ok(FindDeliveryBorrowed {
                    id: row.try_get(0)?,
                    webhook_id: row.try_get(1)?,
                    event_id: row.try_get(2)?,
                    r#type: row.try_get(3)?,
                    body: row.try_get(4)?,
                    state: row.try_get(5)?,
                    name: row.try_get(6)?,
                    url: row.try_get(7)?,
                    secret: row.try_get(8)?,
                    enabled: row.try_get(9)?,
                })
            },
            mapper: |it| FindDelivery::from(it),
        }
    }
}
pub struct RecordAttemptStmt(&'static str, Option<tokio_postgres::Statement>);
/// How an attempt went, and what it makes of the delivery.
/// plan: webhook_deliveries_pkey · bound: 1 row
pub fn record_attempt() -> RecordAttemptStmt {
    RecordAttemptStmt(
        "/* record_attempt */ update core.webhook_deliveries set attempts = (case when jsonb_array_length(attempts) < 20 then attempts else attempts - 0 end) || $1::text::jsonb, state = $2, finished_at = case when $2 <> 'pending' then $3::timestamptz end where id = $4",
        None,
    )
}
impl RecordAttemptStmt {
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
        attempt: &'a T1,
        state: &'a T2,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[attempt, state, now, id]).await
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
    RecordAttemptParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RecordAttemptStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RecordAttemptParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self.bind(client, &params.attempt, &params.state, &params.now, &params.id),
        )
    }
}
pub struct PruneDeliveriesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Beyond the newest :keep of each webhook nothing finished is kept.
/// plan: webhook_deliveries_by_webhook · bound: as many as were queued since the last time
pub fn prune_deliveries() -> PruneDeliveriesStmt {
    PruneDeliveriesStmt(
        "/* prune_deliveries */ delete from core.webhook_deliveries d where d.webhook_id = any($1) and d.state <> 'pending' and d.id < (select id from core.webhook_deliveries k where k.webhook_id = d.webhook_id order by id desc offset $2 limit 1)",
        None,
    )
}
impl PruneDeliveriesStmt {
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
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        webhook_ids: &'a T1,
        keep: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[webhook_ids, keep]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PruneDeliveriesParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PruneDeliveriesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PruneDeliveriesParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.webhook_ids, &params.keep))
    }
}
pub struct ListDeliveriesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What became of the latest events, newest first.
/// plan: webhook_deliveries_by_webhook · bound: limit <= 201
pub fn list_deliveries() -> ListDeliveriesStmt {
    ListDeliveriesStmt(
        "/* list_deliveries */ select id, type, state, attempts::text as attempts, created_at, finished_at from core.webhook_deliveries where webhook_id = $1 and id < $2 order by id desc limit $3",
        None,
    )
}
impl ListDeliveriesStmt {
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
        webhook_id: &'a uuid::Uuid,
        before: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> DeliveryRowQuery<'c, 'a, 's, C, DeliveryRow, 3> {
        DeliveryRowQuery {
            client,
            params: [webhook_id, before, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<DeliveryRowBorrowed, tokio_postgres::Error> {
                Ok(DeliveryRowBorrowed {
                    id: row.try_get(0)?,
                    r#type: row.try_get(1)?,
                    state: row.try_get(2)?,
                    attempts: row.try_get(3)?,
                    created_at: row.try_get(4)?,
                    finished_at: row.try_get(5)?,
                })
            },
            mapper: |it| DeliveryRow::from(it),
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
    ListDeliveriesParams,
    DeliveryRowQuery<'c, 'a, 's, C, DeliveryRow, 3>,
    C,
> for ListDeliveriesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListDeliveriesParams,
    ) -> DeliveryRowQuery<'c, 'a, 's, C, DeliveryRow, 3> {
        self.bind(client, &params.webhook_id, &params.before, &params.limit)
    }
}
pub struct LastToldStmt(&'static str, Option<tokio_postgres::Statement>);
/// The newest event that was queued for anybody: where a node goes on after a restart.
/// plan: scan, because some hundred rows per webhook are kept and this runs once per start · bound: 1 row
pub fn last_told() -> LastToldStmt {
    LastToldStmt("/* last_told */ select max(event_id) as event_id from core.webhook_deliveries", None)
}
impl LastToldStmt {
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
    ) -> Optioni64Query<'c, 'a, 's, C, Option<i64>, 0> {
        Optioni64Query {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct JobsThatCountStmt(&'static str, Option<tokio_postgres::Statement>);
/// Of these finished jobs, the ones that a person started or that failed for good.
/// plan: job_history_pkey · bound: as many as the caller gives
pub fn jobs_that_count() -> JobsThatCountStmt {
    JobsThatCountStmt(
        "/* jobs_that_count */ select id from core.job_history where id = any($1) and (created_by is not null or state = 'discarded')",
        None,
    )
}
impl JobsThatCountStmt {
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
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
