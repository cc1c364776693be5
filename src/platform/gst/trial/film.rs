//! A film to convert: colour bars that scroll, made by software into memory.

use std::fs::File;

use gstreamer as gst;
use gstreamer::prelude::*;

use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::platform::gst::elements::make;

const SIZE: (i32, i32) = (1920, 1080);
/// Twelve seconds.
const FRAMES: i32 = 288;
const PATIENCE: gst::ClockTime = gst::ClockTime::from_seconds(120);

/// Twelve seconds of 1080p in this codec, as Matroska; `Unavailable` where its encoder is missing.
pub fn make_film(codec: &str) -> Result<File> {
    crate::platform::gst::init()?;
    let memory = rustix::fs::memfd_create("film", rustix::fs::MemfdFlags::CLOEXEC);
    let file = File::from(memory.context(ErrorKind::Internal, "make a file in memory")?);
    let (encoder, parser) = match codec {
        "hevc" => ("x265enc", "h265parse"),
        _ => ("x264enc", "h264parse"),
    };
    let chain = ["videotestsrc", "capsfilter", encoder, parser, "matroskamux", "filesink"];
    let chain: Vec<gst::Element> = chain.iter().map(|factory| make(factory)).collect::<Result<_>>()?;
    chain[0].set_property("num-buffers", FRAMES);
    chain[0].set_property_from_str("pattern", "smpte");
    chain[0].set_property("horizontal-speed", 4_i32);
    let caps = gst::Caps::builder("video/x-raw").field("format", "I420").field("width", SIZE.0);
    let caps = caps.field("height", SIZE.1).field("framerate", gst::Fraction::new(24, 1));
    chain[1].set_property("caps", caps.build());
    chain[2].set_property_from_str("speed-preset", "ultrafast");
    chain[2].set_property("key-int-max", if codec == "hevc" { 48_i32.to_value() } else { 48_u32.to_value() });
    chain[5].set_property("location", format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&file)));
    run(&chain)?;
    Ok(file)
}

fn run(chain: &[gst::Element]) -> Result<()> {
    let pipeline = gst::Pipeline::new();
    let built = pipeline.add_many(chain).and_then(|()| gst::Element::link_many(chain));
    built.map_err(|e| Error::internal("build a pipeline").with_source(e))?;
    let bus = pipeline.bus().ok_or_else(|| Error::internal("find a pipeline's bus"))?;
    let started = pipeline.set_state(gst::State::Playing);
    let message = bus.timed_pop_filtered(PATIENCE, &[gst::MessageType::Eos, gst::MessageType::Error]);
    let _ = pipeline.set_state(gst::State::Null);
    let is_done = started.is_ok() && message.is_some_and(|message| message.type_() == gst::MessageType::Eos);
    if is_done { Ok(()) } else { Err(Error::unavailable("the film could not be made")) }
}
