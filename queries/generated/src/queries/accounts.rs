// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertUserParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub name: T1,
    pub name_key: T2,
    pub password_hash: T3,
    pub role: T4,
    pub created_at: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct SetPasswordParams<T1: crate::StringSql> {
    pub password_hash: T1,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct InsertSessionParams<
    T1: crate::BytesSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub token_hash: T1,
    pub device_name: T2,
    pub address: T3,
    pub created_at: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct FindSessionParams<T1: crate::BytesSql> {
    pub token_hash: T1,
    pub now: time::OffsetDateTime,
}
#[derive(Clone, Copy, Debug)]
pub struct IsSessionLiveParams {
    pub id: uuid::Uuid,
    pub now: time::OffsetDateTime,
}
#[derive(Clone, Copy, Debug)]
pub struct TouchSessionParams {
    pub now: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct ListSessionsParams {
    pub user_id: uuid::Uuid,
    pub now: time::OffsetDateTime,
    pub before_created_at: time::OffsetDateTime,
    pub before_id: uuid::Uuid,
    pub limit: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteSessionParams {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteStaleSessionsParams {
    pub user_id: uuid::Uuid,
    pub now: time::OffsetDateTime,
}
#[derive(Clone, Copy, Debug)]
pub struct PruneSessionsParams {
    pub now: time::OffsetDateTime,
    pub limit: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindUserByName {
    pub id: uuid::Uuid,
    pub name: String,
    pub password_hash: String,
    pub role: String,
    pub created_at: time::OffsetDateTime,
}
pub struct FindUserByNameBorrowed<'a> {
    pub id: uuid::Uuid,
    pub name: &'a str,
    pub password_hash: &'a str,
    pub role: &'a str,
    pub created_at: time::OffsetDateTime,
}
impl<'a> From<FindUserByNameBorrowed<'a>> for FindUserByName {
    fn from(
        FindUserByNameBorrowed {
            id,
            name,
            password_hash,
            role,
            created_at,
        }: FindUserByNameBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            password_hash: password_hash.into(),
            role: role.into(),
            created_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct GetUser {
    pub id: uuid::Uuid,
    pub name: String,
    pub role: String,
    pub created_at: time::OffsetDateTime,
}
pub struct GetUserBorrowed<'a> {
    pub id: uuid::Uuid,
    pub name: &'a str,
    pub role: &'a str,
    pub created_at: time::OffsetDateTime,
}
impl<'a> From<GetUserBorrowed<'a>> for GetUser {
    fn from(
        GetUserBorrowed { id, name, role, created_at }: GetUserBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            role: role.into(),
            created_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindSession {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub last_seen_at: time::OffsetDateTime,
    pub name: String,
    pub role: String,
}
pub struct FindSessionBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub last_seen_at: time::OffsetDateTime,
    pub name: &'a str,
    pub role: &'a str,
}
impl<'a> From<FindSessionBorrowed<'a>> for FindSession {
    fn from(
        FindSessionBorrowed {
            id,
            user_id,
            last_seen_at,
            name,
            role,
        }: FindSessionBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            last_seen_at,
            name: name.into(),
            role: role.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListSessions {
    pub id: uuid::Uuid,
    pub device_name: String,
    pub address: String,
    pub created_at: time::OffsetDateTime,
    pub last_seen_at: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
}
pub struct ListSessionsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub device_name: &'a str,
    pub address: &'a str,
    pub created_at: time::OffsetDateTime,
    pub last_seen_at: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
}
impl<'a> From<ListSessionsBorrowed<'a>> for ListSessions {
    fn from(
        ListSessionsBorrowed {
            id,
            device_name,
            address,
            created_at,
            last_seen_at,
            expires_at,
        }: ListSessionsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            device_name: device_name.into(),
            address: address.into(),
            created_at,
            last_seen_at,
            expires_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteSession {
    pub id: uuid::Uuid,
    pub token_hash: Vec<u8>,
}
pub struct DeleteSessionBorrowed<'a> {
    pub id: uuid::Uuid,
    pub token_hash: &'a [u8],
}
impl<'a> From<DeleteSessionBorrowed<'a>> for DeleteSession {
    fn from(
        DeleteSessionBorrowed { id, token_hash }: DeleteSessionBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            token_hash: token_hash.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteSessionsOfUser {
    pub id: uuid::Uuid,
    pub token_hash: Vec<u8>,
}
pub struct DeleteSessionsOfUserBorrowed<'a> {
    pub id: uuid::Uuid,
    pub token_hash: &'a [u8],
}
impl<'a> From<DeleteSessionsOfUserBorrowed<'a>> for DeleteSessionsOfUser {
    fn from(
        DeleteSessionsOfUserBorrowed { id, token_hash }: DeleteSessionsOfUserBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            token_hash: token_hash.into(),
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
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
pub struct FindUserByNameQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindUserByNameBorrowed, tokio_postgres::Error>,
    mapper: fn(FindUserByNameBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindUserByNameQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindUserByNameBorrowed) -> R,
    ) -> FindUserByNameQuery<'c, 'a, 's, C, R, N> {
        FindUserByNameQuery {
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
pub struct GetUserQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<GetUserBorrowed, tokio_postgres::Error>,
    mapper: fn(GetUserBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> GetUserQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(GetUserBorrowed) -> R,
    ) -> GetUserQuery<'c, 'a, 's, C, R, N> {
        GetUserQuery {
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
pub struct FindSessionQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindSessionBorrowed, tokio_postgres::Error>,
    mapper: fn(FindSessionBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindSessionQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindSessionBorrowed) -> R,
    ) -> FindSessionQuery<'c, 'a, 's, C, R, N> {
        FindSessionQuery {
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
pub struct ListSessionsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListSessionsBorrowed, tokio_postgres::Error>,
    mapper: fn(ListSessionsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListSessionsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListSessionsBorrowed) -> R,
    ) -> ListSessionsQuery<'c, 'a, 's, C, R, N> {
        ListSessionsQuery {
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
pub struct DeleteSessionQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<DeleteSessionBorrowed, tokio_postgres::Error>,
    mapper: fn(DeleteSessionBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> DeleteSessionQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(DeleteSessionBorrowed) -> R,
    ) -> DeleteSessionQuery<'c, 'a, 's, C, R, N> {
        DeleteSessionQuery {
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
pub struct DeleteSessionsOfUserQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<DeleteSessionsOfUserBorrowed, tokio_postgres::Error>,
    mapper: fn(DeleteSessionsOfUserBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> DeleteSessionsOfUserQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(DeleteSessionsOfUserBorrowed) -> R,
    ) -> DeleteSessionsOfUserQuery<'c, 'a, 's, C, R, N> {
        DeleteSessionsOfUserQuery {
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
pub struct AnyUserStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether the first run is over.
/// plan: scan, because one row is enough · bound: 1 row
pub fn any_user() -> AnyUserStmt {
    AnyUserStmt("/* any_user */ select exists (select from core.users) as found", None)
}
impl AnyUserStmt {
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
    ) -> BoolQuery<'c, 'a, 's, C, bool, 0> {
        BoolQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct LockFirstRunStmt(&'static str, Option<tokio_postgres::Statement>);
/// Held to the end of the transaction: of two first runs at once, the second waits and then sees the first one's user.
/// plan: none · bound: 1 row
pub fn lock_first_run() -> LockFirstRunStmt {
    LockFirstRunStmt("/* lock_first_run */ select pg_advisory_xact_lock(7283410)::text as locked", None)
}
impl LockFirstRunStmt {
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
    ) -> StringQuery<'c, 'a, 's, C, String, 0> {
        StringQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct InsertUserStmt(&'static str, Option<tokio_postgres::Statement>);
/// A new user; nothing happens when the name is taken.
/// plan: users_name_key_key · bound: 1 row
pub fn insert_user() -> InsertUserStmt {
    InsertUserStmt(
        "/* insert_user */ insert into core.users (id, name, name_key, password_hash, role, created_at) values ($1, $2, $3, $4, $5, $6) on conflict (name_key) do nothing",
        None,
    )
}
impl InsertUserStmt {
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
        T4: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        name: &'a T1,
        name_key: &'a T2,
        password_hash: &'a T3,
        role: &'a T4,
        created_at: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, name, name_key, password_hash, role, created_at])
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertUserParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertUserStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertUserParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.id,
                    &params.name,
                    &params.name_key,
                    &params.password_hash,
                    &params.role,
                    &params.created_at,
                ),
        )
    }
}
pub struct ListNameKeysStmt(&'static str, Option<tokio_postgres::Statement>);
/// All names, to refuse one that looks like another.
/// plan: scan, because a household has few users and this runs when one is added · bound: users
pub fn list_name_keys() -> ListNameKeysStmt {
    ListNameKeysStmt("/* list_name_keys */ select name_key from core.users", None)
}
impl ListNameKeysStmt {
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
    ) -> StringQuery<'c, 'a, 's, C, String, 0> {
        StringQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct FindUserByNameStmt(&'static str, Option<tokio_postgres::Statement>);
/// Who signs in.
/// plan: users_name_key_key · bound: 1 row
pub fn find_user_by_name() -> FindUserByNameStmt {
    FindUserByNameStmt(
        "/* find_user_by_name */ select id, name, password_hash, role, created_at from core.users where name_key = $1",
        None,
    )
}
impl FindUserByNameStmt {
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
        name_key: &'a T1,
    ) -> FindUserByNameQuery<'c, 'a, 's, C, FindUserByName, 1> {
        FindUserByNameQuery {
            client,
            params: [name_key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindUserByNameBorrowed, tokio_postgres::Error> {
                Ok(FindUserByNameBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    password_hash: row.try_get(2)?,
                    role: row.try_get(3)?,
                    created_at: row.try_get(4)?,
                })
            },
            mapper: |it| FindUserByName::from(it),
        }
    }
}
pub struct GetUserStmt(&'static str, Option<tokio_postgres::Statement>);
/// A user as shown to themselves.
/// plan: users_pkey · bound: 1 row
pub fn get_user() -> GetUserStmt {
    GetUserStmt("/* get_user */ select id, name, role, created_at from core.users where id = $1", None)
}
impl GetUserStmt {
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
    ) -> GetUserQuery<'c, 'a, 's, C, GetUser, 1> {
        GetUserQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<GetUserBorrowed, tokio_postgres::Error> {
                Ok(GetUserBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    role: row.try_get(2)?,
                    created_at: row.try_get(3)?,
                })
            },
            mapper: |it| GetUser::from(it),
        }
    }
}
pub struct SetPasswordStmt(&'static str, Option<tokio_postgres::Statement>);
/// A new password.
/// plan: users_pkey · bound: 1 row
pub fn set_password() -> SetPasswordStmt {
    SetPasswordStmt("/* set_password */ update core.users set password_hash = $1 where id = $2", None)
}
impl SetPasswordStmt {
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
        password_hash: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[password_hash, id]).await
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
    SetPasswordParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetPasswordStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetPasswordParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.password_hash, &params.id))
    }
}
pub struct InsertSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// A sign-in; only the hash of its token is kept.
/// plan: none · bound: 1 row
pub fn insert_session() -> InsertSessionStmt {
    InsertSessionStmt(
        "/* insert_session */ insert into core.sessions (id, user_id, token_hash, device_name, address, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $5, $6, $6, $7)",
        None,
    )
}
impl InsertSessionStmt {
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
        T1: crate::BytesSql,
        T2: crate::StringSql,
        T3: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        token_hash: &'a T1,
        device_name: &'a T2,
        address: &'a T3,
        created_at: &'a time::OffsetDateTime,
        expires_at: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[id, user_id, token_hash, device_name, address, created_at, expires_at],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertSessionParams<T1, T2, T3>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertSessionStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertSessionParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.id,
                    &params.user_id,
                    &params.token_hash,
                    &params.device_name,
                    &params.address,
                    &params.created_at,
                    &params.expires_at,
                ),
        )
    }
}
pub struct FindSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whose token this is, unless it has expired.
/// plan: sessions_token_hash_key, users_pkey · bound: 1 row
pub fn find_session() -> FindSessionStmt {
    FindSessionStmt(
        "/* find_session */ select s.id, s.user_id, s.last_seen_at, u.name, u.role from core.sessions s join core.users u on u.id = s.user_id where s.token_hash = $1 and s.expires_at > $2",
        None,
    )
}
impl FindSessionStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        token_hash: &'a T1,
        now: &'a time::OffsetDateTime,
    ) -> FindSessionQuery<'c, 'a, 's, C, FindSession, 2> {
        FindSessionQuery {
            client,
            params: [token_hash, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindSessionBorrowed, tokio_postgres::Error> {
                Ok(FindSessionBorrowed {
                    id: row.try_get(0)?,
                    user_id: row.try_get(1)?,
                    last_seen_at: row.try_get(2)?,
                    name: row.try_get(3)?,
                    role: row.try_get(4)?,
                })
            },
            mapper: |it| FindSession::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::BytesSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindSessionParams<T1>,
    FindSessionQuery<'c, 'a, 's, C, FindSession, 2>,
    C,
> for FindSessionStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindSessionParams<T1>,
    ) -> FindSessionQuery<'c, 'a, 's, C, FindSession, 2> {
        self.bind(client, &params.token_hash, &params.now)
    }
}
pub struct IsSessionLiveStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether a sign-in still holds: asked by streams that stay open.
/// plan: sessions_pkey · bound: 1 row
pub fn is_session_live() -> IsSessionLiveStmt {
    IsSessionLiveStmt(
        "/* is_session_live */ select exists (select from core.sessions where id = $1 and expires_at > $2) as live",
        None,
    )
}
impl IsSessionLiveStmt {
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
        now: &'a time::OffsetDateTime,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        BoolQuery {
            client,
            params: [id, now],
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
    IsSessionLiveParams,
    BoolQuery<'c, 'a, 's, C, bool, 2>,
    C,
> for IsSessionLiveStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a IsSessionLiveParams,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        self.bind(client, &params.id, &params.now)
    }
}
pub struct TouchSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// Seen now, and good for longer. Called at most once an hour per sign-in.
/// plan: sessions_pkey · bound: 1 row
pub fn touch_session() -> TouchSessionStmt {
    TouchSessionStmt(
        "/* touch_session */ update core.sessions set last_seen_at = $1, expires_at = $2 where id = $3",
        None,
    )
}
impl TouchSessionStmt {
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
        now: &'a time::OffsetDateTime,
        expires_at: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, expires_at, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    TouchSessionParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for TouchSessionStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a TouchSessionParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.expires_at, &params.id))
    }
}
pub struct ListSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where a user is signed in, newest first.
/// plan: sessions_by_user · bound: limit <= 201
pub fn list_sessions() -> ListSessionsStmt {
    ListSessionsStmt(
        "/* list_sessions */ select id, device_name, address, created_at, last_seen_at, expires_at from core.sessions where user_id = $1 and expires_at > $2 and (created_at, id) < ($3, $4) order by created_at desc, id desc limit $5",
        None,
    )
}
impl ListSessionsStmt {
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
        user_id: &'a uuid::Uuid,
        now: &'a time::OffsetDateTime,
        before_created_at: &'a time::OffsetDateTime,
        before_id: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> ListSessionsQuery<'c, 'a, 's, C, ListSessions, 5> {
        ListSessionsQuery {
            client,
            params: [user_id, now, before_created_at, before_id, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListSessionsBorrowed, tokio_postgres::Error> {
                Ok(ListSessionsBorrowed {
                    id: row.try_get(0)?,
                    device_name: row.try_get(1)?,
                    address: row.try_get(2)?,
                    created_at: row.try_get(3)?,
                    last_seen_at: row.try_get(4)?,
                    expires_at: row.try_get(5)?,
                })
            },
            mapper: |it| ListSessions::from(it),
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
    ListSessionsParams,
    ListSessionsQuery<'c, 'a, 's, C, ListSessions, 5>,
    C,
> for ListSessionsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListSessionsParams,
    ) -> ListSessionsQuery<'c, 'a, 's, C, ListSessions, 5> {
        self.bind(
            client,
            &params.user_id,
            &params.now,
            &params.before_created_at,
            &params.before_id,
            &params.limit,
        )
    }
}
pub struct DeleteSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// Sign out, or revoke one of the own sign-ins. What plays with it goes too (on delete cascade).
/// plan: sessions_pkey · bound: 1 row
pub fn delete_session() -> DeleteSessionStmt {
    DeleteSessionStmt(
        "/* delete_session */ delete from core.sessions where id = $1 and user_id = $2 returning id, token_hash",
        None,
    )
}
impl DeleteSessionStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> DeleteSessionQuery<'c, 'a, 's, C, DeleteSession, 2> {
        DeleteSessionQuery {
            client,
            params: [id, user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<DeleteSessionBorrowed, tokio_postgres::Error> {
                Ok(DeleteSessionBorrowed {
                    id: row.try_get(0)?,
                    token_hash: row.try_get(1)?,
                })
            },
            mapper: |it| DeleteSession::from(it),
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
    DeleteSessionParams,
    DeleteSessionQuery<'c, 'a, 's, C, DeleteSession, 2>,
    C,
> for DeleteSessionStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a DeleteSessionParams,
    ) -> DeleteSessionQuery<'c, 'a, 's, C, DeleteSession, 2> {
        self.bind(client, &params.id, &params.user_id)
    }
}
pub struct DeleteSessionsOfUserStmt(&'static str, Option<tokio_postgres::Statement>);
/// Revoke all, after a new password.
/// plan: sessions_by_user · bound: sign-ins of one user
pub fn delete_sessions_of_user() -> DeleteSessionsOfUserStmt {
    DeleteSessionsOfUserStmt(
        "/* delete_sessions_of_user */ delete from core.sessions where user_id = $1 returning id, token_hash",
        None,
    )
}
impl DeleteSessionsOfUserStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> DeleteSessionsOfUserQuery<'c, 'a, 's, C, DeleteSessionsOfUser, 1> {
        DeleteSessionsOfUserQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<DeleteSessionsOfUserBorrowed, tokio_postgres::Error> {
                Ok(DeleteSessionsOfUserBorrowed {
                    id: row.try_get(0)?,
                    token_hash: row.try_get(1)?,
                })
            },
            mapper: |it| DeleteSessionsOfUser::from(it),
        }
    }
}
pub struct DeleteStaleSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What has expired, removed whenever the user signs in again.
/// plan: sessions_by_user · bound: sign-ins of one user
pub fn delete_stale_sessions() -> DeleteStaleSessionsStmt {
    DeleteStaleSessionsStmt(
        "/* delete_stale_sessions */ delete from core.sessions where user_id = $1 and expires_at <= $2",
        None,
    )
}
impl DeleteStaleSessionsStmt {
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
        user_id: &'a uuid::Uuid,
        now: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, now]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteStaleSessionsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteStaleSessionsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteStaleSessionsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.now))
    }
}
pub struct PruneSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Sign-ins that have expired, some at once: of users who never came back.
/// plan: scan, because a household has few sign-ins and this runs once a day · bound: :limit
pub fn prune_sessions() -> PruneSessionsStmt {
    PruneSessionsStmt(
        "/* prune_sessions */ delete from core.sessions where id in (select id from core.sessions where expires_at <= $1 limit $2)",
        None,
    )
}
impl PruneSessionsStmt {
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
        now: &'a time::OffsetDateTime,
        limit: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, limit]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PruneSessionsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PruneSessionsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PruneSessionsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.limit))
    }
}
pub struct ListLibraryIdsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What there is to be seen. All users see all libraries for now; rights come in here.
/// plan: scan, because libraries are few · bound: libraries
pub fn list_library_ids() -> ListLibraryIdsStmt {
    ListLibraryIdsStmt("/* list_library_ids */ select id from libraries order by id", None)
}
impl ListLibraryIdsStmt {
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
