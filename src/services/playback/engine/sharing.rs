//! Two viewers at the same place of the same film in the same quality share one pipeline.
//!
//! A session that would have to start a run first looks whether another one has the segment, or a run that comes to it
//! before it waits at its limit. It is a guest there: it waits, and moves nobody's playhead. When its host stops, it goes
//! on with a run of its own.

use std::sync::{Arc, PoisonError};

use bytes::Bytes;

use super::layout::{Layout, Rendition};
use super::session::{HlsSession, Shared};
use super::waiters::Ask;
use crate::domain::hls::RenditionId;

impl Layout {
    /// The rendition here whose bytes are those of `other`'s rendition.
    fn twin_of(&self, other: &Layout, rendition: &Rendition) -> Option<RenditionId> {
        if self.media.file.stamp != other.media.file.stamp {
            return None;
        }
        let is_twin = |own: &&Rendition| {
            own.stream.index == rendition.stream.index && own.work == rendition.work && own.cuts == rendition.cuts
        };
        self.renditions.iter().find(is_twin).map(|own| own.id)
    }
}

impl Shared {
    /// What the run of a rendition still makes before it waits: the next segment and the last one; `None` without one.
    pub(super) fn set_coming(&self, id: RenditionId, coming: Option<(u32, u32)>) {
        let mut all = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        match coming {
            Some(range) => all.insert(id, range),
            None => all.remove(&id),
        };
    }

    fn coming(&self, id: RenditionId) -> Option<(u32, u32)> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    fn has(&self, id: RenditionId, k: u32) -> bool {
        self.coming(id).is_some_and(|(next, last)| (next..=last).contains(&k)) || self.store.get(id, k).is_some()
    }
}

impl HlsSession {
    /// The segment from another session that has it, when this one would have to begin a run for it.
    pub(super) async fn segment_of_another(&self, id: RenditionId, k: u32) -> Option<Bytes> {
        if self.shared.has(id, k) {
            return None;
        }
        let (host, twin) = self.host(id, |shared, twin| shared.has(twin, k))?;
        // Where it does not come after all, this session asks its own.
        let bytes = host.answer_of(twin, |reply| Ask::GuestSegment(k, reply), None).await.ok()?;
        self.touch();
        Some(bytes)
    }

    /// The same for the init segment.
    pub(super) async fn init_of_another(&self, id: RenditionId) -> Option<Bytes> {
        if self.shared.coming(id).is_some() {
            return None;
        }
        let (host, twin) =
            self.host(id, |shared, twin| shared.init(twin).is_some() || shared.coming(twin).is_some())?;
        match host.shared.init(twin) {
            Some(bytes) => Some(bytes),
            None => host.answer_of(twin, Ask::GuestInit, None).await.ok(),
        }
    }

    fn host(&self, id: RenditionId, serves: impl Fn(&Shared, RenditionId) -> bool) -> Option<(Arc<Self>, RenditionId)> {
        let rendition = self.shared.layout.find(id)?;
        let sessions = self.shared.engine.open_sessions().into_iter();
        sessions.filter(|other| other.shared.id != self.shared.id).find_map(|other| {
            let twin = other.shared.layout.twin_of(&self.shared.layout, rendition)?;
            serves(&other.shared, twin).then_some((other, twin))
        })
    }
}
