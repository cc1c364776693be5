//! GStreamer: probing, remuxing, transcoding, stills. The only room that names it.

mod elements;
mod trial;

pub use elements::{has_element, missing_elements, version};
pub use trial::try_encoder;
