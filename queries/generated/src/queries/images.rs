// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct PutImageParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub r#type: T1,
    pub width: i32,
    pub height: i32,
    pub blurhash: T2,
    pub color: T3,
    pub content_hash: T4,
    pub source_file: uuid::Uuid,
    pub created_at: time::OffsetDateTime,
    pub item: uuid::Uuid,
}
#[derive(Debug)]
pub struct ListImagesParams<T1: crate::StringSql> {
    pub after_item: uuid::Uuid,
    pub after_type: T1,
    pub limit: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListImages {
    pub item_id: uuid::Uuid,
    pub r#type: String,
    pub width: i32,
    pub content_hash: String,
}
pub struct ListImagesBorrowed<'a> {
    pub item_id: uuid::Uuid,
    pub r#type: &'a str,
    pub width: i32,
    pub content_hash: &'a str,
}
impl<'a> From<ListImagesBorrowed<'a>> for ListImages {
    fn from(
        ListImagesBorrowed {
            item_id,
            r#type,
            width,
            content_hash,
        }: ListImagesBorrowed<'a>,
    ) -> Self {
        Self {
            item_id,
            r#type: r#type.into(),
            width,
            content_hash: content_hash.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ImageSource {
    pub item_id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub file_id: Option<uuid::Uuid>,
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct ListImagesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListImagesBorrowed, tokio_postgres::Error>,
    mapper: fn(ListImagesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListImagesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListImagesBorrowed) -> R,
    ) -> ListImagesQuery<'c, 'a, 's, C, R, N> {
        ListImagesQuery {
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
pub struct ImageSourceQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ImageSource, tokio_postgres::Error>,
    mapper: fn(ImageSource) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ImageSourceQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ImageSource) -> R,
    ) -> ImageSourceQuery<'c, 'a, 's, C, R, N> {
        ImageSourceQuery {
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
pub struct PutImageStmt(&'static str, Option<tokio_postgres::Statement>);
/// The picture of an item; a new one takes the place of the old.
/// plan: images_pkey · bound: 1 row
pub fn put_image() -> PutImageStmt {
    PutImageStmt(
        "/* put_image */ insert into images ( item_id, library_id, type, width, height, blurhash, color, content_hash, source_file_id, created_at ) select i.id, i.library_id, $1, $2, $3, $4, $5, $6, $7, $8 from items i where i.id = $9 on conflict (item_id, type) do update set width = excluded.width, height = excluded.height, blurhash = excluded.blurhash, color = excluded.color, content_hash = excluded.content_hash, source_file_id = excluded.source_file_id, created_at = excluded.created_at",
        None,
    )
}
impl PutImageStmt {
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
        r#type: &'a T1,
        width: &'a i32,
        height: &'a i32,
        blurhash: &'a T2,
        color: &'a T3,
        content_hash: &'a T4,
        source_file: &'a uuid::Uuid,
        created_at: &'a time::OffsetDateTime,
        item: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    r#type,
                    width,
                    height,
                    blurhash,
                    color,
                    content_hash,
                    source_file,
                    created_at,
                    item,
                ],
            )
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
    PutImageParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutImageStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutImageParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.r#type,
                    &params.width,
                    &params.height,
                    &params.blurhash,
                    &params.color,
                    &params.content_hash,
                    &params.source_file,
                    &params.created_at,
                    &params.item,
                ),
        )
    }
}
pub struct ListImagesStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of all pictures, with what names their files in the image store. First page: the nil id and ''.
/// plan: images_pkey · bound: limit <= 500
pub fn list_images() -> ListImagesStmt {
    ListImagesStmt(
        "/* list_images */ select m.item_id, m.type, m.width, m.content_hash from images m where (m.item_id, m.type) > ($1, $2) order by m.item_id, m.type limit $3",
        None,
    )
}
impl ListImagesStmt {
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
        after_item: &'a uuid::Uuid,
        after_type: &'a T1,
        limit: &'a i64,
    ) -> ListImagesQuery<'c, 'a, 's, C, ListImages, 3> {
        ListImagesQuery {
            client,
            params: [after_item, after_type, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListImagesBorrowed, tokio_postgres::Error> {
                Ok(ListImagesBorrowed {
                    item_id: row.try_get(0)?,
                    r#type: row.try_get(1)?,
                    width: row.try_get(2)?,
                    content_hash: row.try_get(3)?,
                })
            },
            mapper: |it| ListImages::from(it),
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
    ListImagesParams<T1>,
    ListImagesQuery<'c, 'a, 's, C, ListImages, 3>,
    C,
> for ListImagesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListImagesParams<T1>,
    ) -> ListImagesQuery<'c, 'a, 's, C, ListImages, 3> {
        self.bind(client, &params.after_item, &params.after_type, &params.limit)
    }
}
pub struct ListImageSourcesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What the pictures of some items can be taken of: the file that they were taken of, else another one of the item or the
/// album. Null: none of them is there.
/// plan: images_pkey, files_pkey, item_files_pkey, items_by_order · bound: items given
pub fn list_image_sources() -> ListImageSourcesStmt {
    ListImageSourcesStmt(
        "/* list_image_sources */ select m.item_id, m.library_id, coalesce( (select f.id from files f where f.id = m.source_file_id and f.state = 'present'), ( select f.id from item_files x join files f on f.id = x.file_id and f.state = 'present' where x.item_id = m.item_id order by coalesce(x.part, 0), f.id limit 1 ), ( select f.id from items t join item_files x on x.item_id = t.id join files f on f.id = x.file_id and f.state = 'present' where t.parent_id = m.item_id and t.kind = 'track' order by coalesce(t.order_no, -1), f.id limit 1 ) ) as file_id from images m where m.item_id = any($1)",
        None,
    )
}
impl ListImageSourcesStmt {
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
        items: &'a T1,
    ) -> ImageSourceQuery<'c, 'a, 's, C, ImageSource, 1> {
        ImageSourceQuery {
            client,
            params: [items],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ImageSource, tokio_postgres::Error> {
                Ok(ImageSource {
                    item_id: row.try_get(0)?,
                    library_id: row.try_get(1)?,
                    file_id: row.try_get(2)?,
                })
            },
            mapper: |it| ImageSource::from(it),
        }
    }
}
