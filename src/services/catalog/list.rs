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

    /// Seasons of a show, episodes of a season, in their order.
    pub async fn list_children(&self, viewer: &Viewer, parent: Uuid, page: &PageRequest) -> Result<Arc<Listed>> {
        let name = format!("below {parent} {} {:?} {page:?}", viewer.user_id, viewer.libraries);
        let scopes = kept::scopes(viewer.user_id, &viewer.libraries);
        self.kept.pages.get_or_load(name, &scopes, || self.read_children(viewer, parent, page)).await
    }

    async fn read_children(&self, viewer: &Viewer, parent: Uuid, page: &PageRequest) -> Result<Listed> {
        let after: Option<Key<(i32, String)>> = page.after()?;
        let after = after.unwrap_or(Key { k: (i32::MIN, String::new()), id: Uuid::nil() });
        let client = self.db.client().await?;
        self.must_exist(&client, viewer, parent).await?;
        let rows = catalog::page_children()
            .bind(&client, &parent, &viewer.libraries, &after.k.0, &after.k.1, &after.id, &(i64::from(page.limit) + 1))
            .all()
            .await?;
        let key = |row: &catalog::PageChildren| {
            Cursor::encode(&Key { k: (row.index_no, row.sort_title.clone()), id: row.id })
        };
        let ids = Page::from_rows(rows, page.limit, key).map(|row| row.id);
        let items = summary::of_ids(&client, viewer, &ids.items).await?;
        Ok(Listed::new(Page { items, next_cursor: ids.next_cursor }))
    }
}
