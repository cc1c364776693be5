//! Opening a session's file: bounded in time, because a network mount may never answer.

use std::sync::Arc;
use std::time::Duration;

use super::{Playback, Session};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::disks::Kind;
use crate::platform::fs::{Access, MediaFile};

/// Longer than a disk needs to spin up.
const OPEN_DEADLINE: Duration = Duration::from_secs(15);

impl Playback {
    /// The session's file, open for reading. `Source` when the disk does not answer, `NotFound` when it is gone.
    pub async fn media_file(&self, session: &Session) -> Result<Arc<MediaFile>> {
        let (root, rel) = (session.root.clone(), session.rel.clone());
        let access = self.access(Kind::Playback, session);
        let opening = tokio::task::spawn_blocking(move || MediaFile::open(&root, &rel, &access));
        let opened = tokio::time::timeout(OPEN_DEADLINE, opening)
            .await
            .map_err(|_| Error::source_fault("the disk of this file does not answer"))?
            .context(ErrorKind::Internal, "open a media file")?;
        Ok(Arc::new(opened?))
    }

    /// Leave to touch a disk for a session.
    pub(super) fn access(&self, kind: Kind, session: &Session) -> Access {
        let access = self.inner.config.ledger.access(kind).library(session.library_id);
        access.item(session.item_id).session(session.id).user(session.user_id)
    }
}
