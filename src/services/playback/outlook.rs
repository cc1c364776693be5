//! What would happen if somebody pressed play: the same judgement as a session's, without one.

use uuid::Uuid;

use super::choose::Chosen;
use super::{NewSession, Playback};
use crate::base::Result;
use crate::domain::playback::{Method, Plan, Quality, Refusal, qualities};
use crate::domain::viewer::Viewer;

/// The file that would play, how, and what could be had instead.
#[derive(Debug)]
pub struct Outlook {
    pub file_id: Uuid,
    pub verdict: Prospect,
    pub qualities: Vec<Quality>,
    /// The other versions, the best first.
    pub others: Vec<(Uuid, Prospect)>,
}

/// How one file would play.
#[derive(Debug)]
pub struct Prospect {
    pub judgement: std::result::Result<Plan, Refusal>,
    /// Share of this machine's real-time conversion, where something was measured.
    pub load: Option<f64>,
    /// Every encoder is at work for somebody.
    pub is_busy: bool,
}

impl Playback {
    pub async fn foresee(&self, viewer: &Viewer, new: NewSession) -> Result<Outlook> {
        let (best, others) = self.judged(viewer, &new).await?;
        let limits = self.inner.config.limits;
        let capacity = self.engine().tally().capacity();
        let qualities = qualities((&best.media, best.facts), &new.device, limits, &new.choice, capacity);
        Ok(Outlook {
            file_id: best.file.id,
            verdict: self.prospect(best),
            qualities,
            others: others.into_iter().map(|other| (other.file.id, self.prospect(other))).collect(),
        })
    }

    fn prospect(&self, chosen: Chosen) -> Prospect {
        let plan = chosen.verdict.as_ref().ok();
        let load = plan.and_then(|plan| plan.cost.load(self.engine().tally().capacity()));
        let encodes = plan.is_some_and(|plan| plan.method == Method::Transcode);
        Prospect { load, is_busy: encodes && !self.engine().permits().has_room(), judgement: chosen.verdict }
    }
}
