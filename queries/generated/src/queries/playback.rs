// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct ListPlayableFilesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub item: uuid::Uuid,
    pub visible: T1,
    pub file: Option<uuid::Uuid>,
}
#[derive(Debug)]
pub struct InsertPlaybackSessionParams<T1: crate::BytesSql, T2: crate::StringSql> {
    pub id: uuid::Uuid,
    pub user: uuid::Uuid,
    pub sign_in: uuid::Uuid,
    pub token_hash: T1,
    pub library: uuid::Uuid,
    pub item: uuid::Uuid,
    pub file: uuid::Uuid,
    pub plan: T2,
    pub position_ms: i64,
    pub now: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct FindPlaybackSessionParams<T1: crate::BytesSql> {
    pub now: time::OffsetDateTime,
    pub token_hash: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct TouchPlaybackSessionParams {
    pub now: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct IsPlaybackSessionAliveParams {
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct ListPlaybackSessionsParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub visible: T1,
    pub now: time::OffsetDateTime,
    pub user: Option<uuid::Uuid>,
    pub limit: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeletePlaybackSessionParams {
    pub id: uuid::Uuid,
    pub user: Option<uuid::Uuid>,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteStalePlaybackSessionsParams {
    pub now: time::OffsetDateTime,
    pub user: uuid::Uuid,
    pub most: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct PrunePlaybackSessionsParams {
    pub now: time::OffsetDateTime,
    pub limit: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct FindKeyframeIndexParams {
    pub file: uuid::Uuid,
    pub library: uuid::Uuid,
}
#[derive(Debug)]
pub struct ItemExistsParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub item: uuid::Uuid,
    pub visible: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct ListSubtitleFilesParams {
    pub file: uuid::Uuid,
    pub library: uuid::Uuid,
}
#[derive(Debug)]
pub struct FindTrackRulesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub item: uuid::Uuid,
    pub visible: T1,
    pub user: uuid::Uuid,
}
#[derive(Debug)]
pub struct PutUserTrackRulesParams<T1: crate::StringSql> {
    pub user: uuid::Uuid,
    pub rules: T1,
}
#[derive(Debug)]
pub struct PutItemTrackRulesParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub user: uuid::Uuid,
    pub rules: T1,
    pub now: time::OffsetDateTime,
    pub item: uuid::Uuid,
    pub visible: T2,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteItemTrackRulesParams {
    pub user: uuid::Uuid,
    pub item: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct PlayableFile {
    pub id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub root_path: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub state: String,
    pub missing_since: Option<time::OffsetDateTime>,
    pub media: Option<String>,
    pub offline_since: Option<time::OffsetDateTime>,
    pub part: Option<i32>,
    pub has_index: bool,
}
pub struct PlayableFileBorrowed<'a> {
    pub id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub root_path: &'a [u8],
    pub rel_path: &'a [u8],
    pub state: &'a str,
    pub missing_since: Option<time::OffsetDateTime>,
    pub media: Option<&'a str>,
    pub offline_since: Option<time::OffsetDateTime>,
    pub part: Option<i32>,
    pub has_index: bool,
}
impl<'a> From<PlayableFileBorrowed<'a>> for PlayableFile {
    fn from(
        PlayableFileBorrowed {
            id,
            library_id,
            root_path,
            rel_path,
            state,
            missing_since,
            media,
            offline_since,
            part,
            has_index,
        }: PlayableFileBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            library_id,
            root_path: root_path.into(),
            rel_path: rel_path.into(),
            state: state.into(),
            missing_since,
            media: media.map(|v| v.into()),
            offline_since,
            part,
            has_index,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PlaybackSession {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub session_id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub item_id: uuid::Uuid,
    pub file_id: uuid::Uuid,
    pub plan: String,
    pub created_at: time::OffsetDateTime,
    pub root_path: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub media: Option<String>,
}
pub struct PlaybackSessionBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub session_id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub item_id: uuid::Uuid,
    pub file_id: uuid::Uuid,
    pub plan: &'a str,
    pub created_at: time::OffsetDateTime,
    pub root_path: &'a [u8],
    pub rel_path: &'a [u8],
    pub media: Option<&'a str>,
}
impl<'a> From<PlaybackSessionBorrowed<'a>> for PlaybackSession {
    fn from(
        PlaybackSessionBorrowed {
            id,
            user_id,
            session_id,
            library_id,
            item_id,
            file_id,
            plan,
            created_at,
            root_path,
            rel_path,
            media,
        }: PlaybackSessionBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            session_id,
            library_id,
            item_id,
            file_id,
            plan: plan.into(),
            created_at,
            root_path: root_path.into(),
            rel_path: rel_path.into(),
            media: media.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListedSession {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub user_name: String,
    pub item_id: uuid::Uuid,
    pub file_id: uuid::Uuid,
    pub plan: String,
    pub created_at: time::OffsetDateTime,
    pub last_request_at: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
    pub device_name: String,
    pub title: Option<String>,
    pub position_ms: Option<i64>,
}
pub struct ListedSessionBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub user_name: &'a str,
    pub item_id: uuid::Uuid,
    pub file_id: uuid::Uuid,
    pub plan: &'a str,
    pub created_at: time::OffsetDateTime,
    pub last_request_at: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
    pub device_name: &'a str,
    pub title: Option<&'a str>,
    pub position_ms: Option<i64>,
}
impl<'a> From<ListedSessionBorrowed<'a>> for ListedSession {
    fn from(
        ListedSessionBorrowed {
            id,
            user_id,
            user_name,
            item_id,
            file_id,
            plan,
            created_at,
            last_request_at,
            expires_at,
            device_name,
            title,
            position_ms,
        }: ListedSessionBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            user_name: user_name.into(),
            item_id,
            file_id,
            plan: plan.into(),
            created_at,
            last_request_at,
            expires_at,
            device_name: device_name.into(),
            title: title.map(|v| v.into()),
            position_ms,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct DeletePlaybackSession {
    pub user_id: uuid::Uuid,
    pub item_id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct SubtitleFile {
    pub rel_path: Vec<u8>,
    pub root_path: Vec<u8>,
    pub language: Option<String>,
    pub title: Option<String>,
    pub forced: bool,
}
pub struct SubtitleFileBorrowed<'a> {
    pub rel_path: &'a [u8],
    pub root_path: &'a [u8],
    pub language: Option<&'a str>,
    pub title: Option<&'a str>,
    pub forced: bool,
}
impl<'a> From<SubtitleFileBorrowed<'a>> for SubtitleFile {
    fn from(
        SubtitleFileBorrowed {
            rel_path,
            root_path,
            language,
            title,
            forced,
        }: SubtitleFileBorrowed<'a>,
    ) -> Self {
        Self {
            rel_path: rel_path.into(),
            root_path: root_path.into(),
            language: language.map(|v| v.into()),
            title: title.map(|v| v.into()),
            forced,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct TrackRulesRow {
    pub of_user: Option<String>,
    pub of_item: Option<String>,
    pub of_show: Option<String>,
}
pub struct TrackRulesRowBorrowed<'a> {
    pub of_user: Option<&'a str>,
    pub of_item: Option<&'a str>,
    pub of_show: Option<&'a str>,
}
impl<'a> From<TrackRulesRowBorrowed<'a>> for TrackRulesRow {
    fn from(
        TrackRulesRowBorrowed { of_user, of_item, of_show }: TrackRulesRowBorrowed<'a>,
    ) -> Self {
        Self {
            of_user: of_user.map(|v| v.into()),
            of_item: of_item.map(|v| v.into()),
            of_show: of_show.map(|v| v.into()),
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct PlayableFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PlayableFileBorrowed, tokio_postgres::Error>,
    mapper: fn(PlayableFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PlayableFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PlayableFileBorrowed) -> R,
    ) -> PlayableFileQuery<'c, 'a, 's, C, R, N> {
        PlayableFileQuery {
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
pub struct PlaybackSessionQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PlaybackSessionBorrowed, tokio_postgres::Error>,
    mapper: fn(PlaybackSessionBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PlaybackSessionQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PlaybackSessionBorrowed) -> R,
    ) -> PlaybackSessionQuery<'c, 'a, 's, C, R, N> {
        PlaybackSessionQuery {
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
pub struct ListedSessionQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListedSessionBorrowed, tokio_postgres::Error>,
    mapper: fn(ListedSessionBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListedSessionQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListedSessionBorrowed) -> R,
    ) -> ListedSessionQuery<'c, 'a, 's, C, R, N> {
        ListedSessionQuery {
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
pub struct DeletePlaybackSessionQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<DeletePlaybackSession, tokio_postgres::Error>,
    mapper: fn(DeletePlaybackSession) -> T,
}
impl<
    'c,
    'a,
    's,
    C,
    T: 'c,
    const N: usize,
> DeletePlaybackSessionQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(DeletePlaybackSession) -> R,
    ) -> DeletePlaybackSessionQuery<'c, 'a, 's, C, R, N> {
        DeletePlaybackSessionQuery {
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
pub struct Vecu8Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<&[u8], tokio_postgres::Error>,
    mapper: fn(&[u8]) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> Vecu8Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(&[u8]) -> R) -> Vecu8Query<'c, 'a, 's, C, R, N> {
        Vecu8Query {
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
pub struct SubtitleFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<SubtitleFileBorrowed, tokio_postgres::Error>,
    mapper: fn(SubtitleFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> SubtitleFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(SubtitleFileBorrowed) -> R,
    ) -> SubtitleFileQuery<'c, 'a, 's, C, R, N> {
        SubtitleFileQuery {
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
pub struct TrackRulesRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<TrackRulesRowBorrowed, tokio_postgres::Error>,
    mapper: fn(TrackRulesRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> TrackRulesRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(TrackRulesRowBorrowed) -> R,
    ) -> TrackRulesRowQuery<'c, 'a, 's, C, R, N> {
        TrackRulesRowQuery {
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
pub struct ListPlayableFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Files of an item that a viewer may play: present ones first, then by part and size.
/// plan: item_files_pkey · bound: files of one item
pub fn list_playable_files() -> ListPlayableFilesStmt {
    ListPlayableFilesStmt(
        "/* list_playable_files */ select f.id, f.library_id, r.path as root_path, f.rel_path, f.state, f.missing_since, f.media::text as media, r.offline_since, xf.part, exists (select from keyframe_indexes k where k.file_id = f.id) as has_index from item_files xf join files f on f.id = xf.file_id join roots r on r.id = f.root_id where xf.item_id = $1 and f.library_id = any($2) and ($3::uuid is null or f.id = $3::uuid) order by f.state = 'present' desc, xf.part nulls first, f.size_bytes desc, f.id limit 64",
        None,
    )
}
impl ListPlayableFilesStmt {
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
        item: &'a uuid::Uuid,
        visible: &'a T1,
        file: &'a Option<uuid::Uuid>,
    ) -> PlayableFileQuery<'c, 'a, 's, C, PlayableFile, 3> {
        PlayableFileQuery {
            client,
            params: [item, visible, file],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PlayableFileBorrowed, tokio_postgres::Error> {
                Ok(PlayableFileBorrowed {
                    id: row.try_get(0)?,
                    library_id: row.try_get(1)?,
                    root_path: row.try_get(2)?,
                    rel_path: row.try_get(3)?,
                    state: row.try_get(4)?,
                    missing_since: row.try_get(5)?,
                    media: row.try_get(6)?,
                    offline_since: row.try_get(7)?,
                    part: row.try_get(8)?,
                    has_index: row.try_get(9)?,
                })
            },
            mapper: |it| PlayableFile::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListPlayableFilesParams<T1>,
    PlayableFileQuery<'c, 'a, 's, C, PlayableFile, 3>,
    C,
> for ListPlayableFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListPlayableFilesParams<T1>,
    ) -> PlayableFileQuery<'c, 'a, 's, C, PlayableFile, 3> {
        self.bind(client, &params.item, &params.visible, &params.file)
    }
}
pub struct InsertPlaybackSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// A session; its URLs carry the token whose hash is kept here.
/// plan: playback_sessions_pkey · bound: 1 row
pub fn insert_playback_session() -> InsertPlaybackSessionStmt {
    InsertPlaybackSessionStmt(
        "/* insert_playback_session */ insert into core.playback_sessions (id, user_id, session_id, token_hash, library_id, item_id, file_id, plan, position_ms, created_at, last_request_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $10, $11)",
        None,
    )
}
impl InsertPlaybackSessionStmt {
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
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user: &'a uuid::Uuid,
        sign_in: &'a uuid::Uuid,
        token_hash: &'a T1,
        library: &'a uuid::Uuid,
        item: &'a uuid::Uuid,
        file: &'a uuid::Uuid,
        plan: &'a T2,
        position_ms: &'a i64,
        now: &'a time::OffsetDateTime,
        expires_at: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    user,
                    sign_in,
                    token_hash,
                    library,
                    item,
                    file,
                    plan,
                    position_ms,
                    now,
                    expires_at,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertPlaybackSessionParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertPlaybackSessionStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertPlaybackSessionParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.id,
                    &params.user,
                    &params.sign_in,
                    &params.token_hash,
                    &params.library,
                    &params.item,
                    &params.file,
                    &params.plan,
                    &params.position_ms,
                    &params.now,
                    &params.expires_at,
                ),
        )
    }
}
pub struct FindPlaybackSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// What a stream URL stands for, while its sign-in, its library and its file row exist. This is the check of rights
/// before the first byte.
/// plan: playback_sessions_token_hash_key · bound: 1 row
pub fn find_playback_session() -> FindPlaybackSessionStmt {
    FindPlaybackSessionStmt(
        "/* find_playback_session */ select p.id, p.user_id, p.session_id, p.library_id, p.item_id, p.file_id, p.plan::text as plan, p.created_at, r.path as root_path, f.rel_path, f.media::text as media from core.playback_sessions p join core.sessions s on s.id = p.session_id and s.expires_at > $1 join files f on f.id = p.file_id and f.library_id = p.library_id join roots r on r.id = f.root_id where p.token_hash = $2 and p.expires_at > $1",
        None,
    )
}
impl FindPlaybackSessionStmt {
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
        now: &'a time::OffsetDateTime,
        token_hash: &'a T1,
    ) -> PlaybackSessionQuery<'c, 'a, 's, C, PlaybackSession, 2> {
        PlaybackSessionQuery {
            client,
            params: [now, token_hash],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PlaybackSessionBorrowed, tokio_postgres::Error> {
                Ok(PlaybackSessionBorrowed {
                    id: row.try_get(0)?,
                    user_id: row.try_get(1)?,
                    session_id: row.try_get(2)?,
                    library_id: row.try_get(3)?,
                    item_id: row.try_get(4)?,
                    file_id: row.try_get(5)?,
                    plan: row.try_get(6)?,
                    created_at: row.try_get(7)?,
                    root_path: row.try_get(8)?,
                    rel_path: row.try_get(9)?,
                    media: row.try_get(10)?,
                })
            },
            mapper: |it| PlaybackSession::from(it),
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
    FindPlaybackSessionParams<T1>,
    PlaybackSessionQuery<'c, 'a, 's, C, PlaybackSession, 2>,
    C,
> for FindPlaybackSessionStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindPlaybackSessionParams<T1>,
    ) -> PlaybackSessionQuery<'c, 'a, 's, C, PlaybackSession, 2> {
        self.bind(client, &params.now, &params.token_hash)
    }
}
pub struct TouchPlaybackSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// Keeps a session that is used; says whether it still is one.
/// plan: playback_sessions_pkey · bound: 1 row
pub fn touch_playback_session() -> TouchPlaybackSessionStmt {
    TouchPlaybackSessionStmt(
        "/* touch_playback_session */ update core.playback_sessions p set last_request_at = $1, expires_at = $2 from core.sessions s where p.id = $3 and s.id = p.session_id and s.expires_at > $1 and p.expires_at > $1 returning p.id",
        None,
    )
}
impl TouchPlaybackSessionStmt {
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
        now: &'a time::OffsetDateTime,
        expires_at: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [now, expires_at, id],
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
    TouchPlaybackSessionParams,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
    C,
> for TouchPlaybackSessionStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a TouchPlaybackSessionParams,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.now, &params.expires_at, &params.id)
    }
}
pub struct IsPlaybackSessionAliveStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether a running stream may go on.
/// plan: playback_sessions_pkey · bound: 1 row
pub fn is_playback_session_alive() -> IsPlaybackSessionAliveStmt {
    IsPlaybackSessionAliveStmt(
        "/* is_playback_session_alive */ select exists ( select from core.playback_sessions p join core.sessions s on s.id = p.session_id and s.expires_at > $1 where p.id = $2 and p.expires_at > $1 ) as alive",
        None,
    )
}
impl IsPlaybackSessionAliveStmt {
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
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        BoolQuery {
            client,
            params: [now, id],
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
    IsPlaybackSessionAliveParams,
    BoolQuery<'c, 'a, 's, C, bool, 2>,
    C,
> for IsPlaybackSessionAliveStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a IsPlaybackSessionAliveParams,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        self.bind(client, &params.now, &params.id)
    }
}
pub struct ListPlaybackSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What plays now: everybody's sessions, or one user's.
/// plan: scan, because there are few sessions; items_pkey, user_state_pkey · bound: :limit rows
pub fn list_playback_sessions() -> ListPlaybackSessionsStmt {
    ListPlaybackSessionsStmt(
        "/* list_playback_sessions */ select p.id, p.user_id, u.name as user_name, p.item_id, p.file_id, p.plan::text as plan, p.created_at, p.last_request_at, p.expires_at, s.device_name, i.title, w.position_ms from core.playback_sessions p join core.users u on u.id = p.user_id join core.sessions s on s.id = p.session_id left join items i on i.id = p.item_id and i.library_id = any($1) left join user_state w on w.item_id = p.item_id and w.user_id = p.user_id where p.expires_at > $2 and ($3::uuid is null or p.user_id = $3::uuid) order by p.last_request_at desc, p.id limit $4",
        None,
    )
}
impl ListPlaybackSessionsStmt {
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
        visible: &'a T1,
        now: &'a time::OffsetDateTime,
        user: &'a Option<uuid::Uuid>,
        limit: &'a i64,
    ) -> ListedSessionQuery<'c, 'a, 's, C, ListedSession, 4> {
        ListedSessionQuery {
            client,
            params: [visible, now, user, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListedSessionBorrowed, tokio_postgres::Error> {
                Ok(ListedSessionBorrowed {
                    id: row.try_get(0)?,
                    user_id: row.try_get(1)?,
                    user_name: row.try_get(2)?,
                    item_id: row.try_get(3)?,
                    file_id: row.try_get(4)?,
                    plan: row.try_get(5)?,
                    created_at: row.try_get(6)?,
                    last_request_at: row.try_get(7)?,
                    expires_at: row.try_get(8)?,
                    device_name: row.try_get(9)?,
                    title: row.try_get(10)?,
                    position_ms: row.try_get(11)?,
                })
            },
            mapper: |it| ListedSession::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListPlaybackSessionsParams<T1>,
    ListedSessionQuery<'c, 'a, 's, C, ListedSession, 4>,
    C,
> for ListPlaybackSessionsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListPlaybackSessionsParams<T1>,
    ) -> ListedSessionQuery<'c, 'a, 's, C, ListedSession, 4> {
        self.bind(client, &params.visible, &params.now, &params.user, &params.limit)
    }
}
pub struct DeletePlaybackSessionStmt(&'static str, Option<tokio_postgres::Statement>);
/// Ends a session: anybody's for an admin, else one's own.
/// plan: playback_sessions_pkey · bound: 1 row
pub fn delete_playback_session() -> DeletePlaybackSessionStmt {
    DeletePlaybackSessionStmt(
        "/* delete_playback_session */ delete from core.playback_sessions where id = $1 and ($2::uuid is null or user_id = $2::uuid) returning user_id, item_id",
        None,
    )
}
impl DeletePlaybackSessionStmt {
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
        user: &'a Option<uuid::Uuid>,
    ) -> DeletePlaybackSessionQuery<'c, 'a, 's, C, DeletePlaybackSession, 2> {
        DeletePlaybackSessionQuery {
            client,
            params: [id, user],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<DeletePlaybackSession, tokio_postgres::Error> {
                Ok(DeletePlaybackSession {
                    user_id: row.try_get(0)?,
                    item_id: row.try_get(1)?,
                })
            },
            mapper: |it| DeletePlaybackSession::from(it),
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
    DeletePlaybackSessionParams,
    DeletePlaybackSessionQuery<'c, 'a, 's, C, DeletePlaybackSession, 2>,
    C,
> for DeletePlaybackSessionStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a DeletePlaybackSessionParams,
    ) -> DeletePlaybackSessionQuery<'c, 'a, 's, C, DeletePlaybackSession, 2> {
        self.bind(client, &params.id, &params.user)
    }
}
pub struct DeleteStalePlaybackSessionsStmt(
    &'static str,
    Option<tokio_postgres::Statement>,
);
/// Expired sessions, and a user's oldest beyond the most that one may have.
/// plan: playback_sessions_by_expiry · bound: one user's sessions and what has expired
pub fn delete_stale_playback_sessions() -> DeleteStalePlaybackSessionsStmt {
    DeleteStalePlaybackSessionsStmt(
        "/* delete_stale_playback_sessions */ delete from core.playback_sessions where expires_at <= $1 or id in ( select p.id from core.playback_sessions p where p.user_id = $2 order by p.last_request_at desc offset $3 )",
        None,
    )
}
impl DeleteStalePlaybackSessionsStmt {
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
        user: &'a uuid::Uuid,
        most: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, user, most]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteStalePlaybackSessionsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteStalePlaybackSessionsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteStalePlaybackSessionsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user, &params.most))
    }
}
pub struct PrunePlaybackSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Playback sessions that have expired, some at once: of users who never came back.
/// plan: playback_sessions_by_expiry · bound: :limit
pub fn prune_playback_sessions() -> PrunePlaybackSessionsStmt {
    PrunePlaybackSessionsStmt(
        "/* prune_playback_sessions */ delete from core.playback_sessions where id in (select p.id from core.playback_sessions p where p.expires_at <= $1 order by p.expires_at limit $2)",
        None,
    )
}
impl PrunePlaybackSessionsStmt {
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
    PrunePlaybackSessionsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PrunePlaybackSessionsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PrunePlaybackSessionsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.limit))
    }
}
pub struct FindKeyframeIndexStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where a file's pictures may be cut: domain::media::KeyframeIndex, packed.
/// plan: keyframe_indexes_pkey · bound: 1 row
pub fn find_keyframe_index() -> FindKeyframeIndexStmt {
    FindKeyframeIndexStmt(
        "/* find_keyframe_index */ select packed from keyframe_indexes where file_id = $1 and library_id = $2",
        None,
    )
}
impl FindKeyframeIndexStmt {
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
        file: &'a uuid::Uuid,
        library: &'a uuid::Uuid,
    ) -> Vecu8Query<'c, 'a, 's, C, Vec<u8>, 2> {
        Vecu8Query {
            client,
            params: [file, library],
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
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindKeyframeIndexParams,
    Vecu8Query<'c, 'a, 's, C, Vec<u8>, 2>,
    C,
> for FindKeyframeIndexStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindKeyframeIndexParams,
    ) -> Vecu8Query<'c, 'a, 's, C, Vec<u8>, 2> {
        self.bind(client, &params.file, &params.library)
    }
}
pub struct ItemExistsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether an item exists for a viewer.
/// plan: items_pkey · bound: 1 row
pub fn item_exists() -> ItemExistsStmt {
    ItemExistsStmt(
        "/* item_exists */ select exists (select from items i where i.id = $1 and i.library_id = any($2)) as found",
        None,
    )
}
impl ItemExistsStmt {
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
        item: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        BoolQuery {
            client,
            params: [item, visible],
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
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ItemExistsParams<T1>,
    BoolQuery<'c, 'a, 's, C, bool, 2>,
    C,
> for ItemExistsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ItemExistsParams<T1>,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        self.bind(client, &params.item, &params.visible)
    }
}
pub struct ListSubtitleFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Text subtitles beside a file, in the order that gives them their indexes.
/// plan: sidecars_file_id_rel_path_key · bound: subtitles of one file
pub fn list_subtitle_files() -> ListSubtitleFilesStmt {
    ListSubtitleFilesStmt(
        "/* list_subtitle_files */ select s.rel_path, r.path as root_path, s.language, s.title, s.forced from sidecars s join roots r on r.id = s.root_id where s.file_id = $1 and s.library_id = $2 order by s.rel_path limit 100",
        None,
    )
}
impl ListSubtitleFilesStmt {
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
        file: &'a uuid::Uuid,
        library: &'a uuid::Uuid,
    ) -> SubtitleFileQuery<'c, 'a, 's, C, SubtitleFile, 2> {
        SubtitleFileQuery {
            client,
            params: [file, library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<SubtitleFileBorrowed, tokio_postgres::Error> {
                Ok(SubtitleFileBorrowed {
                    rel_path: row.try_get(0)?,
                    root_path: row.try_get(1)?,
                    language: row.try_get(2)?,
                    title: row.try_get(3)?,
                    forced: row.try_get(4)?,
                })
            },
            mapper: |it| SubtitleFile::from(it),
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
    ListSubtitleFilesParams,
    SubtitleFileQuery<'c, 'a, 's, C, SubtitleFile, 2>,
    C,
> for ListSubtitleFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListSubtitleFilesParams,
    ) -> SubtitleFileQuery<'c, 'a, 's, C, SubtitleFile, 2> {
        self.bind(client, &params.file, &params.library)
    }
}
pub struct FindTrackRulesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What a user likes to hear and read: for everything, for this item, for the show that it belongs to.
/// plan: users_pkey, items_pkey, track_rules_pkey · bound: 1 row
pub fn find_track_rules() -> FindTrackRulesStmt {
    FindTrackRulesStmt(
        "/* find_track_rules */ select r.rules::text as of_user, o.rules::text as of_item, s.rules::text as of_show from core.users u left join core.track_rules r on r.user_id = u.id left join items i on i.id = $1 and i.library_id = any($2) left join items p on p.id = i.parent_id left join track_rules o on o.user_id = u.id and o.item_id = i.id left join track_rules s on s.user_id = u.id and s.item_id = coalesce(p.parent_id, p.id) where u.id = $3",
        None,
    )
}
impl FindTrackRulesStmt {
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
        item: &'a uuid::Uuid,
        visible: &'a T1,
        user: &'a uuid::Uuid,
    ) -> TrackRulesRowQuery<'c, 'a, 's, C, TrackRulesRow, 3> {
        TrackRulesRowQuery {
            client,
            params: [item, visible, user],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<TrackRulesRowBorrowed, tokio_postgres::Error> {
                Ok(TrackRulesRowBorrowed {
                    of_user: row.try_get(0)?,
                    of_item: row.try_get(1)?,
                    of_show: row.try_get(2)?,
                })
            },
            mapper: |it| TrackRulesRow::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindTrackRulesParams<T1>,
    TrackRulesRowQuery<'c, 'a, 's, C, TrackRulesRow, 3>,
    C,
> for FindTrackRulesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindTrackRulesParams<T1>,
    ) -> TrackRulesRowQuery<'c, 'a, 's, C, TrackRulesRow, 3> {
        self.bind(client, &params.item, &params.visible, &params.user)
    }
}
pub struct PutUserTrackRulesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What a user likes to hear and read.
/// plan: track_rules_pkey · bound: 1 row
pub fn put_user_track_rules() -> PutUserTrackRulesStmt {
    PutUserTrackRulesStmt(
        "/* put_user_track_rules */ insert into core.track_rules (user_id, rules) values ($1, $2::text::jsonb) on conflict (user_id) do update set rules = excluded.rules",
        None,
    )
}
impl PutUserTrackRulesStmt {
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
        user: &'a uuid::Uuid,
        rules: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user, rules]).await
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
    PutUserTrackRulesParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutUserTrackRulesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutUserTrackRulesParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user, &params.rules))
    }
}
pub struct PutItemTrackRulesStmt(&'static str, Option<tokio_postgres::Statement>);
/// The same for one title.
/// plan: track_rules_pkey, items_pkey · bound: 1 row
pub fn put_item_track_rules() -> PutItemTrackRulesStmt {
    PutItemTrackRulesStmt(
        "/* put_item_track_rules */ insert into track_rules (user_id, item_id, library_id, rules, updated_at) select $1, i.id, i.library_id, $2::text::jsonb, $3 from items i where i.id = $4 and i.library_id = any($5) on conflict (user_id, item_id) do update set rules = excluded.rules, updated_at = excluded.updated_at returning item_id",
        None,
    )
}
impl PutItemTrackRulesStmt {
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
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        user: &'a uuid::Uuid,
        rules: &'a T1,
        now: &'a time::OffsetDateTime,
        item: &'a uuid::Uuid,
        visible: &'a T2,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        UuidUuidQuery {
            client,
            params: [user, rules, now, item, visible],
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
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PutItemTrackRulesParams<T1, T2>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5>,
    C,
> for PutItemTrackRulesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PutItemTrackRulesParams<T1, T2>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        self.bind(
            client,
            &params.user,
            &params.rules,
            &params.now,
            &params.item,
            &params.visible,
        )
    }
}
pub struct DeleteItemTrackRulesStmt(&'static str, Option<tokio_postgres::Statement>);
/// The title follows what holds for everything again.
/// plan: track_rules_pkey · bound: 1 row
pub fn delete_item_track_rules() -> DeleteItemTrackRulesStmt {
    DeleteItemTrackRulesStmt(
        "/* delete_item_track_rules */ delete from track_rules where user_id = $1 and item_id = $2",
        None,
    )
}
impl DeleteItemTrackRulesStmt {
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
        user: &'a uuid::Uuid,
        item: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user, item]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteItemTrackRulesParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteItemTrackRulesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteItemTrackRulesParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user, &params.item))
    }
}
