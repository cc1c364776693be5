//! The choice of a decoder on the processor.

use gstreamer as gst;
use gstreamer::prelude::*;

use super::elements::make;
use crate::base::{Error, Result};

/// Decoders that are kept out whatever their rank: mpeg2dec drops pictures of program streams (2 of 325) and makes up times.
const KEPT_OUT: [&str; 1] = ["mpeg2dec"];

/// The best software decoder for these caps; what is raw already passes as it is.
pub(super) fn software_decoder(caps: &gst::CapsRef, n_threads: u32) -> Result<gst::Element> {
    if caps.structure(0).is_some_and(|s| s.name().ends_with("/x-raw")) {
        return make("identity");
    }
    let mut factories: Vec<gst::ElementFactory> =
        gst::ElementFactory::factories_with_type(gst::ElementFactoryType::DECODER, gst::Rank::MARGINAL)
            .into_iter()
            .filter(|f| !f.metadata("klass").is_some_and(|k| k.contains("Hardware")))
            .filter(|f| can_sink(f, caps) && !KEPT_OUT.contains(&f.name().as_str()))
            .collect();
    factories.sort_by_key(|f| std::cmp::Reverse(f.rank()));
    let name = caps.structure(0).map_or("", |s| s.name().as_str()).to_owned();
    let Some(factory) = factories.first() else {
        return Err(Error::source_fault(format!("no decoder for {name}")));
    };
    let decoder = factory
        .create()
        .build()
        .map_err(|e| Error::unavailable(format!("the decoder for {name} cannot be made")).with_source(e))?;
    // Default is one thread per core, each with frames of its own: 30 MB apiece at 1080p.
    if decoder.find_property("max-threads").is_some_and(|p| p.value_type() == i32::static_type()) {
        decoder.set_property("max-threads", n_threads.cast_signed());
    }
    Ok(decoder)
}

fn can_sink(factory: &gst::ElementFactory, caps: &gst::CapsRef) -> bool {
    factory
        .static_pad_templates()
        .iter()
        .any(|t| t.direction() == gst::PadDirection::Sink && !t.caps().is_any() && caps.can_intersect(&t.caps()))
}
