//! The engine's handle: open sessions, what they share, and the end of everything.
//!
//! Invariant: each actor and each session's watcher is a task of `tasks`, so `shutdown` has waited for all of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::backends::Backends;
use super::config::EngineConfig;
use super::layout::{Layout, Media, Streaming};
use super::metrics::{PipelineOutcome, PipelineWork, Tally};
use super::permits::Permits;
use super::session::HlsSession;

/// Handle to the engine, cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) config: EngineConfig,
    pub(super) permits: Permits,
    pub(super) tasks: TaskTracker,
    pub(super) stop: CancellationToken,
    sessions: Mutex<HashMap<Uuid, Arc<HlsSession>>>,
    /// Pipelines that did not end when told.
    n_abandoned: AtomicU64,
    pub(super) tally: Tally,
    pub(super) backends: Backends,
    /// Each pipeline holds a clone until it is told to end.
    pub(super) running: Arc<()>,
    /// Each pipeline holds a clone until the last of its threads is gone.
    pub(super) alive: Arc<()>,
}

impl Inner {
    pub(super) fn sessions(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<HlsSession>>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count_abandoned(&self, work: PipelineWork) {
        self.tally.pipeline(work, PipelineOutcome::Abandoned);
        self.n_abandoned.fetch_add(1, Ordering::Relaxed);
        tracing::warn!("a playback pipeline did not end in time and was left behind");
    }
}

impl Engine {
    pub fn new(config: EngineConfig) -> Self {
        let permits = Permits::new(config.transcode_sessions, (config.pipelines_bytes, config.pipeline_alone_bytes));
        let inner = Inner {
            config,
            permits,
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            sessions: Mutex::default(),
            n_abandoned: AtomicU64::new(0),
            tally: Tally::new(),
            backends: Backends::default(),
            running: Arc::new(()),
            alive: Arc::new(()),
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn config(&self) -> &EngineConfig {
        &self.inner.config
    }

    pub fn permits(&self) -> &Permits {
        &self.inner.permits
    }

    /// The open session with this id.
    pub fn find(&self, id: Uuid) -> Option<Arc<HlsSession>> {
        self.sessions().get(&id).cloned()
    }

    /// Opens a session; costs no pipeline. It is closed when `ended` is cancelled, or after nobody has asked for
    /// anything for so long that its segments are gone too. One that is open already is kept, with its segments.
    pub fn open(&self, id: Uuid, media: Media, streaming: Streaming, ended: CancellationToken) -> Arc<HlsSession> {
        let mut sessions = self.sessions();
        if let Some(open) = sessions.get(&id) {
            return Arc::clone(open);
        }
        let session = Arc::new(HlsSession::new(id, Layout::new(media, streaming), Arc::clone(&self.inner)));
        sessions.insert(id, Arc::clone(&session));
        let (engine, watched) = (self.clone(), Arc::downgrade(&session));
        self.inner.tasks.spawn(async move {
            let forgotten = async {
                while watched.upgrade().is_some_and(|session| !session.is_forgotten()) {
                    tokio::time::sleep(engine.inner.config.forget_after).await;
                }
            };
            tokio::select! {
                () = ended.cancelled() => {}
                () = engine.inner.stop.cancelled() => {}
                () = forgotten => {}
            }
            engine.close(id);
        });
        session
    }

    /// Ends a session's pipelines and frees its segments; a second call does nothing.
    pub fn close(&self, id: Uuid) {
        let session = self.sessions().remove(&id);
        if let Some(session) = session {
            session.close();
        }
    }

    /// Runs work that outlives the request which caused it, until the engine's end.
    pub(in crate::services::playback) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.inner.tasks.spawn(work)
    }

    pub(in crate::services::playback) fn is_stopping(&self) -> bool {
        self.inner.stop.is_cancelled()
    }

    /// Pipelines that did not end when told, since the start.
    pub fn n_abandoned(&self) -> u64 {
        self.inner.n_abandoned.load(Ordering::Relaxed)
    }

    /// Pipelines that exist now, those included that are going down or hang.
    pub fn n_pipelines(&self) -> usize {
        Arc::strong_count(&self.inner.alive) - 1
    }

    /// Pipelines that have not been told to end.
    pub fn n_running(&self) -> usize {
        Arc::strong_count(&self.inner.running) - 1
    }

    /// Segments of all sessions in memory.
    pub fn n_stored_bytes(&self) -> usize {
        self.sessions().values().map(|session| session.n_stored_bytes()).sum()
    }

    /// What encodes, by preference.
    pub fn backends(&self) -> &Backends {
        &self.inner.backends
    }

    /// Units of work per second that the preferred back-end manages, as far as that is known.
    pub fn capacity(&self) -> Option<f64> {
        self.inner.tally.capacity(self.inner.backends.names().first()?)
    }

    /// The same where it is certain enough to refuse somebody for it.
    pub fn settled_capacity(&self) -> Option<f64> {
        self.inner.tally.settled_capacity(self.inner.backends.names().first()?)
    }

    /// What came of pipelines in the last minutes.
    pub fn tally(&self) -> &Tally {
        &self.inner.tally
    }

    /// Ends every pipeline. Waits at most `deadline`; what hangs is left behind.
    pub async fn shutdown(&self, deadline: Duration) {
        self.inner.stop.cancel();
        let open: Vec<_> = self.sessions().drain().map(|(_, session)| session).collect();
        for session in open {
            session.close();
        }
        self.inner.tasks.close();
        if tokio::time::timeout(deadline, self.inner.tasks.wait()).await.is_err() {
            tracing::warn!("some playback pipelines did not end in time");
        }
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<HlsSession>>> {
        self.inner.sessions()
    }
}
