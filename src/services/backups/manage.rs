//! What administrators do with backups, short of putting one back.

use bytes::Bytes;
use futures_util::Stream;

use super::Backups;
use crate::base::{Error, Result};
use crate::domain::job::MakeBackup;
use crate::domain::viewer::Viewer;
use crate::platform::db::backup::{Kept, Origin};
use crate::platform::fs::volume_of;
use crate::platform::jobs::{EnqueueOptions, JobId};

/// Of those that somebody made or brought; the server removes none of them by itself.
const MOST: usize = 20;
/// What an upload leaves free for the database.
const SPARE_BYTES: u64 = 256 << 20;
/// No backup of ours comes near it.
const MOST_UPLOAD_BYTES: u64 = 16 << 30;

impl Backups {
    /// All, the newest first.
    pub async fn list(&self) -> Result<Vec<Kept>> {
        self.inner.shelf.list().await
    }

    /// Asks for one; while one is being made, it is that one. `Conflict` when there are many.
    pub async fn request_backup(&self, viewer: &Viewer) -> Result<JobId> {
        self.must_have_room(Origin::Manual).await?;
        let client = self.inner.db.client().await?;
        let options = EnqueueOptions { created_by: Some(viewer.user_id), ..EnqueueOptions::default() };
        self.inner.jobs.enqueue(&client, &MakeBackup {}, options).await
    }

    /// Takes in one that somebody sends. What is no backup that this release can restore is refused and not kept.
    pub async fn receive<E>(&self, body: impl Stream<Item = Result<Bytes, E>>) -> Result<Kept>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        let another = |_| Error::conflict("another backup is being uploaded: wait until it is there");
        let _alone = self.inner.uploading.try_lock().map_err(another)?;
        self.must_have_room(Origin::Uploaded).await?;
        let free_bytes = volume_of(&self.inner.data_dir).map_or(0, |volume| volume.free_bytes);
        let most_bytes = free_bytes.saturating_sub(SPARE_BYTES).min(MOST_UPLOAD_BYTES);
        let kept = self.inner.shelf.receive(body, most_bytes).await?;
        tracing::info!(backup = kept.name, size_bytes = kept.size_bytes, "a backup was uploaded");
        Ok(kept)
    }

    /// One with its bytes.
    pub async fn send(&self, name: &str) -> Result<(Kept, impl Stream<Item = std::io::Result<Bytes>> + Send + use<>)> {
        let kept = self.inner.shelf.get(name).await?;
        let bytes = self.inner.shelf.send(&kept.name).await?;
        Ok((kept, bytes))
    }

    pub async fn delete(&self, name: &str) -> Result<()> {
        self.inner.shelf.remove(name).await?;
        tracing::info!(backup = name, "a backup was deleted");
        Ok(())
    }

    async fn must_have_room(&self, origin: Origin) -> Result<()> {
        let n = self.list().await?.into_iter().filter(|kept| kept.origin == origin).count();
        if n < MOST {
            return Ok(());
        }
        Err(Error::conflict(format!("{n} backups are there: delete one that is not needed any more")))
    }
}
