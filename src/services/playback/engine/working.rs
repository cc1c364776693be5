//! A run at work, with its outputs and the permit that it holds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::{mpsc, watch};

use super::backends::Chosen;
use super::permits::Permit;
use super::session::Shared;
use crate::base::{Error, Result};
use crate::domain::hls::RenditionId;
use crate::platform::gst::backend::Backend;
use crate::platform::gst::run::{Output, Run};

/// Segments that may lie between the pipeline and the actor.
const OUTPUTS: usize = 2;

pub(super) struct Working {
    run: Arc<Run>,
    outputs: mpsc::Receiver<Output>,
    pub(super) permit: Option<Permit>,
    /// What encodes, where something is encoded.
    chosen: Option<Chosen>,
    /// The segment that it hands over next.
    pub(super) next: u32,
    /// How far it may go by time alone; memory may hold it earlier.
    pub(super) allowed: u32,
    limit: u32,
    /// Counts the runs that have not been told to end.
    _running: Arc<()>,
    /// Since when it works on the next segment; `None` while it waits at its limit.
    at_work_since: Option<Instant>,
    /// When it was last looked at whether it hangs, and what had flowed by then.
    looked: (Instant, u64),
}

pub(super) enum WorkingEvent {
    Init(Bytes),
    Segment {
        index: u32,
        bytes: Bytes,
        /// How long the pipeline worked on it, if it did not pause.
        took: Option<Duration>,
    },
    Ended,
    Failed(String),
    /// The permit went to somebody else.
    Preempted,
}

impl Working {
    pub(super) fn start(
        shared: &Shared,
        id: RenditionId,
        (first, limit): (u32, u32),
        (permit, chosen): (Option<Permit>, Option<Chosen>),
    ) -> Result<Self> {
        let rendition = shared.layout.find(id).ok_or_else(|| Error::not_found("rendition", id))?;
        let (sender, outputs) = mpsc::channel(OUTPUTS);
        // Called on GStreamer's threads, which may block; a receiver that is gone ends the run.
        let alive = Arc::clone(&shared.engine.alive);
        // It holds `alive` for as long as any thread of the pipeline may call it.
        let emit = move |output| Arc::strong_count(&alive) > 0 && sender.blocking_send(output).is_ok();
        let backend = chosen.as_ref().map_or_else(Backend::software, |chosen| chosen.backend.clone());
        let run = Arc::new(Run::start(shared.layout.run_spec(rendition, first, backend), limit, emit)?);
        if let Some(permit) = &permit {
            permit.set_run(Arc::clone(&run));
        }
        Ok(Self {
            run,
            outputs,
            permit,
            chosen,
            next: first,
            allowed: limit,
            limit,
            _running: Arc::clone(&shared.engine.running),
            at_work_since: Some(Instant::now()),
            looked: (Instant::now(), 0),
        })
    }

    /// The next event of the run at work; never resolves without one.
    pub(super) async fn next(working: &mut Option<Self>) -> WorkingEvent {
        let Some(working) = working else { return std::future::pending().await };
        let permit = &working.permit;
        let preempted = async {
            match permit {
                Some(permit) => permit.preempted().await,
                None => std::future::pending().await,
            }
        };
        let output = tokio::select! {
            output = working.outputs.recv() => output,
            () = preempted => return WorkingEvent::Preempted,
        };
        match output {
            Some(Output::Init(bytes)) => WorkingEvent::Init(bytes),
            Some(Output::Segment { index, bytes }) => {
                working.next = index + 1;
                let took = working.at_work_since.map(|since| since.elapsed());
                working.at_work_since = (index < working.limit).then(Instant::now);
                WorkingEvent::Segment { index, bytes, took }
            }
            Some(Output::Failed(why)) => WorkingEvent::Failed(why),
            Some(Output::Ended) | None => WorkingEvent::Ended,
        }
    }

    /// The last segment that it makes before it waits.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// What encodes; absent where nothing is encoded.
    pub(super) fn backend(&self) -> Option<&str> {
        self.chosen.as_ref().map(|chosen| chosen.backend.name())
    }

    /// The device at work; absent where the processor is.
    pub(super) fn device(&self) -> Option<&str> {
        let backend = &self.chosen.as_ref()?.backend;
        (!backend.is_software()).then(|| backend.name())
    }

    /// When to look whether it hangs; `None` where it owes no segment.
    pub(super) fn look_at(&self, patience: Duration) -> Option<Instant> {
        self.at_work_since.map(|since| since.max(self.looked.0) + patience)
    }

    /// Whether it owes a segment and will not make it, whatever it is that hangs: a device that was silent for so long,
    /// anything else through which no data has flowed since the last look. The run watches itself, and may hang too.
    pub(super) fn is_stuck(&mut self, now: Instant, patience: Duration) -> bool {
        if self.look_at(patience).is_none_or(|at| now < at) {
            return false;
        }
        let n_flowed = self.run.n_progressed();
        let (_, before) = std::mem::replace(&mut self.looked, (now, n_flowed));
        // Its limit may have been moved back to where it was.
        !self.run.is_waiting() && (self.device().is_some() || n_flowed == before)
    }

    pub(super) fn set_limit(&mut self, limit: u32) {
        if limit != self.limit {
            self.limit = limit;
            self.run.set_limit(limit);
        }
    }

    /// Tells the run to end; the receiver turns true when it has.
    pub(super) fn stop(self) -> watch::Receiver<bool> {
        self.run.stop();
        self.run.ended()
    }
}
