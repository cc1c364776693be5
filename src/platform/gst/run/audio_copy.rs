//! Audio frames as they are, on the stream's own frame grid.
//!
//! Times are counted from the stream's first frame in whole frames, because containers round them (to 1 ms in Matroska,
//! 48 samples) and a restart must put each frame on the same sample. Before a stream that starts late, and after one
//! that ends early, silent AAC frames stand in where one is known for the layout.

use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::AppSinkCallbacks;

use super::collect::{Collector, Landing};
use super::control::{Control, Output};
use super::elements::{app_sink, attach_chain, caps_filter, make};
use super::source::{Opened, Origin};
use super::spec::RunSpec;
use super::track::audio_track;
use crate::base::{Error, Result};
use crate::domain::fmp4::{Frame, init_segment};
use crate::domain::hls::Cuts;
use crate::domain::media::Stream;

pub(super) fn attach(pipeline: &gst::Pipeline, opened: &Opened, spec: &RunSpec, control: &Arc<Control>) -> Result<()> {
    let codec = &spec.stream.codec;
    let (parser, caps) =
        copied_form(codec).ok_or_else(|| Error::source_fault(format!("{codec} cannot be copied into HLS")))?;
    let sink = app_sink(64);
    let copy = Arc::new(Mutex::new(Copy {
        collector: Collector::new(spec, control),
        control: Arc::clone(control),
        cuts: Arc::clone(&spec.cuts),
        origin: opened.origin,
        stream: spec.stream.clone(),
        landing: Landing::new(spec),
        first_ns: opened.first_ns.unwrap_or(0),
        n_per_frame: 0,
        counted: spec.exact.map(|_| 0),
        next: None,
        has_init: false,
    }));
    let at_end = Arc::clone(&copy);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                copy.lock().unwrap_or_else(PoisonError::into_inner).take(&sample)
            })
            .eos(move |_| at_end.lock().unwrap_or_else(PoisonError::into_inner).finish())
            .build(),
    );
    attach_chain(pipeline, &opened.pad, &[make(parser)?, caps_filter(caps)?, sink.upcast()])
}

fn copied_form(codec: &str) -> Option<(&'static str, gst::Caps)> {
    let caps = gst::Caps::builder;
    Some(match codec {
        "aac" => ("aacparse", caps("audio/mpeg").field("stream-format", "raw").field("framed", true).build()),
        "ac3" => ("ac3parse", caps("audio/x-ac3").field("framed", true).field("alignment", "frame").build()),
        "eac3" => ("ac3parse", caps("audio/x-eac3").field("framed", true).field("alignment", "frame").build()),
        "mp3" => {
            let mp3 = caps("audio/mpeg").field("mpegversion", 1).field("layer", 3).field("parsed", true);
            ("mpegaudioparse", mp3.build())
        }
        "opus" => ("opusparse", caps("audio/x-opus").build()),
        "flac" => ("flacparse", caps("audio/x-flac").field("framed", true).build()),
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
    first_ns: i64,
    /// Samples in a frame, as the first one says.
    n_per_frame: u64,
    /// Samples of all frames so far, where those are counted.
    counted: Option<u64>,
    /// Position after the last frame.
    next: Option<u64>,
    has_init: bool,
}

impl Copy {
    fn take(&mut self, sample: &gst::Sample) -> Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let buffer = sample.buffer().ok_or(gst::FlowError::Error)?;
        let data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?.to_vec();
        // Headers that a parser sends ahead of the frames have no time.
        let (Some(pts), false) = (buffer.pts(), buffer.flags().contains(gst::BufferFlags::HEADER) && !self.has_init)
        else {
            return Ok(gst::FlowSuccess::Ok);
        };
        if self.n_per_frame == 0 {
            self.n_per_frame = self.frame_length(buffer);
        }
        let at = self.count(buffer).or_else(|| self.position(self.origin.since(pts, sample.segment())));
        let Some(position) = at else { return Ok(gst::FlowSuccess::Ok) };
        let wanted = self.cuts.start(self.collector.current());
        let first = self.cuts.ticks(self.first_ns);
        if !self.landing.accepts(position, wanted.max(first) + self.n_per_frame, &self.control) {
            return Ok(gst::FlowSuccess::Ok);
        }
        self.announce(sample, &data)?;
        if self.next.is_none() && position < wanted || self.next.is_some_and(|next| position < next) {
            return Ok(gst::FlowSuccess::Ok);
        }
        self.fill_up_to(position)?;
        self.push(position, data)
    }

    fn frame_length(&self, buffer: &gst::BufferRef) -> u64 {
        let by_duration = buffer.duration().map_or(0, |d| self.cuts.ticks(d.nseconds().cast_signed()));
        match self.stream.codec.as_str() {
            "aac" if by_duration < 1500 => 1024,
            "aac" => 2048,
            "mp3" => 1152,
            _ if by_duration > 0 => by_duration,
            _ => 1536,
        }
    }

    /// The frame's place by the lengths of all before it, where those are counted.
    fn count(&mut self, buffer: &gst::BufferRef) -> Option<u64> {
        let at = self.counted?;
        self.counted = Some(at + self.frame_length(buffer));
        Some(at)
    }

    /// The frame's place, in whole frames from the stream's first; `None` before the origin.
    fn position(&self, ns: i64) -> Option<u64> {
        let rate = i128::from(self.cuts.timescale);
        let length = i128::from(self.n_per_frame);
        let samples = |ns: i64| (i128::from(ns) * rate + 500_000_000).div_euclid(1_000_000_000);
        let n = (2 * samples(ns - self.first_ns) + length).div_euclid(2 * length);
        u64::try_from(samples(self.first_ns) + n * length).ok()
    }

    /// The stream's first frame at or after `position`, were there one.
    fn on_grid(&self, position: u64) -> u64 {
        let length = self.n_per_frame.max(1).cast_signed();
        let first = self.cuts.signed_ticks(self.first_ns);
        let n = (position.cast_signed() - first + length - 1).div_euclid(length);
        (first + n * length).max(0).cast_unsigned()
    }

    fn push(&mut self, position: u64, data: Vec<u8>) -> Result<gst::FlowSuccess, gst::FlowError> {
        while self.cuts.segment_of(position) > self.collector.current() {
            self.collector.close(position);
        }
        if self.collector.n_frames() == 0 && !self.control.wait_turn(self.collector.current()) {
            return Err(gst::FlowError::Eos);
        }
        self.collector.push(Frame { pts: position.cast_signed(), is_sync: true, data });
        self.next = Some(position + self.n_per_frame);
        Ok(gst::FlowSuccess::Ok)
    }

    /// Silence from where the output stands up to `position`, if more than a frame is missing.
    fn fill_up_to(&mut self, position: u64) -> Result<(), gst::FlowError> {
        let Some(silence) = silent_frame(&self.stream) else { return Ok(()) };
        let length = self.n_per_frame.max(1);
        let mut at = self.next.unwrap_or_else(|| self.on_grid(self.cuts.start(self.collector.current())));
        while at + length <= position {
            self.push(at, silence.to_vec())?;
            at += length;
        }
        Ok(())
    }

    fn announce(&mut self, sample: &gst::Sample, first: &[u8]) -> Result<(), gst::FlowError> {
        if !self.has_init {
            let timescale = self.cuts.timescale;
            let Some(track) = sample.caps().and_then(|c| audio_track(c, first, &self.stream, timescale)) else {
                self.control.fail("the audio has no usable codec data");
                return Err(gst::FlowError::NotNegotiated);
            };
            self.control.emit(Output::Init(init_segment(&track).into()));
            self.has_init = true;
        }
        Ok(())
    }

    fn finish(&mut self) {
        // Sound may end long before the picture does. What follows is silence, but only a frame says in which form.
        if self.landing.is_pending() || !self.has_init && self.landing.retries_at_end(&self.control) {
            return;
        }
        let end = self.cuts.end();
        if self.has_init {
            // A refusal means that nobody waits any more.
            self.fill_up_to(end).ok();
        }
        // The last frame may be shorter than the others.
        let last = self.next.unwrap_or(end);
        self.collector.finish(if self.counted.is_some() { last.min(end) } else { last });
    }
}

/// One frame of digital silence in AAC-LC.
fn silent_frame(stream: &Stream) -> Option<&'static [u8]> {
    if stream.codec != "aac" {
        return None;
    }
    match stream.channels {
        Some(1) => Some(&[0x00, 0xc8, 0x00, 0x80, 0x23, 0x80]),
        Some(2) => Some(&[0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80]),
        _ => None,
    }
}
