//! The trial: what previews of a library's own films cost on this machine, before any are made.

use revenge_queries::queries::{libraries, previews as sql};
use serde_json::json;

use super::sheet::{Film, Made};
use crate::base::Result;
use crate::domain::disks::Kind;
use crate::domain::job::TryPreviews;
use crate::domain::previews::{TileCost, n_tiles, trial_tiles};
use crate::platform::jobs::{JobContext, Outcome};
use crate::services::libraries::Libraries;

/// Films that are tried, and pictures of each.
const FILMS: i64 = 6;
const TILES: u32 = 18;

impl Libraries {
    /// Handler of `TryPreviews`. Nothing of what it makes is kept but its size.
    pub async fn run_preview_trial(self, context: JobContext, job: TryPreviews) -> Result<Outcome> {
        let files = {
            let client = self.db.client().await?;
            sql::sample_files_for_previews().bind(&client, &job.library_id, &FILMS).all().await?
        };
        let n_files = files.len() as u64;
        let (mut n_made, mut bytes, mut spent_ms) = (0, 0, 0);
        for (n, file) in (0..).zip(files) {
            context.report(n, n_files, format!("Trying film {} of {n_files}", n + 1));
            let access = self.config.ledger.access(Kind::Previews).library(job.library_id).job(context.job_id);
            let film = Film::new(file.root_path, file.rel_path, file.duration_ms, file.packed.as_deref(), access);
            let tiles = trial_tiles(n_tiles(file.duration_ms), TILES);
            let n_tried = tiles.len() as i64;
            let moments = film.moments_of(tiles);
            context.turn().await;
            match film.make(moments, &context).await? {
                Made::Sheet { sheet, work_ms } => {
                    (n_made, bytes, spent_ms) = (n_made + n_tried, bytes + sheet.jpeg.len() as i64, spent_ms + work_ms);
                }
                Made::Cancelled => return Ok(Outcome::Cancelled),
                // The other films tell enough.
                Made::Held | Made::Refused(_) | Made::Away => {}
            }
        }
        let Some(cost) = TileCost::mean(n_made, bytes, spent_ms) else {
            return Ok(Outcome::Fail("no film of this library gives a picture".to_owned()));
        };
        let column = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
        let client = self.db.client().await?;
        libraries::put_preview_trial()
            .bind(&client, &column(cost.bytes), &column(cost.work_ms), &job.library_id)
            .await?;
        Ok(Outcome::Done(json!({ "pictures": n_made, "bytes": bytes, "work_ms": spent_ms })))
    }
}
