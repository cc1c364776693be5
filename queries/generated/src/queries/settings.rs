// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct PutSettingParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub name: T1,
    pub value: T2,
}
#[derive(Debug)]
pub struct AddSettingParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub name: T1,
    pub value: T2,
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
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
pub struct GetSettingStmt(&'static str, Option<tokio_postgres::Statement>);
/// One setting as JSON text.
/// plan: settings_pkey · bound: 1 row
pub fn get_setting() -> GetSettingStmt {
    GetSettingStmt("/* get_setting */ select value::text from core.settings where name = $1", None)
}
impl GetSettingStmt {
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
        name: &'a T1,
    ) -> StringQuery<'c, 'a, 's, C, String, 1> {
        StringQuery {
            client,
            params: [name],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct PutSettingStmt(&'static str, Option<tokio_postgres::Statement>);
/// Insert or replace one setting.
/// plan: settings_pkey · bound: 1 row
pub fn put_setting() -> PutSettingStmt {
    PutSettingStmt(
        "/* put_setting */ insert into core.settings (name, value) values ($1, $2::text::jsonb) on conflict (name) do update set value = excluded.value",
        None,
    )
}
impl PutSettingStmt {
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
        name: &'a T1,
        value: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[name, value]).await
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
    PutSettingParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutSettingStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutSettingParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.name, &params.value))
    }
}
pub struct AddSettingStmt(&'static str, Option<tokio_postgres::Statement>);
/// Insert one setting unless it is there: what the first of several nodes decides.
/// plan: settings_pkey · bound: 1 row
pub fn add_setting() -> AddSettingStmt {
    AddSettingStmt(
        "/* add_setting */ insert into core.settings (name, value) values ($1, $2::text::jsonb) on conflict (name) do nothing",
        None,
    )
}
impl AddSettingStmt {
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
        name: &'a T1,
        value: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[name, value]).await
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
    AddSettingParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for AddSettingStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a AddSettingParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.name, &params.value))
    }
}
