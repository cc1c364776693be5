//! Sign-ins: from a token to a viewer, listing, revoking, and noticing that one has ended.

use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::accounts::{self, DeleteSessionParams, ListSessionsParams, TouchSessionParams};
use revenge_queries::queries::accounts::{FindSessionParams, IsSessionLiveParams};
use time::OffsetDateTime;
use tokio::sync::broadcast;
use uuid::Uuid;

use super::Accounts;
use crate::base::{Cursor, Error, Page, PageRequest, Result, now, token_hash};
use crate::domain::viewer::{Role, Viewer};

/// A sign-in ends this long after it was last used.
pub(super) const LIFE: time::Duration = time::Duration::days(90);
/// A sign-in in use is prolonged at most this often: one small write.
const TOUCH_AFTER: time::Duration = time::Duration::hours(1);
/// How often an open stream asks whether its sign-in still holds: it may expire. A thousand of them ask as often as this
/// times a thousand.
const ASK_EVERY: Duration = Duration::from_mins(5);

/// A sign-in as its user sees it.
#[derive(Clone, Debug)]
pub struct SignInRow {
    pub id: Uuid,
    pub device_name: String,
    pub address: String,
    pub created_at: OffsetDateTime,
    pub last_seen_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// Tells when a sign-in has ended. Streams hold one and stop with it.
pub struct SessionWatch {
    accounts: Accounts,
    session_id: Uuid,
    revocations: broadcast::Receiver<Uuid>,
}

impl Accounts {
    /// Who this token belongs to, and what they may see.
    pub async fn authenticate(&self, token: &str) -> Result<Viewer> {
        let hash = token_hash(token);
        let known = self.inner.viewers.find(hash.clone(), || self.load_viewer(&hash)).await?;
        let libraries = self.visible_libraries(&known).await?;
        Ok(Viewer { libraries, ..Viewer::clone(&known) })
    }

    /// Ids of the libraries that the viewer may see: all of them, for now.
    pub async fn visible_libraries(&self, _viewer: &Viewer) -> Result<Vec<Uuid>> {
        self.inner.viewers.libraries(&self.inner.db).await
    }

    async fn load_viewer(&self, hash: &[u8]) -> Result<Viewer> {
        let client = self.inner.db.client().await?;
        let now = now();
        let found =
            accounts::find_session().params(&client, &FindSessionParams { token_hash: hash, now }).opt().await?;
        let session = found.ok_or_else(|| Error::unauthorized("this sign-in is over: sign in again"))?;
        if now - session.last_seen_at > TOUCH_AFTER {
            let touch = TouchSessionParams { now, expires_at: now + LIFE, id: session.id };
            accounts::touch_session().params(&client, &touch).await?;
        }
        Ok(Viewer {
            user_id: session.user_id,
            user_name: session.name,
            role: Role::parse(&session.role),
            session_id: session.id,
            libraries: Vec::new(),
        })
    }

    /// Where the viewer is signed in, newest first.
    pub async fn list_sessions(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<SignInRow>> {
        let (before_created_at, before_id) =
            page.after::<(i64, Uuid)>()?.map_or((now() + LIFE, Uuid::max()), |(us, id)| (from_micros(us), id));
        let params = ListSessionsParams {
            user_id: viewer.user_id,
            now: now(),
            before_created_at,
            before_id,
            limit: i64::from(page.limit) + 1,
        };
        let client = self.inner.db.client().await?;
        let rows = accounts::list_sessions().params(&client, &params).map(|row| row.into()).all().await?;
        let key = |row: &SignInRow| Cursor::encode(&((row.created_at.unix_timestamp_nanos() / 1000) as i64, row.id));
        Ok(Page::from_rows(rows, page.limit, key))
    }

    /// Ends one of the viewer's own sign-ins, here at once, on other nodes as soon as they hear of it.
    pub async fn revoke_session(&self, viewer: &Viewer, session_id: Uuid) -> Result<()> {
        let client = self.inner.db.client().await?;
        let params = DeleteSessionParams { id: session_id, user_id: viewer.user_id };
        let gone = accounts::delete_session().params(&client, &params).opt().await?;
        let gone = gone.ok_or_else(|| Error::not_found("sign-in", session_id))?;
        self.inner.viewers.forget(gone.id);
        tracing::info!(user.id = %viewer.user_id, session.id = %session_id, "sign-in ended");
        Ok(())
    }

    /// For streams: waits for the end of the sign-in that a request came with.
    pub fn watch_session(&self, session_id: Uuid) -> SessionWatch {
        SessionWatch { accounts: self.clone(), session_id, revocations: self.inner.viewers.revocations() }
    }

    /// True when in doubt: a database that is away ends no stream.
    async fn is_session_live(&self, id: Uuid) -> bool {
        let ask = async {
            let client = self.inner.db.client().await?;
            Ok::<_, Error>(
                accounts::is_session_live().params(&client, &IsSessionLiveParams { id, now: now() }).one().await?,
            )
        };
        ask.await.unwrap_or(true)
    }
}

impl SessionWatch {
    /// Returns when the sign-in has ended.
    pub async fn ended(mut self) {
        use broadcast::error::RecvError;
        // Asked first as well: it may have ended before this watch was made.
        // Boxed: a question takes kilobytes while it lasts, and a stream asks seldom.
        while Box::pin(self.accounts.is_session_live(self.session_id)).await {
            let news = tokio::time::timeout(ASK_EVERY, async {
                loop {
                    match self.revocations.recv().await {
                        Ok(id) if id != self.session_id && !id.is_nil() => {}
                        other => return other,
                    }
                }
            });
            match news.await {
                Ok(Ok(id)) if id == self.session_id => return,
                // Some may have ended unheard, or nothing happened for a while: ask again.
                Ok(Ok(_) | Err(RecvError::Lagged(_) | RecvError::Closed)) | Err(_) => {}
            }
        }
    }
}

impl From<accounts::ListSessionsBorrowed<'_>> for SignInRow {
    fn from(row: accounts::ListSessionsBorrowed<'_>) -> Self {
        Self {
            id: row.id,
            device_name: row.device_name.to_owned(),
            address: row.address.to_owned(),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
        }
    }
}

fn from_micros(micros: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
