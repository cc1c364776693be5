//! Where a user is in an item.
//!
//! An item counts as watched once 90 % of it was, whatever the player says; what is watched stays so until the user says
//! otherwise, also when they watch it again.

use revenge_queries::client::Params;
use revenge_queries::queries::catalog;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Catalog;
use crate::base::{Error, Result, now};
use crate::domain::viewer::Viewer;
use crate::platform::cache::Scope;
use crate::platform::events::{Audience, Topic};

/// A position beyond any film: a week.
const MAX_POSITION_MS: i64 = 7 * 24 * 3600 * 1000;

#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub position_ms: i64,
    pub completed: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct UserState {
    pub position_ms: i64,
    pub completed: bool,
    pub play_count: i32,
    pub last_played_at: Option<OffsetDateTime>,
}

/// Subtitles further off than this are another film's.
const MAX_SHIFT_MS: i32 = 600_000;

impl Catalog {
    /// Takes an item off the row of what was begun until it is played again; how far it was watched stays.
    pub async fn hide_from_begun(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        let client = self.db.client().await?;
        self.must_exist(&client, viewer, id).await?;
        catalog::hide_from_begun().bind(&client, &now(), &viewer.user_id, &id).await?;
        self.kept.caches.changed(&Scope::User(viewer.user_id));
        let data = json!({ "item_id": id, "action": "hidden" });
        self.events.publish(Topic::Item, Audience::User(viewer.user_id), data);
        Ok(())
    }

    /// Keeps how much later the viewer wants the subtitles of an item.
    pub async fn set_subtitle_shift(&self, viewer: &Viewer, id: Uuid, shift_ms: i32) -> Result<()> {
        if !(-MAX_SHIFT_MS..=MAX_SHIFT_MS).contains(&shift_ms) {
            return Err(Error::invalid_field("/shift_ms", format!("must be within {MAX_SHIFT_MS} ms")));
        }
        let client = self.db.client().await?;
        let row = catalog::PutSubtitleShiftParams {
            user: viewer.user_id,
            shift_ms,
            now: now(),
            id,
            visible: &viewer.libraries,
        };
        let stored = catalog::put_subtitle_shift().params(&client, &row).opt().await?;
        stored.ok_or_else(|| Error::not_found("item", id))?;
        self.kept.caches.changed(&Scope::User(viewer.user_id));
        Ok(())
    }

    pub async fn set_progress(&self, viewer: &Viewer, id: Uuid, progress: Progress) -> Result<()> {
        if !(0..=MAX_POSITION_MS).contains(&progress.position_ms) {
            return Err(Error::invalid_field("/position_ms", "must be a time within the item"));
        }
        let client = self.db.client().await?;
        let item = catalog::find_duration().bind(&client, &id, &viewer.libraries).opt().await?;
        let duration_ms = item.ok_or_else(|| Error::not_found("item", id))?;
        let is_at_end = duration_ms.is_some_and(|end| end > 0 && progress.position_ms >= end / 10 * 9);
        let completed = progress.completed.unwrap_or(is_at_end);
        let row = catalog::PutProgressParams {
            user: viewer.user_id,
            id,
            visible: &viewer.libraries,
            position_ms: progress.position_ms,
            completed,
            is_explicit: progress.completed.is_some(),
            now: now(),
        };
        let stored = catalog::put_progress().params(&client, &row).opt().await?;
        let stored = stored.ok_or_else(|| Error::not_found("item", id))?;
        self.kept.caches.changed(&Scope::User(viewer.user_id));
        let data = json!({
            "item_id": id,
            "user_state": {"position_ms": stored.position_ms, "completed": stored.completed, "play_count": stored.play_count},
        });
        self.events.publish(Topic::Item, Audience::User(viewer.user_id), data);
        Ok(())
    }
}
