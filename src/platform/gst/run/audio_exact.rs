//! A track of music, every sample of it and no other, as FLAC or Opus: what follows it can begin behind its last sample.
//!
//! Samples are counted from the file's start instead of placed by time: times are rounded, and a decoder gives some samples
//! ahead of the music (`ExactSound`). Therefore nothing is sought; a run that begins in the middle decodes what is before
//! it, which is hundreds of times faster than it plays. FLAC frames stand for themselves. Opus gets four frames of warm-up
//! where it does not begin at the start, and the track begins at a tick that its delay is before: players cut there.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSinkCallbacks, AppSrc};

use super::collect::Collector;
use super::control::{Control, Output};
use super::elements::{add_chain, app_sink, attach_chain, caps_filter, make, queue, software_decoder};
use super::mix::Mix;
use super::source::Opened;
use super::spec::{ExactCodec, ExactTarget, RunSpec};
use super::track::audio_track;
use crate::base::Result;
use crate::domain::containers::{Source, sound_packets};
use crate::domain::fmp4::{AudioCodec, Frame, Media, init_segment};
use crate::domain::hls::Cuts;
use crate::domain::media::Stream;
use crate::platform::fs::MediaFile;

/// The demuxer was seen to leave out one packet; as many as this are no other file.
const MISSING_MAX: usize = 4;

pub(super) fn attach(
    pipeline: &gst::Pipeline,
    opened: &Opened,
    (spec, target): (&RunSpec, &ExactTarget),
    control: &Arc<Control>,
) -> Result<()> {
    let (frame, rate) = (target.codec.frame(), target.sample_rate);
    let first_frame = (spec.cuts.start(spec.first_segment) / frame).saturating_sub(target.codec.warm_up());
    let source = encoding_half(pipeline, (spec, target), first_frame, control)?;
    let scaled = |n: u64, from: u32| (u128::from(n) * u128::from(rate) / u128::from(from.max(1))) as u64;
    let n_ahead = spec.exact.map_or(0, |exact| scaled(exact.start, exact.sample_rate));
    let (begin, music) = (first_frame * frame, spec.cuts.end().saturating_sub(target.codec.start()));
    let counter = Arc::new(Mutex::new(Counter {
        control: Arc::clone(control),
        n_channels: target.channels as usize,
        n_to_drop: n_ahead + begin,
        n_left: music.saturating_sub(begin),
        // What the encoder looks ahead is drawn out by silence behind the music.
        n_behind: if target.codec.start() == 0 { 0 } else { target.codec.start() + frame },
        source,
    }));
    let sink = app_sink(16);
    let at_end = Arc::clone(&counter);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                counter.lock().unwrap_or_else(PoisonError::into_inner).take(&sample)
            })
            .eos(move |_| at_end.lock().unwrap_or_else(PoisonError::into_inner).finish())
            .build(),
    );
    let raw = gst::Caps::builder("audio/x-raw")
        .field("format", "F32LE")
        .field("layout", "interleaved")
        .field("rate", rate.cast_signed());
    let chain = [
        queue()?,
        software_decoder(&opened.caps, 1)?,
        make("audioconvert")?,
        make("audioresample")?,
        caps_filter(raw.build())?,
        sink.upcast(),
    ];
    attach_chain(pipeline, &opened.pad, &chain)?;
    add_missing(&opened.pad, &spec.source.file);
    Ok(())
}

/// What the demuxer leaves out at the end of an MP4 (see `sound_packets`) is read here, and goes to the decoder ahead of the
/// end of the stream. Its edit list must not cut either: in milliseconds it says less than the samples do, and a decoder
/// would follow it.
fn add_missing(pad: &gst::Pad, file: &Arc<MediaFile>) {
    let Some(packets) = sound_packets(&**file) else { return };
    let (file, n_seen) = (Arc::clone(file), AtomicUsize::new(0));
    pad.add_probe(gst::PadProbeType::BUFFER | gst::PadProbeType::EVENT_DOWNSTREAM, move |pad, info| {
        match &info.data {
            Some(gst::PadProbeData::Event(event)) if event.type_() == gst::EventType::Segment => {
                let open = gst::FormattedSegment::<gst::ClockTime>::new();
                let event = gst::event::Segment::builder(&open).seqnum(event.seqnum()).build();
                info.data = Some(gst::PadProbeData::Event(event));
            }
            Some(gst::PadProbeData::Buffer(_)) => {
                n_seen.fetch_add(1, Ordering::Relaxed);
            }
            Some(gst::PadProbeData::Event(event)) if event.type_() == gst::EventType::Eos => {
                let missing = packets.get(n_seen.load(Ordering::Relaxed)..).unwrap_or_default();
                for (offset, len) in missing.iter().filter(|_| missing.len() <= MISSING_MAX) {
                    let Some(bytes) = Source::read(&*file, *offset, *len as usize) else { break };
                    // A refusal means that nothing more is wanted.
                    if pad.peer().is_none_or(|peer| peer.chain(gst::Buffer::from_mut_slice(bytes)).is_err()) {
                        break;
                    }
                }
            }
            _ => {}
        }
        gst::PadProbeReturn::Ok
    });
}

/// appsrc → encoder → appsink; returns the source to feed.
fn encoding_half(
    pipeline: &gst::Pipeline,
    (spec, target): (&RunSpec, &ExactTarget),
    first_frame: u64,
    control: &Arc<Control>,
) -> Result<AppSrc> {
    let raw = |format: &str| {
        let caps = gst::Caps::builder("audio/x-raw")
            .field("format", format)
            .field("layout", "interleaved")
            .field("rate", target.sample_rate.cast_signed())
            .field("channels", target.channels.cast_signed());
        let mask = match target.channels {
            6 => 0x3f,
            2 => 3,
            _ => return caps.build(),
        };
        caps.field("channel-mask", gst::Bitmask::new(mask)).build()
    };
    let source = AppSrc::builder().caps(&raw("F32LE")).format(gst::Format::Time).block(true).max_bytes(1 << 20).build();
    let convert = make("audioconvert")?;
    // A run that begins elsewhere has to give the same samples.
    convert.set_property_from_str("dithering", "none");
    let (encoder, format) = match target.codec {
        ExactCodec::Flac { bits } => {
            let encoder = make("flacenc")?;
            encoder.set_property("blocksize", target.codec.frame() as u32);
            (encoder, if bits > 16 { "S24_32LE" } else { "S16LE" })
        }
        ExactCodec::Opus { bit_per_s } => {
            let encoder = make("opusenc")?;
            encoder.set_property("bitrate", bit_per_s.cast_signed());
            (encoder, "S16LE")
        }
    };
    let sink = app_sink(64);
    let packets = Arc::new(Mutex::new(Packets {
        collector: Collector::new(spec, control),
        control: Arc::clone(control),
        cuts: Arc::clone(&spec.cuts),
        stream: Stream { channels: Some(target.channels), ..spec.stream.clone() },
        frame: target.codec.frame(),
        next_frame: first_frame,
        has_init: false,
    }));
    let at_end = Arc::clone(&packets);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                packets.lock().unwrap_or_else(PoisonError::into_inner).take(&sample)
            })
            .eos(move |_| at_end.lock().unwrap_or_else(PoisonError::into_inner).finish())
            .build(),
    );
    add_chain(pipeline, &[source.clone().upcast(), convert, caps_filter(raw(format))?, encoder, sink.upcast()])?;
    Ok(source)
}

/// Passes on the samples that are wanted, by their number.
struct Counter {
    control: Arc<Control>,
    n_channels: usize,
    /// Of what the decoder gives next.
    n_to_drop: u64,
    n_left: u64,
    n_behind: u64,
    source: AppSrc,
}

impl Counter {
    fn take(&mut self, sample: &gst::Sample) -> std::result::Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let (Some(buffer), Some(caps)) = (sample.buffer(), sample.caps()) else { return Err(gst::FlowError::Error) };
        let structure = caps.structure(0).ok_or(gst::FlowError::NotNegotiated)?;
        let n_channels = structure.get::<i32>("channels").map_err(|_| gst::FlowError::NotNegotiated)?;
        let n_channels = usize::try_from(n_channels).map_err(|_| gst::FlowError::NotNegotiated)?.max(1);
        let mask = structure.get::<gst::Bitmask>("channel-mask").map_or(0, |m| m.0);
        let data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?;
        let n = (data.len() / 4 / n_channels) as u64;
        let n_dropped = self.n_to_drop.min(n);
        self.n_to_drop -= n_dropped;
        let n_kept = (n - n_dropped).min(self.n_left);
        if n_kept > 0 {
            let from = n_dropped as usize * n_channels * 4;
            let kept = &data.as_slice()[from..from + n_kept as usize * n_channels * 4];
            let samples: Vec<f32> = kept.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            self.n_left -= n_kept;
            self.feed(&Mix::new((n_channels, mask), self.n_channels).apply(&samples))?;
        }
        if self.n_left > 0 {
            return Ok(gst::FlowSuccess::Ok);
        }
        // The rest of the file is not decoded.
        self.finish();
        Err(gst::FlowError::Eos)
    }

    fn feed(&self, samples: &[f32]) -> std::result::Result<(), gst::FlowError> {
        let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        self.source.push_buffer(gst::Buffer::from_mut_slice(bytes)).map(drop)
    }

    /// A file that ends before it said gets silence up to there.
    fn finish(&mut self) {
        let n = std::mem::take(&mut self.n_left) + std::mem::take(&mut self.n_behind);
        let mut left = n as usize;
        while left > 0 {
            let n = left.min(48_000);
            // A refusal means that the pipeline goes down.
            if self.feed(&vec![0.0; n * self.n_channels]).is_err() {
                break;
            }
            left -= n;
        }
        self.source.end_of_stream().ok();
    }
}

/// Labels packets with their frames and collects them.
struct Packets {
    collector: Collector,
    control: Arc<Control>,
    cuts: Arc<Cuts>,
    stream: Stream,
    frame: u64,
    next_frame: u64,
    has_init: bool,
}

impl Packets {
    fn take(&mut self, sample: &gst::Sample) -> std::result::Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let buffer = sample.buffer().ok_or(gst::FlowError::Error)?;
        if buffer.flags().contains(gst::BufferFlags::HEADER) {
            return Ok(gst::FlowSuccess::Ok);
        }
        let position = self.next_frame * self.frame;
        self.next_frame += 1;
        if position < self.cuts.start(self.collector.current()) || position >= self.cuts.end() {
            return Ok(gst::FlowSuccess::Ok);
        }
        self.announce(sample)?;
        if self.cuts.segment_of(position) > self.collector.current() {
            self.collector.close(position);
        }
        if self.collector.n_frames() == 0 && !self.control.wait_turn(self.collector.current()) {
            return Err(gst::FlowError::Eos);
        }
        let data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?.to_vec();
        self.collector.push(Frame { pts: position.cast_signed(), is_sync: true, data });
        Ok(gst::FlowSuccess::Ok)
    }

    fn announce(&mut self, sample: &gst::Sample) -> std::result::Result<(), gst::FlowError> {
        if self.has_init {
            return Ok(());
        }
        let track = sample.caps().and_then(|c| audio_track(c, &[], &self.stream, self.cuts.timescale));
        let Some(mut track) = track else {
            self.control.fail("the encoder gave no codec data");
            return Err(gst::FlowError::NotNegotiated);
        };
        // The player cuts the delay off. A decoder that did so too would do it at every join.
        if let Media::Audio(audio) = &mut track.media
            && let AudioCodec::Opus(head) = &mut audio.codec
            && let Some(skip) = head.get_mut(2..4)
        {
            skip.fill(0);
        }
        self.control.emit(Output::Init(init_segment(&track).into()));
        self.has_init = true;
        Ok(())
    }

    fn finish(&mut self) {
        self.collector.finish(self.cuts.end());
    }
}
