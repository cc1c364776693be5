//! What flows out of one parsed elementary stream: caps, tags, times. Filled by a pad probe on the demuxer's thread.
//!
//! The probe holds the log and the bus, never an element: a closure that keeps its pipeline alive is the one way to
//! leak pipelines in Rust. It answers DROP to every buffer, so the pad can stay unlinked (a fakesink that waits for its
//! preroll stops a single-threaded demuxer).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gstreamer::prelude::*;
use gstreamer::{
    BufferFlags, BufferRef, Bus, Caps, ClockTime, EventRef, EventView, FormattedSegment, Pad, PadProbeData,
    PadProbeReturn, PadProbeType, StreamFlags, Structure, TagList, TagMergeMode, message,
};

use crate::domain::media::StreamKind;
use crate::platform::gst::timeline::{Steady, Timeline};

/// Name of the message that a stream's probe posts at its end.
pub const STREAM_ENDED: &str = "revenge-stream-ended";
/// Name of the message that a stream's probe posts now and then while it flows.
pub const STREAM_FLOWS: &str = "revenge-stream-flows";
/// So many frames hold the earliest time and all caps of a stream, also with pictures out of order.
pub const OPENING_FRAMES: u64 = 8;
/// How often a long stream says that it flows.
const FRAMES_PER_MESSAGE: u64 = 1024;

/// One stream as seen so far. All times in nanoseconds of the demuxer's timeline.
#[derive(Debug)]
pub struct StreamLog {
    /// Sorts as the demuxer counts: parsebin exposes streams of a kind in this order.
    pub stream_id: String,
    timeline: Timeline,
    segment: Option<FormattedSegment<ClockTime>>,
    steady: Steady,
    pub flags: StreamFlags,
    pub caps: Option<Caps>,
    pub tags: TagList,
    /// Earliest time that is presented: samples before an edit list's start are not.
    pub first_ns: Option<i64>,
    pub end_ns: i64,
    pub keyframes_ns: Vec<i64>,
    /// Bytes from each keyframe to the next in the order of the file; empty where the container's index does not say.
    pub group_bytes: Vec<u64>,
    pub n_frames: u64,
    pub n_bytes: u64,
    pub has_ended: bool,
    /// What only the container's own head says.
    pub is_forced: bool,
    pub has_dolby_vision: bool,
}

pub type SharedLog = Arc<Mutex<StreamLog>>;

pub fn lock(log: &SharedLog) -> MutexGuard<'_, StreamLog> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to log what comes out of `pad`.
pub fn watch(pad: &Pad, timeline: Timeline, bus: &Bus) -> SharedLog {
    let mut log = StreamLog::new(timeline);
    log.stream_id = pad.stream_id().map(String::from).unwrap_or_default();
    // parsebin has put caps and tags on the pad before it shows it.
    pad.sticky_events_foreach(|event| {
        log.take_event(event, bus);
        std::ops::ControlFlow::Continue(gstreamer::EventForeachAction::Keep)
    });
    let log = Arc::new(Mutex::new(log));
    let (log_of_probe, bus_of_probe) = (Arc::clone(&log), bus.clone());
    let mask = PadProbeType::BUFFER | PadProbeType::BUFFER_LIST | PadProbeType::EVENT_DOWNSTREAM;
    pad.add_probe(mask, move |_, info| {
        let mut log = lock(&log_of_probe);
        let answer = match &info.data {
            Some(PadProbeData::Buffer(buffer)) => log.take_buffer(buffer),
            Some(PadProbeData::BufferList(list)) => {
                list.iter().for_each(|b| {
                    log.take_buffer(b);
                });
                PadProbeReturn::Drop
            }
            Some(PadProbeData::Event(event)) => log.take_event(event, &bus_of_probe),
            _ => PadProbeReturn::Ok,
        };
        let is_news = log.n_frames == OPENING_FRAMES || log.n_frames.is_multiple_of(FRAMES_PER_MESSAGE);
        if is_news && !matches!(info.data, Some(PadProbeData::Event(_))) {
            post(&bus_of_probe, STREAM_FLOWS);
        }
        answer
    });
    // So are tags that came between the two looks; what came later is newer.
    pad.sticky_events_foreach(|event| {
        if let EventView::Tag(tag) = event.view() {
            let mut log = lock(&log);
            log.tags = tag.tag_owned().merge(&log.tags, TagMergeMode::Replace);
        }
        std::ops::ControlFlow::Continue(gstreamer::EventForeachAction::Keep)
    });
    // An end between the two looks is on the pad and passes no probe: a file cut after its header waited for it in vain.
    if pad.sticky_event::<gstreamer::event::Eos>(0).is_some() && !lock(&log).has_ended {
        lock(&log).has_ended = true;
        post(bus, STREAM_ENDED);
    }
    log
}

impl StreamLog {
    /// What stays behind when a log is taken away.
    pub fn empty() -> Self {
        Self::new(Timeline::RawTimestamp)
    }

    /// Enough was seen to describe the stream.
    pub fn has_opened(&self) -> bool {
        self.has_ended || self.n_frames >= OPENING_FRAMES
    }

    /// How far this stream has run.
    pub fn span_ns(&self) -> i64 {
        self.first_ns.map_or(0, |first| self.end_ns - first)
    }

    fn new(timeline: Timeline) -> Self {
        Self {
            stream_id: String::new(),
            timeline,
            segment: None,
            steady: Steady::default(),
            flags: StreamFlags::empty(),
            caps: None,
            tags: TagList::new(),
            first_ns: None,
            end_ns: 0,
            keyframes_ns: Vec::new(),
            group_bytes: Vec::new(),
            n_frames: 0,
            n_bytes: 0,
            has_ended: false,
            is_forced: false,
            has_dolby_vision: false,
        }
    }

    fn take_buffer(&mut self, buffer: &BufferRef) -> PadProbeReturn {
        self.n_frames += 1;
        self.n_bytes += buffer.size() as u64;
        let time = buffer.pts().or_else(|| buffer.dts());
        let time = time.map(|time| if self.is_audio() { self.steady.correct(time, buffer.duration()) } else { time });
        let Some(at) = time.and_then(|t| self.timeline.source_time_ns(t, self.segment.as_ref())) else {
            return PadProbeReturn::Drop;
        };
        let duration = buffer.duration().map_or(0, |d| i64::try_from(d.nseconds()).unwrap_or(0));
        let end = at.saturating_add(duration);
        if self.is_presented(end) {
            let shown = at.max(self.presented_from());
            self.first_ns = Some(self.first_ns.map_or(shown, |first| first.min(shown)));
        }
        self.end_ns = self.end_ns.max(end);
        if !buffer.flags().contains(BufferFlags::DELTA_UNIT) && self.is_video() {
            self.keyframes_ns.push(at);
            self.group_bytes.push(0);
        }
        if let Some(group) = self.group_bytes.last_mut() {
            *group += buffer.size() as u64;
        }
        PadProbeReturn::Drop
    }

    fn take_event(&mut self, event: &EventRef, bus: &Bus) -> PadProbeReturn {
        match event.view() {
            EventView::StreamStart(start) => self.flags = start.stream_flags(),
            EventView::Caps(caps) => self.caps = Some(caps.caps_owned()),
            EventView::Tag(tag) => self.tags = self.tags.merge(&tag.tag_owned(), TagMergeMode::Replace),
            EventView::Segment(segment) => self.segment = segment.segment().downcast_ref::<ClockTime>().cloned(),
            EventView::Eos(_) => {
                self.has_ended = true;
                post(bus, STREAM_ENDED);
            }
            _ => {}
        }
        PadProbeReturn::Ok
    }

    /// Where the edit list lets the stream begin; times of other demuxers have no such line.
    fn presented_from(&self) -> i64 {
        match (self.timeline, &self.segment) {
            (Timeline::StreamTime, Some(segment)) => {
                segment.time().and_then(|t| i64::try_from(t.nseconds()).ok()).unwrap_or(0)
            }
            _ => i64::MIN,
        }
    }

    fn is_presented(&self, end: i64) -> bool {
        end > self.presented_from()
    }

    pub fn is_video(&self) -> bool {
        self.media_type().is_some_and(|m| m.starts_with("video/") || m.starts_with("image/"))
    }

    pub fn is_audio(&self) -> bool {
        self.media_type().is_some_and(|m| m.starts_with("audio/"))
    }

    pub fn kind(&self) -> StreamKind {
        match () {
            () if self.is_video() => StreamKind::Video,
            () if self.is_audio() => StreamKind::Audio,
            () => StreamKind::Subtitle,
        }
    }

    pub fn structure(&self) -> Option<&gstreamer::StructureRef> {
        self.caps.as_ref().and_then(|caps| caps.structure(0))
    }

    fn media_type(&self) -> Option<&str> {
        self.structure().map(|s| s.name().as_str())
    }
}

fn post(bus: &Bus, name: &str) {
    // Refused only when the bus is being flushed, and then nobody waits.
    bus.post(message::Application::new(Structure::new_empty(name))).ok();
}
