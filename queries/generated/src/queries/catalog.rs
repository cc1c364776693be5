// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct PageItemsByTitleParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub after_key: T4,
    pub after_id: uuid::Uuid,
    pub genre: Option<T5>,
    pub year: Option<i32>,
    pub first_word: Option<T6>,
    pub words: T8,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageItemsByTitleBackParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub after_key: T4,
    pub after_id: uuid::Uuid,
    pub genre: Option<T5>,
    pub year: Option<i32>,
    pub first_word: Option<T6>,
    pub words: T8,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageItemsByAddedParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub after_key: time::OffsetDateTime,
    pub after_id: uuid::Uuid,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageItemsByAddedBackParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub after_key: time::OffsetDateTime,
    pub after_id: uuid::Uuid,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageItemsByYearParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub after_key: i32,
    pub after_id: uuid::Uuid,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageItemsByYearBackParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub after_key: i32,
    pub after_id: uuid::Uuid,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageItemsByPlayedParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub user: uuid::Uuid,
    pub after_key: time::OffsetDateTime,
    pub after_id: uuid::Uuid,
    pub in_progress: bool,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub limit: i64,
}
#[derive(Debug)]
pub struct AnchorItemsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub user: uuid::Uuid,
    pub step: i64,
}
#[derive(Debug)]
pub struct CountItemsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub libraries: T1,
    pub kinds: T3,
    pub genre: Option<T4>,
    pub year: Option<i32>,
    pub first_word: Option<T5>,
    pub words: T7,
    pub unwatched: bool,
    pub user: uuid::Uuid,
}
#[derive(Debug)]
pub struct SummarizeItemsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub user: uuid::Uuid,
    pub ids: T1,
    pub visible: T2,
}
#[derive(Debug)]
pub struct FindItemDetailParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub user: uuid::Uuid,
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct ListItemFilesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct PageChildrenParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
> {
    pub parent: uuid::Uuid,
    pub visible: T1,
    pub after_order: i32,
    pub after_title: T2,
    pub after_id: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PageAppearancesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
> {
    pub artist: uuid::Uuid,
    pub visible: T1,
    pub after_order: i32,
    pub after_title: T2,
    pub after_id: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct ListItemCreditsParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct PutProgressParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub user: uuid::Uuid,
    pub position_ms: i64,
    pub completed: bool,
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
    pub visible: T1,
    pub is_explicit: bool,
}
#[derive(Clone, Copy, Debug)]
pub struct HideFromBegunParams {
    pub now: time::OffsetDateTime,
    pub user: uuid::Uuid,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct PutSubtitleShiftParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub user: uuid::Uuid,
    pub shift_ms: i32,
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct FindNextEpisodeParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct ListNextUpParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub visible: T1,
    pub user: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct FindDurationParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct FindItemImageParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub r#type: T1,
    pub id: uuid::Uuid,
    pub visible: T2,
}
#[derive(Debug)]
pub struct ListItemSubtitleFilesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub visible: T1,
    pub id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct PageItemsByTitle {
    pub id: uuid::Uuid,
    pub key: String,
}
pub struct PageItemsByTitleBorrowed<'a> {
    pub id: uuid::Uuid,
    pub key: &'a str,
}
impl<'a> From<PageItemsByTitleBorrowed<'a>> for PageItemsByTitle {
    fn from(PageItemsByTitleBorrowed { id, key }: PageItemsByTitleBorrowed<'a>) -> Self {
        Self { id, key: key.into() }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PageItemsByTitleBack {
    pub id: uuid::Uuid,
    pub key: String,
}
pub struct PageItemsByTitleBackBorrowed<'a> {
    pub id: uuid::Uuid,
    pub key: &'a str,
}
impl<'a> From<PageItemsByTitleBackBorrowed<'a>> for PageItemsByTitleBack {
    fn from(
        PageItemsByTitleBackBorrowed { id, key }: PageItemsByTitleBackBorrowed<'a>,
    ) -> Self {
        Self { id, key: key.into() }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PageItemsByAdded {
    pub id: uuid::Uuid,
    pub key: time::OffsetDateTime,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PageItemsByAddedBack {
    pub id: uuid::Uuid,
    pub key: time::OffsetDateTime,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PageItemsByYear {
    pub id: uuid::Uuid,
    pub key: i32,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PageItemsByYearBack {
    pub id: uuid::Uuid,
    pub key: i32,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PageItemsByPlayed {
    pub id: uuid::Uuid,
    pub key: time::OffsetDateTime,
}
#[derive(Debug, Clone, PartialEq)]
pub struct AnchorItems {
    pub id: uuid::Uuid,
    pub sort_title: String,
    pub n: i64,
    pub is_first: bool,
}
pub struct AnchorItemsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub sort_title: &'a str,
    pub n: i64,
    pub is_first: bool,
}
impl<'a> From<AnchorItemsBorrowed<'a>> for AnchorItems {
    fn from(
        AnchorItemsBorrowed { id, sort_title, n, is_first }: AnchorItemsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            sort_title: sort_title.into(),
            n,
            is_first,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub kind: String,
    pub title: String,
    pub sort_title: String,
    pub year: Option<i32>,
    pub duration_ms: Option<i64>,
    pub parent_id: Option<uuid::Uuid>,
    pub index_no: Option<i32>,
    pub index_end: Option<i32>,
    pub disc_no: Option<i32>,
    pub added_at: time::OffsetDateTime,
    pub position_ms: Option<i64>,
    pub completed: Option<bool>,
    pub play_count: Option<i32>,
    pub last_played_at: Option<time::OffsetDateTime>,
    pub show_id: Option<uuid::Uuid>,
    pub show_title: Option<String>,
    pub is_in_album: Option<bool>,
    pub season_no: Option<i32>,
    pub images: Option<String>,
    pub artists: Option<String>,
    pub n_unwatched: i64,
}
pub struct SummaryBorrowed<'a> {
    pub id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub kind: &'a str,
    pub title: &'a str,
    pub sort_title: &'a str,
    pub year: Option<i32>,
    pub duration_ms: Option<i64>,
    pub parent_id: Option<uuid::Uuid>,
    pub index_no: Option<i32>,
    pub index_end: Option<i32>,
    pub disc_no: Option<i32>,
    pub added_at: time::OffsetDateTime,
    pub position_ms: Option<i64>,
    pub completed: Option<bool>,
    pub play_count: Option<i32>,
    pub last_played_at: Option<time::OffsetDateTime>,
    pub show_id: Option<uuid::Uuid>,
    pub show_title: Option<&'a str>,
    pub is_in_album: Option<bool>,
    pub season_no: Option<i32>,
    pub images: Option<&'a str>,
    pub artists: Option<&'a str>,
    pub n_unwatched: i64,
}
impl<'a> From<SummaryBorrowed<'a>> for Summary {
    fn from(
        SummaryBorrowed {
            id,
            library_id,
            kind,
            title,
            sort_title,
            year,
            duration_ms,
            parent_id,
            index_no,
            index_end,
            disc_no,
            added_at,
            position_ms,
            completed,
            play_count,
            last_played_at,
            show_id,
            show_title,
            is_in_album,
            season_no,
            images,
            artists,
            n_unwatched,
        }: SummaryBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            library_id,
            kind: kind.into(),
            title: title.into(),
            sort_title: sort_title.into(),
            year,
            duration_ms,
            parent_id,
            index_no,
            index_end,
            disc_no,
            added_at,
            position_ms,
            completed,
            play_count,
            last_played_at,
            show_id,
            show_title: show_title.map(|v| v.into()),
            is_in_album,
            season_no,
            images: images.map(|v| v.into()),
            artists: artists.map(|v| v.into()),
            n_unwatched,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ItemDetail {
    pub id: uuid::Uuid,
    pub overview: Option<String>,
    pub genres: Vec<String>,
    pub air_date: Option<time::Date>,
    pub external_ids: String,
    pub subtitle_shift_ms: Option<i32>,
}
pub struct ItemDetailBorrowed<'a> {
    pub id: uuid::Uuid,
    pub overview: Option<&'a str>,
    pub genres: crate::ArrayIterator<'a, &'a str>,
    pub air_date: Option<time::Date>,
    pub external_ids: &'a str,
    pub subtitle_shift_ms: Option<i32>,
}
impl<'a> From<ItemDetailBorrowed<'a>> for ItemDetail {
    fn from(
        ItemDetailBorrowed {
            id,
            overview,
            genres,
            air_date,
            external_ids,
            subtitle_shift_ms,
        }: ItemDetailBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            overview: overview.map(|v| v.into()),
            genres: genres.map(|v| v.into()).collect(),
            air_date,
            external_ids: external_ids.into(),
            subtitle_shift_ms,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ItemFile {
    pub id: uuid::Uuid,
    pub root_path: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub size_bytes: i64,
    pub state: String,
    pub missing_since: Option<time::OffsetDateTime>,
    pub media: Option<String>,
    pub container: Option<String>,
    pub duration_ms: Option<i64>,
    pub bit_rate: Option<i64>,
    pub edition: Option<String>,
    pub part: Option<i32>,
    pub preview_set: Option<uuid::Uuid>,
    pub interval_ms: Option<i32>,
    pub tile_width: Option<i32>,
    pub tile_height: Option<i32>,
    pub columns: Option<i32>,
    pub rows: Option<i32>,
    pub n_tiles: Option<i32>,
}
pub struct ItemFileBorrowed<'a> {
    pub id: uuid::Uuid,
    pub root_path: &'a [u8],
    pub rel_path: &'a [u8],
    pub size_bytes: i64,
    pub state: &'a str,
    pub missing_since: Option<time::OffsetDateTime>,
    pub media: Option<&'a str>,
    pub container: Option<&'a str>,
    pub duration_ms: Option<i64>,
    pub bit_rate: Option<i64>,
    pub edition: Option<&'a str>,
    pub part: Option<i32>,
    pub preview_set: Option<uuid::Uuid>,
    pub interval_ms: Option<i32>,
    pub tile_width: Option<i32>,
    pub tile_height: Option<i32>,
    pub columns: Option<i32>,
    pub rows: Option<i32>,
    pub n_tiles: Option<i32>,
}
impl<'a> From<ItemFileBorrowed<'a>> for ItemFile {
    fn from(
        ItemFileBorrowed {
            id,
            root_path,
            rel_path,
            size_bytes,
            state,
            missing_since,
            media,
            container,
            duration_ms,
            bit_rate,
            edition,
            part,
            preview_set,
            interval_ms,
            tile_width,
            tile_height,
            columns,
            rows,
            n_tiles,
        }: ItemFileBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            root_path: root_path.into(),
            rel_path: rel_path.into(),
            size_bytes,
            state: state.into(),
            missing_since,
            media: media.map(|v| v.into()),
            container: container.map(|v| v.into()),
            duration_ms,
            bit_rate,
            edition: edition.map(|v| v.into()),
            part,
            preview_set,
            interval_ms,
            tile_width,
            tile_height,
            columns,
            rows,
            n_tiles,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PageChildren {
    pub id: uuid::Uuid,
    pub order_no: i32,
    pub sort_title: String,
}
pub struct PageChildrenBorrowed<'a> {
    pub id: uuid::Uuid,
    pub order_no: i32,
    pub sort_title: &'a str,
}
impl<'a> From<PageChildrenBorrowed<'a>> for PageChildren {
    fn from(
        PageChildrenBorrowed { id, order_no, sort_title }: PageChildrenBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            order_no,
            sort_title: sort_title.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PageAppearances {
    pub id: uuid::Uuid,
    pub order_no: i32,
    pub sort_title: String,
}
pub struct PageAppearancesBorrowed<'a> {
    pub id: uuid::Uuid,
    pub order_no: i32,
    pub sort_title: &'a str,
}
impl<'a> From<PageAppearancesBorrowed<'a>> for PageAppearances {
    fn from(
        PageAppearancesBorrowed { id, order_no, sort_title }: PageAppearancesBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            order_no,
            sort_title: sort_title.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListItemCredits {
    pub role: String,
    pub artist_id: uuid::Uuid,
    pub name: String,
}
pub struct ListItemCreditsBorrowed<'a> {
    pub role: &'a str,
    pub artist_id: uuid::Uuid,
    pub name: &'a str,
}
impl<'a> From<ListItemCreditsBorrowed<'a>> for ListItemCredits {
    fn from(
        ListItemCreditsBorrowed { role, artist_id, name }: ListItemCreditsBorrowed<'a>,
    ) -> Self {
        Self {
            role: role.into(),
            artist_id,
            name: name.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct PutProgress {
    pub position_ms: i64,
    pub completed: bool,
    pub play_count: i32,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindItemImage {
    pub item_id: uuid::Uuid,
    pub content_hash: String,
    pub width: i32,
}
pub struct FindItemImageBorrowed<'a> {
    pub item_id: uuid::Uuid,
    pub content_hash: &'a str,
    pub width: i32,
}
impl<'a> From<FindItemImageBorrowed<'a>> for FindItemImage {
    fn from(
        FindItemImageBorrowed { item_id, content_hash, width }: FindItemImageBorrowed<'a>,
    ) -> Self {
        Self {
            item_id,
            content_hash: content_hash.into(),
            width,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ItemSubtitleFile {
    pub file_id: uuid::Uuid,
    pub format: String,
    pub language: Option<String>,
    pub title: Option<String>,
    pub forced: bool,
}
pub struct ItemSubtitleFileBorrowed<'a> {
    pub file_id: uuid::Uuid,
    pub format: &'a str,
    pub language: Option<&'a str>,
    pub title: Option<&'a str>,
    pub forced: bool,
}
impl<'a> From<ItemSubtitleFileBorrowed<'a>> for ItemSubtitleFile {
    fn from(
        ItemSubtitleFileBorrowed {
            file_id,
            format,
            language,
            title,
            forced,
        }: ItemSubtitleFileBorrowed<'a>,
    ) -> Self {
        Self {
            file_id,
            format: format.into(),
            language: language.map(|v| v.into()),
            title: title.map(|v| v.into()),
            forced,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct JobLibraryNames {
    pub id: uuid::Uuid,
    pub name: String,
}
pub struct JobLibraryNamesBorrowed<'a> {
    pub id: uuid::Uuid,
    pub name: &'a str,
}
impl<'a> From<JobLibraryNamesBorrowed<'a>> for JobLibraryNames {
    fn from(JobLibraryNamesBorrowed { id, name }: JobLibraryNamesBorrowed<'a>) -> Self {
        Self { id, name: name.into() }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct JobItemName {
    pub id: uuid::Uuid,
    pub title: String,
    pub show: Option<String>,
}
pub struct JobItemNameBorrowed<'a> {
    pub id: uuid::Uuid,
    pub title: &'a str,
    pub show: Option<&'a str>,
}
impl<'a> From<JobItemNameBorrowed<'a>> for JobItemName {
    fn from(JobItemNameBorrowed { id, title, show }: JobItemNameBorrowed<'a>) -> Self {
        Self {
            id,
            title: title.into(),
            show: show.map(|v| v.into()),
        }
    }
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct PageItemsByTitleQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByTitleBorrowed, tokio_postgres::Error>,
    mapper: fn(PageItemsByTitleBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByTitleQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByTitleBorrowed) -> R,
    ) -> PageItemsByTitleQuery<'c, 'a, 's, C, R, N> {
        PageItemsByTitleQuery {
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
pub struct PageItemsByTitleBackQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByTitleBackBorrowed, tokio_postgres::Error>,
    mapper: fn(PageItemsByTitleBackBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByTitleBackQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByTitleBackBorrowed) -> R,
    ) -> PageItemsByTitleBackQuery<'c, 'a, 's, C, R, N> {
        PageItemsByTitleBackQuery {
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
pub struct PageItemsByAddedQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByAdded, tokio_postgres::Error>,
    mapper: fn(PageItemsByAdded) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByAddedQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByAdded) -> R,
    ) -> PageItemsByAddedQuery<'c, 'a, 's, C, R, N> {
        PageItemsByAddedQuery {
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
pub struct PageItemsByAddedBackQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByAddedBack, tokio_postgres::Error>,
    mapper: fn(PageItemsByAddedBack) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByAddedBackQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByAddedBack) -> R,
    ) -> PageItemsByAddedBackQuery<'c, 'a, 's, C, R, N> {
        PageItemsByAddedBackQuery {
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
pub struct PageItemsByYearQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByYear, tokio_postgres::Error>,
    mapper: fn(PageItemsByYear) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByYearQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByYear) -> R,
    ) -> PageItemsByYearQuery<'c, 'a, 's, C, R, N> {
        PageItemsByYearQuery {
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
pub struct PageItemsByYearBackQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByYearBack, tokio_postgres::Error>,
    mapper: fn(PageItemsByYearBack) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByYearBackQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByYearBack) -> R,
    ) -> PageItemsByYearBackQuery<'c, 'a, 's, C, R, N> {
        PageItemsByYearBackQuery {
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
pub struct PageItemsByPlayedQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageItemsByPlayed, tokio_postgres::Error>,
    mapper: fn(PageItemsByPlayed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageItemsByPlayedQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageItemsByPlayed) -> R,
    ) -> PageItemsByPlayedQuery<'c, 'a, 's, C, R, N> {
        PageItemsByPlayedQuery {
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
pub struct AnchorItemsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<AnchorItemsBorrowed, tokio_postgres::Error>,
    mapper: fn(AnchorItemsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> AnchorItemsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(AnchorItemsBorrowed) -> R,
    ) -> AnchorItemsQuery<'c, 'a, 's, C, R, N> {
        AnchorItemsQuery {
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
pub struct SummaryQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<SummaryBorrowed, tokio_postgres::Error>,
    mapper: fn(SummaryBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> SummaryQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(SummaryBorrowed) -> R,
    ) -> SummaryQuery<'c, 'a, 's, C, R, N> {
        SummaryQuery {
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
pub struct ItemDetailQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ItemDetailBorrowed, tokio_postgres::Error>,
    mapper: fn(ItemDetailBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ItemDetailQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ItemDetailBorrowed) -> R,
    ) -> ItemDetailQuery<'c, 'a, 's, C, R, N> {
        ItemDetailQuery {
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
pub struct ItemFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ItemFileBorrowed, tokio_postgres::Error>,
    mapper: fn(ItemFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ItemFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ItemFileBorrowed) -> R,
    ) -> ItemFileQuery<'c, 'a, 's, C, R, N> {
        ItemFileQuery {
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
pub struct PageChildrenQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageChildrenBorrowed, tokio_postgres::Error>,
    mapper: fn(PageChildrenBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageChildrenQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageChildrenBorrowed) -> R,
    ) -> PageChildrenQuery<'c, 'a, 's, C, R, N> {
        PageChildrenQuery {
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
pub struct PageAppearancesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PageAppearancesBorrowed, tokio_postgres::Error>,
    mapper: fn(PageAppearancesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PageAppearancesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PageAppearancesBorrowed) -> R,
    ) -> PageAppearancesQuery<'c, 'a, 's, C, R, N> {
        PageAppearancesQuery {
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
pub struct ListItemCreditsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListItemCreditsBorrowed, tokio_postgres::Error>,
    mapper: fn(ListItemCreditsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListItemCreditsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListItemCreditsBorrowed) -> R,
    ) -> ListItemCreditsQuery<'c, 'a, 's, C, R, N> {
        ListItemCreditsQuery {
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
pub struct PutProgressQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<PutProgress, tokio_postgres::Error>,
    mapper: fn(PutProgress) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PutProgressQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PutProgress) -> R,
    ) -> PutProgressQuery<'c, 'a, 's, C, R, N> {
        PutProgressQuery {
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
pub struct FindItemImageQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindItemImageBorrowed, tokio_postgres::Error>,
    mapper: fn(FindItemImageBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindItemImageQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindItemImageBorrowed) -> R,
    ) -> FindItemImageQuery<'c, 'a, 's, C, R, N> {
        FindItemImageQuery {
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
pub struct ItemSubtitleFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ItemSubtitleFileBorrowed, tokio_postgres::Error>,
    mapper: fn(ItemSubtitleFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ItemSubtitleFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ItemSubtitleFileBorrowed) -> R,
    ) -> ItemSubtitleFileQuery<'c, 'a, 's, C, R, N> {
        ItemSubtitleFileQuery {
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
pub struct JobLibraryNamesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<JobLibraryNamesBorrowed, tokio_postgres::Error>,
    mapper: fn(JobLibraryNamesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> JobLibraryNamesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(JobLibraryNamesBorrowed) -> R,
    ) -> JobLibraryNamesQuery<'c, 'a, 's, C, R, N> {
        JobLibraryNamesQuery {
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
pub struct JobItemNameQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<JobItemNameBorrowed, tokio_postgres::Error>,
    mapper: fn(JobItemNameBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> JobItemNameQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(JobItemNameBorrowed) -> R,
    ) -> JobItemNameQuery<'c, 'a, 's, C, R, N> {
        JobItemNameQuery {
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
pub struct PageItemsByTitleStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page from A to Z. Each library and kind gives its first rows by index; the page is merged from them.
/// plan: items_by_title · bound: :limit rows for each library and kind
pub fn page_items_by_title() -> PageItemsByTitleStmt {
    PageItemsByTitleStmt(
        "/* page_items_by_title */ select p.id, p.key from unnest($1::uuid[]) as l (id) cross join unnest($2::text[]) as k (kind) cross join lateral ( select i.id, i.sort_title as key from items i where i.library_id = l.id and i.kind = k.kind and (i.sort_title, i.id) > ($3::text, $4::uuid) and i.is_present and ($5::text is null or i.genres @> array[$5::text]) and ($6::integer is null or i.year = $6::integer) and ($7::text is null or (i.search_text like $7::text and i.search_text like all($8::text[]))) and (not $9::boolean or not is_watched(i.id, i.kind, $10)) order by i.sort_title, i.id limit $11 ) p order by p.key, p.id limit $11",
        None,
    )
}
impl PageItemsByTitleStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::StringSql,
        T8: crate::ArraySql<Item = T7>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        after_key: &'a T4,
        after_id: &'a uuid::Uuid,
        genre: &'a Option<T5>,
        year: &'a Option<i32>,
        first_word: &'a Option<T6>,
        words: &'a T8,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageItemsByTitleQuery<'c, 'a, 's, C, PageItemsByTitle, 11> {
        PageItemsByTitleQuery {
            client,
            params: [
                libraries,
                kinds,
                after_key,
                after_id,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByTitleBorrowed, tokio_postgres::Error> {
                Ok(PageItemsByTitleBorrowed {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByTitle::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByTitleParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    PageItemsByTitleQuery<'c, 'a, 's, C, PageItemsByTitle, 11>,
    C,
> for PageItemsByTitleStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByTitleParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    ) -> PageItemsByTitleQuery<'c, 'a, 's, C, PageItemsByTitle, 11> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.after_key,
            &params.after_id,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.limit,
        )
    }
}
pub struct PageItemsByTitleBackStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page from Z to A. Each library and kind gives its first rows by index; the page is merged from them.
/// plan: items_by_title · bound: :limit rows for each library and kind
pub fn page_items_by_title_back() -> PageItemsByTitleBackStmt {
    PageItemsByTitleBackStmt(
        "/* page_items_by_title_back */ select p.id, p.key from unnest($1::uuid[]) as l (id) cross join unnest($2::text[]) as k (kind) cross join lateral ( select i.id, i.sort_title as key from items i where i.library_id = l.id and i.kind = k.kind and (i.sort_title, i.id) < ($3::text, $4::uuid) and i.is_present and ($5::text is null or i.genres @> array[$5::text]) and ($6::integer is null or i.year = $6::integer) and ($7::text is null or (i.search_text like $7::text and i.search_text like all($8::text[]))) and (not $9::boolean or not is_watched(i.id, i.kind, $10)) order by i.sort_title desc, i.id desc limit $11 ) p order by p.key desc, p.id desc limit $11",
        None,
    )
}
impl PageItemsByTitleBackStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::StringSql,
        T8: crate::ArraySql<Item = T7>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        after_key: &'a T4,
        after_id: &'a uuid::Uuid,
        genre: &'a Option<T5>,
        year: &'a Option<i32>,
        first_word: &'a Option<T6>,
        words: &'a T8,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageItemsByTitleBackQuery<'c, 'a, 's, C, PageItemsByTitleBack, 11> {
        PageItemsByTitleBackQuery {
            client,
            params: [
                libraries,
                kinds,
                after_key,
                after_id,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByTitleBackBorrowed, tokio_postgres::Error> {
                Ok(PageItemsByTitleBackBorrowed {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByTitleBack::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByTitleBackParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    PageItemsByTitleBackQuery<'c, 'a, 's, C, PageItemsByTitleBack, 11>,
    C,
> for PageItemsByTitleBackStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByTitleBackParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    ) -> PageItemsByTitleBackQuery<'c, 'a, 's, C, PageItemsByTitleBack, 11> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.after_key,
            &params.after_id,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.limit,
        )
    }
}
pub struct PageItemsByAddedStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page, the newest arrivals first. Each library and kind gives its first rows by index; the page is merged from them.
/// plan: items_by_added · bound: :limit rows for each library and kind
pub fn page_items_by_added() -> PageItemsByAddedStmt {
    PageItemsByAddedStmt(
        "/* page_items_by_added */ select p.id, p.key from unnest($1::uuid[]) as l (id) cross join unnest($2::text[]) as k (kind) cross join lateral ( select i.id, i.added_at as key from items i where i.library_id = l.id and i.kind = k.kind and (i.added_at, i.id) < ($3::timestamptz, $4::uuid) and i.is_present and ($5::text is null or i.genres @> array[$5::text]) and ($6::integer is null or i.year = $6::integer) and ($7::text is null or (i.search_text like $7::text and i.search_text like all($8::text[]))) and (not $9::boolean or not is_watched(i.id, i.kind, $10)) order by i.added_at desc, i.id desc limit $11 ) p order by p.key desc, p.id desc limit $11",
        None,
    )
}
impl PageItemsByAddedStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        after_key: &'a time::OffsetDateTime,
        after_id: &'a uuid::Uuid,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageItemsByAddedQuery<'c, 'a, 's, C, PageItemsByAdded, 11> {
        PageItemsByAddedQuery {
            client,
            params: [
                libraries,
                kinds,
                after_key,
                after_id,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByAdded, tokio_postgres::Error> {
                Ok(PageItemsByAdded {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByAdded::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByAddedParams<T1, T2, T3, T4, T5, T6, T7>,
    PageItemsByAddedQuery<'c, 'a, 's, C, PageItemsByAdded, 11>,
    C,
> for PageItemsByAddedStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByAddedParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> PageItemsByAddedQuery<'c, 'a, 's, C, PageItemsByAdded, 11> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.after_key,
            &params.after_id,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.limit,
        )
    }
}
pub struct PageItemsByAddedBackStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page, the oldest arrivals first. Each library and kind gives its first rows by index; the page is merged from them.
/// plan: items_by_added · bound: :limit rows for each library and kind
pub fn page_items_by_added_back() -> PageItemsByAddedBackStmt {
    PageItemsByAddedBackStmt(
        "/* page_items_by_added_back */ select p.id, p.key from unnest($1::uuid[]) as l (id) cross join unnest($2::text[]) as k (kind) cross join lateral ( select i.id, i.added_at as key from items i where i.library_id = l.id and i.kind = k.kind and (i.added_at, i.id) > ($3::timestamptz, $4::uuid) and i.is_present and ($5::text is null or i.genres @> array[$5::text]) and ($6::integer is null or i.year = $6::integer) and ($7::text is null or (i.search_text like $7::text and i.search_text like all($8::text[]))) and (not $9::boolean or not is_watched(i.id, i.kind, $10)) order by i.added_at, i.id limit $11 ) p order by p.key, p.id limit $11",
        None,
    )
}
impl PageItemsByAddedBackStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        after_key: &'a time::OffsetDateTime,
        after_id: &'a uuid::Uuid,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageItemsByAddedBackQuery<'c, 'a, 's, C, PageItemsByAddedBack, 11> {
        PageItemsByAddedBackQuery {
            client,
            params: [
                libraries,
                kinds,
                after_key,
                after_id,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByAddedBack, tokio_postgres::Error> {
                Ok(PageItemsByAddedBack {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByAddedBack::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByAddedBackParams<T1, T2, T3, T4, T5, T6, T7>,
    PageItemsByAddedBackQuery<'c, 'a, 's, C, PageItemsByAddedBack, 11>,
    C,
> for PageItemsByAddedBackStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByAddedBackParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> PageItemsByAddedBackQuery<'c, 'a, 's, C, PageItemsByAddedBack, 11> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.after_key,
            &params.after_id,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.limit,
        )
    }
}
pub struct PageItemsByYearStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page, the latest years first. Each library and kind gives its first rows by index; the page is merged from them.
/// plan: items_by_year · bound: :limit rows for each library and kind
pub fn page_items_by_year() -> PageItemsByYearStmt {
    PageItemsByYearStmt(
        "/* page_items_by_year */ select p.id, p.key from unnest($1::uuid[]) as l (id) cross join unnest($2::text[]) as k (kind) cross join lateral ( select i.id, coalesce(i.year, 0) as key from items i where i.library_id = l.id and i.kind = k.kind and (coalesce(i.year, 0), i.id) < ($3::integer, $4::uuid) and i.is_present and ($5::text is null or i.genres @> array[$5::text]) and ($6::integer is null or i.year = $6::integer) and ($7::text is null or (i.search_text like $7::text and i.search_text like all($8::text[]))) and (not $9::boolean or not is_watched(i.id, i.kind, $10)) order by coalesce(i.year, 0) desc, i.id desc limit $11 ) p order by p.key desc, p.id desc limit $11",
        None,
    )
}
impl PageItemsByYearStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        after_key: &'a i32,
        after_id: &'a uuid::Uuid,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageItemsByYearQuery<'c, 'a, 's, C, PageItemsByYear, 11> {
        PageItemsByYearQuery {
            client,
            params: [
                libraries,
                kinds,
                after_key,
                after_id,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByYear, tokio_postgres::Error> {
                Ok(PageItemsByYear {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByYear::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByYearParams<T1, T2, T3, T4, T5, T6, T7>,
    PageItemsByYearQuery<'c, 'a, 's, C, PageItemsByYear, 11>,
    C,
> for PageItemsByYearStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByYearParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> PageItemsByYearQuery<'c, 'a, 's, C, PageItemsByYear, 11> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.after_key,
            &params.after_id,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.limit,
        )
    }
}
pub struct PageItemsByYearBackStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page, the earliest years first. Each library and kind gives its first rows by index; the page is merged from them.
/// plan: items_by_year · bound: :limit rows for each library and kind
pub fn page_items_by_year_back() -> PageItemsByYearBackStmt {
    PageItemsByYearBackStmt(
        "/* page_items_by_year_back */ select p.id, p.key from unnest($1::uuid[]) as l (id) cross join unnest($2::text[]) as k (kind) cross join lateral ( select i.id, coalesce(i.year, 0) as key from items i where i.library_id = l.id and i.kind = k.kind and (coalesce(i.year, 0), i.id) > ($3::integer, $4::uuid) and i.is_present and ($5::text is null or i.genres @> array[$5::text]) and ($6::integer is null or i.year = $6::integer) and ($7::text is null or (i.search_text like $7::text and i.search_text like all($8::text[]))) and (not $9::boolean or not is_watched(i.id, i.kind, $10)) order by coalesce(i.year, 0), i.id limit $11 ) p order by p.key, p.id limit $11",
        None,
    )
}
impl PageItemsByYearBackStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        after_key: &'a i32,
        after_id: &'a uuid::Uuid,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageItemsByYearBackQuery<'c, 'a, 's, C, PageItemsByYearBack, 11> {
        PageItemsByYearBackQuery {
            client,
            params: [
                libraries,
                kinds,
                after_key,
                after_id,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByYearBack, tokio_postgres::Error> {
                Ok(PageItemsByYearBack {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByYearBack::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByYearBackParams<T1, T2, T3, T4, T5, T6, T7>,
    PageItemsByYearBackQuery<'c, 'a, 's, C, PageItemsByYearBack, 11>,
    C,
> for PageItemsByYearBackStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByYearBackParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> PageItemsByYearBackQuery<'c, 'a, 's, C, PageItemsByYearBack, 11> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.after_key,
            &params.after_id,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.limit,
        )
    }
}
pub struct PageItemsByPlayedStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of what a user played, the latest first; with :in_progress only what is begun and not finished.
/// plan: user_state_recent · bound: what one user ever played
pub fn page_items_by_played() -> PageItemsByPlayedStmt {
    PageItemsByPlayedStmt(
        "/* page_items_by_played */ select i.id, s.last_played_at as key from user_state s join items i on i.id = s.item_id and i.library_id = any($1) and i.kind = any($2::text[]) where s.user_id = $3 and s.last_played_at is not null and (s.last_played_at, i.id) < ($4::timestamptz, $5::uuid) and (not $6::boolean or (s.position_ms > 0 and not s.completed and s.hidden_at is null)) and i.is_present and ($7::text is null or i.genres @> array[$7::text]) and ($8::integer is null or i.year = $8::integer) and ($9::text is null or (i.search_text like $9::text and i.search_text like all($10::text[]))) and (not $11::boolean or not s.completed) order by s.last_played_at desc, i.id desc limit $12",
        None,
    )
}
impl PageItemsByPlayedStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        user: &'a uuid::Uuid,
        after_key: &'a time::OffsetDateTime,
        after_id: &'a uuid::Uuid,
        in_progress: &'a bool,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        limit: &'a i64,
    ) -> PageItemsByPlayedQuery<'c, 'a, 's, C, PageItemsByPlayed, 12> {
        PageItemsByPlayedQuery {
            client,
            params: [
                libraries,
                kinds,
                user,
                after_key,
                after_id,
                in_progress,
                genre,
                year,
                first_word,
                words,
                unwatched,
                limit,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageItemsByPlayed, tokio_postgres::Error> {
                Ok(PageItemsByPlayed {
                    id: row.try_get(0)?,
                    key: row.try_get(1)?,
                })
            },
            mapper: |it| PageItemsByPlayed::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageItemsByPlayedParams<T1, T2, T3, T4, T5, T6, T7>,
    PageItemsByPlayedQuery<'c, 'a, 's, C, PageItemsByPlayed, 12>,
    C,
> for PageItemsByPlayedStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageItemsByPlayedParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> PageItemsByPlayedQuery<'c, 'a, 's, C, PageItemsByPlayed, 12> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.user,
            &params.after_key,
            &params.after_id,
            &params.in_progress,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.limit,
        )
    }
}
pub struct AnchorItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Every hundredth row of a list in title order, and the first row of each initial: what a wall needs to jump.
/// plan: scan, because a count of everything reads everything; answers are kept for a moment · bound: rows / :step + initials
pub fn anchor_items() -> AnchorItemsStmt {
    AnchorItemsStmt(
        "/* anchor_items */ with numbered as ( select i.id, i.sort_title, row_number() over (order by i.sort_title, i.id) - 1 as n, lag(left(i.sort_title, 1)) over (order by i.sort_title, i.id) is distinct from left(i.sort_title, 1) as is_first from items i where i.library_id = any($1) and i.kind = any($2::text[]) and i.is_present and ($3::text is null or i.genres @> array[$3::text]) and ($4::integer is null or i.year = $4::integer) and ($5::text is null or (i.search_text like $5::text and i.search_text like all($6::text[]))) and (not $7::boolean or not is_watched(i.id, i.kind, $8)) ) select n.id, n.sort_title, n.n, n.is_first from numbered n where n.is_first or n.n % $9::bigint = $9::bigint - 1 order by n.n",
        None,
    )
}
impl AnchorItemsStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
        step: &'a i64,
    ) -> AnchorItemsQuery<'c, 'a, 's, C, AnchorItems, 9> {
        AnchorItemsQuery {
            client,
            params: [
                libraries,
                kinds,
                genre,
                year,
                first_word,
                words,
                unwatched,
                user,
                step,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<AnchorItemsBorrowed, tokio_postgres::Error> {
                Ok(AnchorItemsBorrowed {
                    id: row.try_get(0)?,
                    sort_title: row.try_get(1)?,
                    n: row.try_get(2)?,
                    is_first: row.try_get(3)?,
                })
            },
            mapper: |it| AnchorItems::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    AnchorItemsParams<T1, T2, T3, T4, T5, T6, T7>,
    AnchorItemsQuery<'c, 'a, 's, C, AnchorItems, 9>,
    C,
> for AnchorItemsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a AnchorItemsParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> AnchorItemsQuery<'c, 'a, 's, C, AnchorItems, 9> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
            &params.step,
        )
    }
}
pub struct CountItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// How many rows a list has.
/// plan: scan, because a count of everything reads everything; answers are kept for a moment · bound: 1 row
pub fn count_items() -> CountItemsStmt {
    CountItemsStmt(
        "/* count_items */ select count(*) from items i where i.library_id = any($1) and i.kind = any($2::text[]) and i.is_present and ($3::text is null or i.genres @> array[$3::text]) and ($4::integer is null or i.year = $4::integer) and ($5::text is null or (i.search_text like $5::text and i.search_text like all($6::text[]))) and (not $7::boolean or not is_watched(i.id, i.kind, $8))",
        None,
    )
}
impl CountItemsStmt {
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
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
        kinds: &'a T3,
        genre: &'a Option<T4>,
        year: &'a Option<i32>,
        first_word: &'a Option<T5>,
        words: &'a T7,
        unwatched: &'a bool,
        user: &'a uuid::Uuid,
    ) -> I64Query<'c, 'a, 's, C, i64, 8> {
        I64Query {
            client,
            params: [libraries, kinds, genre, year, first_word, words, unwatched, user],
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
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    CountItemsParams<T1, T2, T3, T4, T5, T6, T7>,
    I64Query<'c, 'a, 's, C, i64, 8>,
    C,
> for CountItemsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountItemsParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> I64Query<'c, 'a, 's, C, i64, 8> {
        self.bind(
            client,
            &params.libraries,
            &params.kinds,
            &params.genre,
            &params.year,
            &params.first_word,
            &params.words,
            &params.unwatched,
            &params.user,
        )
    }
}
pub struct SummarizeItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What a wall shows of some items, in the order of their ids; a show without a picture borrows an episode's. Functions
/// are called for shows and music only: a call costs 50 us, which for a page of films was four fifths of the statement.
/// plan: items_pkey, user_state_pkey, images_pkey, items_by_parent · bound: ids given
pub fn summarize_items() -> SummarizeItemsStmt {
    SummarizeItemsStmt(
        "/* summarize_items */ select i.id, i.library_id, i.kind, i.title, i.sort_title, i.year, i.duration_ms, i.parent_id, i.index_no, i.index_end, i.disc_no, i.added_at, s.position_ms, s.completed, s.play_count, s.last_played_at, case when i.kind in ('album', 'track') then p.id else coalesce(g.id, p.id) end as show_id, case when i.kind in ('album', 'track') then p.title else coalesce(g.title, p.title) end as show_title, p.kind = 'album' as is_in_album, case when i.kind = 'episode' then p.index_no end as season_no, ( select jsonb_object_agg(m.type, jsonb_build_object( 'width', m.width, 'height', m.height, 'blurhash', m.blurhash, 'color', m.color)) from images m where m.item_id = case when i.kind in ('movie', 'episode', 'album') then i.id else pictured(i.id, i.kind) end )::text as images, case when i.kind in ('album', 'track') then ( select jsonb_agg(jsonb_build_object('id', c.artist_id, 'name', c.name) order by c.position) from credits c where c.item_id = i.id and c.role = case i.kind when 'album' then 'album_artist' else 'artist' end )::text end as artists, case when i.kind in ('show', 'season') then n_unwatched(i.id, $1) else 0 end as n_unwatched from unnest($2::uuid[]) with ordinality as o (id, n) join items i on i.id = o.id and i.library_id = any($3) left join items p on p.id = i.parent_id left join items g on g.id = p.parent_id left join user_state s on s.item_id = i.id and s.user_id = $1 order by o.n",
        None,
    )
}
impl SummarizeItemsStmt {
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
    >(
        &'s self,
        client: &'c C,
        user: &'a uuid::Uuid,
        ids: &'a T1,
        visible: &'a T2,
    ) -> SummaryQuery<'c, 'a, 's, C, Summary, 3> {
        SummaryQuery {
            client,
            params: [user, ids, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<SummaryBorrowed, tokio_postgres::Error> {
                Ok(SummaryBorrowed {
                    id: row.try_get(0)?,
                    library_id: row.try_get(1)?,
                    kind: row.try_get(2)?,
                    title: row.try_get(3)?,
                    sort_title: row.try_get(4)?,
                    year: row.try_get(5)?,
                    duration_ms: row.try_get(6)?,
                    parent_id: row.try_get(7)?,
                    index_no: row.try_get(8)?,
                    index_end: row.try_get(9)?,
                    disc_no: row.try_get(10)?,
                    added_at: row.try_get(11)?,
                    position_ms: row.try_get(12)?,
                    completed: row.try_get(13)?,
                    play_count: row.try_get(14)?,
                    last_played_at: row.try_get(15)?,
                    show_id: row.try_get(16)?,
                    show_title: row.try_get(17)?,
                    is_in_album: row.try_get(18)?,
                    season_no: row.try_get(19)?,
                    images: row.try_get(20)?,
                    artists: row.try_get(21)?,
                    n_unwatched: row.try_get(22)?,
                })
            },
            mapper: |it| Summary::from(it),
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
> crate::client::async_::Params<
    'c,
    'a,
    's,
    SummarizeItemsParams<T1, T2>,
    SummaryQuery<'c, 'a, 's, C, Summary, 3>,
    C,
> for SummarizeItemsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a SummarizeItemsParams<T1, T2>,
    ) -> SummaryQuery<'c, 'a, 's, C, Summary, 3> {
        self.bind(client, &params.user, &params.ids, &params.visible)
    }
}
pub struct FindItemDetailStmt(&'static str, Option<tokio_postgres::Statement>);
/// What the item's own page shows beside its summary.
/// plan: items_pkey, user_state_pkey · bound: 1 row
pub fn find_item_detail() -> FindItemDetailStmt {
    FindItemDetailStmt(
        "/* find_item_detail */ select i.id, i.overview, i.genres, i.air_date, i.external_ids::text as external_ids, s.subtitle_shift_ms from items i left join user_state s on s.item_id = i.id and s.user_id = $1 where i.id = $2 and i.library_id = any($3)",
        None,
    )
}
impl FindItemDetailStmt {
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
        user: &'a uuid::Uuid,
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> ItemDetailQuery<'c, 'a, 's, C, ItemDetail, 3> {
        ItemDetailQuery {
            client,
            params: [user, id, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ItemDetailBorrowed, tokio_postgres::Error> {
                Ok(ItemDetailBorrowed {
                    id: row.try_get(0)?,
                    overview: row.try_get(1)?,
                    genres: row.try_get(2)?,
                    air_date: row.try_get(3)?,
                    external_ids: row.try_get(4)?,
                    subtitle_shift_ms: row.try_get(5)?,
                })
            },
            mapper: |it| ItemDetail::from(it),
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
    FindItemDetailParams<T1>,
    ItemDetailQuery<'c, 'a, 's, C, ItemDetail, 3>,
    C,
> for FindItemDetailStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindItemDetailParams<T1>,
    ) -> ItemDetailQuery<'c, 'a, 's, C, ItemDetail, 3> {
        self.bind(client, &params.user, &params.id, &params.visible)
    }
}
pub struct ListItemFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Files that play an item, the first part first, with the seek previews of their present contents.
/// plan: item_files_pkey, preview_sets_file_id_key · bound: files of one item
pub fn list_item_files() -> ListItemFilesStmt {
    ListItemFilesStmt(
        "/* list_item_files */ select f.id, r.path as root_path, f.rel_path, f.size_bytes, f.state, f.missing_since, f.media::text as media, f.container, f.duration_ms, f.bit_rate, x.edition, x.part, s.id as preview_set, s.interval_ms, s.width as tile_width, s.height as tile_height, s.columns, s.rows, s.n_tiles from item_files x join files f on f.id = x.file_id join roots r on r.id = f.root_id left join preview_sets s on s.file_id = f.id and s.fingerprint is not distinct from f.fingerprint and s.completed_at is not null where x.item_id = $1 and f.library_id = any($2) order by x.part nulls first, f.size_bytes desc, f.id limit 64",
        None,
    )
}
impl ListItemFilesStmt {
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
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> ItemFileQuery<'c, 'a, 's, C, ItemFile, 2> {
        ItemFileQuery {
            client,
            params: [id, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ItemFileBorrowed, tokio_postgres::Error> {
                Ok(ItemFileBorrowed {
                    id: row.try_get(0)?,
                    root_path: row.try_get(1)?,
                    rel_path: row.try_get(2)?,
                    size_bytes: row.try_get(3)?,
                    state: row.try_get(4)?,
                    missing_since: row.try_get(5)?,
                    media: row.try_get(6)?,
                    container: row.try_get(7)?,
                    duration_ms: row.try_get(8)?,
                    bit_rate: row.try_get(9)?,
                    edition: row.try_get(10)?,
                    part: row.try_get(11)?,
                    preview_set: row.try_get(12)?,
                    interval_ms: row.try_get(13)?,
                    tile_width: row.try_get(14)?,
                    tile_height: row.try_get(15)?,
                    columns: row.try_get(16)?,
                    rows: row.try_get(17)?,
                    n_tiles: row.try_get(18)?,
                })
            },
            mapper: |it| ItemFile::from(it),
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
    ListItemFilesParams<T1>,
    ItemFileQuery<'c, 'a, 's, C, ItemFile, 2>,
    C,
> for ListItemFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListItemFilesParams<T1>,
    ) -> ItemFileQuery<'c, 'a, 's, C, ItemFile, 2> {
        self.bind(client, &params.id, &params.visible)
    }
}
pub struct PageChildrenStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of what belongs to an item: seasons, episodes, albums, tracks, in their order.
/// plan: items_by_order · bound: :limit rows
pub fn page_children() -> PageChildrenStmt {
    PageChildrenStmt(
        "/* page_children */ select i.id, coalesce(i.order_no, -1) as order_no, i.sort_title from items i where i.parent_id = $1 and i.library_id = any($2) and i.is_present and (coalesce(i.order_no, -1), i.sort_title, i.id) > ($3::integer, $4::text, $5::uuid) order by coalesce(i.order_no, -1), i.sort_title, i.id limit $6",
        None,
    )
}
impl PageChildrenStmt {
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
        T2: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        parent: &'a uuid::Uuid,
        visible: &'a T1,
        after_order: &'a i32,
        after_title: &'a T2,
        after_id: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageChildrenQuery<'c, 'a, 's, C, PageChildren, 6> {
        PageChildrenQuery {
            client,
            params: [parent, visible, after_order, after_title, after_id, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageChildrenBorrowed, tokio_postgres::Error> {
                Ok(PageChildrenBorrowed {
                    id: row.try_get(0)?,
                    order_no: row.try_get(1)?,
                    sort_title: row.try_get(2)?,
                })
            },
            mapper: |it| PageChildren::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageChildrenParams<T1, T2>,
    PageChildrenQuery<'c, 'a, 's, C, PageChildren, 6>,
    C,
> for PageChildrenStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageChildrenParams<T1, T2>,
    ) -> PageChildrenQuery<'c, 'a, 's, C, PageChildren, 6> {
        self.bind(
            client,
            &params.parent,
            &params.visible,
            &params.after_order,
            &params.after_title,
            &params.after_id,
            &params.limit,
        )
    }
}
pub struct PageAppearancesStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of the albums of others that an artist is credited on, the earliest first.
/// plan: credits_by_artist · bound: what one artist is credited for
pub fn page_appearances() -> PageAppearancesStmt {
    PageAppearancesStmt(
        "/* page_appearances */ select a.id, coalesce(a.order_no, -1) as order_no, a.sort_title from ( select case i.kind when 'album' then i.id else i.parent_id end as album_id from credits c join items i on i.id = c.item_id and i.is_present where c.artist_id = $1 and c.library_id = any($2) group by 1 ) f join items a on a.id = f.album_id and a.kind = 'album' and a.is_present and a.parent_id is distinct from $1 where (coalesce(a.order_no, -1), a.sort_title, a.id) > ($3::integer, $4::text, $5::uuid) order by coalesce(a.order_no, -1), a.sort_title, a.id limit $6",
        None,
    )
}
impl PageAppearancesStmt {
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
        T2: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        artist: &'a uuid::Uuid,
        visible: &'a T1,
        after_order: &'a i32,
        after_title: &'a T2,
        after_id: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> PageAppearancesQuery<'c, 'a, 's, C, PageAppearances, 6> {
        PageAppearancesQuery {
            client,
            params: [artist, visible, after_order, after_title, after_id, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PageAppearancesBorrowed, tokio_postgres::Error> {
                Ok(PageAppearancesBorrowed {
                    id: row.try_get(0)?,
                    order_no: row.try_get(1)?,
                    sort_title: row.try_get(2)?,
                })
            },
            mapper: |it| PageAppearances::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PageAppearancesParams<T1, T2>,
    PageAppearancesQuery<'c, 'a, 's, C, PageAppearances, 6>,
    C,
> for PageAppearancesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageAppearancesParams<T1, T2>,
    ) -> PageAppearancesQuery<'c, 'a, 's, C, PageAppearances, 6> {
        self.bind(
            client,
            &params.artist,
            &params.visible,
            &params.after_order,
            &params.after_title,
            &params.after_id,
            &params.limit,
        )
    }
}
pub struct ListItemCreditsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Who is credited for an item, artists first, in the order of the release.
/// plan: credits_pkey, items_pkey · bound: credits of one item
pub fn list_item_credits() -> ListItemCreditsStmt {
    ListItemCreditsStmt(
        "/* list_item_credits */ select c.role, c.artist_id, c.name from credits c where c.item_id = $1 and c.library_id = any($2) order by c.role, c.position limit 200",
        None,
    )
}
impl ListItemCreditsStmt {
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
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> ListItemCreditsQuery<'c, 'a, 's, C, ListItemCredits, 2> {
        ListItemCreditsQuery {
            client,
            params: [id, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListItemCreditsBorrowed, tokio_postgres::Error> {
                Ok(ListItemCreditsBorrowed {
                    role: row.try_get(0)?,
                    artist_id: row.try_get(1)?,
                    name: row.try_get(2)?,
                })
            },
            mapper: |it| ListItemCredits::from(it),
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
    ListItemCreditsParams<T1>,
    ListItemCreditsQuery<'c, 'a, 's, C, ListItemCredits, 2>,
    C,
> for ListItemCreditsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListItemCreditsParams<T1>,
    ) -> ListItemCreditsQuery<'c, 'a, 's, C, ListItemCredits, 2> {
        self.bind(client, &params.id, &params.visible)
    }
}
pub struct PutProgressStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where a user is in an item. Finished stays finished unless said otherwise; each finish counts once.
/// plan: user_state_pkey, items_pkey · bound: 1 row
pub fn put_progress() -> PutProgressStmt {
    PutProgressStmt(
        "/* put_progress */ insert into user_state (user_id, item_id, library_id, position_ms, completed, play_count, last_played_at, updated_at) select $1, i.id, i.library_id, $2, $3::boolean, case when $3::boolean then 1 else 0 end, $4, $4 from items i where i.id = $5 and i.library_id = any($6) on conflict (user_id, item_id) do update set position_ms = excluded.position_ms, completed = case when $7::boolean then excluded.completed else user_state.completed or excluded.completed end, play_count = user_state.play_count + case when excluded.completed and not user_state.completed then 1 else 0 end, last_played_at = excluded.last_played_at, updated_at = excluded.updated_at, hidden_at = null returning position_ms, completed, play_count",
        None,
    )
}
impl PutProgressStmt {
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
        user: &'a uuid::Uuid,
        position_ms: &'a i64,
        completed: &'a bool,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
        visible: &'a T1,
        is_explicit: &'a bool,
    ) -> PutProgressQuery<'c, 'a, 's, C, PutProgress, 7> {
        PutProgressQuery {
            client,
            params: [user, position_ms, completed, now, id, visible, is_explicit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PutProgress, tokio_postgres::Error> {
                Ok(PutProgress {
                    position_ms: row.try_get(0)?,
                    completed: row.try_get(1)?,
                    play_count: row.try_get(2)?,
                })
            },
            mapper: |it| PutProgress::from(it),
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
    PutProgressParams<T1>,
    PutProgressQuery<'c, 'a, 's, C, PutProgress, 7>,
    C,
> for PutProgressStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PutProgressParams<T1>,
    ) -> PutProgressQuery<'c, 'a, 's, C, PutProgress, 7> {
        self.bind(
            client,
            &params.user,
            &params.position_ms,
            &params.completed,
            &params.now,
            &params.id,
            &params.visible,
            &params.is_explicit,
        )
    }
}
pub struct HideFromBegunStmt(&'static str, Option<tokio_postgres::Statement>);
/// Takes an item off the row of what was begun, and nothing else; without a row there is nothing to take off.
/// plan: user_state_pkey · bound: 1 row
pub fn hide_from_begun() -> HideFromBegunStmt {
    HideFromBegunStmt(
        "/* hide_from_begun */ update user_state set hidden_at = $1, updated_at = $1 where user_id = $2 and item_id = $3",
        None,
    )
}
impl HideFromBegunStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, user, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    HideFromBegunParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for HideFromBegunStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a HideFromBegunParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user, &params.id))
    }
}
pub struct PutSubtitleShiftStmt(&'static str, Option<tokio_postgres::Statement>);
/// How much later a user wants an item's subtitles.
/// plan: user_state_pkey, items_pkey · bound: 1 row
pub fn put_subtitle_shift() -> PutSubtitleShiftStmt {
    PutSubtitleShiftStmt(
        "/* put_subtitle_shift */ insert into user_state (user_id, item_id, library_id, subtitle_shift_ms, updated_at) select $1, i.id, i.library_id, $2, $3 from items i where i.id = $4 and i.library_id = any($5) on conflict (user_id, item_id) do update set subtitle_shift_ms = excluded.subtitle_shift_ms, updated_at = excluded.updated_at returning item_id",
        None,
    )
}
impl PutSubtitleShiftStmt {
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
        user: &'a uuid::Uuid,
        shift_ms: &'a i32,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        UuidUuidQuery {
            client,
            params: [user, shift_ms, now, id, visible],
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
    PutSubtitleShiftParams<T1>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5>,
    C,
> for PutSubtitleShiftStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PutSubtitleShiftParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        self.bind(
            client,
            &params.user,
            &params.shift_ms,
            &params.now,
            &params.id,
            &params.visible,
        )
    }
}
pub struct FindNextEpisodeStmt(&'static str, Option<tokio_postgres::Statement>);
/// The episode after another one: in its season, else the first of the next season. Specials lead to specials only.
/// plan: items_pkey, items_by_parent · bound: 1 row
pub fn find_next_episode() -> FindNextEpisodeStmt {
    FindNextEpisodeStmt(
        "/* find_next_episode */ with here as ( select e.id, e.sort_title, coalesce(e.index_no, -1) as index_no, p.id as parent_id, p.parent_id as show_id, coalesce(p.index_no, -1) as season_no from items e join items p on p.id = e.parent_id where e.id = $1 and e.kind = 'episode' and e.library_id = any($2) ) select n.id from ( select e.id, h.season_no, coalesce(e.index_no, -1) as index_no, e.sort_title from here h join items e on e.parent_id = h.parent_id and e.kind = 'episode' and e.is_present and (coalesce(e.index_no, -1), e.sort_title, e.id) > (h.index_no, h.sort_title, h.id) union all select e.id, s.index_no, coalesce(e.index_no, -1), e.sort_title from here h join items s on s.parent_id = h.show_id and s.kind = 'season' and h.season_no > 0 and s.index_no > h.season_no join items e on e.parent_id = s.id and e.kind = 'episode' and e.is_present ) n order by n.season_no, n.index_no, n.sort_title, n.id limit 1",
        None,
    )
}
impl FindNextEpisodeStmt {
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
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        UuidUuidQuery {
            client,
            params: [id, visible],
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
    FindNextEpisodeParams<T1>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2>,
    C,
> for FindNextEpisodeStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindNextEpisodeParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        self.bind(client, &params.id, &params.visible)
    }
}
pub struct ListNextUpStmt(&'static str, Option<tokio_postgres::Statement>);
/// For each show that a user follows the first episode that they have not finished, after the one that they played last.
/// What they are in the middle of is not next but begun. Specials count only where nothing else was played.
/// plan: user_state_recent, items_by_parent · bound: what one user ever played
pub fn list_next_up() -> ListNextUpStmt {
    ListNextUpStmt(
        "/* list_next_up */ with played as ( select case when p.kind = 'season' then p.parent_id else p.id end as show_id, case when p.kind = 'season' then coalesce(p.index_no, -1) else 1 end as season_no, coalesce(e.index_no, -1) as index_no, e.sort_title, e.id, s.completed, s.position_ms, s.last_played_at from user_state s join items e on e.id = s.item_id and e.kind = 'episode' and e.library_id = any($1) join items p on p.id = e.parent_id where s.user_id = $2 and s.last_played_at is not null ), latest as ( select distinct on (p.show_id) p.* from played p where exists (select from played f where f.show_id = p.show_id and f.completed) order by p.show_id, p.season_no > 0 desc, p.last_played_at desc ) select n.id from latest l cross join lateral ( select e.id from ( select e.id, e.index_no, e.sort_title, e.is_present, coalesce(s.index_no, -1) as season_no from items s join items e on e.parent_id = s.id and e.kind = 'episode' where s.parent_id = l.show_id and s.kind = 'season' union all select e.id, e.index_no, e.sort_title, e.is_present, 1 from items e where e.parent_id = l.show_id and e.kind = 'episode' ) e left join user_state s on s.item_id = e.id and s.user_id = $2 where e.is_present and not coalesce(s.completed, false) and (e.season_no > 0) = (l.season_no > 0) and (e.season_no, coalesce(e.index_no, -1), e.sort_title, e.id) >= (l.season_no, l.index_no, l.sort_title, l.id) order by e.season_no, coalesce(e.index_no, -1), e.sort_title, e.id limit 1 ) n where l.completed or l.position_ms = 0 order by l.last_played_at desc, n.id limit $3",
        None,
    )
}
impl ListNextUpStmt {
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
        user: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [visible, user, limit],
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
    ListNextUpParams<T1>,
    UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
    C,
> for ListNextUpStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListNextUpParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.visible, &params.user, &params.limit)
    }
}
pub struct FindDurationStmt(&'static str, Option<tokio_postgres::Statement>);
/// How long an item plays, for a viewer.
/// plan: items_pkey · bound: 1 row
pub fn find_duration() -> FindDurationStmt {
    FindDurationStmt(
        "/* find_duration */ select duration_ms from items where id = $1 and library_id = any($2)",
        None,
    )
}
impl FindDurationStmt {
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
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> Optioni64Query<'c, 'a, 's, C, Option<i64>, 2> {
        Optioni64Query {
            client,
            params: [id, visible],
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
    FindDurationParams<T1>,
    Optioni64Query<'c, 'a, 's, C, Option<i64>, 2>,
    C,
> for FindDurationStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindDurationParams<T1>,
    ) -> Optioni64Query<'c, 'a, 's, C, Option<i64>, 2> {
        self.bind(client, &params.id, &params.visible)
    }
}
pub struct FindItemImageStmt(&'static str, Option<tokio_postgres::Statement>);
/// The picture of an item for a viewer; a show without one borrows an episode's.
/// plan: items_pkey, images_pkey · bound: 1 row
pub fn find_item_image() -> FindItemImageStmt {
    FindItemImageStmt(
        "/* find_item_image */ select m.item_id, m.content_hash, m.width from items i join images m on m.item_id = pictured(i.id, i.kind) and m.type = $1 where i.id = $2 and i.library_id = any($3)",
        None,
    )
}
impl FindItemImageStmt {
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
        r#type: &'a T1,
        id: &'a uuid::Uuid,
        visible: &'a T2,
    ) -> FindItemImageQuery<'c, 'a, 's, C, FindItemImage, 3> {
        FindItemImageQuery {
            client,
            params: [r#type, id, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindItemImageBorrowed, tokio_postgres::Error> {
                Ok(FindItemImageBorrowed {
                    item_id: row.try_get(0)?,
                    content_hash: row.try_get(1)?,
                    width: row.try_get(2)?,
                })
            },
            mapper: |it| FindItemImage::from(it),
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
    FindItemImageParams<T1, T2>,
    FindItemImageQuery<'c, 'a, 's, C, FindItemImage, 3>,
    C,
> for FindItemImageStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindItemImageParams<T1, T2>,
    ) -> FindItemImageQuery<'c, 'a, 's, C, FindItemImage, 3> {
        self.bind(client, &params.r#type, &params.id, &params.visible)
    }
}
pub struct ListItemSubtitleFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Subtitles beside the files of an item, in the order that gives them their stream indexes.
/// plan: item_files_pkey, sidecars_file_id_rel_path_key · bound: 100 for each file of one item
pub fn list_item_subtitle_files() -> ListItemSubtitleFilesStmt {
    ListItemSubtitleFilesStmt(
        "/* list_item_subtitle_files */ select s.file_id, s.format, s.language, s.title, s.forced from item_files x join sidecars s on s.file_id = x.file_id and s.library_id = any($1) where x.item_id = $2 order by s.file_id, s.rel_path limit 6400",
        None,
    )
}
impl ListItemSubtitleFilesStmt {
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
        id: &'a uuid::Uuid,
    ) -> ItemSubtitleFileQuery<'c, 'a, 's, C, ItemSubtitleFile, 2> {
        ItemSubtitleFileQuery {
            client,
            params: [visible, id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ItemSubtitleFileBorrowed, tokio_postgres::Error> {
                Ok(ItemSubtitleFileBorrowed {
                    file_id: row.try_get(0)?,
                    format: row.try_get(1)?,
                    language: row.try_get(2)?,
                    title: row.try_get(3)?,
                    forced: row.try_get(4)?,
                })
            },
            mapper: |it| ItemSubtitleFile::from(it),
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
    ListItemSubtitleFilesParams<T1>,
    ItemSubtitleFileQuery<'c, 'a, 's, C, ItemSubtitleFile, 2>,
    C,
> for ListItemSubtitleFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListItemSubtitleFilesParams<T1>,
    ) -> ItemSubtitleFileQuery<'c, 'a, 's, C, ItemSubtitleFile, 2> {
        self.bind(client, &params.visible, &params.id)
    }
}
pub struct JobLibraryNamesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Names of libraries that background work is about. What this connection's schema does not hold has none.
/// plan: libraries_pkey · bound: as many as the caller gives
pub fn job_library_names() -> JobLibraryNamesStmt {
    JobLibraryNamesStmt("/* job_library_names */ select id, name from libraries where id = any($1)", None)
}
impl JobLibraryNamesStmt {
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
    ) -> JobLibraryNamesQuery<'c, 'a, 's, C, JobLibraryNames, 1> {
        JobLibraryNamesQuery {
            client,
            params: [ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<JobLibraryNamesBorrowed, tokio_postgres::Error> {
                Ok(JobLibraryNamesBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                })
            },
            mapper: |it| JobLibraryNames::from(it),
        }
    }
}
pub struct JobItemNamesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Titles of items that background work is about, with the show of an episode.
/// plan: items_pkey · bound: as many as the caller gives
pub fn job_item_names() -> JobItemNamesStmt {
    JobItemNamesStmt(
        "/* job_item_names */ select i.id, i.title, w.title as show from items i left join items s on i.kind = 'episode' and s.id = i.parent_id left join items w on w.id = s.parent_id where i.id = any($1)",
        None,
    )
}
impl JobItemNamesStmt {
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
    ) -> JobItemNameQuery<'c, 'a, 's, C, JobItemName, 1> {
        JobItemNameQuery {
            client,
            params: [ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<JobItemNameBorrowed, tokio_postgres::Error> {
                Ok(JobItemNameBorrowed {
                    id: row.try_get(0)?,
                    title: row.try_get(1)?,
                    show: row.try_get(2)?,
                })
            },
            mapper: |it| JobItemName::from(it),
        }
    }
}
