// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct NextFileWithoutPreviewsParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub library: uuid::Uuid,
    pub before: uuid::Uuid,
    pub resting: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct SampleFilesForPreviewsParams {
    pub library: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct InsertPreviewSetParams<T1: crate::BytesSql> {
    pub id: uuid::Uuid,
    pub fingerprint: Option<T1>,
    pub interval_ms: i32,
    pub columns: i32,
    pub rows: i32,
    pub n_tiles: i32,
    pub file: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct PutPreviewSheetParams {
    pub width: i32,
    pub height: i32,
    pub bytes: i64,
    pub work_ms: i64,
    pub sheet: i32,
    pub n_sheets: i32,
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct FailPreviewSetParams<T1: crate::StringSql> {
    pub error: T1,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct ListBegunPreviewSetsParams {
    pub after: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct RewindPreviewSetsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
> {
    pub ids: T1,
    pub n_left: T2,
}
#[derive(Debug)]
pub struct FindPreviewSetParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub item: uuid::Uuid,
    pub set: uuid::Uuid,
    pub visible: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct FindPreviewSetOfFileParams {
    pub file: uuid::Uuid,
    pub library: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PreviewSettings {
    pub previews: bool,
    pub tile_bytes: Option<i32>,
    pub tile_ms: Option<i32>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FileWithoutPreviews {
    pub id: uuid::Uuid,
    pub root_id: uuid::Uuid,
    pub root_path: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub duration_ms: i64,
    pub fingerprint: Option<Vec<u8>>,
    pub media: String,
    pub set_id: Option<uuid::Uuid>,
    pub set_fingerprint: Option<Vec<u8>>,
    pub n_sheets: i32,
    pub n_tiles: i32,
    pub packed: Option<Vec<u8>>,
}
pub struct FileWithoutPreviewsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub root_id: uuid::Uuid,
    pub root_path: &'a [u8],
    pub rel_path: &'a [u8],
    pub duration_ms: i64,
    pub fingerprint: Option<&'a [u8]>,
    pub media: &'a str,
    pub set_id: Option<uuid::Uuid>,
    pub set_fingerprint: Option<&'a [u8]>,
    pub n_sheets: i32,
    pub n_tiles: i32,
    pub packed: Option<&'a [u8]>,
}
impl<'a> From<FileWithoutPreviewsBorrowed<'a>> for FileWithoutPreviews {
    fn from(
        FileWithoutPreviewsBorrowed {
            id,
            root_id,
            root_path,
            rel_path,
            duration_ms,
            fingerprint,
            media,
            set_id,
            set_fingerprint,
            n_sheets,
            n_tiles,
            packed,
        }: FileWithoutPreviewsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            root_id,
            root_path: root_path.into(),
            rel_path: rel_path.into(),
            duration_ms,
            fingerprint: fingerprint.map(|v| v.into()),
            media: media.into(),
            set_id,
            set_fingerprint: set_fingerprint.map(|v| v.into()),
            n_sheets,
            n_tiles,
            packed: packed.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct SampleFile {
    pub id: uuid::Uuid,
    pub root_path: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub duration_ms: i64,
    pub packed: Option<Vec<u8>>,
}
pub struct SampleFileBorrowed<'a> {
    pub id: uuid::Uuid,
    pub root_path: &'a [u8],
    pub rel_path: &'a [u8],
    pub duration_ms: i64,
    pub packed: Option<&'a [u8]>,
}
impl<'a> From<SampleFileBorrowed<'a>> for SampleFile {
    fn from(
        SampleFileBorrowed {
            id,
            root_path,
            rel_path,
            duration_ms,
            packed,
        }: SampleFileBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            root_path: root_path.into(),
            rel_path: rel_path.into(),
            duration_ms,
            packed: packed.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountPreviews {
    pub n_files: i64,
    pub n_done: i64,
    pub n_without: i64,
    pub duration_ms: i64,
    pub n_tiles: i64,
    pub n_tiles_done: i64,
    pub n_tiles_made: i64,
    pub bytes: i64,
    pub work_ms: i64,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListBegunPreviewSets {
    pub id: uuid::Uuid,
    pub n_sheets: i32,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PreviewSet {
    pub id: uuid::Uuid,
    pub interval_ms: i32,
    pub width: i32,
    pub height: i32,
    pub columns: i32,
    pub rows: i32,
    pub n_tiles: i32,
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct PreviewSettingsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PreviewSettings, tokio_postgres::Error>,
    mapper: fn(PreviewSettings) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PreviewSettingsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PreviewSettings) -> R,
    ) -> PreviewSettingsQuery<'c, 'a, 's, C, R, N> {
        PreviewSettingsQuery {
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
pub struct FileWithoutPreviewsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FileWithoutPreviewsBorrowed, tokio_postgres::Error>,
    mapper: fn(FileWithoutPreviewsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FileWithoutPreviewsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FileWithoutPreviewsBorrowed) -> R,
    ) -> FileWithoutPreviewsQuery<'c, 'a, 's, C, R, N> {
        FileWithoutPreviewsQuery {
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
pub struct SampleFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<SampleFileBorrowed, tokio_postgres::Error>,
    mapper: fn(SampleFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> SampleFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(SampleFileBorrowed) -> R,
    ) -> SampleFileQuery<'c, 'a, 's, C, R, N> {
        SampleFileQuery {
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
pub struct CountPreviewsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountPreviews, tokio_postgres::Error>,
    mapper: fn(CountPreviews) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountPreviewsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CountPreviews) -> R,
    ) -> CountPreviewsQuery<'c, 'a, 's, C, R, N> {
        CountPreviewsQuery {
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
pub struct ListBegunPreviewSetsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListBegunPreviewSets, tokio_postgres::Error>,
    mapper: fn(ListBegunPreviewSets) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListBegunPreviewSetsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListBegunPreviewSets) -> R,
    ) -> ListBegunPreviewSetsQuery<'c, 'a, 's, C, R, N> {
        ListBegunPreviewSetsQuery {
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
pub struct PreviewSetQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<PreviewSet, tokio_postgres::Error>,
    mapper: fn(PreviewSet) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PreviewSetQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PreviewSet) -> R,
    ) -> PreviewSetQuery<'c, 'a, 's, C, R, N> {
        PreviewSetQuery {
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
pub struct FindPreviewSettingsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether a library has previews, and what one took when it was tried.
/// plan: libraries_pkey · bound: 1 row
pub fn find_preview_settings() -> FindPreviewSettingsStmt {
    FindPreviewSettingsStmt(
        "/* find_preview_settings */ select previews, preview_tile_bytes as tile_bytes, preview_tile_ms as tile_ms from libraries where id = $1",
        None,
    )
}
impl FindPreviewSettingsStmt {
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
        library: &'a uuid::Uuid,
    ) -> PreviewSettingsQuery<'c, 'a, 's, C, PreviewSettings, 1> {
        PreviewSettingsQuery {
            client,
            params: [library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PreviewSettings, tokio_postgres::Error> {
                Ok(PreviewSettings {
                    previews: row.try_get(0)?,
                    tile_bytes: row.try_get(1)?,
                    tile_ms: row.try_get(2)?,
                })
            },
            mapper: |it| PreviewSettings::from(it),
        }
    }
}
pub struct NextFileWithoutPreviewsStmt(&'static str, Option<tokio_postgres::Statement>);
/// The newest film of a library before a place that lacks a complete set of its present contents, and what it has. Without
/// roots whose disk is to sleep on.
/// plan: files_by_library, preview_sets_file_id_key · bound: 1 row
pub fn next_file_without_previews() -> NextFileWithoutPreviewsStmt {
    NextFileWithoutPreviewsStmt(
        "/* next_file_without_previews */ select f.id, f.root_id, r.path as root_path, f.rel_path, f.duration_ms, f.fingerprint, f.media::text as media, s.id as set_id, s.fingerprint as set_fingerprint, coalesce(s.n_sheets, 0) as n_sheets, coalesce(s.n_tiles, 0) as n_tiles, k.packed from files f join roots r on r.id = f.root_id and r.offline_since is null and r.removed_at is null left join preview_sets s on s.file_id = f.id left join keyframe_indexes k on k.file_id = f.id where f.library_id = $1 and f.state = 'present' and f.id < $2 and f.root_id <> all($3) and f.media @> '{\"streams\": [{\"kind\": \"video\"}]}' and f.duration_ms > 0 and (s.id is null or s.fingerprint is distinct from f.fingerprint or (s.completed_at is null and s.error is null)) order by f.id desc limit 1",
        None,
    )
}
impl NextFileWithoutPreviewsStmt {
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
        library: &'a uuid::Uuid,
        before: &'a uuid::Uuid,
        resting: &'a T1,
    ) -> FileWithoutPreviewsQuery<'c, 'a, 's, C, FileWithoutPreviews, 3> {
        FileWithoutPreviewsQuery {
            client,
            params: [library, before, resting],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FileWithoutPreviewsBorrowed, tokio_postgres::Error> {
                Ok(FileWithoutPreviewsBorrowed {
                    id: row.try_get(0)?,
                    root_id: row.try_get(1)?,
                    root_path: row.try_get(2)?,
                    rel_path: row.try_get(3)?,
                    duration_ms: row.try_get(4)?,
                    fingerprint: row.try_get(5)?,
                    media: row.try_get(6)?,
                    set_id: row.try_get(7)?,
                    set_fingerprint: row.try_get(8)?,
                    n_sheets: row.try_get(9)?,
                    n_tiles: row.try_get(10)?,
                    packed: row.try_get(11)?,
                })
            },
            mapper: |it| FileWithoutPreviews::from(it),
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
    NextFileWithoutPreviewsParams<T1>,
    FileWithoutPreviewsQuery<'c, 'a, 's, C, FileWithoutPreviews, 3>,
    C,
> for NextFileWithoutPreviewsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a NextFileWithoutPreviewsParams<T1>,
    ) -> FileWithoutPreviewsQuery<'c, 'a, 's, C, FileWithoutPreviews, 3> {
        self.bind(client, &params.library, &params.before, &params.resting)
    }
}
pub struct SampleFilesForPreviewsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Some films of a library, for a trial of what previews cost. The hash makes it any, and the same ones each time.
/// plan: files_by_library · bound: :limit rows
pub fn sample_files_for_previews() -> SampleFilesForPreviewsStmt {
    SampleFilesForPreviewsStmt(
        "/* sample_files_for_previews */ select f.id, r.path as root_path, f.rel_path, f.duration_ms, k.packed from files f join roots r on r.id = f.root_id and r.offline_since is null and r.removed_at is null left join keyframe_indexes k on k.file_id = f.id where f.library_id = $1 and f.state = 'present' and f.media @> '{\"streams\": [{\"kind\": \"video\"}]}' and f.duration_ms > 0 order by hashtext(f.id::text), f.id limit $2",
        None,
    )
}
impl SampleFilesForPreviewsStmt {
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
        library: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> SampleFileQuery<'c, 'a, 's, C, SampleFile, 2> {
        SampleFileQuery {
            client,
            params: [library, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<SampleFileBorrowed, tokio_postgres::Error> {
                Ok(SampleFileBorrowed {
                    id: row.try_get(0)?,
                    root_path: row.try_get(1)?,
                    rel_path: row.try_get(2)?,
                    duration_ms: row.try_get(3)?,
                    packed: row.try_get(4)?,
                })
            },
            mapper: |it| SampleFile::from(it),
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
    SampleFilesForPreviewsParams,
    SampleFileQuery<'c, 'a, 's, C, SampleFile, 2>,
    C,
> for SampleFilesForPreviewsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a SampleFilesForPreviewsParams,
    ) -> SampleFileQuery<'c, 'a, 's, C, SampleFile, 2> {
        self.bind(client, &params.library, &params.limit)
    }
}
pub struct CountPreviewsStmt(&'static str, Option<tokio_postgres::Statement>);
/// How far the previews of a library are, counted in films and in pictures.
/// plan: files_by_library, preview_sets_by_library · bound: one library's rows, counted
pub fn count_previews() -> CountPreviewsStmt {
    CountPreviewsStmt(
        "/* count_previews */ select count(*) as n_files, count(*) filter (where s.completed_at is not null) as n_done, count(*) filter (where s.error is not null) as n_without, coalesce(sum(f.duration_ms), 0)::bigint as duration_ms, coalesce(sum((f.duration_ms + 9999) / 10000), 0)::bigint as n_tiles, coalesce(sum(case when s.completed_at is not null or s.error is not null then (f.duration_ms + 9999) / 10000 else least(s.n_tiles, s.n_sheets * s.columns * s.rows) end), 0)::bigint as n_tiles_done, coalesce(sum(least(s.n_tiles, s.n_sheets * s.columns * s.rows)) filter (where s.error is null), 0)::bigint as n_tiles_made, coalesce(sum(s.bytes), 0)::bigint as bytes, coalesce(sum(s.work_ms), 0)::bigint as work_ms from files f left join preview_sets s on s.file_id = f.id and s.fingerprint is not distinct from f.fingerprint where f.library_id = $1 and f.state = 'present' and f.media @> '{\"streams\": [{\"kind\": \"video\"}]}' and f.duration_ms > 0",
        None,
    )
}
impl CountPreviewsStmt {
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
        library: &'a uuid::Uuid,
    ) -> CountPreviewsQuery<'c, 'a, 's, C, CountPreviews, 1> {
        CountPreviewsQuery {
            client,
            params: [library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<CountPreviews, tokio_postgres::Error> {
                Ok(CountPreviews {
                    n_files: row.try_get(0)?,
                    n_done: row.try_get(1)?,
                    n_without: row.try_get(2)?,
                    duration_ms: row.try_get(3)?,
                    n_tiles: row.try_get(4)?,
                    n_tiles_done: row.try_get(5)?,
                    n_tiles_made: row.try_get(6)?,
                    bytes: row.try_get(7)?,
                    work_ms: row.try_get(8)?,
                })
            },
            mapper: |it| CountPreviews::from(it),
        }
    }
}
pub struct DeletePreviewSetStmt(&'static str, Option<tokio_postgres::Statement>);
/// Takes away what a file had.
/// plan: preview_sets_file_id_key · bound: 1 row
pub fn delete_preview_set() -> DeletePreviewSetStmt {
    DeletePreviewSetStmt("/* delete_preview_set */ delete from preview_sets where file_id = $1", None)
}
impl DeletePreviewSetStmt {
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
        file: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[file]).await
    }
}
pub struct DeleteUnwantedPreviewSetsStmt(
    &'static str,
    Option<tokio_postgres::Statement>,
);
/// Takes away a batch of the sets of libraries that are to have none any more.
/// plan: preview_sets_by_library · bound: :limit rows
pub fn delete_unwanted_preview_sets() -> DeleteUnwantedPreviewSetsStmt {
    DeleteUnwantedPreviewSetsStmt(
        "/* delete_unwanted_preview_sets */ delete from preview_sets where id in ( select s.id from libraries l join preview_sets s on s.library_id = l.id where not l.previews limit $1 )",
        None,
    )
}
impl DeleteUnwantedPreviewSetsStmt {
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
        limit: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[limit]).await
    }
}
pub struct InsertPreviewSetStmt(&'static str, Option<tokio_postgres::Statement>);
/// A set is begun; its sheets follow. Nothing happens where the file has one or is gone.
/// plan: preview_sets_file_id_key · bound: 1 row
pub fn insert_preview_set() -> InsertPreviewSetStmt {
    InsertPreviewSetStmt(
        "/* insert_preview_set */ insert into preview_sets (id, file_id, library_id, fingerprint, interval_ms, columns, rows, n_tiles) select $1, f.id, f.library_id, $2, $3, $4, $5, $6 from files f where f.id = $7 on conflict (file_id) do nothing",
        None,
    )
}
impl InsertPreviewSetStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        fingerprint: &'a Option<T1>,
        interval_ms: &'a i32,
        columns: &'a i32,
        rows: &'a i32,
        n_tiles: &'a i32,
        file: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[id, fingerprint, interval_ms, columns, rows, n_tiles, file],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertPreviewSetParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertPreviewSetStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertPreviewSetParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.id,
                    &params.fingerprint,
                    &params.interval_ms,
                    &params.columns,
                    &params.rows,
                    &params.n_tiles,
                    &params.file,
                ),
        )
    }
}
pub struct PutPreviewSheetStmt(&'static str, Option<tokio_postgres::Statement>);
/// The next sheet of a set is on disk; with the last one the set is complete. No row: somebody else was first, or the
/// set is gone.
/// plan: preview_sets_pkey · bound: 1 row
pub fn put_preview_sheet() -> PutPreviewSheetStmt {
    PutPreviewSheetStmt(
        "/* put_preview_sheet */ update preview_sets set n_sheets = n_sheets + 1, width = $1, height = $2, bytes = bytes + $3, work_ms = work_ms + $4, completed_at = case when $5 + 1 = $6 then $7::timestamptz end where id = $8 and n_sheets = $5 returning id",
        None,
    )
}
impl PutPreviewSheetStmt {
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
        width: &'a i32,
        height: &'a i32,
        bytes: &'a i64,
        work_ms: &'a i64,
        sheet: &'a i32,
        n_sheets: &'a i32,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 8> {
        UuidUuidQuery {
            client,
            params: [width, height, bytes, work_ms, sheet, n_sheets, now, id],
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
    PutPreviewSheetParams,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 8>,
    C,
> for PutPreviewSheetStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PutPreviewSheetParams,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 8> {
        self.bind(
            client,
            &params.width,
            &params.height,
            &params.bytes,
            &params.work_ms,
            &params.sheet,
            &params.n_sheets,
            &params.now,
            &params.id,
        )
    }
}
pub struct FailPreviewSetStmt(&'static str, Option<tokio_postgres::Statement>);
/// The file gives no pictures.
/// plan: preview_sets_pkey · bound: 1 row
pub fn fail_preview_set() -> FailPreviewSetStmt {
    FailPreviewSetStmt("/* fail_preview_set */ update preview_sets set error = $1 where id = $2", None)
}
impl FailPreviewSetStmt {
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
        error: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[error, id]).await
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
    FailPreviewSetParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for FailPreviewSetStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a FailPreviewSetParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.error, &params.id))
    }
}
pub struct ListBegunPreviewSetsStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of the sets that have sheets on disk. First page: the nil id.
/// plan: preview_sets_pkey · bound: limit <= 500
pub fn list_begun_preview_sets() -> ListBegunPreviewSetsStmt {
    ListBegunPreviewSetsStmt(
        "/* list_begun_preview_sets */ select s.id, s.n_sheets from preview_sets s where s.id > $1 and s.n_sheets > 0 and s.error is null order by s.id limit $2",
        None,
    )
}
impl ListBegunPreviewSetsStmt {
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
        after: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> ListBegunPreviewSetsQuery<'c, 'a, 's, C, ListBegunPreviewSets, 2> {
        ListBegunPreviewSetsQuery {
            client,
            params: [after, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListBegunPreviewSets, tokio_postgres::Error> {
                Ok(ListBegunPreviewSets {
                    id: row.try_get(0)?,
                    n_sheets: row.try_get(1)?,
                })
            },
            mapper: |it| ListBegunPreviewSets::from(it),
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
    ListBegunPreviewSetsParams,
    ListBegunPreviewSetsQuery<'c, 'a, 's, C, ListBegunPreviewSets, 2>,
    C,
> for ListBegunPreviewSetsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListBegunPreviewSetsParams,
    ) -> ListBegunPreviewSetsQuery<'c, 'a, 's, C, ListBegunPreviewSets, 2> {
        self.bind(client, &params.after, &params.limit)
    }
}
pub struct RewindPreviewSetsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Sheets of these sets are gone: they go on from the first that is, under the same address. The rest counts in proportion.
/// plan: preview_sets_pkey · bound: one batch of sets
pub fn rewind_preview_sets() -> RewindPreviewSetsStmt {
    RewindPreviewSetsStmt(
        "/* rewind_preview_sets */ update preview_sets s set n_sheets = lost.n_left, completed_at = null, bytes = s.bytes * lost.n_left / s.n_sheets, work_ms = s.work_ms * lost.n_left / s.n_sheets from unnest($1::uuid[], $2::integer[]) as lost (id, n_left) where s.id = lost.id and s.n_sheets > lost.n_left returning s.library_id",
        None,
    )
}
impl RewindPreviewSetsStmt {
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
        n_left: &'a T2,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        UuidUuidQuery {
            client,
            params: [ids, n_left],
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
> crate::client::async_::Params<
    'c,
    'a,
    's,
    RewindPreviewSetsParams<T1, T2>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2>,
    C,
> for RewindPreviewSetsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a RewindPreviewSetsParams<T1, T2>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        self.bind(client, &params.ids, &params.n_left)
    }
}
pub struct HasPreviewLeftoversStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether folders of sets that are gone wait for their removal.
/// plan: preview_leftovers_pkey · bound: 1 row
pub fn has_preview_leftovers() -> HasPreviewLeftoversStmt {
    HasPreviewLeftoversStmt(
        "/* has_preview_leftovers */ select exists (select from preview_leftovers) as has_some",
        None,
    )
}
impl HasPreviewLeftoversStmt {
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
pub struct ListPreviewLeftoversStmt(&'static str, Option<tokio_postgres::Statement>);
/// Folders of sets that are gone.
/// plan: preview_leftovers_pkey · bound: :limit rows
pub fn list_preview_leftovers() -> ListPreviewLeftoversStmt {
    ListPreviewLeftoversStmt(
        "/* list_preview_leftovers */ select set_id from preview_leftovers order by set_id limit $1",
        None,
    )
}
impl ListPreviewLeftoversStmt {
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
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct DeletePreviewLeftoversStmt(&'static str, Option<tokio_postgres::Statement>);
/// These folders are gone too.
/// plan: preview_leftovers_pkey · bound: one batch
pub fn delete_preview_leftovers() -> DeletePreviewLeftoversStmt {
    DeletePreviewLeftoversStmt(
        "/* delete_preview_leftovers */ delete from preview_leftovers where set_id = any($1)",
        None,
    )
}
impl DeletePreviewLeftoversStmt {
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
    >(&'s self, client: &'c C, ids: &'a T1) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids]).await
    }
}
pub struct FindPreviewSetStmt(&'static str, Option<tokio_postgres::Statement>);
/// A complete set of an item's file, for a viewer.
/// plan: preview_sets_pkey, item_files_pkey · bound: 1 row
pub fn find_preview_set() -> FindPreviewSetStmt {
    FindPreviewSetStmt(
        "/* find_preview_set */ select s.id, s.interval_ms, s.width, s.height, s.columns, s.rows, s.n_tiles from preview_sets s join item_files x on x.file_id = s.file_id and x.item_id = $1 where s.id = $2 and s.completed_at is not null and s.library_id = any($3)",
        None,
    )
}
impl FindPreviewSetStmt {
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
        set: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> PreviewSetQuery<'c, 'a, 's, C, PreviewSet, 3> {
        PreviewSetQuery {
            client,
            params: [item, set, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PreviewSet, tokio_postgres::Error> {
                Ok(PreviewSet {
                    id: row.try_get(0)?,
                    interval_ms: row.try_get(1)?,
                    width: row.try_get(2)?,
                    height: row.try_get(3)?,
                    columns: row.try_get(4)?,
                    rows: row.try_get(5)?,
                    n_tiles: row.try_get(6)?,
                })
            },
            mapper: |it| PreviewSet::from(it),
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
    FindPreviewSetParams<T1>,
    PreviewSetQuery<'c, 'a, 's, C, PreviewSet, 3>,
    C,
> for FindPreviewSetStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindPreviewSetParams<T1>,
    ) -> PreviewSetQuery<'c, 'a, 's, C, PreviewSet, 3> {
        self.bind(client, &params.item, &params.set, &params.visible)
    }
}
pub struct FindPreviewSetOfFileStmt(&'static str, Option<tokio_postgres::Statement>);
/// The complete set of a file's present contents.
/// plan: preview_sets_file_id_key · bound: 1 row
pub fn find_preview_set_of_file() -> FindPreviewSetOfFileStmt {
    FindPreviewSetOfFileStmt(
        "/* find_preview_set_of_file */ select s.id, s.interval_ms, s.width, s.height, s.columns, s.rows, s.n_tiles from preview_sets s join files f on f.id = s.file_id and f.fingerprint is not distinct from s.fingerprint where s.file_id = $1 and s.library_id = $2 and s.completed_at is not null",
        None,
    )
}
impl FindPreviewSetOfFileStmt {
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
    ) -> PreviewSetQuery<'c, 'a, 's, C, PreviewSet, 2> {
        PreviewSetQuery {
            client,
            params: [file, library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PreviewSet, tokio_postgres::Error> {
                Ok(PreviewSet {
                    id: row.try_get(0)?,
                    interval_ms: row.try_get(1)?,
                    width: row.try_get(2)?,
                    height: row.try_get(3)?,
                    columns: row.try_get(4)?,
                    rows: row.try_get(5)?,
                    n_tiles: row.try_get(6)?,
                })
            },
            mapper: |it| PreviewSet::from(it),
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
    FindPreviewSetOfFileParams,
    PreviewSetQuery<'c, 'a, 's, C, PreviewSet, 2>,
    C,
> for FindPreviewSetOfFileStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindPreviewSetOfFileParams,
    ) -> PreviewSetQuery<'c, 'a, 's, C, PreviewSet, 2> {
        self.bind(client, &params.file, &params.library)
    }
}
