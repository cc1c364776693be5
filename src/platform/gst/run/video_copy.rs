//! Video as it is: demuxed, parsed, cut at the keyframes that the index chose.
//!
//! Frames are taken by a probe, not by an appsink: a sink drops what lies ahead of its segment, and where an edit list
//! begins a film between two keyframes, that is the keyframe and all that leads up to the first picture shown.
//!
//! Leading pictures of an open GOP stay in the segment of their keyframe, whatever the start of the run, so that a
//! segment's bytes do not depend on it.

use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;

use super::collect::{Collector, Landing};
use super::control::{Control, Output};
use super::elements::{attach_chain, caps_filter, make};
use super::source::{Opened, Origin, segment_of};
use super::spec::RunSpec;
use super::track::video_track;
use crate::base::{Error, Result};
use crate::domain::fmp4::{Frame, init_segment};
use crate::domain::hls::Cuts;
use crate::domain::media::Stream;

pub(super) fn attach(pipeline: &gst::Pipeline, opened: &Opened, spec: &RunSpec, control: &Arc<Control>) -> Result<()> {
    let codec = &spec.stream.codec;
    let (parser, caps) =
        copied_form(codec).ok_or_else(|| Error::source_fault(format!("{codec} cannot be copied into HLS")))?;
    let filter = caps_filter(caps)?;
    let frames = filter.static_pad("src").ok_or_else(|| Error::internal("a filter without an output"))?;
    let copy = Arc::new(Mutex::new(Copy {
        collector: Collector::new(spec, control),
        control: Arc::clone(control),
        cuts: Arc::clone(&spec.cuts),
        origin: opened.origin,
        stream: spec.stream.clone(),
        landing: Landing::new(spec),
        is_keeping: false,
        has_init: false,
    }));
    frames.add_probe(gst::PadProbeType::BUFFER | gst::PadProbeType::EVENT_DOWNSTREAM, move |pad, info| {
        let mut copy = copy.lock().unwrap_or_else(PoisonError::into_inner);
        match &info.data {
            Some(gst::PadProbeData::Buffer(buffer)) => {
                // A refusal has told the thread already, which takes the pipeline down.
                copy.take(pad, buffer).ok();
                gst::PadProbeReturn::Drop
            }
            Some(gst::PadProbeData::Event(event)) if event.type_() == gst::EventType::Eos => {
                copy.finish();
                // Dropped, 1.22 would release the event twice.
                gst::PadProbeReturn::Ok
            }
            _ => gst::PadProbeReturn::Ok,
        }
    });
    attach_chain(pipeline, &opened.pad, &[make(parser)?, filter])
}

/// Parser and caps of each codec as MP4 wants it: one access unit per buffer, parameter sets out of band.
fn copied_form(codec: &str) -> Option<(&'static str, gst::Caps)> {
    let caps = |name: &str, alignment: &str| gst::Caps::builder(name).field("alignment", alignment);
    Some(match codec {
        "h264" => ("h264parse", caps("video/x-h264", "au").field("stream-format", "avc").build()),
        "hevc" => ("h265parse", caps("video/x-h265", "au").field("stream-format", "hvc1").build()),
        "av1" => ("av1parse", caps("video/x-av1", "tu").field("stream-format", "obu-stream").build()),
        "vp9" => ("vp9parse", caps("video/x-vp9", "super-frame").build()),
        _ => return None,
    })
}

struct Copy {
    collector: Collector,
    control: Arc<Control>,
    cuts: Arc<Cuts>,
    origin: Origin,
    stream: Stream,
    landing: Landing,
    /// False up to the boundary that the run starts at.
    is_keeping: bool,
    has_init: bool,
}

impl Copy {
    fn take(&mut self, pad: &gst::Pad, buffer: &gst::BufferRef) -> Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let Some(pts) = buffer.pts() else {
            self.control.fail("the video has frames without a time");
            return Err(gst::FlowError::Error);
        };
        let ns = self.origin.since(pts, segment_of(pad).as_ref());
        let tick = self.cuts.ticks(ns);
        let is_key = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
        if !self.is_keeping && !self.begins(tick, is_key) {
            return Ok(gst::FlowSuccess::Ok);
        }
        self.announce(pad)?;
        let is_sync = is_key || self.is_boundary(self.collector.current() + 1, tick);
        if is_sync && self.collector.n_frames() > 0 && self.cuts.segment_of(tick) > self.collector.current() {
            self.collector.close(tick);
            self.skip_to(tick);
        }
        if self.collector.n_frames() == 0 && !self.control.wait_turn(self.collector.current()) {
            return Err(gst::FlowError::Eos);
        }
        let data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?.to_vec();
        self.collector.push(Frame { pts: self.cuts.signed_ticks(ns), is_sync, data });
        Ok(gst::FlowSuccess::Ok)
    }

    /// Whether this frame is the first to be kept.
    fn begins(&mut self, tick: u64, is_key: bool) -> bool {
        let wanted = self.collector.current();
        let latest = self.cuts.start(wanted) + self.cuts.slack;
        if !is_key && !self.is_boundary(wanted, tick) || !self.landing.accepts(tick, latest, &self.control) {
            return false;
        }
        let begins = self.cuts.segment_of(tick) >= wanted;
        if begins {
            self.is_keeping = true;
            self.skip_to(tick);
        }
        begins
    }

    /// The container's index may call a frame a keyframe that the parser does not: an I picture with a recovery point.
    fn is_boundary(&self, segment: u32, tick: u64) -> bool {
        segment < self.cuts.n_segments() && self.cuts.start(segment).abs_diff(tick) <= self.cuts.slack
    }

    /// Closes segments that hold no keyframe of their own, which happens when the index does not match the file.
    fn skip_to(&mut self, tick: u64) {
        while self.collector.current() < self.cuts.segment_of(tick) {
            self.collector.close(self.cuts.start(self.collector.current() + 1));
        }
    }

    /// The init segment, once the parser has said what the stream is.
    fn announce(&mut self, pad: &gst::Pad) -> Result<(), gst::FlowError> {
        if !self.has_init {
            let track = pad.current_caps().and_then(|caps| video_track(&caps, &self.stream));
            let Some(track) = track else {
                self.control.fail("the video has no usable codec data");
                return Err(gst::FlowError::NotNegotiated);
            };
            self.control.emit(Output::Init(init_segment(&track).into()));
            self.has_init = true;
        }
        Ok(())
    }

    fn finish(&mut self) {
        if !self.landing.is_pending() {
            self.collector.finish(self.cuts.end());
        }
    }
}
