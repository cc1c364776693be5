//! Putting a backup back: asked for here, done by the server between two of its lives.

use std::path::PathBuf;
use std::sync::PoisonError;

use time::OffsetDateTime;

use super::Backups;
use crate::base::{Error, Result};
use crate::domain::viewer::Viewer;

/// What the server is to put back.
#[derive(Clone, Debug)]
pub struct RestoreOrder {
    pub name: String,
    pub file: PathBuf,
}

/// How a restore went.
#[derive(Clone, Debug)]
pub struct Restoration {
    pub name: String,
    pub ended_at: OffsetDateTime,
    /// Why nothing was changed; none where it is done.
    pub error: Option<String>,
    /// The backup of what was there before.
    pub kept: Option<String>,
}

impl Backups {
    /// Asks for a restore, which ends every sign-in that the backup does not have. The file is read to its end first:
    /// `Invalid` when it is damaged, `Conflict` when a newer release made it or another restore is on its way.
    pub async fn request_restore(&self, viewer: &Viewer, name: &str) -> Result<()> {
        let file = self.inner.shelf.check(name).await?;
        let is_first = self.inner.order.send_if_modified(|order| {
            let is_first = order.is_none();
            if is_first {
                *order = Some(RestoreOrder { name: name.to_owned(), file: file.clone() });
            }
            is_first
        });
        if !is_first {
            return Err(Error::conflict("a restore is on its way already"));
        }
        tracing::warn!(backup = name, user.id = %viewer.user_id, "an administrator puts a backup back");
        Ok(())
    }

    /// Waits until somebody has asked for a restore.
    pub async fn ordered(&self) -> RestoreOrder {
        let mut orderes = self.inner.order.subscribe();
        // The sender lives as long as this handle.
        let order = orderes.wait_for(Option::is_some).await.ok().and_then(|order| order.clone());
        match order {
            Some(order) => order,
            None => std::future::pending().await,
        }
    }

    /// How the last restore of this process went.
    pub fn last_restoration(&self) -> Option<Restoration> {
        self.inner.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn note_restoration(&self, restoration: Option<Restoration>) {
        *self.inner.last.lock().unwrap_or_else(PoisonError::into_inner) = restoration;
    }
}
