//! Opening a session's file: bounded in time, because a network mount may never answer.

use std::sync::Arc;
use std::time::Duration;

use super::{Playback, Session};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::platform::fs::MediaFile;

/// Longer than a disk needs to spin up.
const OPEN_DEADLINE: Duration = Duration::from_secs(15);

impl Playback {
    /// The session's file, open for reading. `Source` when the disk does not answer, `NotFound` when it is gone.
    pub async fn media_file(&self, session: &Session) -> Result<Arc<MediaFile>> {
        let (root, rel) = (session.root.clone(), session.rel.clone());
        let opening = tokio::task::spawn_blocking(move || MediaFile::open(&root, &rel));
        let opened = tokio::time::timeout(OPEN_DEADLINE, opening)
            .await
            .map_err(|_| Error::source_fault("the disk of this file does not answer"))?
            .context(ErrorKind::Internal, "open a media file")?;
        Ok(Arc::new(opened?))
    }
}
