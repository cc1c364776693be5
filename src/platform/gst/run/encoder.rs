//! Encoder back-ends: what comes between the gate and the H.264 parser.
//!
//! A back-end is a row: a name for the wire and a function that makes its element. Hardware rows follow the same shape;
//! the profile of the board says which are tried, in which order.

use gstreamer as gst;
use gstreamer::prelude::*;

use super::VideoTarget;
use super::elements::make;
use crate::base::Result;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Backend {
    /// x264 on the processor: everywhere, and what every other back-end falls back to.
    #[default]
    Software,
}

impl Backend {
    /// As metrics and the session list name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Software => "software",
        }
    }

    /// An encoder whose keyframes are exactly where they are asked for.
    pub(super) fn encoder(self, target: &VideoTarget) -> Result<gst::Element> {
        match self {
            Self::Software => x264(target),
        }
    }
}

fn x264(target: &VideoTarget) -> Result<gst::Element> {
    let encoder = make("x264enc")?;
    encoder.set_property_from_str("speed-preset", "veryfast");
    encoder.set_property("bitrate", target.kbit_per_s);
    encoder.set_property("threads", target.n_threads);
    // Keyframes are forced at boundaries; one of the encoder's own would only cost bits.
    encoder.set_property("key-int-max", 6000_u32);
    encoder.set_property_from_str("option-string", "scenecut=0");
    Ok(encoder)
}
