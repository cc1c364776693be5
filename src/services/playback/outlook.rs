//! What would happen if somebody pressed play: the same judgement as a session's, without one.

use uuid::Uuid;

use super::admit::Asker;
use super::choose::Chosen;
use super::{Busy, NewSession, Offer, Playback};
use crate::base::Result;
use crate::domain::playback::{Plan, Quality, Refusal};
use crate::domain::viewer::Viewer;

/// The file that would play, how, and what could be had instead.
#[derive(Debug)]
pub struct Outlook {
    pub file_id: Uuid,
    pub verdict: Prospect,
    pub qualities: Vec<Quality>,
    /// What could begin now in place of a verdict that says no.
    pub offers: Vec<Offer>,
    /// The other versions, the best first.
    pub others: Vec<(Uuid, Prospect)>,
}

/// How one file would play.
#[derive(Debug)]
pub struct Prospect {
    pub judgement: std::result::Result<Plan, Refusal>,
    /// Share of this machine's real-time conversion, where something was measured.
    pub load: Option<f64>,
    /// What would encode the picture; `None` where nothing does.
    pub backend: Option<String>,
    /// It could be done, but not beside what runs now.
    pub busy: Option<Busy>,
}

impl Playback {
    pub async fn foresee(&self, viewer: &Viewer, new: NewSession) -> Result<Outlook> {
        let (best, others) = self.judged(viewer, &new).await?;
        let menu = self.menu(&best, &new);
        let asker = Asker { user_id: viewer.user_id, replaces: new.replaces };
        let file_id = best.file.id;
        let verdict = self.prospect(best, asker);
        let is_accepted = verdict.judgement.is_ok() && verdict.busy.is_none();
        let offers = if is_accepted { Vec::new() } else { self.offers(file_id, &others, &menu, asker) };
        Ok(Outlook {
            file_id,
            verdict,
            qualities: menu,
            offers,
            others: others.into_iter().map(|other| (other.file.id, self.prospect(other, asker))).collect(),
        })
    }

    fn prospect(&self, mut chosen: Chosen, asker: Asker) -> Prospect {
        let backend = chosen.verdict.as_mut().ok().and_then(|plan| self.backend_for(plan, &chosen.media));
        let plan = chosen.verdict.as_ref().ok();
        let load = plan.and_then(|plan| plan.cost.load(self.engine().capacity()));
        let busy = plan.and_then(|plan| self.admit(plan, asker).err());
        Prospect { load, backend, busy, judgement: chosen.verdict }
    }
}
