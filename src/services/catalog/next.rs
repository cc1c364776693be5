//! What comes next: after an episode, and in each series that somebody follows.

use std::sync::Arc;

use revenge_queries::queries::catalog;
use uuid::Uuid;

use super::listed::Listed;
use super::summary::{self, ItemSummary};
use super::{Catalog, kept};
use crate::base::{Page, PageRequest, Result};
use crate::domain::viewer::Viewer;

/// Series that somebody follows at once; those that they played longest ago are left out.
const SERIES_MAX: i64 = 1000;

impl Catalog {
    /// The episode after this one; `None` after the last, and for what is no episode.
    pub async fn find_next(&self, viewer: &Viewer, id: Uuid) -> Result<Option<ItemSummary>> {
        let client = self.db.client().await?;
        self.must_exist(&client, viewer, id).await?;
        let next = catalog::find_next_episode().bind(&client, &id, &viewer.libraries).opt().await?;
        Ok(summary::of_ids(&client, viewer, next.as_slice()).await?.pop())
    }

    /// The next episode of each series that the viewer follows, the series played last first.
    pub async fn list_next_up(&self, viewer: &Viewer, request: &PageRequest) -> Result<Arc<Listed>> {
        // A cursor that is none is refused before anything is kept under its name.
        let start: usize = request.after()?.unwrap_or(0);
        let name = format!("next up {} {:?} {} {start}", viewer.user_id, viewer.libraries, request.limit);
        let scopes = kept::scopes(viewer.user_id, &viewer.libraries);
        self.kept.pages.get_or_load(name, &scopes, || self.read_next_up(viewer, request)).await
    }

    async fn read_next_up(&self, viewer: &Viewer, request: &PageRequest) -> Result<Listed> {
        let client = self.db.client().await?;
        let ids = catalog::list_next_up().bind(&client, &viewer.libraries, &viewer.user_id, &SERIES_MAX).all().await?;
        let page = Page::of_all(ids, request)?;
        let items = summary::of_ids(&client, viewer, &page.items).await?;
        Ok(Listed::new(Page { items, next_cursor: page.next_cursor }))
    }
}
