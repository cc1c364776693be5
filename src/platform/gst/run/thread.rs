//! The thread of a run: builds the pipeline, seeks, lets it flow, and takes it down.
//!
//! Invariant: the pipeline is in NULL before the thread ends, and nothing but this thread changes its state. The handle
//! never waits for the thread; who must know awaits `ended`.

use std::sync::Arc;
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;
use tokio::sync::watch;

use super::burn_in::{self, Screen};
use super::control::{Control, Output, Wake};
use super::source::{Opened, Source};
use super::spec::{RunSpec, Work};
use super::{audio_copy, audio_encode, audio_exact, joined, video_copy, video_encode};
use crate::base::{Error, Priority, Result};
use crate::domain::media::StreamKind;
use crate::platform::gst::threads;

/// No data for this long is a failure: longer than a disk takes to spin up (12 s), shorter than a viewer waits.
const PATIENCE: Duration = Duration::from_secs(20);
/// A device that has work and shows nothing for it.
const DEVICE_PATIENCE: Duration = Duration::from_secs(3);
/// Decoders get this much before the boundary: demuxers land up to some frames off.
const LEAD_NS: i64 = 250_000_000;
/// How far before the boundary the seek goes that follows one that came out too late.
const RETRY_LEADS_NS: [i64; 3] = [2_000_000_000, 12_000_000_000, 60_000_000_000];

/// Handle to a running pipeline; dropping it stops the run.
pub struct Run {
    control: Arc<Control>,
    ended: watch::Receiver<bool>,
}

impl Run {
    /// Starts making segments from `spec.first_segment` up to `limit`. `emit` is called from GStreamer's threads, may
    /// block, and returns false when nobody listens any more.
    pub fn start(spec: RunSpec, limit: u32, emit: impl Fn(Output) -> bool + Send + Sync + 'static) -> Result<Self> {
        let control = Arc::new(Control::new(limit, Box::new(emit)));
        let (ended_tx, ended) = watch::channel(false);
        let shared = Arc::clone(&control);
        // The thread's lines name the session and the request that started it.
        let span = tracing::Span::current();
        std::thread::Builder::new()
            .name("playback-run".to_owned())
            .spawn(move || {
                Priority::Media.lower_this_thread();
                let _entered = span.entered();
                carry_out(&spec, &shared);
                drop(spec);
                ended_tx.send_replace(true);
            })
            .map_err(|e| Error::unavailable("start a thread for a pipeline").with_source(e))?;
        Ok(Self { control, ended })
    }

    /// Tells the run to end; returns at once, may be called twice.
    pub fn stop(&self) {
        self.control.stop();
    }

    /// Segments up to `limit` may be made.
    pub fn set_limit(&self, limit: u32) {
        self.control.set_limit(limit);
    }

    /// True while the run waits at its limit.
    pub fn is_waiting(&self) -> bool {
        self.control.is_waiting()
    }

    /// How often data has flowed.
    pub fn n_progressed(&self) -> u64 {
        self.control.n_progressed()
    }

    /// Resolves to a receiver that turns true when the pipeline is gone.
    pub fn ended(&self) -> watch::Receiver<bool> {
        self.ended.clone()
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.control.stop();
    }
}

/// Takes the pipeline to NULL on every way out.
struct Teardown(gst::Pipeline);

impl Drop for Teardown {
    fn drop(&mut self) {
        if let Some(bus) = self.0.bus() {
            bus.unset_sync_handler();
        }
        if let Err(error) = self.0.set_state(gst::State::Null) {
            tracing::warn!(error = %error, "a playback pipeline did not go down cleanly");
        }
    }
}

/// Tells of a failure before the pipeline goes down: a driver that hangs may keep it from ever doing so.
fn carry_out(spec: &RunSpec, control: &Arc<Control>) {
    let pipeline = crate::platform::gst::init().map(|()| gst::Pipeline::new());
    let teardown = pipeline.as_ref().ok().map(|pipeline| Teardown(pipeline.clone()));
    if let Err(error) = pipeline.and_then(|pipeline| run(&pipeline, spec, control)) {
        tracing::warn!(error = %error, "playback pipeline failed");
        control.emit(Output::Failed(error.what().to_owned()));
    }
    drop(teardown);
}

fn run(pipeline: &gst::Pipeline, spec: &RunSpec, control: &Arc<Control>) -> Result<()> {
    watch_bus(pipeline, control, spec.is_on_device());
    let screen = Screen::of(spec);
    let source = Source::build(pipeline, spec, control, screen.as_ref())?;
    start(pipeline, gst::State::Paused)?;
    match control.wait(true, PATIENCE) {
        Wake::Prerolled => {}
        wake => return ending(wake),
    }
    let opened = source.opened(pipeline, spec.source.origin_ns)?;
    if spec.source.clock_jumps && spec.stream.kind == StreamKind::Audio {
        joined::time_sound(&opened.pad);
    }
    let input = attach(pipeline, &opened, (spec, screen.as_ref()), control)?;
    let boundary_ns = spec.cuts.start_ns(spec.first_segment);
    if let Some(screen) = &screen {
        screen.begin(opened.origin);
    }
    if screen.is_some() && !spec.source.clock_jumps {
        // Pictures of the time in which only the subtitle is read are not decoded.
        opened.skip_to(spec.keyframe_ns, control);
        source.seek(boundary_ns - burn_in::LEAD_NS, seek_flags(&spec.work))?;
    } else if spec.is_sought() {
        source.seek(boundary_ns - LEAD_NS, seek_flags(&spec.work))?;
    } else if spec.first_segment > 0 && !spec.is_counted() {
        let is_video = matches!(spec.work, Work::VideoCopy | Work::VideoEncode(_));
        opened.skip_to(if is_video { spec.keyframe_ns } else { boundary_ns - LEAD_NS }, control);
    }
    source.unblock();
    // Not waiting for PAUSED: frames before the boundary are dropped, so nothing prerolls until the first kept one.
    start(pipeline, gst::State::Playing)?;
    let mut leads = RETRY_LEADS_NS.iter();
    loop {
        match wait_for_news(control, input.as_ref()) {
            Wake::SeekEarlier => {
                let lead = leads.next().copied().unwrap_or(boundary_ns);
                source.seek(boundary_ns - lead, seek_flags(&spec.work))?;
            }
            wake => return ending(wake),
        }
    }
}

/// A device that has pictures waiting gets less patience than a disk: `input` is the queue ahead of it.
fn wait_for_news(control: &Control, input: Option<&gst::Element>) -> Wake {
    let Some(input) = input else { return control.wait(false, PATIENCE) };
    let mut silent = Duration::ZERO;
    loop {
        let before = control.n_progressed();
        let wake = control.wait(false, DEVICE_PATIENCE);
        if wake != Wake::Stalled {
            return wake;
        }
        silent = if control.n_progressed() == before { silent + DEVICE_PATIENCE } else { DEVICE_PATIENCE };
        if input.property::<u32>("current-level-buffers") > 0 || silent >= PATIENCE {
            return Wake::Stalled;
        }
    }
}

fn seek_flags(work: &Work) -> gst::SeekFlags {
    match work {
        Work::VideoCopy => gst::SeekFlags::KEY_UNIT | gst::SeekFlags::SNAP_BEFORE,
        _ => gst::SeekFlags::ACCURATE,
    }
}

/// Gives the queue ahead of a device, where one takes part.
fn attach(
    pipeline: &gst::Pipeline,
    opened: &Opened,
    (spec, screen): (&RunSpec, Option<&Arc<Screen>>),
    control: &Arc<Control>,
) -> Result<Option<gst::Element>> {
    match &spec.work {
        Work::VideoCopy => video_copy::attach(pipeline, opened, spec, control).map(|()| None),
        Work::VideoEncode(target) => {
            let input = video_encode::attach(pipeline, opened, (spec, target, screen), control)?;
            Ok(spec.is_on_device().then_some(input))
        }
        Work::AudioCopy => audio_copy::attach(pipeline, opened, spec, control).map(|()| None),
        Work::AudioEncode(target) => audio_encode::attach(pipeline, opened, (spec, target), control).map(|()| None),
        Work::AudioExact(target) => audio_exact::attach(pipeline, opened, (spec, target), control).map(|()| None),
    }
}

fn ending(wake: Wake) -> Result<()> {
    match wake {
        Wake::Failed(why) => Err(Error::source_fault(why)),
        Wake::Stalled => Err(Error::source_fault("the pipeline stopped producing")),
        Wake::Stopped | Wake::Finished | Wake::Prerolled | Wake::SeekEarlier => Ok(()),
    }
}

fn start(pipeline: &gst::Pipeline, state: gst::State) -> Result<()> {
    pipeline.set_state(state).map(drop).map_err(|e| Error::source_fault("the file cannot be opened").with_source(e))
}

/// Errors wake the thread; everything else on the bus is noise. A handler rather than a poll, so that a run at its
/// limit wakes nobody.
fn watch_bus(pipeline: &gst::Pipeline, control: &Arc<Control>, is_on_device: bool) {
    let Some(bus) = pipeline.bus() else { return };
    let control = Arc::downgrade(control);
    bus.set_sync_handler(move |_, message| {
        threads::lower(message);
        if let gst::MessageView::Error(error) = message.view()
            && let Some(control) = control.upgrade()
        {
            let why = error.error().message().to_owned();
            if is_on_device { control.fail(why) } else { control.fail_softly(why) }
        }
        gst::BusSyncReply::Drop
    });
}
