//! One open HLS session: playlists at once, segments through the actors of its renditions.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;
use uuid::Uuid;

use super::actor::Actor;
use super::core::Inner;
use super::encoding::{Encoding, EncodingNow};
use super::layout::Layout;
use super::master::master_text;
use super::metrics;
use super::store::Store;
use super::waiters::{Ask, Asked, Reply};
use crate::base::{Error, ErrorKind, Result};
use crate::domain::hls::{MediaPlaylist, RenditionId, media_playlist};
use crate::platform::telemetry::current_request;

/// Requests that may queue for one rendition; players send one at a time.
const ASKS: usize = 64;

pub struct HlsSession {
    pub(super) shared: Arc<Shared>,
    actors: Mutex<HashMap<RenditionId, mpsc::Sender<Asked>>>,
    last_asked: Mutex<Instant>,
}

/// What the session and its actors share.
pub(super) struct Shared {
    pub(super) id: Uuid,
    pub(super) layout: Layout,
    pub(super) store: Store,
    pub(super) engine: Arc<Inner>,
    pub(super) stop: CancellationToken,
    /// Init segments, once a pipeline has made them; small, so they outlive the segments.
    pub(super) inits: Mutex<HashMap<RenditionId, Bytes>>,
    /// What each run at work still makes before it waits.
    pub(super) coming: Mutex<HashMap<RenditionId, (u32, u32)>>,
    pub(super) encoding: Encoding,
}

impl Shared {
    pub(super) fn init(&self, id: RenditionId) -> Option<Bytes> {
        self.inits.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}

impl HlsSession {
    pub(super) fn new(id: Uuid, layout: Layout, engine: Arc<Inner>) -> Self {
        let stop = engine.stop.child_token();
        let (store, inits, coming, encoding) = Default::default();
        let shared = Shared { id, layout, store, engine, stop, inits, coming, encoding };
        Self { shared: Arc::new(shared), actors: Mutex::default(), last_asked: Mutex::new(Instant::now()) }
    }

    pub fn master_playlist(&self) -> String {
        master_text(&self.shared.layout)
    }

    /// The media playlist of a rendition.
    pub fn media_playlist(&self, id: RenditionId) -> Result<String> {
        self.touch();
        if let RenditionId::Subtitles(index) = id {
            let is_offered = self.shared.layout.streaming.subtitles.iter().any(|s| s.index == index);
            let playlist = MediaPlaylist { cuts: &self.shared.layout.subtitle_cuts, init: None, suffix: ".vtt" };
            return if is_offered { Ok(media_playlist(&playlist)) } else { Err(Error::not_found("rendition", id)) };
        }
        let rendition = self.shared.layout.find(id).ok_or_else(|| Error::not_found("rendition", id))?;
        let playlist = MediaPlaylist { cuts: &rendition.cuts, init: Some("init.mp4"), suffix: ".m4s" };
        Ok(media_playlist(&playlist))
    }

    /// The time that segment `k` of a subtitle rendition covers, in milliseconds.
    pub fn subtitle_window(&self, k: u32) -> Option<(i64, i64)> {
        let cuts = &self.shared.layout.subtitle_cuts;
        self.touch();
        (k < cuts.n_segments()).then(|| (cuts.start(k).cast_signed(), cuts.start(k + 1).cast_signed()))
    }

    /// Renditions that pipelines make, for players and checks.
    pub fn renditions(&self) -> Vec<RenditionId> {
        self.shared.layout.renditions.iter().map(|r| r.id).collect()
    }

    pub async fn init_segment(&self, id: RenditionId) -> Result<Bytes> {
        if let Some(bytes) = self.shared.init(id) {
            return Ok(bytes);
        }
        match self.init_of_another(id).await {
            Some(bytes) => Ok(bytes),
            None => self.ask(id, Ask::Init).await,
        }
    }

    /// Segment `k`, when it is there: at once, after a while, or never with the reason.
    pub async fn segment(&self, id: RenditionId, k: u32) -> Result<Bytes> {
        let rendition = self.shared.layout.find(id).ok_or_else(|| Error::not_found("rendition", id))?;
        if k >= rendition.cuts.n_segments() {
            return Err(Error::not_found("segment", k));
        }
        let began = Instant::now();
        let answer = match self.segment_of_another(id, k).await {
            Some(bytes) => Ok(bytes),
            None => self.ask(id, |reply| Ask::Segment(k, reply)).await,
        };
        metrics::observe_wait(began.elapsed());
        answer
    }

    async fn ask(&self, id: RenditionId, ask: impl FnOnce(Reply) -> Ask) -> Result<Bytes> {
        if self.shared.layout.find(id).is_none() {
            return Err(Error::not_found("rendition", id));
        }
        self.touch();
        self.answer_of(id, ask, current_request()).await
    }

    /// What the rendition's actor answers in time, to this session's player or to a guest.
    pub(super) async fn answer_of(
        &self,
        id: RenditionId,
        ask: impl FnOnce(Reply) -> Ask,
        by: Option<Arc<str>>,
    ) -> Result<Bytes> {
        let (reply, answer) = oneshot::channel();
        let gone = || Error::not_found("playback session", "any more");
        let asked = Asked { ask: ask(reply), by };
        self.actor(id)?.send(asked).await.map_err(|_| gone())?;
        match tokio::time::timeout(self.shared.engine.config.segment_wait, answer).await {
            Ok(answer) => answer.map_err(|_| gone())?,
            Err(_) => Err(Error::unavailable("the segment is not ready yet")),
        }
    }

    /// The rendition's actor; one that went to sleep is replaced.
    fn actor(&self, id: RenditionId) -> Result<mpsc::Sender<Asked>> {
        if self.shared.stop.is_cancelled() {
            return Err(Error::new(ErrorKind::NotFound, "the playback session has ended"));
        }
        let mut actors = self.actors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asks) = actors.get(&id).filter(|asks| !asks.is_closed()) {
            return Ok(asks.clone());
        }
        let (sender, asks) = mpsc::channel(ASKS);
        let actor = Actor::new(Arc::clone(&self.shared), id, asks).ok_or_else(|| Error::not_found("rendition", id))?;
        let span = tracing::info_span!(parent: None, "rendition", session.id = %self.shared.id, rendition = %id);
        self.shared.engine.tasks.spawn(actor.run().instrument(span));
        actors.insert(id, sender.clone());
        Ok(sender)
    }

    pub(super) fn touch(&self) {
        *self.last_asked.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Nobody has asked for anything for as long as segments are kept.
    pub(super) fn is_forgotten(&self) -> bool {
        self.last_asked().elapsed() >= self.shared.engine.config.forget_after
    }

    pub(super) fn last_asked(&self) -> Instant {
        *self.last_asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Frees segments, down to so many bytes or all of them.
    pub(super) fn shed(&self, to: Option<usize>) {
        match to {
            Some(bytes) => self.shared.store.shrink(bytes),
            None => self.shared.store.clear_all(),
        }
    }

    /// What encodes its picture.
    pub fn encoding(&self) -> EncodingNow {
        self.shared.encoding.now()
    }

    /// Bytes of segments in memory.
    pub fn n_stored_bytes(&self) -> usize {
        self.shared.store.n_bytes()
    }

    pub(super) fn close(&self) {
        self.shared.stop.cancel();
    }
}
