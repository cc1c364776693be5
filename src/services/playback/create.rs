//! Beginning a session: decide, admit, store the row, hand out the token.

use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::playback;
use time::OffsetDateTime;
use uuid::Uuid;

use super::admit::Asker;
use super::choose::Chosen;
use super::session::Facts;
use super::{Busy, Offer, Playback, Session};
use crate::base::{Result, ResultExt, Token, new_id, now};
use crate::domain::playback::{Choice, Cost, Device, Gapless, Method, Plan, Quality, Reason, Refusal, ladder};
use crate::domain::viewer::Viewer;

/// What a viewer wants to play, on what.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub item_id: Uuid,
    pub file_id: Option<Uuid>,
    pub device: Device,
    pub choice: Choice,
    /// No subtitle was chosen, not even none: the viewer's rules say which.
    pub subtitle_by_rules: bool,
    /// The viewer's session that this one takes over from: it ends, and what it uses is free for the new one.
    pub replaces: Option<Uuid>,
}

/// A session that may begin. The token is in its URLs and nowhere else.
#[derive(Debug)]
pub struct Created {
    pub id: Uuid,
    pub token: Token,
    pub plan: Plan,
    pub qualities: Vec<Quality>,
    pub load: Option<f64>,
    pub gapless: Option<Gapless>,
    pub backend: Option<String>,
    pub expires_at: OffsetDateTime,
}

/// What this machine cannot do, or not now, and why.
#[derive(Debug)]
pub struct Refused {
    pub method: Method,
    pub reasons: Vec<Reason>,
    pub cost: Cost,
    pub load: Option<f64>,
    pub why: String,
    /// When it may work; `None` where it never will.
    pub retry_after: Option<Duration>,
    pub offers: Vec<Offer>,
}

#[derive(Debug)]
pub enum Outcome {
    Created(Created),
    Refused(Refused),
}

impl Playback {
    pub async fn create(&self, viewer: &Viewer, new: NewSession) -> Result<Outcome> {
        let (best, others) = self.judged(viewer, &new).await?;
        let menu = self.menu(&best, &new);
        let asker = Asker { user_id: viewer.user_id, replaces: new.replaces };
        let capacity = self.engine().capacity();
        let plan = match &best.verdict {
            Ok(plan) => self.admit(plan, asker).map(|()| plan.clone()).map_err(|busy| not_now(plan, busy, capacity)),
            Err(refusal) => Err(never(refusal)),
        };
        let mut plan = match plan {
            Ok(plan) => plan,
            Err(refused) => {
                let offers = self.offers(best.file.id, &others, &menu, asker);
                return Ok(Outcome::Refused(Refused { offers, ..refused }));
            }
        };
        let Chosen { file, media, limits, .. } = best;
        if new.choice.wants_ladder && plan.method != Method::Direct {
            plan.ladder = ladder(&media, &plan, limits, capacity);
        }
        let backend = self.backend_for(&mut plan, &media);
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
        if let Some(previous) = new.replaces {
            self.end_own(viewer, previous).await?;
        }
        Ok(Outcome::Created(Created { qualities: menu, load, backend, ..stored }))
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
        let gapless = plan.gapless(&facts.media);
        let (qualities, load, backend) = (Vec::new(), None, None);
        let created = Created { id: facts.id, token, plan, qualities, load, gapless, backend, expires_at };
        let session = std::sync::Arc::new(Session::new(facts, now));
        self.announce(&session, "started");
        self.inner.live.insert(created.token.hash(), session);
        Ok(created)
    }
}

fn not_now(plan: &Plan, busy: Busy, capacity: Option<f64>) -> Refused {
    Refused {
        method: plan.method,
        reasons: plan.reasons.clone(),
        cost: plan.cost,
        load: plan.cost.load(capacity),
        why: busy.why,
        retry_after: busy.retry_after,
        offers: Vec::new(),
    }
}

fn never(refusal: &Refusal) -> Refused {
    Refused {
        method: refusal.method,
        reasons: refusal.reasons.clone(),
        cost: Cost::default(),
        load: None,
        why: refusal.why.clone(),
        retry_after: None,
        offers: Vec::new(),
    }
}
