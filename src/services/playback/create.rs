//! Beginning a session: decide, admit, store the row, hand out the token.

use revenge_queries::client::Params;
use revenge_queries::queries::playback;
use time::OffsetDateTime;
use uuid::Uuid;

use super::choose::Chosen;
use super::session::Facts;
use super::{Playback, Session};
use crate::base::{Result, ResultExt, Token, new_id, now};
use crate::domain::playback::{Choice, Device, Method, Plan, Quality, Reason, ladder, qualities};
use crate::domain::viewer::Viewer;

/// What a viewer wants to play, on what.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub item_id: Uuid,
    pub file_id: Option<Uuid>,
    pub device: Device,
    pub choice: Choice,
}

/// A session that may begin. The token is in its URLs and nowhere else.
#[derive(Debug)]
pub struct Created {
    pub id: Uuid,
    pub token: Token,
    pub plan: Plan,
    pub qualities: Vec<Quality>,
    pub load: Option<f64>,
    pub expires_at: OffsetDateTime,
}

/// What this machine cannot do, and why.
#[derive(Debug)]
pub struct Refused {
    pub method: Method,
    pub reasons: Vec<Reason>,
    pub why: String,
}

#[derive(Debug)]
pub enum Outcome {
    Created(Created),
    Refused(Refused),
}

impl Playback {
    pub async fn create(&self, viewer: &Viewer, new: NewSession) -> Result<Outcome> {
        let (Chosen { file, media, facts, verdict }, _) = self.judged(viewer, &new).await?;
        let limits = self.inner.config.limits;
        let mut plan = match verdict {
            Ok(plan) => plan,
            Err(refusal) => {
                let refused = Refused { method: refusal.method, reasons: refusal.reasons, why: refusal.why };
                return Ok(Outcome::Refused(refused));
            }
        };
        let capacity = self.engine().tally().capacity();
        if new.choice.wants_ladder && plan.method != Method::Direct {
            plan.ladder = ladder(&media, &plan, limits, capacity);
        }
        let menu = qualities((&media, facts), &new.device, limits, &new.choice, capacity);
        let facts = Facts {
            id: new_id(),
            user_id: viewer.user_id,
            library_id: file.library_id,
            item_id: new.item_id,
            file_id: file.id,
            plan,
            media,
            root: super::sessions::path_of(file.root_path),
            rel: super::sessions::path_of(file.rel_path),
        };
        let load = facts.plan.cost.load(capacity);
        let stored = self.store(viewer, facts).await?;
        Ok(Outcome::Created(Created { qualities: menu, load, ..stored }))
    }

    async fn store(&self, viewer: &Viewer, facts: Facts) -> Result<Created> {
        let now = now();
        let config = &self.inner.config;
        let expires_at = now + config.session_lifetime;
        let token = Token::random()?;
        let plan_json =
            serde_json::to_string(&facts.plan).context(crate::base::ErrorKind::Internal, "write the plan")?;
        let client = self.inner.db.client().await?;
        playback::delete_stale_playback_sessions()
            .bind(&client, &now, &viewer.user_id, &config.sessions_per_user)
            .await?;
        let row = playback::InsertPlaybackSessionParams {
            id: facts.id,
            user: viewer.user_id,
            sign_in: viewer.session_id,
            token_hash: token.hash(),
            library: facts.library_id,
            item: facts.item_id,
            file: facts.file_id,
            plan: plan_json,
            position_ms: facts.plan.start_ms,
            now,
            expires_at,
        };
        playback::insert_playback_session().params(&client, &row).await?;
        let plan = facts.plan.clone();
        let created = Created { id: facts.id, token, plan, qualities: Vec::new(), load: None, expires_at };
        let session = std::sync::Arc::new(Session::new(facts, now));
        self.announce(&session, "started");
        self.inner.live.insert(created.token.hash(), session);
        Ok(created)
    }
}
