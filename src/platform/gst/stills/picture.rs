//! Frames of a film as RGB, and RGB as JPEG. Runs in a child only.
//!
//! file → parsebin → the first moving picture → decodebin → scaled into 1280 with square pixels → turned upright →
//! appsink. Other streams are dropped at their pad. Seeks go to keyframes after preroll: a seek any earlier lands
//! somewhere (1.22), and exactness is of no use here.

use gstreamer::prelude::*;
use gstreamer::{
    Buffer, Caps, ClockTime, Element, ElementFactory, Fraction, IntRange, MessageType, MessageView, Pad,
    PadProbeReturn, PadProbeType, Pipeline, Sample, SeekFlags, State,
};
use gstreamer_app::{AppSink, AppSrc};

use crate::domain::blurhash::Rgb;

use super::WIDTHS;
use super::wire::Picture;

const PREROLL: ClockTime = ClockTime::from_seconds(10);
const QUALITY: i32 = 85;
/// WebP looks as good at a lower number.
const WEBP_QUALITY: f32 = 78.0;
/// 8K has 33 million. More is a bomb, or nothing that a small machine decodes.
const MAX_PIXELS: i64 = 64 << 20;

/// A film that is prerolled at some frame.
pub struct Film {
    pipeline: Pipeline,
    sink: AppSink,
}

impl Film {
    pub fn open(path: &str) -> Result<Self, String> {
        let pipeline = Pipeline::new();
        let (source, parse, decode) = (make("filesrc")?, make("parsebin")?, make("decodebin")?);
        source.set_property("location", path);
        let (scale, filter, flip) = (make("videoconvertscale")?, make("capsfilter")?, make("videoflip")?);
        let bound = *WIDTHS.iter().max().expect("the widths are not empty") as i32;
        filter.set_property("caps", square_rgb(IntRange::new(1, bound)));
        flip.set_property_from_str("video-direction", "auto");
        let sink = AppSink::builder().sync(false).max_buffers(1).build();

        let picture_chain = [&scale, &filter, &flip, sink.upcast_ref::<Element>()];
        pipeline.add_many([&source, &parse, &decode]).map_err(text)?;
        pipeline.add_many(picture_chain).map_err(text)?;
        source.link(&parse).map_err(text)?;
        Element::link_many(picture_chain).map_err(text)?;

        let (decoder_input, picture_input) = (input_of(&decode)?, input_of(&scale)?);
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
        let film = Self { pipeline, sink };
        film.preroll()?;
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
    let sample = convert(picture, &["videoconvertscale"], &rgb(width as i32, height as i32))?;
    rgb_of(&sample).ok_or_else(|| "scaling lost the picture".to_owned())
}

/// The picture as JPEG, and as WebP where this machine can.
pub fn coded(picture: &Rgb) -> Result<Picture, String> {
    let jpeg = encode(picture, "jpegenc", "image/jpeg")?;
    let webp = encode(picture, "webpenc", "image/webp").ok();
    Ok(Picture { width: picture.width as u32, height: picture.height as u32, jpeg, webp })
}

fn encode(picture: &Rgb, encoder: &str, media_type: &str) -> Result<Vec<u8>, String> {
    let sample = convert(picture, &["videoconvert", encoder], &Caps::new_empty_simple(media_type))?;
    let map = sample.buffer().and_then(|b| b.map_readable().ok()).ok_or("the encoder gave no picture")?;
    Ok(map.as_slice().to_vec())
}

/// One picture through a chain of elements.
fn convert(picture: &Rgb, chain: &[&str], out: &Caps) -> Result<Sample, String> {
    let pipeline = Pipeline::new();
    let source = AppSrc::builder()
        .caps(&rgb(picture.width as i32, picture.height as i32))
        .format(gstreamer::Format::Time)
        .build();
    let sink = AppSink::builder().sync(false).caps(out).build();
    let mut elements = vec![source.clone().upcast::<Element>()];
    for name in chain {
        let element = make(name)?;
        match *name {
            "jpegenc" => element.set_property("quality", QUALITY),
            "webpenc" => element.set_property("quality", WEBP_QUALITY),
            _ => {}
        }
        elements.push(element);
    }
    elements.push(sink.clone().upcast());
    pipeline.add_many(&elements).map_err(text)?;
    Element::link_many(&elements).map_err(text)?;
    pipeline.set_state(State::Playing).map_err(text)?;
    let mut buffer = Buffer::from_mut_slice(padded(picture));
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

/// Square pixels, neither side above the bound; the scaler keeps the proportions.
fn square_rgb(side: IntRange<i32>) -> Caps {
    Caps::builder("video/x-raw")
        .field("format", "RGB")
        .field("width", side)
        .field("height", side)
        .field("pixel-aspect-ratio", Fraction::new(1, 1))
        .build()
}

fn make(factory: &str) -> Result<Element, String> {
    ElementFactory::make(factory).build().map_err(text)
}

fn input_of(element: &Element) -> Result<Pad, String> {
    element.static_pad("sink").ok_or_else(|| "an element without an input".to_owned())
}

fn text(error: impl Into<Box<dyn std::error::Error>>) -> String {
    error.into().to_string()
}
