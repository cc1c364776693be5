//! Frames of a film as RGB, and RGB as JPEG. Runs in a child only.
//!
//! file → parsebin → the first moving picture → decodebin → scaled into a bound with square pixels → turned upright →
//! appsink. Other streams are dropped at their pad. Seeks go to keyframes after preroll: a seek any earlier lands
//! somewhere (1.22), and exactness is of no use here.

use gstreamer::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use gstreamer::event::{Eos, Segment};
use gstreamer::{
    Buffer, BufferFlags, BufferRef, Caps, ClockTime, Element, ElementFactory, EventType, Fraction, IntRange,
    MessageType, MessageView, Pad, PadProbeReturn, PadProbeType, Pipeline, Sample, SeekFlags, State,
};
use gstreamer_app::{AppSink, AppSrc};

use crate::domain::blurhash::Rgb;

use super::wire::Picture;
use crate::platform::gst::timeline::Timeline;

pub(super) const PREROLL: ClockTime = ClockTime::from_seconds(10);
/// Indexes and cues round their times.
const ROUNDING: ClockTime = ClockTime::from_mseconds(2);
const QUALITY: i32 = 85;
/// WebP looks as good at a lower number.
const WEBP_QUALITY: f32 = 78.0;
/// 8K has 33 million. More is a bomb, or nothing that a small machine decodes.
const MAX_PIXELS: i64 = 64 << 20;

/// A film that is prerolled at some frame.
pub struct Film {
    pipeline: Pipeline,
    sink: AppSink,
    aim: Arc<Aim>,
}

/// Which keyframe is wanted.
struct Aim {
    /// Nanoseconds since the origin; the first keyframe from there on. The lowest number: any.
    at_ns: AtomicI64,
    /// Where the file's times begin.
    origin_ns: i64,
    timeline: OnceLock<Timeline>,
}

impl Aim {
    fn is_hit(&self, pad: &Pad, buffer: &BufferRef) -> bool {
        let at_ns = self.at_ns.load(Ordering::Acquire);
        let Some((timeline, time)) = self.timeline.get().zip(buffer.pts().or(buffer.dts())) else { return true };
        let segment = pad.sticky_event::<Segment>(0).map(|event| event.segment().clone());
        let segment = segment.as_ref().and_then(|segment| segment.downcast_ref::<ClockTime>());
        let time_ns = timeline.source_time_ns(time, segment).unwrap_or(i64::MAX);
        time_ns.saturating_sub(self.origin_ns) >= at_ns
    }
}

impl Film {
    /// Frames come as large as they are, but no larger than `bound`.
    pub fn open(path: &str, bound: (u32, u32), origin_ns: i64) -> Result<Self, String> {
        let pipeline = Pipeline::new();
        let aim = Arc::new(Aim { at_ns: AtomicI64::new(i64::MIN), origin_ns, timeline: OnceLock::new() });
        let (source, parse, decode) = (make("filesrc")?, make("parsebin")?, make("decodebin")?);
        source.set_property("location", path);
        let (scale, filter, flip) = (make("videoconvertscale")?, make("capsfilter")?, make("videoflip")?);
        filter.set_property("caps", square_rgb(bound));
        flip.set_property_from_str("video-direction", "auto");
        let sink = AppSink::builder().sync(false).max_buffers(1).build();

        let picture_chain = [&scale, &filter, &flip, sink.upcast_ref::<Element>()];
        pipeline.add_many([&source, &parse, &decode]).map_err(text)?;
        pipeline.add_many(picture_chain).map_err(text)?;
        source.link(&parse).map_err(text)?;
        Element::link_many(picture_chain).map_err(text)?;

        let (decoder_input, picture_input) = (input_of(&decode)?, input_of(&scale)?);
        end_after_keyframe(&decoder_input, Arc::clone(&aim));
        parse.connect_pad_added(move |_, pad| {
            if !(is_moving_picture(pad) && !decoder_input.is_linked() && pad.link(&decoder_input).is_ok()) {
                pad.add_probe(PadProbeType::BUFFER | PadProbeType::BUFFER_LIST, |_, _| PadProbeReturn::Drop);
            }
        });
        decode.connect_pad_added(move |_, pad| {
            if !picture_input.is_linked() {
                // A failure shows as an error on the bus.
                pad.link(&picture_input).ok();
            }
        });
        let film = Self { pipeline, sink, aim };
        film.preroll()?;
        let timeline = Timeline::of_pipeline(&film.pipeline);
        film.aim.timeline.get_or_init(|| timeline);
        Ok(film)
    }

    fn preroll(&self) -> Result<(), String> {
        self.pipeline.set_state(State::Paused).map_err(text)?;
        let bus = self.pipeline.bus().ok_or("a pipeline without a bus")?;
        let wanted = [MessageType::AsyncDone, MessageType::Error, MessageType::Eos];
        match bus.timed_pop_filtered(PREROLL, &wanted).as_ref().map(|m| m.view()) {
            Some(MessageView::AsyncDone(_)) => Ok(()),
            Some(MessageView::Error(error)) => Err(error.error().to_string()),
            Some(_) => Err("the film ends before its first picture".to_owned()),
            None => Err("no picture in time".to_owned()),
        }
    }

    /// The keyframe at or before so many percent of the film; `None` when it cannot be reached.
    pub fn frame_at(&self, percent: u64) -> Option<Rgb> {
        let duration = self.pipeline.query_duration::<ClockTime>().filter(|d| !d.is_zero())?;
        let at = duration.mul_div_floor(percent, 100)?;
        self.pipeline.seek_simple(SeekFlags::FLUSH | SeekFlags::KEY_UNIT | SeekFlags::SNAP_BEFORE, at).ok()?;
        self.current()
    }

    /// The keyframe at a time since the origin, as its index says; `None` when it cannot be had. A demuxer may begin with an
    /// earlier one: the first of its cluster, or of the place that it found without an index.
    pub fn keyframe_at(&self, at: ClockTime) -> Option<Rgb> {
        let at_ns = i64::try_from(at.nseconds()).unwrap_or(i64::MAX);
        self.aim.at_ns.store(at_ns.saturating_sub(ROUNDING.nseconds().cast_signed()), Ordering::Release);
        self.frame_at_time(at + ROUNDING)
    }

    /// The keyframe at or before a time since the origin.
    pub fn frame_at_time(&self, at: ClockTime) -> Option<Rgb> {
        self.pipeline.seek_simple(SeekFlags::FLUSH | SeekFlags::KEY_UNIT | SeekFlags::SNAP_BEFORE, at).ok()?;
        self.current()
    }

    pub fn first_frame(&self) -> Result<Rgb, String> {
        self.current().or_else(|| self.frame_at(0)).ok_or_else(|| "no frame can be decoded".to_owned())
    }

    fn current(&self) -> Option<Rgb> {
        rgb_of(&self.sink.try_pull_preroll(PREROLL)?)
    }
}

impl Drop for Film {
    fn drop(&mut self) {
        // The process ends next, whatever this says.
        self.pipeline.set_state(State::Null).ok();
    }
}

/// A decoder shows a picture once it has seen some more, because their order may differ. Told that the film ends after the
/// wanted keyframe, it shows that one and has decoded nothing else. The next seek begins anew.
fn end_after_keyframe(decoder_input: &Pad, aim: Arc<Aim>) {
    let has_key = Arc::new(AtomicBool::new(false));
    let begun_anew = Arc::clone(&has_key);
    decoder_input.add_probe(PadProbeType::EVENT_FLUSH, move |_, info| {
        if info.event().is_some_and(|event| event.type_() == EventType::FlushStop) {
            begun_anew.store(false, Ordering::Relaxed);
        }
        PadProbeReturn::Ok
    });
    // Handled where one would say dropped: of what is dropped at a sink pad nothing is left to free, and it complains (1.22).
    decoder_input.add_probe(PadProbeType::BUFFER, move |pad, info| {
        let Some(buffer) = info.buffer() else { return PadProbeReturn::Ok };
        if has_key.load(Ordering::Relaxed) {
            pad.send_event(Eos::new());
            return PadProbeReturn::Handled;
        }
        let is_it = !buffer.flags().contains(BufferFlags::DELTA_UNIT) && aim.is_hit(pad, buffer);
        has_key.store(is_it, Ordering::Relaxed);
        if is_it { PadProbeReturn::Ok } else { PadProbeReturn::Handled }
    });
}

fn is_moving_picture(pad: &Pad) -> bool {
    let caps = pad.current_caps().unwrap_or_else(|| pad.query_caps(None));
    caps.structure(0).is_some_and(|s| {
        let side = |field: &str| s.get::<i32>(field).map_or(0, i64::from);
        s.name().starts_with("video/") && side("width") * side("height") <= MAX_PIXELS
    })
}

/// The picture in another width with the same proportions.
pub fn scaled(picture: &Rgb, width: u32) -> Result<Rgb, String> {
    if width as usize == picture.width {
        return Ok(picture.clone());
    }
    let height = (picture.height * width as usize).div_ceil(picture.width).max(1);
    let sample = convert(picture, [make("videoconvertscale")?], &rgb(width as i32, height as i32))?;
    rgb_of(&sample).ok_or_else(|| "scaling lost the picture".to_owned())
}

/// The picture as JPEG, and as WebP where this machine can.
pub fn coded(picture: &Rgb) -> Result<Picture, String> {
    let jpeg = jpeg(picture, QUALITY)?;
    let encoder = make("webpenc").inspect(|webp| webp.set_property("quality", WEBP_QUALITY));
    let webp = encoder.and_then(|webp| encode(picture, webp, "image/webp")).ok();
    Ok(Picture { width: picture.width as u32, height: picture.height as u32, jpeg, webp })
}

/// As JPEG of a quality up to 100.
pub fn jpeg(picture: &Rgb, quality: i32) -> Result<Vec<u8>, String> {
    let encoder = make("jpegenc")?;
    encoder.set_property("quality", quality);
    encode(picture, encoder, "image/jpeg")
}

/// A coded picture, no larger than `bound`.
pub(super) fn decoded(bytes: &[u8], (decoder, media_type): (&str, &str), bound: (u32, u32)) -> Result<Rgb, String> {
    let chain = [make(decoder)?, make("videoconvertscale")?];
    let sample = through(bytes.to_vec(), &Caps::new_empty_simple(media_type), chain, &square_rgb(bound))?;
    rgb_of(&sample).ok_or_else(|| "decoding lost the picture".to_owned())
}

fn encode(picture: &Rgb, encoder: Element, media_type: &str) -> Result<Vec<u8>, String> {
    let sample = convert(picture, [make("videoconvert")?, encoder], &Caps::new_empty_simple(media_type))?;
    let map = sample.buffer().and_then(|b| b.map_readable().ok()).ok_or("the encoder gave no picture")?;
    Ok(map.as_slice().to_vec())
}

/// One picture through a chain of elements.
fn convert(picture: &Rgb, chain: impl IntoIterator<Item = Element>, out: &Caps) -> Result<Sample, String> {
    through(padded(picture), &rgb(picture.width as i32, picture.height as i32), chain, out)
}

fn through(
    bytes: Vec<u8>,
    caps: &Caps,
    chain: impl IntoIterator<Item = Element>,
    out: &Caps,
) -> Result<Sample, String> {
    let pipeline = Pipeline::new();
    let source = AppSrc::builder().caps(caps).format(gstreamer::Format::Time).build();
    let sink = AppSink::builder().sync(false).caps(out).build();
    let mut elements = vec![source.clone().upcast::<Element>()];
    elements.extend(chain);
    elements.push(sink.clone().upcast());
    pipeline.add_many(&elements).map_err(text)?;
    Element::link_many(&elements).map_err(text)?;
    pipeline.set_state(State::Playing).map_err(text)?;
    let mut buffer = Buffer::from_mut_slice(bytes);
    buffer.get_mut().expect("a new buffer has one owner").set_pts(ClockTime::ZERO);
    source.push_buffer(buffer).map_err(text)?;
    source.end_of_stream().map_err(text)?;
    let sample = sink.try_pull_sample(PREROLL);
    pipeline.set_state(State::Null).map_err(text)?;
    sample.ok_or_else(|| "a picture could not be converted".to_owned())
}

/// GStreamer's RGB rows are padded to four bytes.
fn padded(picture: &Rgb) -> Vec<u8> {
    let (row, stride) = (picture.width * 3, stride_of(picture.width));
    let mut bytes = vec![0; stride * picture.height];
    for (target, line) in bytes.chunks_exact_mut(stride).zip(picture.pixels.chunks_exact(row)) {
        target[..row].copy_from_slice(line);
    }
    bytes
}

fn rgb_of(sample: &Sample) -> Option<Rgb> {
    let caps = sample.caps()?.structure(0)?;
    let size = |field: &str| caps.get::<i32>(field).ok().and_then(|v| usize::try_from(v).ok());
    let (width, height) = (size("width")?, size("height")?);
    let map = sample.buffer()?.map_readable().ok()?;
    let rows = map.as_slice().chunks(stride_of(width)).take(height);
    let pixels = rows.filter_map(|line| line.get(..width * 3)).flatten().copied().collect();
    Rgb::new(width, height, pixels)
}

fn stride_of(width: usize) -> usize {
    (width * 3).next_multiple_of(4)
}

fn rgb(width: i32, height: i32) -> Caps {
    Caps::builder("video/x-raw")
        .field("format", "RGB")
        .field("width", width)
        .field("height", height)
        .field("pixel-aspect-ratio", Fraction::new(1, 1))
        .field("framerate", Fraction::new(0, 1))
        .build()
}

/// Square pixels, neither side above its bound; the scaler keeps the proportions.
fn square_rgb((width, height): (u32, u32)) -> Caps {
    Caps::builder("video/x-raw")
        .field("format", "RGB")
        .field("width", IntRange::new(1, width as i32))
        .field("height", IntRange::new(1, height as i32))
        .field("pixel-aspect-ratio", Fraction::new(1, 1))
        .build()
}

pub(super) fn make(factory: &str) -> Result<Element, String> {
    ElementFactory::make(factory).build().map_err(text)
}

fn input_of(element: &Element) -> Result<Pad, String> {
    element.static_pad("sink").ok_or_else(|| "an element without an input".to_owned())
}

pub(super) fn text(error: impl Into<Box<dyn std::error::Error>>) -> String {
    error.into().to_string()
}
