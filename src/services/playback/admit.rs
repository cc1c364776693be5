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
    /// When it is worth asking again.
    pub retry_after: Duration,
}

impl Playback {
    /// Whether the plan may begin beside what runs. `besides` is a session that ends with its beginning.
    pub(super) fn admit(&self, plan: &Plan, besides: Option<Uuid>) -> Result<(), Busy> {
        if plan.method != Method::Transcode {
            return Ok(());
        }
        self.room_for(plan.cost, besides).map_err(|no| Busy { why: said(no), retry_after: no.free_in })
    }

    fn room_for(&self, cost: Cost, besides: Option<Uuid>) -> Result<(), NoRoom> {
        let engine = self.engine();
        engine.permits().room(cost.work(), engine.tally().capacity(), besides)
    }

    /// The quality menu of a version, whatever is at work.
    pub(super) fn menu(&self, chosen: &Chosen, new: &NewSession) -> Vec<Quality> {
        let capacity = self.engine().tally().capacity();
        qualities((&chosen.media, chosen.facts), &new.device, self.inner.config.limits, &new.choice, capacity)
    }

    /// What could begin now: lighter pictures of the same version first, then other versions.
    pub(super) fn offers(&self, best: &Chosen, others: &[Chosen], menu: &[Quality], new: &NewSession) -> Vec<Offer> {
        let fits =
            |method: Method, cost: Cost| method != Method::Transcode || self.room_for(cost, new.replaces).is_ok();
        let lighter = menu.iter().filter(|quality| fits(quality.method, quality.cost));
        let lighter = lighter.map(|q| Offer { file_id: best.file.id, method: q.method, max_height: q.name });
        let other = others.iter().filter_map(|other| Some((other.file.id, other.verdict.as_ref().ok()?)));
        let other = other.filter(|(_, plan)| fits(plan.method, plan.cost));
        let other = other.map(|(file_id, plan)| Offer { file_id, method: plan.method, max_height: None });
        lighter.chain(other).collect()
    }
}

fn said(no: NoRoom) -> String {
    let seconds = no.free_in.as_secs_f64().ceil();
    let (n, are) = (no.n_running, if no.n_running == 1 { "conversion is" } else { "conversions are" });
    match no.obstacle {
        Obstacle::Slots => {
            format!("{n} {are} running, and this machine allows no more at once; one may be free in about {seconds} s")
        }
        Obstacle::Work => format!(
            "{n} {are} running, and this machine could not hold this one in real time beside that; \
             it may be free in about {seconds} s"
        ),
    }
}
