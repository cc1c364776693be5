//! Picture subtitles out of a media file, as they are: one track from a place on, for as long as somebody takes them.
//!
//! Demux only. Blocking; the caller has a thread for it. `emit` may block: the demuxer then waits, so that a reader who
//! keeps pace with the film costs the disk no more than the film does. Other streams are dropped at their pads.
//! A seek is made while the first picture is held at its pad: any earlier and the demuxer lands anywhere (1.22).

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks};

use super::timeline::Timeline;
use super::{elements, threads};
use crate::base::{Error, Result};
use crate::platform::fs::MediaFile;

/// How often the pass asks whether it is still wanted.
const LOOK: gst::ClockTime = gst::ClockTime::from_mseconds(200);
/// A file that shows no picture by then is read from its start.
const OPENING: Duration = Duration::from_secs(10);

/// A packet of the track and when it is shown, nanoseconds since the file's origin.
pub struct SubtitlePacket {
    pub at_ns: i64,
    pub bytes: Vec<u8>,
}

/// What to read: the `ordinal`-th subtitle of the file, from `from_ns` on.
#[derive(Clone, Copy, Debug)]
pub struct SubtitleTrack {
    pub ordinal: usize,
    pub from_ns: i64,
    /// The file's common zero.
    pub origin_ns: i64,
}

/// Hands over packets until the file ends, `emit` says no, or nobody wants them any more.
pub fn read_subtitle(
    file: &MediaFile,
    track: SubtitleTrack,
    emit: impl FnMut(SubtitlePacket) -> bool + Send + 'static,
    is_wanted: impl Fn() -> bool,
) -> Result<()> {
    super::init()?;
    let (held, holding) = mpsc::sync_channel(1);
    let gate = Gate { is_open: Arc::new(AtomicBool::new(track.from_ns <= 0)), held };
    let is_open = Arc::clone(&gate.is_open);
    let pipeline = build(file, track, gate, emit)?;
    let read = begin(&pipeline, track.from_ns, &is_open, &holding).and_then(|()| drive(&pipeline, is_wanted));
    pipeline.set_state(gst::State::Null).map_err(|e| Error::internal("stop reading subtitles").with_source(e))?;
    read
}

/// Holds the first picture until the seek is made.
struct Gate {
    is_open: Arc<AtomicBool>,
    held: mpsc::SyncSender<()>,
}

impl Gate {
    fn hold(&self, pad: &gst::Pad) {
        let (is_open, held) = (Arc::clone(&self.is_open), self.held.clone());
        pad.add_probe(gst::PadProbeType::BLOCK | gst::PadProbeType::BUFFER, move |_, _| {
            if is_open.load(Ordering::Acquire) {
                return gst::PadProbeReturn::Drop;
            }
            // A second picture at another pad finds the channel full, which is as good.
            held.try_send(()).ok();
            gst::PadProbeReturn::Ok
        });
    }
}

fn build(
    file: &MediaFile,
    track: SubtitleTrack,
    gate: Gate,
    emit: impl FnMut(SubtitlePacket) -> bool + Send + 'static,
) -> Result<gst::Pipeline> {
    let make = |factory: &str| {
        gst::ElementFactory::make(factory)
            .build()
            .map_err(|e| Error::unavailable(format!("the GStreamer element {factory} is missing")).with_source(e))
    };
    let (source, parse) = (make("filesrc")?, make("parsebin")?);
    source.set_property("location", file.proc_path());
    elements::keep_styles(&parse);
    let pipeline = gst::Pipeline::new();
    let linked = pipeline.add_many([&source, &parse]).and_then(|()| source.link(&parse));
    linked.map_err(|e| Error::internal("build the front end of a pipeline").with_source(e))?;
    let (weak, seen, emit) = (pipeline.downgrade(), AtomicUsize::new(0), std::sync::Mutex::new(Some(emit)));
    parse.connect_pad_added(move |_, pad| {
        let caps = pad.query_caps(None);
        let name = caps.structure(0).map_or("", |s| s.name().as_str());
        if name.starts_with("video/") {
            return gate.hold(pad);
        }
        let is_it = super::texts::is_subtitle(name) && seen.fetch_add(1, Ordering::Relaxed) == track.ordinal;
        let emit = emit.lock().ok().and_then(|mut emit| emit.take_if(|_| is_it));
        let is_linked = weak.upgrade().zip(emit).is_some_and(|(pipeline, emit)| {
            let sink = sink_of(&pipeline, track.origin_ns, emit);
            pipeline.add(&sink).is_ok()
                && sink.sync_state_with_parent().is_ok()
                && sink.static_pad("sink").is_some_and(|input| pad.link(&input).is_ok())
        });
        if !is_linked {
            pad.add_probe(gst::PadProbeType::BUFFER | gst::PadProbeType::BUFFER_LIST, |_, _| gst::PadProbeReturn::Drop);
        }
    });
    Ok(pipeline)
}

fn sink_of(
    pipeline: &gst::Pipeline,
    origin_ns: i64,
    mut emit: impl FnMut(SubtitlePacket) -> bool + Send + 'static,
) -> AppSink {
    let sink = AppSink::builder().sync(false).max_buffers(1).build();
    // Subtitles are rare: waiting for one to preroll would stop a demuxer with one thread.
    sink.set_property("async", false);
    let timeline = Timeline::of_pipeline(pipeline);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                let segment = sample.segment().and_then(|s| s.downcast_ref::<gst::ClockTime>());
                let Some(buffer) = sample.buffer() else { return Ok(gst::FlowSuccess::Ok) };
                let at = buffer.pts().and_then(|pts| timeline.source_time_ns(pts, segment));
                let (Some(at), Ok(bytes)) = (at, buffer.map_readable()) else { return Ok(gst::FlowSuccess::Ok) };
                let packet = SubtitlePacket { at_ns: at - origin_ns, bytes: bytes.to_vec() };
                if emit(packet) { Ok(gst::FlowSuccess::Ok) } else { Err(gst::FlowError::Eos) }
            })
            .build(),
    );
    sink
}

/// Starts, and goes to the place where somebody wants to read.
fn begin(pipeline: &gst::Pipeline, from_ns: i64, is_open: &AtomicBool, holding: &mpsc::Receiver<()>) -> Result<()> {
    let bus = pipeline.bus().ok_or_else(|| Error::internal("a pipeline without a bus"))?;
    threads::lower_all(&bus);
    pipeline.set_state(gst::State::Playing).map_err(|e| broken(&e.to_string()))?;
    if from_ns > 0 && holding.recv_timeout(OPENING).is_ok() {
        let flags = gst::SeekFlags::FLUSH | gst::SeekFlags::KEY_UNIT | gst::SeekFlags::SNAP_BEFORE;
        // A file that cannot be seeked is read from where it is.
        pipeline.seek_simple(flags, gst::ClockTime::from_nseconds(from_ns.unsigned_abs())).ok();
    }
    is_open.store(true, Ordering::Release);
    Ok(())
}

fn drive(pipeline: &gst::Pipeline, is_wanted: impl Fn() -> bool) -> Result<()> {
    let bus = pipeline.bus().ok_or_else(|| Error::internal("a pipeline without a bus"))?;
    while is_wanted() {
        match bus
            .timed_pop_filtered(LOOK, &[gst::MessageType::Eos, gst::MessageType::Error])
            .as_deref()
            .map(|m| m.view())
        {
            Some(gst::MessageView::Eos(_)) => return Ok(()),
            // A sink that took its last packet ends the demuxer, which calls that an error.
            Some(gst::MessageView::Error(e)) if is_wanted() => return Err(broken(e.error().message())),
            _ => {}
        }
    }
    Ok(())
}

fn broken(why: &str) -> Error {
    Error::source_fault(format!("the subtitles cannot be read: {why}"))
}
