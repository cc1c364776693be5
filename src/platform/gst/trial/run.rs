//! A chain of elements between the test film and a sink, run to its end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks, AppSrc, AppStreamType};

use super::compare::{Sampled, pick};
use super::picture::{FRAME_RATE, FRAMES, i420};
use crate::domain::h264::{Sps, is_idr};
use crate::platform::gst::elements::make;

/// Longer than a device takes to wake up and a slow processor for a second of film.
const DEADLINE: gst::ClockTime = gst::ClockTime::from_seconds(8);

/// What goes in.
pub(super) enum Film {
    /// The film, in a codec, as Matroska.
    Coded(&'static [u8]),
    /// The film as raw pictures of this size.
    Raw((usize, usize)),
    /// Colour bars that scroll, which cost the processor next to nothing: so many of this size.
    Bars((usize, usize), usize),
}

/// What came out.
#[derive(Default)]
pub(super) struct Made {
    pub(super) pictures: Vec<Sampled>,
    pub(super) n_pictures: usize,
    first: Option<Instant>,
    last: Option<Instant>,
}

impl Made {
    /// Pictures per second between the first and the last one.
    pub(super) fn fps(&self) -> Option<f64> {
        let took = self.last?.duration_since(self.first?).as_secs_f64();
        (self.n_pictures > 1 && took > 0.0).then(|| ((self.n_pictures - 1) as f64 / took).round())
    }
}

/// Runs the film through the chain. `size` of what comes out where it is to be looked at.
pub(super) fn run(film: &Film, chain: &[gst::Element], size: Option<(usize, usize)>) -> Result<Made, String> {
    let pipeline = gst::Pipeline::new();
    let made = Arc::new(Mutex::new(Made::default()));
    let sink = sink(size, &made)?;
    let mut elements = chain.to_vec();
    elements.push(sink.upcast());
    pipeline.add_many(&elements).map_err(|e| e.to_string())?;
    gst::Element::link_many(&elements).map_err(|_| "the elements do not fit together".to_owned())?;
    let input = elements.first().and_then(|e| e.static_pad("sink")).ok_or("a chain without an input")?;
    feed(&pipeline, film, &input)?;
    let played = play(&pipeline);
    // Also after a failure: the streaming threads must end before the pipeline is dropped.
    let _ = pipeline.set_state(gst::State::Null);
    played?;
    Ok(std::mem::take(&mut *made.lock().unwrap_or_else(PoisonError::into_inner)))
}

fn play(pipeline: &gst::Pipeline) -> Result<(), String> {
    let bus = pipeline.bus().ok_or("the pipeline has no bus")?;
    if pipeline.set_state(gst::State::Playing).is_err() {
        let error = bus.pop_filtered(&[gst::MessageType::Error]);
        return Err(error.as_ref().map_or_else(|| "an element does not start".to_owned(), told));
    }
    match bus.timed_pop_filtered(DEADLINE, &[gst::MessageType::Eos, gst::MessageType::Error]) {
        Some(message) if message.type_() == gst::MessageType::Eos => Ok(()),
        Some(message) => Err(told(&message)),
        None => Err(format!("no end within {} s", DEADLINE.seconds())),
    }
}

/// An error with the element that it comes from.
fn told(message: &gst::Message) -> String {
    let gst::MessageView::Error(error) = message.view() else { return "an element failed".to_owned() };
    let source = error.src().and_then(|source| source.downcast_ref::<gst::Element>()?.factory());
    let source = source.map_or_else(String::new, |factory| format!("{}: ", factory.name()));
    format!("{source}{}", error.error().message())
}

fn feed(pipeline: &gst::Pipeline, film: &Film, input: &gst::Pad) -> Result<(), String> {
    let add = |elements: &[gst::Element]| {
        pipeline.add_many(elements).and_then(|()| gst::Element::link_many(elements)).map_err(|e| e.to_string())
    };
    let element = |factory: &str| make(factory).map_err(|e| e.to_string());
    let joined = |last: &gst::Element| {
        let pad = last.static_pad("src").ok_or("a source without an output")?;
        pad.link(input).map(drop).map_err(|_| "the decoder does not take raw pictures".to_owned())
    };
    match film {
        Film::Coded(bytes) => {
            let (source, parse) = (app_src(None, vec![gst::Buffer::from_slice(*bytes)])?, element("parsebin")?);
            add(&[source, parse.clone()])?;
            let input = input.downgrade();
            parse.connect_pad_added(move |_, pad| {
                // A decoder that does not take the stream is told of by the stream's end: not linked.
                let _ = input.upgrade().map(|input| pad.link(&input));
            });
            Ok(())
        }
        Film::Raw(size) => {
            let frame = |n: usize| {
                let mut buffer = gst::Buffer::from_mut_slice(i420(*size, n));
                if let Some(buffer) = buffer.get_mut() {
                    buffer.set_pts(time_of(n));
                    buffer.set_duration(time_of(1));
                }
                buffer
            };
            let source = app_src(Some(&raw_caps(*size)), (0..FRAMES).map(frame).collect())?;
            add(std::slice::from_ref(&source))?;
            joined(&source)
        }
        Film::Bars(size, n) => {
            let (source, filter) = (element("videotestsrc")?, element("capsfilter")?);
            source.set_property("num-buffers", *n as i32);
            source.set_property_from_str("pattern", "smpte");
            source.set_property("horizontal-speed", 4_i32);
            filter.set_property("caps", raw_caps(*size));
            add(&[source, filter.clone()])?;
            joined(&filter)
        }
    }
}

fn app_src(caps: Option<&gst::Caps>, buffers: Vec<gst::Buffer>) -> Result<gst::Element, String> {
    let source = make("appsrc").map_err(|e| e.to_string())?;
    let source = source.downcast::<AppSrc>().map_err(|_| "appsrc is none")?;
    source.set_format(gst::Format::Time);
    source.set_stream_type(AppStreamType::Stream);
    source.set_max_bytes(0);
    source.set_caps(caps);
    // It keeps them until it runs.
    let mut pushed = buffers.into_iter().map(|buffer| source.push_buffer(buffer));
    let is_fed = pushed.all(|flow| flow.is_ok()) && source.end_of_stream().is_ok();
    if is_fed { Ok(source.upcast()) } else { Err("appsrc takes nothing".to_owned()) }
}

fn time_of(n: usize) -> gst::ClockTime {
    gst::ClockTime::from_nseconds(1_000_000_000 * n as u64 / FRAME_RATE as u64)
}

fn raw_caps((width, height): (usize, usize)) -> gst::Caps {
    gst::Caps::builder("video/x-raw")
        .field("format", "I420")
        .field("width", width as i32)
        .field("height", height as i32)
        .field("pixel-aspect-ratio", gst::Fraction::new(1, 1))
        .field("framerate", gst::Fraction::new(FRAME_RATE, 1))
        .build()
}

fn sink(size: Option<(usize, usize)>, made: &Arc<Mutex<Made>>) -> Result<AppSink, String> {
    let sink = make("appsink").map_err(|e| e.to_string())?;
    let sink = sink.downcast::<AppSink>().map_err(|_| "appsink is none")?;
    sink.set_sync(false);
    if size.is_some() {
        sink.set_caps(Some(&gst::Caps::builder("video/x-raw").field("format", "I420").build()));
    }
    let made = Arc::clone(made);
    let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
        let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
        let now = Instant::now();
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        made.first.get_or_insert(now);
        made.last = Some(now);
        made.n_pictures += 1;
        if let Some(size) = size {
            let map = sample.buffer().and_then(|b| b.map_readable().ok()).ok_or(gst::FlowError::Error)?;
            made.pictures.push(pick(map.as_slice(), size).ok_or(gst::FlowError::Error)?);
        }
        Ok(gst::FlowSuccess::Ok)
    });
    sink.set_callbacks(callbacks.build());
    Ok(sink)
}

/// What an encoder's output says of itself, gathered behind the parser.
#[derive(Default)]
pub(super) struct Coded {
    sps: Option<Sps>,
    first_pts: Option<gst::ClockTime>,
    keyframes: Vec<gst::ClockTime>,
}

impl Coded {
    /// Watches a pad with H.264 in MP4's form.
    pub(super) fn watch(pad: &gst::Pad) -> Arc<Mutex<Self>> {
        let coded = Arc::new(Mutex::new(Self::default()));
        let shared = Arc::clone(&coded);
        pad.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
            let mut coded = shared.lock().unwrap_or_else(PoisonError::into_inner);
            if coded.sps.is_none() {
                coded.sps = pad.current_caps().and_then(|caps| {
                    let config = caps.structure(0)?.get::<gst::Buffer>("codec_data").ok()?;
                    Sps::of_avcc(&config.map_readable().ok()?)
                });
            }
            if let Some((buffer, pts)) = info.buffer().and_then(|buffer| Some((buffer, buffer.pts()?))) {
                coded.first_pts.get_or_insert(pts);
                if buffer.map_readable().is_ok_and(|map| is_idr(&map)) {
                    coded.keyframes.push(pts);
                }
            }
            gst::PadProbeReturn::Ok
        });
        coded
    }

    /// Whether the encoder made what was ordered, as far as it got. The error is a sentence for the operator.
    pub(super) fn judge_size(&self, (width, height): (usize, usize)) -> Result<(), String> {
        let Some(sps) = self.sps else { return Ok(()) };
        if (sps.width as usize, sps.height as usize) == (width, height) {
            return Ok(());
        }
        Err(format!("the encoder made {}×{} instead of {width}×{height}", sps.width, sps.height))
    }

    pub(super) fn judge(&self, keyframe_at: usize) -> Result<(), String> {
        let Some(sps) = self.sps else { return Err("the encoder gave no parameter sets".to_owned()) };
        if !matches!(sps.profile, 66 | 77 | 100) {
            return Err(format!("the encoder made profile {} that not every player takes", sps.profile));
        }
        let first = self.first_pts.unwrap_or_default();
        let wanted = time_of(keyframe_at).nseconds();
        let is_there = |pts: &gst::ClockTime| (*pts - first).nseconds().abs_diff(wanted) < 1_000_000;
        if self.keyframes.iter().any(|pts| *pts >= first && is_there(pts)) {
            Ok(())
        } else {
            Err("an ordered keyframe was not delivered".to_owned())
        }
    }
}

/// Sends GstForceKeyUnit before the picture that is to become a keyframe.
pub(super) fn order_keyframe(encoder: &gst::Element, at: usize) {
    let (Some(input), Some(output)) = (encoder.static_pad("sink"), encoder.static_pad("src")) else { return };
    let output = output.downgrade();
    let seen = AtomicUsize::new(0);
    input.add_probe(gst::PadProbeType::BUFFER, move |_, _| {
        if seen.fetch_add(1, Ordering::Relaxed) == at
            && let Some(output) = output.upgrade()
        {
            let order = gst::Structure::builder("GstForceKeyUnit")
                .field("running-time", gst::ClockTime::NONE)
                .field("all-headers", true)
                .field("count", 1_u32)
                .build();
            output.send_event(gst::event::CustomUpstream::new(order));
        }
        gst::PadProbeReturn::Ok
    });
}
