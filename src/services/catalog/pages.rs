//! Ids of one page, by whichever index serves the order. The statements differ in nothing but key and direction.

use revenge_queries::client::Params;
use revenge_queries::queries::catalog;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::filter::{Sort, Terms};
use crate::base::{Cursor, Page, PageRequest, Result};
use crate::platform::db::Client;

/// Above every title: no character sorts after it.
const LAST_TITLE: &str = "\u{10FFFF}\u{10FFFF}\u{10FFFF}";

/// Sort key of the last row of a page. Also what anchors point with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Key<K> {
    pub k: K,
    pub id: Uuid,
}

/// One statement with the arguments that all of them share.
macro_rules! page {
    ($client:expr, $terms:expr, $limit:expr, $statement:ident, $params:ident, $after:expr) => {{
        let after = $after;
        let params = catalog::$params {
            libraries: &$terms.libraries,
            kinds: &$terms.kinds,
            after_key: after.k,
            after_id: after.id,
            genre: $terms.genre.as_deref(),
            year: $terms.year,
            first_word: $terms.first_word.as_deref(),
            words: &$terms.words,
            unwatched: $terms.unwatched,
            user: $terms.user,
            limit: i64::from($limit) + 1,
        };
        catalog::$statement().params($client, &params).map(|row| (row.id, row.key.to_owned())).all().await?
    }};
}

pub(super) async fn ids(client: &Client, terms: &Terms, page: &PageRequest) -> Result<Page<Uuid>> {
    match terms.sort {
        Sort::Title | Sort::TitleBack => by_title(client, terms, page).await,
        Sort::Added | Sort::AddedBack => by_added(client, terms, page).await,
        Sort::Year | Sort::YearBack => by_year(client, terms, page).await,
        Sort::Played => by_played(client, terms, page).await,
    }
}

async fn by_title(client: &Client, terms: &Terms, page: &PageRequest) -> Result<Page<Uuid>> {
    let after: Option<Key<String>> = page.after()?;
    let rows = if terms.sort == Sort::Title {
        let after = after.unwrap_or(Key { k: String::new(), id: Uuid::nil() });
        page!(client, terms, page.limit, page_items_by_title, PageItemsByTitleParams, after)
    } else {
        let after = after.unwrap_or(Key { k: LAST_TITLE.to_owned(), id: Uuid::max() });
        page!(client, terms, page.limit, page_items_by_title_back, PageItemsByTitleBackParams, after)
    };
    Ok(finish(rows, page.limit, |key: &String| key.clone()))
}

async fn by_added(client: &Client, terms: &Terms, page: &PageRequest) -> Result<Page<Uuid>> {
    let after = time_key(page)?;
    let rows = if terms.sort == Sort::Added {
        let after = after.unwrap_or(Key { k: end_of_time(), id: Uuid::max() });
        page!(client, terms, page.limit, page_items_by_added, PageItemsByAddedParams, after)
    } else {
        let after = after.unwrap_or(Key { k: OffsetDateTime::UNIX_EPOCH, id: Uuid::nil() });
        page!(client, terms, page.limit, page_items_by_added_back, PageItemsByAddedBackParams, after)
    };
    Ok(finish(rows, page.limit, micros))
}

async fn by_year(client: &Client, terms: &Terms, page: &PageRequest) -> Result<Page<Uuid>> {
    let after: Option<Key<i32>> = page.after()?;
    let rows = if terms.sort == Sort::Year {
        let after = after.unwrap_or(Key { k: i32::MAX, id: Uuid::max() });
        page!(client, terms, page.limit, page_items_by_year, PageItemsByYearParams, after)
    } else {
        let after = after.unwrap_or(Key { k: i32::MIN, id: Uuid::nil() });
        page!(client, terms, page.limit, page_items_by_year_back, PageItemsByYearBackParams, after)
    };
    Ok(finish(rows, page.limit, |key: &i32| *key))
}

async fn by_played(client: &Client, terms: &Terms, page: &PageRequest) -> Result<Page<Uuid>> {
    let after = time_key(page)?.unwrap_or(Key { k: end_of_time(), id: Uuid::max() });
    let params = catalog::PageItemsByPlayedParams {
        libraries: &terms.libraries,
        kinds: &terms.kinds,
        user: terms.user,
        after_key: after.k,
        after_id: after.id,
        in_progress: terms.in_progress,
        genre: terms.genre.as_deref(),
        year: terms.year,
        first_word: terms.first_word.as_deref(),
        words: &terms.words,
        unwatched: terms.unwatched,
        limit: i64::from(page.limit) + 1,
    };
    let rows = catalog::page_items_by_played().params(client, &params).map(|row| (row.id, row.key)).all().await?;
    Ok(finish(rows, page.limit, micros))
}

fn finish<K, W: Serialize>(rows: Vec<(Uuid, K)>, limit: u32, wire: impl Fn(&K) -> W) -> Page<Uuid> {
    Page::from_rows(rows, limit, |(id, key)| Cursor::encode(&Key { k: wire(key), id: *id })).map(|(id, _)| id)
}

/// Times travel as microseconds, which is what PostgreSQL keeps.
fn micros(time: &OffsetDateTime) -> i64 {
    i64::try_from(time.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

fn time_key(page: &PageRequest) -> Result<Option<Key<OffsetDateTime>>> {
    let after: Option<Key<i64>> = page.after()?;
    let time = |micros: i64| OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok();
    Ok(after.map(|key| Key { k: time(key.k).unwrap_or(OffsetDateTime::UNIX_EPOCH), id: key.id }))
}

fn end_of_time() -> OffsetDateTime {
    time::macros::datetime!(9999-12-31 23:59:59 UTC)
}
