//! Which elements this machine's GStreamer has, and the ones that every room makes.

use gstreamer::Caps;
use gstreamer::prelude::*;

use super::init;
use crate::base::{Error, Result};

/// Elements without which no film plays, each with the Debian package that brings it.
const NEEDED: &[(&str, &str)] = &[
    ("parsebin", "gstreamer1.0-plugins-base"),
    ("appsink", "gstreamer1.0-plugins-base"),
    ("audioconvert", "gstreamer1.0-plugins-base"),
    ("videoconvertscale", "gstreamer1.0-plugins-base"),
    ("qtdemux", "gstreamer1.0-plugins-good"),
    ("matroskademux", "gstreamer1.0-plugins-good"),
    ("deinterlace", "gstreamer1.0-plugins-good"),
    ("jpegenc", "gstreamer1.0-plugins-good"),
    ("h264parse", "gstreamer1.0-plugins-bad"),
    ("h265parse", "gstreamer1.0-plugins-bad"),
    ("aacparse", "gstreamer1.0-plugins-good"),
    ("tsdemux", "gstreamer1.0-plugins-bad"),
    ("x264enc", "gstreamer1.0-plugins-ugly"),
    ("avdec_h264", "gstreamer1.0-libav"),
    ("avdec_h265", "gstreamer1.0-libav"),
    ("avenc_aac", "gstreamer1.0-libav"),
];

/// GStreamer's version, as people write it.
pub fn version() -> Result<String> {
    init()?;
    Ok(gstreamer::version_string().to_string())
}

/// The same without starting it.
pub fn library_version() -> String {
    gstreamer::version_string().to_string()
}

pub fn has_element(name: &str) -> bool {
    init().is_ok() && gstreamer::ElementFactory::find(name).is_some()
}

/// An element by factory; a missing plugin is the operator's to install.
pub(super) fn make(factory: &str) -> Result<gstreamer::Element> {
    gstreamer::ElementFactory::make(factory)
        .build()
        .map_err(|e| Error::unavailable(format!("the GStreamer element {factory} is missing")).with_source(e))
}

pub(super) fn caps_filter(caps: Caps) -> Result<gstreamer::Element> {
    let filter = make("capsfilter")?;
    filter.set_property("caps", caps);
    Ok(filter)
}

/// A sink that hands over samples as they come, without preroll and clock.
pub(super) fn app_sink(max_buffers: u32) -> gstreamer_app::AppSink {
    let sink = gstreamer_app::AppSink::builder().sync(false).max_buffers(max_buffers).drop(false).build();
    sink.set_property("async", false);
    sink
}

/// Lets a parsebin hand out ASS and picture subtitles as they are: its own parser would make marked-up text of the one,
/// without places and styles.
pub(super) fn keep_styles(parse: &gstreamer::Element) {
    parse.connect("autoplug-continue", false, |values| {
        let caps = values.get(2).and_then(|caps| caps.get::<Caps>().ok());
        let name = caps.as_ref().and_then(|caps| caps.structure(0)).map(|s| s.name().as_str());
        let is_script =
            matches!(name, Some("application/x-ass" | "application/x-ssa" | "subpicture/x-dvd" | "subpicture/x-pgs"));
        Some((!is_script).to_value())
    });
}

/// What is missing of the needed elements, with its package.
pub fn missing_elements() -> Vec<(&'static str, &'static str)> {
    NEEDED.iter().filter(|(name, _)| !has_element(name)).copied().collect()
}
