//! Admission: whether a conversion may begin now, and if not, why, when it may, and what fits instead.
//!
//! Only conversions at work count. A running one is never made worse by a new one, so the new one is refused, at creation
//! and before anybody waits in front of a black picture. The same answer is the verdict before play.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::choose::Chosen;
use super::engine::NoRoom;
use super::{NewSession, Playback};
use crate::domain::playback::{Cost, Method, Obstacle, Plan, Quality, qualities};

/// When somebody who has all that is theirs may ask again; they know best when they stop.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// Something that could begin now in place of what was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Offer {
    pub file_id: Uuid,
    pub method: Method,
    /// To be ordered with it; null is the file's own picture.
    #[schema(required)]
    pub max_height: Option<u32>,
}

/// Every encoder, or the whole machine, is at work for others.
#[derive(Clone, Debug)]
pub struct Busy {
    pub why: String,
    /// When it is worth asking again; `None` where it never is.
    pub retry_after: Option<Duration>,
}

/// Who wants to begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub user_id: Uuid,
    /// Their session that ends with the beginning.
    pub replaces: Option<Uuid>,
}

impl Playback {
    /// Whether a plan may begin beside what runs.
    pub(super) fn admit(&self, plan: &Plan, asker: Asker) -> Result<(), Busy> {
        if plan.method != Method::Transcode {
            return Ok(());
        }
        self.check_share(asker)?;
        self.room_for(plan.cost, asker).map_err(|no| Busy { why: said(no), retry_after: no.free_in })
    }

    /// What one user may have of the machine.
    fn check_share(&self, asker: Asker) -> Result<(), Busy> {
        let most = self.inner.config.conversions_per_user;
        if most == 0 {
            return Ok(());
        }
        let working = self.engine().permits().working();
        let is_own = |id: &Uuid| self.inner.live.iter().any(|(_, s)| s.id == *id && s.user_id == asker.user_id);
        let n = working.iter().filter(|id| Some(**id) != asker.replaces && is_own(id)).count();
        if n < most {
            return Ok(());
        }
        let why = format!("{n} of yours are being converted already, and this server allows no more for one user");
        Err(Busy { why, retry_after: Some(ASK_AGAIN) })
    }

    fn room_for(&self, cost: Cost, asker: Asker) -> Result<(), NoRoom> {
        let engine = self.engine();
        engine.permits().room(cost.burden(), engine.settled_capacity(), asker.replaces)
    }

    /// The quality menu of a version, whatever is at work.
    pub(super) fn menu(&self, chosen: &Chosen, new: &NewSession) -> Vec<Quality> {
        let capacity = self.engine().capacity();
        qualities((&chosen.media, chosen.facts), &new.device, chosen.limits, &chosen.choice, capacity)
    }

    /// What could begin now: lighter pictures of the same version first, then other versions.
    pub(super) fn offers(&self, best: Uuid, others: &[Chosen], menu: &[Quality], asker: Asker) -> Vec<Offer> {
        let has_share = self.check_share(asker).is_ok();
        let fits = |method: Method, cost: Cost| {
            method != Method::Transcode || (has_share && self.room_for(cost, asker).is_ok())
        };
        let lighter = menu.iter().filter(|quality| fits(quality.method, quality.cost));
        let lighter = lighter.map(|q| Offer { file_id: best, method: q.method, max_height: q.name });
        let other = others.iter().filter_map(|other| Some((other.file.id, other.verdict.as_ref().ok()?)));
        let other = other.filter(|(_, plan)| fits(plan.method, plan.cost));
        let other = other.map(|(file_id, plan)| Offer { file_id, method: plan.method, max_height: None });
        lighter.chain(other).collect()
    }
}

fn said(no: NoRoom) -> String {
    let seconds = no.free_in.unwrap_or_default().as_secs_f64().ceil();
    let (n, are) = (no.n_running, if no.n_running == 1 { "conversion is" } else { "conversions are" });
    match no.obstacle {
        Obstacle::Slots => {
            format!("{n} {are} running, and this machine allows no more at once; one may be free in about {seconds} s")
        }
        Obstacle::Work => format!(
            "{n} {are} running, and this machine could not hold this one in real time beside that; \
             it may be free in about {seconds} s"
        ),
        Obstacle::Memory => format!(
            "{n} {are} running, and this machine has no memory for this one beside that; \
             it may be free in about {seconds} s"
        ),
        Obstacle::TooLarge => "this machine has too little memory to convert pictures of this size".to_owned(),
    }
}
