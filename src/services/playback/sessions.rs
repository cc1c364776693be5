//! Sessions after their beginning: opened by token, kept while used, listed, ended.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use revenge_queries::queries::playback::{self, DeletePlaybackSession};
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::engine::EncodingNow;
use super::session::Facts;
use super::{Playback, Session};
use crate::base::{Error, ErrorKind, Result, ResultExt, now, token_hash};
use crate::domain::media::KeyframeIndex;
use crate::domain::playback::Plan;
use crate::domain::viewer::Viewer;
use crate::platform::cache::count_cached;
use crate::platform::events::{Audience, Topic};

/// A running stream asks this often whether it may go on.
const RECHECK: Duration = Duration::from_secs(3);
/// Most sessions that a list shows: more cannot play on one box.
const LIST_LIMIT: i64 = 200;

/// One row of "what plays now".
#[derive(Debug)]
pub struct Listed {
    pub id: Uuid,
    pub user_id: Uuid,
    pub user_name: String,
    pub device_name: String,
    pub item_id: Uuid,
    pub file_id: Uuid,
    pub title: Option<String>,
    pub plan: Plan,
    pub position_ms: i64,
    pub created_at: OffsetDateTime,
    pub last_request_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    /// What encodes its picture on this node; nothing where nothing was encoded yet.
    pub encoding: EncodingNow,
}

impl Playback {
    /// The session that a stream URL's token stands for. `NotFound` for whatever is not, or no longer, one.
    pub async fn open(&self, token: &str) -> Result<Arc<Session>> {
        let hash = token_hash(token);
        let now = now();
        let live = self.inner.live.get(&hash).filter(|session| !session.ended.is_cancelled());
        count_cached(live.is_some());
        let Some(session) = live else { return self.load(hash, now).await };
        if session.is_due_for_check(now, Duration::from_secs(1)) {
            self.check(&session, now).await?;
        }
        Ok(session)
    }

    async fn load(&self, hash: Vec<u8>, now: OffsetDateTime) -> Result<Arc<Session>> {
        let client = self.inner.db.client().await?;
        let row = playback::find_playback_session().bind(&client, &now, &hash).opt().await?;
        let row = row.ok_or_else(no_session)?;
        let media = row.media.as_deref().ok_or_else(no_session)?;
        let facts = Facts {
            id: row.id,
            user_id: row.user_id,
            library_id: row.library_id,
            item_id: row.item_id,
            file_id: row.file_id,
            plan: serde_json::from_str(&row.plan).context(ErrorKind::Internal, "read a stored plan")?,
            media: serde_json::from_str(media).context(ErrorKind::Internal, "read what a file contains")?,
            root: path_of(row.root_path),
            rel: path_of(row.rel_path),
        };
        let session = Arc::new(Session::new(facts, now));
        self.inner.live.insert(hash, Arc::clone(&session));
        Ok(session)
    }

    /// Looks at the row again, and keeps it once a minute. A database that is away does not stop what plays.
    async fn check(&self, session: &Arc<Session>, now: OffsetDateTime) -> Result<()> {
        match self.is_alive(session, now).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                session.ended.cancel();
                Err(no_session())
            }
            Err(error) => {
                tracing::debug!(%error, session.id = %session.id, "a session could not be checked");
                Ok(())
            }
        }
    }

    async fn is_alive(&self, session: &Session, now: OffsetDateTime) -> Result<bool> {
        let client = self.inner.db.client().await?;
        if session.is_due_for_touch(now) {
            let expires_at = now + self.inner.config.session_lifetime;
            let touched =
                playback::touch_playback_session().bind(&client, &now, &expires_at, &session.id).opt().await?;
            return Ok(touched.is_some());
        }
        Ok(playback::is_playback_session_alive().bind(&client, &now, &session.id).one().await?)
    }

    /// Ends when the session has: what an open answer waits for beside its bytes.
    pub async fn watch(&self, session: Arc<Session>) {
        let mut interval = tokio::time::interval(RECHECK);
        loop {
            tokio::select! {
                () = session.ended.cancelled() => return,
                _ = interval.tick() => {}
            }
            if session.is_due_for_check(now(), RECHECK) && self.check(&session, now()).await.is_err() {
                return;
            }
        }
    }

    /// Where the session's file may be cut. `None` for a file without video keyframes.
    pub async fn keyframe_index(&self, session: &Session) -> Result<Option<KeyframeIndex>> {
        let client = self.inner.db.client().await?;
        let packed = playback::find_keyframe_index().bind(&client, &session.file_id, &session.library_id).opt().await?;
        Ok(packed.and_then(|packed| KeyframeIndex::unpack(&packed)))
    }

    /// Sessions of everybody for an admin, else the viewer's own; the latest used first.
    pub async fn list(&self, viewer: &Viewer) -> Result<Vec<Listed>> {
        let only = (!viewer.is_admin()).then_some(viewer.user_id);
        let client = self.inner.db.client().await?;
        let rows = playback::list_playback_sessions()
            .bind(&client, &viewer.libraries, &now(), &only, &LIST_LIMIT)
            .all()
            .await?;
        let encoding = |id: Uuid| self.engine().find(id).map(|open| open.encoding()).unwrap_or_default();
        let listed = rows.into_iter().map(|row| {
            Ok(Listed {
                encoding: encoding(row.id),
                id: row.id,
                user_id: row.user_id,
                user_name: row.user_name,
                device_name: row.device_name,
                item_id: row.item_id,
                file_id: row.file_id,
                title: row.title,
                plan: serde_json::from_str(&row.plan).context(ErrorKind::Internal, "read a stored plan")?,
                position_ms: row.position_ms.unwrap_or(0),
                created_at: row.created_at,
                last_request_at: row.last_request_at,
                expires_at: row.expires_at,
            })
        });
        listed.collect()
    }

    /// Ends a session: an admin any, others their own. `reason` is shown to a viewer whose session an admin ends.
    pub async fn end(&self, viewer: &Viewer, id: Uuid, reason: Option<String>) -> Result<()> {
        let only = (!viewer.is_admin()).then_some(viewer.user_id);
        let owner = self.end_of(only, id).await?.ok_or_else(|| Error::not_found("playback session", id))?;
        if owner.user_id != viewer.user_id || reason.is_some() {
            // Whatever node it plays on: its player hears of it.
            let data = json!({
                "session_id": id,
                "item_id": owner.item_id,
                "user_id": owner.user_id,
                "state": "stopped",
                "stopped_by": viewer.user_name,
                "reason": reason,
            });
            self.inner.events.publish(Topic::Playback, Audience::Owner(owner.user_id), data);
        }
        Ok(())
    }

    /// Ends a session of the viewer's own; one that is gone already is no error.
    pub(super) async fn end_own(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        self.end_of(Some(viewer.user_id), id).await.map(drop)
    }

    /// Whose it was; `None` where there is none, or not of this user if it matters.
    async fn end_of(&self, only: Option<Uuid>, id: Uuid) -> Result<Option<DeletePlaybackSession>> {
        let client = self.inner.db.client().await?;
        let Some(owner) = playback::delete_playback_session().bind(&client, &id, &only).opt().await? else {
            return Ok(None);
        };
        let live = self.inner.live.iter().find(|(_, session)| session.id == id);
        if let Some((hash, session)) = live {
            session.ended.cancel();
            self.inner.live.remove(&hash);
            self.announce(&session, "ended");
        }
        Ok(Some(owner))
    }

    pub(super) fn announce(&self, session: &Session, state: &str) {
        let data = json!({
            "session_id": session.id,
            "item_id": session.item_id,
            "user_id": session.user_id,
            "method": session.plan.method,
            "state": state,
        });
        self.inner.events.publish(Topic::Playback, Audience::Owner(session.user_id), data);
    }
}

fn no_session() -> Error {
    Error::not_found("stream", "with this address")
}

/// A path as the database keeps it: bytes.
pub(super) fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(OsString::from_vec(bytes))
}
