//! Segments of one session, in memory, within a byte budget.
//!
//! Written by the actors, read through them. Beyond the budget the segment farthest from its rendition's playhead goes
//! first, those behind counting double: players seek back a little and play on a lot. The segment under the playhead
//! always stays, however large it is.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::domain::hls::RenditionId;

#[derive(Default)]
pub(super) struct Store {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    segments: BTreeMap<(RenditionId, u32), Bytes>,
    playheads: BTreeMap<RenditionId, u32>,
    n_bytes: usize,
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, rendition: RenditionId, segment: u32) -> Option<Bytes> {
        self.lock().segments.get(&(rendition, segment)).cloned()
    }

    pub(super) fn set_playhead(&self, rendition: RenditionId, segment: u32) {
        self.lock().playheads.insert(rendition, segment);
    }

    pub(super) fn put(&self, rendition: RenditionId, segment: u32, bytes: Bytes, budget: usize) {
        let mut inner = self.lock();
        inner.n_bytes += bytes.len();
        if let Some(before) = inner.segments.insert((rendition, segment), bytes) {
            inner.n_bytes -= before.len();
        }
        inner.shrink(budget);
    }

    /// Bytes of this rendition's segments at or after `segment`.
    pub(super) fn n_bytes_from(&self, rendition: RenditionId, segment: u32) -> usize {
        self.lock().segments.range((rendition, segment)..=(rendition, u32::MAX)).map(|(_, bytes)| bytes.len()).sum()
    }

    /// Frees what is farthest from the playheads, down to so many bytes.
    pub(super) fn shrink(&self, to: usize) {
        self.lock().shrink(to);
    }

    /// Frees everything.
    pub(super) fn clear_all(&self) {
        let mut inner = self.lock();
        inner.segments.clear();
        inner.n_bytes = 0;
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.lock().n_bytes
    }

    /// Frees everything of one rendition.
    pub(super) fn clear(&self, rendition: RenditionId) {
        let mut inner = self.lock();
        inner.segments.retain(|(r, _), _| *r != rendition);
        inner.n_bytes = inner.segments.values().map(Bytes::len).sum();
    }
}

impl Inner {
    fn shrink(&mut self, to: usize) {
        while self.n_bytes > to && self.evict_farthest() {}
    }

    fn evict_farthest(&mut self) -> bool {
        let distance = |&(rendition, segment): &(RenditionId, u32)| {
            let playhead = self.playheads.get(&rendition).copied().unwrap_or(0);
            if segment < playhead { (playhead - segment).saturating_mul(2) } else { segment - playhead }
        };
        let farthest = self.segments.keys().copied().max_by_key(distance).filter(|key| distance(key) > 0);
        let Some(key) = farthest else { return false };
        if let Some(bytes) = self.segments.remove(&key) {
            self.n_bytes -= bytes.len();
        }
        true
    }
}
