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

use super::elements::app_sink;
use super::subtitles::{attach, broken, front, is_subtitle, packet_of, wait_for_end};
use super::threads;
use super::timeline::Timeline;
use crate::base::{Error, Result};
use crate::platform::fs::MediaFile;

/// More text than any film has; a file that holds more is not one.
const MAX_PACKETS: usize = 200_000;
const UNBOUNDED: u32 = 0;

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
    let (pipeline, parse) = front(file)?;
    let (tracks, weak) = (Arc::clone(tracks), pipeline.downgrade());
    parse.connect_pad_added(move |_, pad| {
        let caps = pad.query_caps(None);
        let is_text = caps.structure(0).is_some_and(|s| is_subtitle(s.name().as_str()));
        let sink =
            weak.upgrade().filter(|_| is_text).map(|pipeline| (text_sink(origin_ns, &pipeline, &tracks), pipeline));
        attach(pad, sink);
    });
    Ok(pipeline)
}

fn text_sink(origin_ns: i64, pipeline: &gst::Pipeline, tracks: &Tracks) -> AppSink {
    let track = Arc::new(Mutex::new(TextTrack::default()));
    tracks.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&track));
    // Without preroll: texts are rare, and waiting for one would stop a demuxer with one thread.
    let sink = app_sink(UNBOUNDED);
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
        let Some((at_ns, bytes)) = packet_of(sample, timeline) else { return };
        let start_ns = at_ns - origin_ns;
        let duration = sample.buffer().and_then(gst::BufferRef::duration);
        let end_ns = duration.map(|d| start_ns.saturating_add(d.nseconds().cast_signed()));
        self.packets.push(TextPacket { start_ns, end_ns, bytes });
    }
}

/// Lets the pass run to the end of the file.
fn drive(pipeline: &gst::Pipeline, until: Instant, is_wanted: impl Fn() -> bool) -> Result<()> {
    let bus = pipeline.bus().ok_or_else(|| Error::internal("a pipeline without a bus"))?;
    threads::lower_all(&bus);
    pipeline.set_state(gst::State::Playing).map_err(|e| broken(&e.to_string()))?;
    while is_wanted() && Instant::now() < until {
        if let Some(ended) = wait_for_end(&bus) {
            return ended;
        }
    }
    Err(broken("the disk is too slow"))
}
