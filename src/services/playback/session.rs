//! What this process knows of a session in use: read once from its row, checked again while it is used.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::domain::media::MediaInfo;
use crate::domain::playback::Plan;

/// One playback session while it is used.
#[derive(Debug)]
pub struct Session {
    pub id: Uuid,
    pub user_id: Uuid,
    pub library_id: Uuid,
    pub item_id: Uuid,
    pub file_id: Uuid,
    pub plan: Plan,
    pub media: MediaInfo,
    /// Library root and path below it: bytes of the file system.
    pub root: PathBuf,
    pub rel: PathBuf,
    /// Cancelled when the session ends; open answers end with it.
    pub ended: CancellationToken,
    /// When the row was last seen to be alive, and last touched.
    checked: Mutex<Checked>,
}

#[derive(Clone, Copy, Debug)]
struct Checked {
    alive_at: OffsetDateTime,
    touched_at: OffsetDateTime,
}

pub(super) struct Facts {
    pub id: Uuid,
    pub user_id: Uuid,
    pub library_id: Uuid,
    pub item_id: Uuid,
    pub file_id: Uuid,
    pub plan: Plan,
    pub media: MediaInfo,
    pub root: PathBuf,
    pub rel: PathBuf,
}

impl Session {
    pub(super) fn new(facts: Facts, now: OffsetDateTime) -> Self {
        Self {
            id: facts.id,
            user_id: facts.user_id,
            library_id: facts.library_id,
            item_id: facts.item_id,
            file_id: facts.file_id,
            plan: facts.plan,
            media: facts.media,
            root: facts.root,
            rel: facts.rel,
            ended: CancellationToken::new(),
            checked: Mutex::new(Checked { alive_at: now, touched_at: now }),
        }
    }

    /// True when the row was not looked at for `interval`. The caller that gets true does the looking.
    pub(super) fn is_due_for_check(&self, now: OffsetDateTime, interval: Duration) -> bool {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = now - checked.alive_at >= interval;
        if is_due {
            checked.alive_at = now;
        }
        is_due
    }

    /// True while a player uses it: a player asks at least every few seconds, or pauses.
    pub(super) fn is_in_use(&self, now: OffsetDateTime) -> bool {
        let checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        !self.ended.is_cancelled() && now - checked.alive_at < time::Duration::MINUTE
    }

    /// True once a minute, for the write that keeps the row.
    pub(super) fn is_due_for_touch(&self, now: OffsetDateTime) -> bool {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = now - checked.touched_at >= time::Duration::MINUTE;
        if is_due {
            checked.touched_at = now;
        }
        is_due
    }
}
