//! Small steps that every pipeline takes: make and link.

use gstreamer as gst;
use gstreamer::prelude::*;

use crate::base::{Error, Result};
pub(super) use crate::platform::gst::decoder::software_decoder;
pub(super) use crate::platform::gst::elements::{app_sink, caps_filter, make};

/// A queue between two threads, bounded by bytes only: pictures of 10 s may be few bytes or many.
pub(super) fn queue() -> Result<gst::Element> {
    let queue = make("queue")?;
    queue.set_property("max-size-buffers", 0_u32);
    queue.set_property("max-size-time", 0_u64);
    queue.set_property("max-size-bytes", 20_000_000_u32);
    Ok(queue)
}

/// Adds the elements, links them in order, and brings them to the pipeline's state.
pub(super) fn add_chain(pipeline: &gst::Pipeline, chain: &[gst::Element]) -> Result<()> {
    let built = || -> std::result::Result<(), gst::glib::BoolError> {
        pipeline.add_many(chain)?;
        gst::Element::link_many(chain)?;
        // From the sink upwards, so that nobody pushes into an element that sleeps.
        chain.iter().rev().try_for_each(gst::Element::sync_state_with_parent)
    };
    built().map_err(|e| Error::source_fault("this stream does not fit the pipeline").with_source(e))
}

/// Adds a chain and feeds it from `pad`.
pub(super) fn attach_chain(pipeline: &gst::Pipeline, pad: &gst::Pad, chain: &[gst::Element]) -> Result<()> {
    add_chain(pipeline, chain)?;
    let input = chain.first().and_then(|e| e.static_pad("sink"));
    let input = input.ok_or_else(|| Error::internal("a chain of elements without an input"))?;
    pad.link(&input).map_err(|e| Error::source_fault("this stream does not fit the pipeline").with_source(e))?;
    Ok(())
}

/// The kind of stream behind a pad of parsebin, by its caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PadKind {
    Video,
    Audio,
    Subtitle,
    Other,
}

pub(super) fn pad_kind(caps: &gst::Caps) -> PadKind {
    let Some(structure) = caps.structure(0) else {
        return PadKind::Other;
    };
    let name = structure.name().as_str();
    if name.starts_with("video/") || name.starts_with("image/") {
        PadKind::Video
    } else if name.starts_with("audio/") {
        PadKind::Audio
    } else if name.starts_with("text/")
        || name.starts_with("subpicture/")
        || name.starts_with("application/x-ssa")
        || name.starts_with("application/x-ass")
        || name.starts_with("application/x-subtitle")
        || name.starts_with("subtitle/")
        || name.starts_with("closedcaption/")
    {
        PadKind::Subtitle
    } else {
        PadKind::Other
    }
}
