//! Text subtitles out of a media file: one demux-only pass, all text tracks at once.
//!
//! Blocking; the caller uses the blocking pool and may say at any time that nobody wants the result. Nothing is
//! decoded: what comes out are the container's text packets with their times. The whole file is read, because
//! subtitles lie between the pictures.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks};

use super::threads;
use super::timeline::Timeline;
use crate::base::{Error, Result};
use crate::platform::fs::MediaFile;

/// How often the pass asks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(200);
/// More text than any film has; a file that holds more is not one.
const MAX_PACKETS: usize = 200_000;

/// One text track, in the order of the file's text tracks.
#[derive(Clone, Debug, Default)]
pub struct TextTrack {
    /// `application/x-ass`, `text/x-raw`, …
    pub media_type: String,
    /// The texts are Pango markup: `&`, `<` and `>` are escaped.
    pub is_markup: bool,
    /// The script's header, for ASS.
    pub header: Vec<u8>,
    pub packets: Vec<TextPacket>,
}

/// A text and when it is shown, nanoseconds since the file's origin.
#[derive(Clone, Debug)]
pub struct TextPacket {
    pub start_ns: i64,
    pub end_ns: Option<i64>,
    pub bytes: Vec<u8>,
}

type Tracks = Arc<Mutex<Vec<Arc<Mutex<TextTrack>>>>>;

/// Reads all subtitle tracks; those that are pictures come out without packets. `origin_ns` is the file's common zero.
pub fn extract_texts(
    file: &MediaFile,
    origin_ns: i64,
    patience: Duration,
    is_wanted: impl Fn() -> bool,
) -> Result<Vec<TextTrack>> {
    super::init()?;
    let tracks: Tracks = Arc::default();
    let pipeline = build(file, origin_ns, &tracks)?;
    let outcome = drive(&pipeline, Instant::now() + patience, is_wanted);
    pipeline.set_state(gst::State::Null).map_err(|e| Error::internal("stop reading subtitles").with_source(e))?;
    outcome?;
    let tracks = std::mem::take(&mut *tracks.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(tracks.iter().map(|track| std::mem::take(&mut *track.lock().unwrap_or_else(PoisonError::into_inner))).collect())
}

fn build(file: &MediaFile, origin_ns: i64, tracks: &Tracks) -> Result<gst::Pipeline> {
    let make = |factory: &str| {
        gst::ElementFactory::make(factory)
            .build()
            .map_err(|e| Error::unavailable(format!("the GStreamer element {factory} is missing")).with_source(e))
    };
    let (source, parse) = (make("filesrc")?, make("parsebin")?);
    source.set_property("location", file.proc_path());
    super::elements::keep_styles(&parse);
    let pipeline = gst::Pipeline::new();
    let linked = pipeline.add_many([&source, &parse]).and_then(|()| source.link(&parse));
    linked.map_err(|e| Error::internal("build the front end of a pipeline").with_source(e))?;
    let (tracks, weak) = (Arc::clone(tracks), pipeline.downgrade());
    parse.connect_pad_added(move |_, pad| {
        let caps = pad.query_caps(None);
        let is_text = caps.structure(0).is_some_and(|s| is_subtitle(s.name().as_str()));
        let sink =
            weak.upgrade().filter(|_| is_text).map(|pipeline| (text_sink(origin_ns, &pipeline, &tracks), pipeline));
        let is_linked = sink.is_some_and(|(sink, pipeline)| {
            pipeline.add(&sink).is_ok()
                && sink.sync_state_with_parent().is_ok()
                && sink.static_pad("sink").is_some_and(|input| pad.link(&input).is_ok())
        });
        if !is_linked {
            pad.add_probe(gst::PadProbeType::BUFFER | gst::PadProbeType::BUFFER_LIST, |_, _| gst::PadProbeReturn::Drop);
        }
    });
    Ok(pipeline)
}

pub(super) fn is_subtitle(media_type: &str) -> bool {
    ["text/", "subpicture/", "application/x-ssa", "application/x-ass", "application/x-subtitle", "subtitle/"]
        .iter()
        .any(|start| media_type.starts_with(start))
}

fn text_sink(origin_ns: i64, pipeline: &gst::Pipeline, tracks: &Tracks) -> AppSink {
    let track = Arc::new(Mutex::new(TextTrack::default()));
    tracks.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&track));
    let sink = AppSink::builder().sync(false).build();
    // Texts are rare: waiting for one to preroll would stop a demuxer with one thread.
    sink.set_property("async", false);
    let timeline = Timeline::of_pipeline(pipeline);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                track.lock().unwrap_or_else(PoisonError::into_inner).take(&sample, timeline, origin_ns);
                Ok(gst::FlowSuccess::Ok)
            })
            .build(),
    );
    sink
}

impl TextTrack {
    fn take(&mut self, sample: &gst::Sample, timeline: Timeline, origin_ns: i64) {
        if let Some(s) = sample.caps().and_then(|caps| caps.structure(0)).filter(|_| self.media_type.is_empty()) {
            self.media_type = s.name().to_string();
            self.is_markup = s.get::<&str>("format").is_ok_and(|format| format == "pango-markup");
            let header = s.get::<gst::Buffer>("codec_data").ok();
            self.header = header.and_then(|b| b.map_readable().ok().map(|m| m.to_vec())).unwrap_or_default();
        }
        // Pictures would fill the memory and are not text.
        if self.media_type.starts_with("subpicture/") || self.packets.len() >= MAX_PACKETS {
            return;
        }
        let Some(buffer) = sample.buffer() else { return };
        let segment = sample.segment().and_then(|s| s.downcast_ref::<gst::ClockTime>());
        let start = buffer.pts().and_then(|pts| timeline.source_time_ns(pts, segment));
        let (Some(start), Ok(bytes)) = (start, buffer.map_readable()) else { return };
        let start_ns = start - origin_ns;
        let end_ns = buffer.duration().map(|d| start_ns.saturating_add(d.nseconds().cast_signed()));
        self.packets.push(TextPacket { start_ns, end_ns, bytes: bytes.to_vec() });
    }
}

/// Lets the pass run to the end of the file.
fn drive(pipeline: &gst::Pipeline, until: Instant, is_wanted: impl Fn() -> bool) -> Result<()> {
    let broken = |why: String| Error::source_fault(format!("the subtitles cannot be read: {why}"));
    let bus = pipeline.bus().ok_or_else(|| Error::internal("a pipeline without a bus"))?;
    threads::lower_all(&bus);
    pipeline.set_state(gst::State::Playing).map_err(|e| broken(e.to_string()))?;
    while is_wanted() && Instant::now() < until {
        let look = gst::ClockTime::from_mseconds(LOOK.as_millis() as u64);
        match bus
            .timed_pop_filtered(look, &[gst::MessageType::Eos, gst::MessageType::Error])
            .as_deref()
            .map(|m| m.view())
        {
            Some(gst::MessageView::Eos(_)) => return Ok(()),
            Some(gst::MessageView::Error(e)) => return Err(broken(e.error().message().to_owned())),
            _ => {}
        }
    }
    Err(broken("the disk is too slow".to_owned()))
}
