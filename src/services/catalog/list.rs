//! Lists: two statements a page, one for the ids by index, one for what is shown of them; kept until something changes.

use std::sync::Arc;

use revenge_queries::queries::catalog;
use uuid::Uuid;

use super::Catalog;
use super::filter::{ItemFilter, Terms};
use super::kept;
use super::listed::Listed;
use super::pages::{self, Key};
use super::summary;
use crate::base::{Cursor, Page, PageRequest, Result};
use crate::domain::viewer::Viewer;

impl Catalog {
    pub async fn list_items(&self, viewer: &Viewer, filter: &ItemFilter, page: &PageRequest) -> Result<Arc<Listed>> {
        let terms = Terms::new(viewer, filter)?;
        let name = format!("{} {page:?}", terms.name());
        let scopes = kept::scopes(viewer.user_id, &terms.libraries);
        self.kept.pages.get_or_load(name, &scopes, || self.read_items(viewer, &terms, page)).await
    }

    async fn read_items(&self, viewer: &Viewer, terms: &Terms, page: &PageRequest) -> Result<Listed> {
        let client = self.db.client().await?;
        let ids = pages::ids(&client, terms, page).await?;
        let items = summary::of_ids(&client, viewer, &ids.items).await?;
        Ok(Listed::new(Page { items, next_cursor: ids.next_cursor }))
    }

    /// Seasons of a show, episodes of a season, albums of an artist, tracks of an album, in their order.
    pub async fn list_children(&self, viewer: &Viewer, parent: Uuid, page: &PageRequest) -> Result<Arc<Listed>> {
        self.list_around(viewer, (parent, Around::Below), page).await
    }

    /// Albums of others that an artist is credited on.
    pub async fn list_appearances(&self, viewer: &Viewer, artist: Uuid, page: &PageRequest) -> Result<Arc<Listed>> {
        self.list_around(viewer, (artist, Around::On), page).await
    }

    async fn list_around(&self, viewer: &Viewer, of: (Uuid, Around), page: &PageRequest) -> Result<Arc<Listed>> {
        let name = format!("{of:?} {} {:?} {page:?}", viewer.user_id, viewer.libraries);
        let scopes = kept::scopes(viewer.user_id, &viewer.libraries);
        self.kept.pages.get_or_load(name, &scopes, || self.read_around(viewer, of, page)).await
    }

    async fn read_around(&self, viewer: &Viewer, (id, around): (Uuid, Around), page: &PageRequest) -> Result<Listed> {
        let after: Option<Key<(i32, String)>> = page.after()?;
        let after = after.unwrap_or(Key { k: (i32::MIN, String::new()), id: Uuid::nil() });
        let client = self.db.client().await?;
        self.must_exist(&client, viewer, id).await?;
        let (order, title, limit) = (&after.k.0, &after.k.1, &(i64::from(page.limit) + 1));
        let rows: Vec<(Uuid, i32, String)> = match around {
            Around::Below => {
                let statement = catalog::page_children();
                let rows = statement.bind(&client, &id, &viewer.libraries, order, title, &after.id, limit);
                rows.map(|row| (row.id, row.order_no, row.sort_title.to_owned())).all().await?
            }
            Around::On => {
                let statement = catalog::page_appearances();
                let rows = statement.bind(&client, &id, &viewer.libraries, order, title, &after.id, limit);
                rows.map(|row| (row.id, row.order_no, row.sort_title.to_owned())).all().await?
            }
        };
        let key = |row: &(Uuid, i32, String)| Cursor::encode(&Key { k: (row.1, row.2.clone()), id: row.0 });
        let ids = Page::from_rows(rows, page.limit, key).map(|row| row.0);
        let items = summary::of_ids(&client, viewer, &ids.items).await?;
        Ok(Listed::new(Page { items, next_cursor: ids.next_cursor }))
    }
}

/// What stands around an item.
#[derive(Clone, Copy, Debug)]
enum Around {
    Below,
    /// What it is credited on.
    On,
}
