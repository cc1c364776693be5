//! Picture subtitles out of a media file, as they are: one track from a place on, for as long as somebody takes them.
//!
//! Demux only. Blocking; the caller has a thread for it. `emit` may block: the demuxer then waits, so that a reader who
//! keeps pace with the film costs the disk no more than the film does. Other streams are dropped at their pads.
//! A seek is made while the first picture is held at its pad: any earlier and the demuxer lands anywhere (1.22).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks};

use super::elements::app_sink;
use super::subtitles::{attach, broken, front, is_subtitle, packet_of, wait_for_end};
use super::threads;
use super::timeline::Timeline;
use crate::base::{Error, Result};
use crate::platform::fs::MediaFile;

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
    // Nothing is held where nobody seeks.
    let holds = (track.from_ns > 0).then(Vec::new);
    let gate = Arc::new(Gate { held, holds: Mutex::new(holds) });
    let pipeline = build(file, track, Arc::clone(&gate), emit)?;
    let read = begin(&pipeline, track.from_ns, &gate, &holding).and_then(|()| drive(&pipeline, is_wanted));
    pipeline.set_state(gst::State::Null).map_err(|e| Error::internal("stop reading subtitles").with_source(e))?;
    read
}

/// Holds the film's pictures until the seek is made. They are dropped in any case.
struct Gate {
    held: mpsc::SyncSender<()>,
    /// `None` once the gate is open.
    holds: Mutex<Option<Vec<(gst::Pad, gst::PadProbeId)>>>,
}

impl Gate {
    fn hold(&self, pad: &gst::Pad) {
        if let Some(holds) = self.lock().as_mut() {
            let held = self.held.clone();
            let probe = pad.add_probe(gst::PadProbeType::BLOCK | gst::PadProbeType::BUFFER, move |_, _| {
                // A second picture at another pad finds the channel full, which is as good.
                held.try_send(()).ok();
                gst::PadProbeReturn::Ok
            });
            holds.extend(probe.map(|probe| (pad.clone(), probe)));
        }
        // Asked after the one that blocks.
        pad.add_probe(gst::PadProbeType::BUFFER, |_, _| gst::PadProbeReturn::Drop);
    }

    /// By removing what holds: a first picture of the new place may be held already, and nobody would ask it again.
    fn open(&self) {
        for (pad, probe) in self.lock().take().into_iter().flatten() {
            pad.remove_probe(probe);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Vec<(gst::Pad, gst::PadProbeId)>>> {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn build(
    file: &MediaFile,
    track: SubtitleTrack,
    gate: Arc<Gate>,
    emit: impl FnMut(SubtitlePacket) -> bool + Send + 'static,
) -> Result<gst::Pipeline> {
    let (pipeline, parse) = front(file)?;
    let (weak, seen, emit) = (pipeline.downgrade(), AtomicUsize::new(0), Mutex::new(Some(emit)));
    parse.connect_pad_added(move |_, pad| {
        let caps = pad.query_caps(None);
        let name = caps.structure(0).map_or("", |s| s.name().as_str());
        if name.starts_with("video/") {
            return gate.hold(pad);
        }
        let is_it = is_subtitle(name) && seen.fetch_add(1, Ordering::Relaxed) == track.ordinal;
        let emit = emit.lock().ok().and_then(|mut emit| emit.take_if(|_| is_it));
        let sink =
            weak.upgrade().zip(emit).map(|(pipeline, emit)| (sink_of(&pipeline, track.origin_ns, emit), pipeline));
        attach(pad, sink);
    });
    Ok(pipeline)
}

fn sink_of(
    pipeline: &gst::Pipeline,
    origin_ns: i64,
    mut emit: impl FnMut(SubtitlePacket) -> bool + Send + 'static,
) -> AppSink {
    // Without preroll: subtitles are rare, and waiting for one would stop a demuxer with one thread.
    let sink = app_sink(1);
    let timeline = Timeline::of_pipeline(pipeline);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                let Some((at_ns, bytes)) = packet_of(&sample, timeline) else { return Ok(gst::FlowSuccess::Ok) };
                let packet = SubtitlePacket { at_ns: at_ns - origin_ns, bytes };
                if emit(packet) { Ok(gst::FlowSuccess::Ok) } else { Err(gst::FlowError::Eos) }
            })
            .build(),
    );
    sink
}

/// Starts, and goes to the place where somebody wants to read.
fn begin(pipeline: &gst::Pipeline, from_ns: i64, gate: &Gate, holding: &mpsc::Receiver<()>) -> Result<()> {
    let bus = pipeline.bus().ok_or_else(|| Error::internal("a pipeline without a bus"))?;
    threads::lower_all(&bus);
    pipeline.set_state(gst::State::Playing).map_err(|e| broken(&e.to_string()))?;
    if from_ns > 0 && holding.recv_timeout(OPENING).is_ok() {
        let flags = gst::SeekFlags::FLUSH | gst::SeekFlags::KEY_UNIT | gst::SeekFlags::SNAP_BEFORE;
        // A file that cannot be seeked is read from where it is.
        pipeline.seek_simple(flags, gst::ClockTime::from_nseconds(from_ns.unsigned_abs())).ok();
    }
    gate.open();
    Ok(())
}

fn drive(pipeline: &gst::Pipeline, is_wanted: impl Fn() -> bool) -> Result<()> {
    let bus = pipeline.bus().ok_or_else(|| Error::internal("a pipeline without a bus"))?;
    while is_wanted() {
        match wait_for_end(&bus) {
            // A sink that took its last packet ends the demuxer, which calls that an error.
            Some(Err(_)) if !is_wanted() => {}
            Some(ended) => return ended,
            None => {}
        }
    }
    Ok(())
}
