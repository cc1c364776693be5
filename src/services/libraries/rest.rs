//! Pictures and seek previews leave a disk that sleeps alone until something else has woken it.
//!
//! They are bulk work: nobody waits for them, and whoever does wakes the disk by playing. A disk that nothing wakes is woken
//! for them after a day, once for all that waits. The time of a job says until when it is put off; nothing else is kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use time::OffsetDateTime;
use uuid::Uuid;

use super::Libraries;
use super::scan_all::places;
use crate::base::{Result, now};
use crate::domain::job::{ExtractStill, Job, MakePreviews};

/// What people read of a job that is put off.
pub(super) const RESTING: &str = "Waits until something else wakes the disk, for a day at most";
const AT_MOST: Duration = Duration::from_hours(24);
const KINDS: [&str; 2] = [ExtractStill::KIND, MakePreviews::KIND];

impl Libraries {
    /// Until when work that can wait leaves the disk below this root alone; none where it may read there now.
    pub(super) fn rests_until(&self, root: &Path) -> Option<OffsetDateTime> {
        if !self.config.scans_wait_for_disks {
            return None;
        }
        let now = now();
        let since = self.config.ledger.asleep_since(root, now)?;
        Some(since + AT_MOST).filter(|until| *until > now)
    }

    /// What waits for a disk that is awake now begins.
    pub(super) async fn go_on_awake(&self) -> Result<()> {
        let places = {
            let client = self.db.client().await?;
            places(&client).await?
        };
        let is_awake = |root: &PathBuf| self.rests_until(root).is_none();
        let awake = places.iter().filter(|(_, lies)| lies.roots.iter().any(is_awake));
        let awake: Vec<Uuid> = awake.map(|(library, _)| *library).collect();
        let n_jobs = self.jobs.hasten(&KINDS, &awake).await?;
        if n_jobs > 0 {
            tracing::info!(n_jobs, "pictures that waited for their disk are made");
        }
        Ok(())
    }
}
