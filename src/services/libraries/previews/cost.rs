//! How far a library's previews are, and what the rest would cost.

use revenge_queries::client::GenericClient;
use revenge_queries::queries::previews as sql;
use uuid::Uuid;

use crate::base::Result;
use crate::domain::job::{MakePreviews, TryPreviews};
use crate::domain::previews::{PER_SHEET, TileCost};
use crate::domain::viewer::Viewer;
use crate::platform::jobs::{EnqueueOptions, JobId};
use crate::services::libraries::Libraries;

#[derive(Clone, Debug)]
pub struct PreviewState {
    pub is_enabled: bool,
    /// Films that can have previews, that have all of theirs, and that give no pictures.
    pub n_files: i64,
    pub n_done: i64,
    pub n_without: i64,
    pub n_tiles: i64,
    pub n_tiles_done: i64,
    /// Of all films.
    pub duration_ms: i64,
    /// On disk.
    pub bytes: i64,
    pub estimate: PreviewEstimate,
}

/// What is left to do.
#[derive(Clone, Copy, Debug)]
pub struct PreviewEstimate {
    pub bytes: i64,
    pub work_ms: i64,
    /// By this library's own films on this machine; else by films in general on a PC.
    pub is_measured: bool,
}

impl Libraries {
    pub async fn get_previews(&self, viewer: &Viewer, id: Uuid) -> Result<PreviewState> {
        self.get_library(viewer, id).await?;
        let client = self.db.client().await?;
        let settings = sql::find_preview_settings().bind(&client, &id).one().await?;
        let counts = sql::count_previews().bind(&client, &id).one().await?;
        let made = TileCost::mean(counts.n_tiles_made, counts.bytes, counts.work_ms)
            .filter(|_| counts.n_tiles_made >= i64::from(PER_SHEET));
        let tried = settings.tile_bytes.zip(settings.tile_ms);
        let tried = tried.map(|(bytes, ms)| TileCost { bytes: bytes.into(), work_ms: ms.into() });
        let measured = made.or(tried);
        let cost = measured.unwrap_or(TileCost::USUAL);
        let n_left = (counts.n_tiles - counts.n_tiles_done).max(0);
        Ok(PreviewState {
            is_enabled: settings.previews,
            n_files: counts.n_files,
            n_done: counts.n_done,
            n_without: counts.n_without,
            n_tiles: counts.n_tiles,
            n_tiles_done: counts.n_tiles_done,
            duration_ms: counts.duration_ms,
            bytes: counts.bytes,
            estimate: PreviewEstimate {
                bytes: n_left.saturating_mul(cost.bytes),
                work_ms: n_left.saturating_mul(cost.work_ms),
                is_measured: measured.is_some(),
            },
        })
    }

    /// Tries on some films what previews cost; while that waits or runs, it is that one.
    pub async fn request_preview_trial(&self, viewer: &Viewer, id: Uuid) -> Result<JobId> {
        self.get_library(viewer, id).await?;
        let client = self.db.client().await?;
        let options = EnqueueOptions { created_by: Some(viewer.user_id), ..EnqueueOptions::default() };
        self.jobs.enqueue(&client, &TryPreviews { library_id: id }, options).await
    }

    /// Whatever a library lacks is made from now on, if it is to have previews.
    pub(in crate::services::libraries) async fn request_previews(
        &self,
        on: &impl GenericClient,
        library: Uuid,
        created_by: Option<Uuid>,
    ) -> Result<()> {
        let settings = sql::find_preview_settings().bind(on, &library).opt().await?;
        if settings.is_some_and(|settings| settings.previews) {
            let options = EnqueueOptions { created_by, ..EnqueueOptions::default() };
            self.jobs.enqueue(on, &MakePreviews { library_id: library }, options).await?;
        }
        Ok(())
    }
}
