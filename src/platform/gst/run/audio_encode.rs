//! Audio through a decoder, a mix of channels and the AAC encoder, on the absolute 1,024-sample grid.
//!
//! Two halves of one pipeline: decoder → appsink, and appsrc → encoder → appsink. Between them samples are placed by
//! their position since the origin: gaps become silence, overlaps are cut, and the encoder gets whole grid frames from
//! two before the boundary on. Its first packet holds only its delay of exactly one frame (avenc_aac; voaacenc has 1,600
//! samples, which fits no grid), so packet `j` carries grid frame `first + j - 1`, and the warm-up is dropped.

use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSinkCallbacks, AppSrc};

use super::collect::{Collector, Landing};
use super::control::{Control, Output};
use super::elements::{add_chain, app_sink, attach_chain, caps_filter, make, queue, software_decoder};
use super::mix::Mix;
use super::source::{Opened, Origin};
use super::spec::{AudioTarget, RunSpec};
use super::track::audio_track;
use crate::base::Result;
use crate::domain::fmp4::{Frame, init_segment};
use crate::domain::hls::Cuts;
use crate::domain::media::Stream;

const GRID: u64 = 1024;
/// Grid frames that the encoder gets ahead of the first one kept.
const WARM_UP: u64 = 2;

pub(super) fn attach(
    pipeline: &gst::Pipeline,
    opened: &Opened,
    (spec, target): (&RunSpec, &AudioTarget),
    control: &Arc<Control>,
) -> Result<()> {
    let first_frame = (spec.cuts.start(spec.first_segment) / GRID).saturating_sub(WARM_UP);
    let source = encoding_half(pipeline, (spec, target), first_frame, control)?;
    let placer = Arc::new(Mutex::new(Placer {
        control: Arc::clone(control),
        origin: opened.origin,
        rate: spec.cuts.timescale,
        n_channels: target.channels as usize,
        first_ns: opened.first_ns.unwrap_or(0),
        end: spec.cuts.end().div_ceil(GRID) * GRID + GRID,
        cursor: first_frame * GRID,
        start: first_frame * GRID,
        landing: Landing::new(spec),
        n_skipped: 0,
        pending: Vec::new(),
        source,
    }));
    // Two buffers after a seek are not used: the decoder clips the first to the seek's target.
    let n_to_skip = if spec.is_sought() { 2 } else { 0 };
    let sink = app_sink(16);
    let at_end = Arc::clone(&placer);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                placer.lock().unwrap_or_else(PoisonError::into_inner).take(&sample, n_to_skip)
            })
            .eos(move |_| at_end.lock().unwrap_or_else(PoisonError::into_inner).finish())
            .build(),
    );
    let raw = gst::Caps::builder("audio/x-raw")
        .field("format", "F32LE")
        .field("layout", "interleaved")
        .field("rate", target.sample_rate.cast_signed());
    let chain = [
        queue()?,
        software_decoder(&opened.caps, 1)?,
        make("audioconvert")?,
        make("audioresample")?,
        caps_filter(raw.build())?,
        sink.upcast(),
    ];
    attach_chain(pipeline, &opened.pad, &chain)
}

/// appsrc → avenc_aac → appsink; returns the source to feed.
fn encoding_half(
    pipeline: &gst::Pipeline,
    (spec, target): (&RunSpec, &AudioTarget),
    first_frame: u64,
    control: &Arc<Control>,
) -> Result<AppSrc> {
    let caps = gst::Caps::builder("audio/x-raw")
        .field("format", "F32LE")
        .field("layout", "interleaved")
        .field("rate", target.sample_rate.cast_signed())
        .field("channels", target.channels.cast_signed());
    let caps = match target.channels {
        6 => caps.field("channel-mask", gst::Bitmask::new(0x3f)),
        2 => caps.field("channel-mask", gst::Bitmask::new(3)),
        _ => caps,
    };
    let source = AppSrc::builder().caps(&caps.build()).format(gst::Format::Time).block(true).max_bytes(1 << 20).build();
    let encoder = make("avenc_aac")?;
    encoder.set_property("bitrate", target.bit_per_s.cast_signed());
    let sink = app_sink(64);
    let mut packets = Packets {
        collector: Collector::new(spec, control),
        control: Arc::clone(control),
        cuts: Arc::clone(&spec.cuts),
        stream: Stream { channels: Some(target.channels), ..spec.stream.clone() },
        next_frame: first_frame.cast_signed() - 1,
        has_init: false,
    };
    // The end comes through the same callback: after the last grid frame nothing is wanted.
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| packets.take(&sink.pull_sample().map_err(|_| gst::FlowError::Eos)?))
            .build(),
    );
    let raw = gst::Caps::builder("audio/mpeg").field("stream-format", "raw").build();
    let chain =
        [source.clone().upcast(), make("audioconvert")?, encoder, make("aacparse")?, caps_filter(raw)?, sink.upcast()];
    add_chain(pipeline, &chain)?;
    Ok(source)
}

/// Puts decoded samples where they belong and feeds the encoder whole grid frames.
struct Placer {
    control: Arc<Control>,
    origin: Origin,
    rate: u32,
    first_ns: i64,
    /// Where to stop: past the last grid frame by one, which the encoder's delay swallows.
    end: u64,
    /// Position of the next sample to be placed; `start` is where it began.
    cursor: u64,
    start: u64,
    landing: Landing,
    n_skipped: u32,
    n_channels: usize,
    /// Interleaved samples that are less than a grid frame.
    pending: Vec<f32>,
    source: AppSrc,
}

impl Placer {
    fn take(&mut self, sample: &gst::Sample, n_to_skip: u32) -> Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let (Some(buffer), Some(caps)) = (sample.buffer(), sample.caps()) else {
            return Err(gst::FlowError::Error);
        };
        let Some(pts) = buffer.pts() else { return Ok(gst::FlowSuccess::Ok) };
        let ns = self.origin.since(pts, sample.segment());
        let structure = caps.structure(0).ok_or(gst::FlowError::NotNegotiated)?;
        let n_channels = structure.get::<i32>("channels").map_err(|_| gst::FlowError::NotNegotiated)?;
        let n_channels = usize::try_from(n_channels).map_err(|_| gst::FlowError::NotNegotiated)?.max(1);
        let mask = structure.get::<gst::Bitmask>("channel-mask").map_or(0, |m| m.0);
        let data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?;
        let n_samples = data.len() / 4 / n_channels;
        let position = self.position(ns, n_samples);
        let from_start = self.start.cast_signed().max(self.first_position());
        // The skipped buffers have to lie ahead of the start too, so they are judged first.
        let late = u64::try_from(position).unwrap_or(0);
        if !self.landing.accepts(late, from_start.cast_unsigned(), &self.control) {
            self.n_skipped = 0;
            return Ok(gst::FlowSuccess::Ok);
        }
        if self.n_skipped < n_to_skip && position > self.first_position() {
            self.n_skipped += 1;
            return Ok(gst::FlowSuccess::Ok);
        }
        let samples: Vec<f32> =
            data.as_slice().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        self.place(position, &Mix::new((n_channels, mask), self.n_channels).apply(&samples))
    }

    fn first_position(&self) -> i64 {
        samples_of(self.first_ns, self.rate)
    }

    /// Where a buffer of `n` samples lies, counted from the stream's first frame in whole buffers: containers round
    /// times to 1 ms, and a restart must put each sample on the same place.
    fn position(&self, ns: i64, n: usize) -> i64 {
        let n = (n as i64).max(1);
        let offset = samples_of(ns - self.first_ns, self.rate);
        let snapped = (2 * offset + n).div_euclid(2 * n) * n;
        // Buffers shorter than the rounding cannot be counted; 1 ms is what containers round to.
        let is_countable = n > i64::from(self.rate) / 500;
        self.first_position() + if is_countable { snapped } else { offset }
    }

    fn place(&mut self, position: i64, samples: &[f32]) -> Result<gst::FlowSuccess, gst::FlowError> {
        let skip = usize::try_from(self.cursor.cast_signed() - position).unwrap_or(0);
        let Some(kept) = samples.get(skip * self.n_channels..).filter(|kept| !kept.is_empty()) else {
            return Ok(gst::FlowSuccess::Ok);
        };
        self.fill_up_to(u64::try_from(position).unwrap_or(0))?;
        self.feed(kept)
    }

    fn fill_up_to(&mut self, position: u64) -> Result<(), gst::FlowError> {
        let silence = vec![0.0; GRID as usize * self.n_channels];
        let position = position.min(self.end);
        while self.cursor < position {
            let n = (position - self.cursor).min(GRID) as usize;
            self.feed(&silence[..n * self.n_channels])?;
        }
        Ok(())
    }

    fn feed(&mut self, samples: &[f32]) -> Result<gst::FlowSuccess, gst::FlowError> {
        let n_channels = self.n_channels;
        self.pending.extend_from_slice(samples);
        self.cursor += (samples.len() / n_channels) as u64;
        let frame = GRID as usize * n_channels;
        let n_whole = self.pending.len() / frame * frame;
        if n_whole > 0 {
            let first = self.cursor - (self.pending.len() / n_channels) as u64;
            let rest = self.pending.split_off(n_whole);
            let whole = std::mem::replace(&mut self.pending, rest);
            let bytes: Vec<u8> = whole.iter().flat_map(|s| s.to_le_bytes()).collect();
            let mut buffer = gst::Buffer::from_mut_slice(bytes);
            if let Some(buffer) = buffer.get_mut() {
                let time = |at: u64| gst::ClockTime::from_nseconds(u128_ns(at, self.rate));
                buffer.set_pts(time(first));
                buffer.set_duration(time((n_whole / n_channels) as u64));
            }
            self.source.push_buffer(buffer)?;
        }
        // Everything that the track needs is in: the rest of the file is not decoded.
        if self.cursor >= self.end { Err(gst::FlowError::Eos) } else { Ok(gst::FlowSuccess::Ok) }
    }

    /// The stream has ended: silence up to the track's end, then the encoder is drained.
    fn finish(&mut self) {
        if self.landing.is_pending() {
            return;
        }
        // A refusal means that the pipeline goes down.
        self.fill_up_to(self.end).ok();
        self.source.end_of_stream().ok();
    }
}

fn samples_of(ns: i64, rate: u32) -> i64 {
    (i128::from(ns) * i128::from(rate) + 500_000_000).div_euclid(1_000_000_000) as i64
}

fn u128_ns(samples: u64, rate: u32) -> u64 {
    (u128::from(samples) * 1_000_000_000 / u128::from(rate)) as u64
}

/// Labels packets with their grid frames and collects them.
struct Packets {
    collector: Collector,
    control: Arc<Control>,
    cuts: Arc<Cuts>,
    stream: Stream,
    /// Grid frame of the next packet; the first packet is all delay.
    next_frame: i64,
    has_init: bool,
}

impl Packets {
    fn take(&mut self, sample: &gst::Sample) -> Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let frame = self.next_frame;
        self.next_frame += 1;
        let position = frame.cast_unsigned().wrapping_mul(GRID);
        if frame < 0 || position < self.cuts.start(self.collector.current()) {
            return Ok(gst::FlowSuccess::Ok);
        }
        self.announce(sample)?;
        if position >= self.cuts.end() {
            if self.collector.current() < self.cuts.n_segments() {
                self.collector.finish(position);
            }
            return Err(gst::FlowError::Eos);
        }
        if self.cuts.segment_of(position) > self.collector.current() {
            self.collector.close(position);
        }
        if self.collector.n_frames() == 0 && !self.control.wait_turn(self.collector.current()) {
            return Err(gst::FlowError::Eos);
        }
        let buffer = sample.buffer().ok_or(gst::FlowError::Error)?;
        let data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?.to_vec();
        self.collector.push(Frame { pts: position.cast_signed(), is_sync: true, data });
        Ok(gst::FlowSuccess::Ok)
    }

    fn announce(&mut self, sample: &gst::Sample) -> Result<(), gst::FlowError> {
        if !self.has_init {
            let Some(track) = sample.caps().and_then(|c| audio_track(c, &[], &self.stream, self.cuts.timescale)) else {
                self.control.fail("the encoder gave no codec data");
                return Err(gst::FlowError::NotNegotiated);
            };
            self.control.emit(Output::Init(init_segment(&track).into()));
            self.has_init = true;
        }
        Ok(())
    }
}
