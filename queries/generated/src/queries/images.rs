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
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
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
