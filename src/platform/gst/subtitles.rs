//! What both readers of subtitles share: `texts` reads all text tracks of a file, `pictures` one track of pictures.
//!
//! filesrc → parsebin without decoders, a sink at each wanted pad, everything else dropped at its pad.

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::AppSink;

use super::elements::{keep_styles, make};
use super::timeline::Timeline;
use crate::base::{Error, Result};
use crate::platform::fs::MediaFile;

/// How often a pass asks whether it is still wanted.
const LOOK: gst::ClockTime = gst::ClockTime::from_mseconds(200);

/// A pipeline that demuxes the file, and its parsebin, whose pads appear as the streams are found.
pub(super) fn front(file: &MediaFile) -> Result<(gst::Pipeline, gst::Element)> {
    let (source, parse) = (make("filesrc")?, make("parsebin")?);
    source.set_property("location", file.proc_path());
    keep_styles(&parse);
    let pipeline = gst::Pipeline::new();
    let linked = pipeline.add_many([&source, &parse]).and_then(|()| source.link(&parse));
    linked.map_err(|e| Error::internal("build the front end of a pipeline").with_source(e))?;
    Ok((pipeline, parse))
}

pub(super) fn is_subtitle(media_type: &str) -> bool {
    ["text/", "subpicture/", "application/x-ssa", "application/x-ass", "application/x-subtitle", "subtitle/"]
        .iter()
        .any(|start| media_type.starts_with(start))
}

/// Puts a sink behind the pad; without one, or where it does not fit, what comes out of the pad is dropped.
pub(super) fn attach(pad: &gst::Pad, sink: Option<(AppSink, gst::Pipeline)>) {
    let is_linked = sink.is_some_and(|(sink, pipeline)| {
        pipeline.add(&sink).is_ok()
            && sink.sync_state_with_parent().is_ok()
            && sink.static_pad("sink").is_some_and(|input| pad.link(&input).is_ok())
    });
    if !is_linked {
        pad.add_probe(gst::PadProbeType::BUFFER | gst::PadProbeType::BUFFER_LIST, |_, _| gst::PadProbeReturn::Drop);
    }
}

/// When a packet begins, in the time of the file, and the packet; `None` without a time.
pub(super) fn packet_of(sample: &gst::Sample, timeline: Timeline) -> Option<(i64, Vec<u8>)> {
    let buffer = sample.buffer()?;
    let segment = sample.segment().and_then(|s| s.downcast_ref::<gst::ClockTime>());
    let at_ns = timeline.source_time_ns(buffer.pts()?, segment)?;
    Some((at_ns, buffer.map_readable().ok()?.to_vec()))
}

/// Waits a moment for the end of the file, or for what went wrong.
pub(super) fn wait_for_end(bus: &gst::Bus) -> Option<Result<()>> {
    let message = bus.timed_pop_filtered(LOOK, &[gst::MessageType::Eos, gst::MessageType::Error])?;
    match message.view() {
        gst::MessageView::Error(error) => Some(Err(broken(error.error().message()))),
        _ => Some(Ok(())),
    }
}

pub(super) fn broken(why: &str) -> Error {
    Error::source_fault(format!("the subtitles cannot be read: {why}"))
}
