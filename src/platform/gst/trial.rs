//! A second of test encode: whether an encoder that is there can be believed.
//!
//! Runs in a child process (`revenge try-encoder`), because a driver may hang or crash. Passed means: every frame came back
//! from a decoder, in the right size and looking like the source, and an ordered keyframe was delivered.
//! The presence of an element alone says nothing: it may fail at the first frame.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks};

use crate::base::Priority;

const WIDTH: usize = 320;
const HEIGHT: usize = 192;
const FRAMES: u32 = 30;
const KEYFRAME_AT: u32 = 15;
/// Mean over all frames; a broken encoder is far below, a coarse one above.
const PSNR_FLOOR_DB: f64 = 25.0;
const DEADLINE: gst::ClockTime = gst::ClockTime::from_seconds(8);

type Frames = Vec<Vec<u8>>;

/// Encodes with the element and compares; the error is a sentence for the operator.
pub fn try_encoder(encoder: &str) -> Result<(), String> {
    // A process of its own, so all of its threads follow.
    Priority::Background.lower_this_thread();
    super::init().map_err(|e| e.to_string())?;
    let source = run(&[])?.frames;
    let encoder = make(encoder)?;
    let keyframes = Arc::new(AtomicU32::new(0));
    order_keyframe(&encoder);
    count_keyframes(&encoder, &keyframes);
    let parser = make("h264parse")?;
    let decoder = make("avdec_h264")?;
    let result = run(&[encoder, parser, decoder, make("videoconvert")?])?;
    if result.frames.len() != source.len() {
        return Err(format!("{} of {} frames came back", result.frames.len(), source.len()));
    }
    let psnr = psnr_db(&source, &result.frames);
    if psnr < PSNR_FLOOR_DB {
        return Err(format!("the picture is damaged: {psnr:.1} dB, at least {PSNR_FLOOR_DB} are wanted"));
    }
    match keyframes.load(Ordering::Relaxed) {
        0 | 1 => Err("an ordered keyframe was not delivered".to_owned()),
        _ => Ok(()),
    }
}

struct Run {
    frames: Frames,
}

/// The test picture through a chain of elements, as luma planes.
fn run(chain: &[gst::Element]) -> Result<Run, String> {
    let pipeline = gst::Pipeline::new();
    let source = make("videotestsrc")?;
    source.set_property("num-buffers", FRAMES as i32);
    source.set_property_from_str("pattern", "ball");
    let sink = make("appsink")?.downcast::<AppSink>().map_err(|_| "appsink is not an appsink".to_owned())?;
    sink.set_sync(false);
    sink.set_caps(Some(&raw_caps()));
    let filter = make("capsfilter")?;
    filter.set_property("caps", raw_caps());
    let frames = Arc::new(Mutex::new(Frames::new()));
    collect(&sink, &frames);

    let mut elements = vec![source, filter];
    elements.extend_from_slice(chain);
    elements.push(sink.upcast());
    pipeline.add_many(&elements).map_err(|e| e.to_string())?;
    gst::Element::link_many(&elements).map_err(|_| "the elements do not fit together".to_owned())?;
    let result = play(&pipeline);
    // Also after a failure: the streaming threads must end before the pipeline is dropped.
    let _ = pipeline.set_state(gst::State::Null);
    result?;
    let frames = std::mem::take(&mut *frames.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    Ok(Run { frames })
}

fn play(pipeline: &gst::Pipeline) -> Result<(), String> {
    pipeline.set_state(gst::State::Playing).map_err(|_| "the encoder does not start".to_owned())?;
    let bus = pipeline.bus().ok_or("the pipeline has no bus")?;
    let message = bus.timed_pop_filtered(DEADLINE, &[gst::MessageType::Eos, gst::MessageType::Error]);
    match message.as_ref().map(|m| m.view()) {
        Some(gst::MessageView::Eos(_)) => Ok(()),
        Some(gst::MessageView::Error(error)) => Err(error.error().to_string()),
        _ => Err(format!("no end within {DEADLINE}")),
    }
}

fn make(name: &str) -> Result<gst::Element, String> {
    gst::ElementFactory::make(name).build().map_err(|_| format!("GStreamer has no element {name}"))
}

fn raw_caps() -> gst::Caps {
    gst::Caps::builder("video/x-raw")
        .field("format", "I420")
        .field("width", WIDTH as i32)
        .field("height", HEIGHT as i32)
        .field("framerate", gst::Fraction::new(30, 1))
        .build()
}

fn collect(sink: &AppSink, frames: &Arc<Mutex<Frames>>) {
    let frames = Arc::clone(frames);
    let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
        let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
        let map = sample.buffer().and_then(|b| b.map_readable().ok()).ok_or(gst::FlowError::Error)?;
        // 320 is a multiple of every alignment in use, so the luma plane has no padding.
        let luma = map.as_slice().get(..WIDTH * HEIGHT).ok_or(gst::FlowError::Error)?.to_vec();
        frames.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(luma);
        Ok(gst::FlowSuccess::Ok)
    });
    sink.set_callbacks(callbacks.build());
}

/// Sends GstForceKeyUnit before the frame that is to become a keyframe.
fn order_keyframe(encoder: &gst::Element) {
    let (Some(input), Some(output)) = (encoder.static_pad("sink"), encoder.static_pad("src")) else { return };
    let output = output.downgrade();
    let seen = AtomicU32::new(0);
    input.add_probe(gst::PadProbeType::BUFFER, move |_, _| {
        if seen.fetch_add(1, Ordering::Relaxed) == KEYFRAME_AT
            && let Some(output) = output.upgrade()
        {
            let order = gst::Structure::builder("GstForceKeyUnit")
                .field("running-time", u64::MAX)
                .field("all-headers", true)
                .field("count", 1_u32)
                .build();
            output.send_event(gst::event::CustomUpstream::new(order));
        }
        gst::PadProbeReturn::Ok
    });
}

fn count_keyframes(encoder: &gst::Element, keyframes: &Arc<AtomicU32>) {
    let Some(output) = encoder.static_pad("src") else { return };
    let keyframes = Arc::clone(keyframes);
    output.add_probe(gst::PadProbeType::BUFFER, move |_, info| {
        if info.buffer().is_some_and(|b| !b.flags().contains(gst::BufferFlags::DELTA_UNIT)) {
            keyframes.fetch_add(1, Ordering::Relaxed);
        }
        gst::PadProbeReturn::Ok
    });
}

fn psnr_db(a: &Frames, b: &Frames) -> f64 {
    let squares: f64 = a
        .iter()
        .flatten()
        .zip(b.iter().flatten())
        .map(|(x, y)| {
            let difference = f64::from(*x) - f64::from(*y);
            difference * difference
        })
        .sum();
    let pixels: usize = a.iter().map(Vec::len).sum();
    let mean = squares / pixels.max(1) as f64;
    if mean == 0.0 { f64::INFINITY } else { 10.0 * (255.0 * 255.0 / mean).log10() }
}
