//! What comes next: after an episode, and in each series that somebody follows.

use std::sync::Arc;

use revenge_queries::queries::catalog;
use uuid::Uuid;

use super::listed::Listed;
use super::summary::{self, ItemSummary};
use super::{Catalog, kept};
use crate::base::{Page, Result};
use crate::domain::viewer::Viewer;

impl Catalog {
    /// The episode after this one; `None` after the last, and for what is no episode.
    pub async fn find_next(&self, viewer: &Viewer, id: Uuid) -> Result<Option<ItemSummary>> {
        let client = self.db.client().await?;
        self.must_exist(&client, viewer, id).await?;
        let next = catalog::find_next_episode().bind(&client, &id, &viewer.libraries).opt().await?;
        Ok(summary::of_ids(&client, viewer, next.as_slice()).await?.pop())
    }

    /// The next episode of each series that the viewer follows, the series played last first.
    pub async fn list_next_up(&self, viewer: &Viewer, limit: u32) -> Result<Arc<Listed>> {
        let name = format!("next up {} {:?} {limit}", viewer.user_id, viewer.libraries);
        let scopes = kept::scopes(viewer.user_id, &viewer.libraries);
        self.kept.pages.get_or_load(name, &scopes, || self.read_next_up(viewer, limit)).await
    }

    async fn read_next_up(&self, viewer: &Viewer, limit: u32) -> Result<Listed> {
        let client = self.db.client().await?;
        let ids =
            catalog::list_next_up().bind(&client, &viewer.libraries, &viewer.user_id, &i64::from(limit)).all().await?;
        Ok(Listed::new(Page { items: summary::of_ids(&client, viewer, &ids).await?, next_cursor: None }))
    }
}
