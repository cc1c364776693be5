//! The demux-only pass: file → parsebin → probes. No decoder, no sink, no clock.
//!
//! Pads are left unlinked with a dropping probe. The pass ends when all streams have, with the first error, or at the
//! deadline. `no-more-pads` is not waited for: parsebin 1.22 does not emit it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use gstreamer::glib::{self, WeakRef};
use gstreamer::prelude::*;
use gstreamer::{
    Bus, Caps, ClockTime, CoreError, Element, ElementFactory, MessageView, Pipeline, ResourceError, State, StreamError,
};

use crate::domain::containers::ChapterMark;
use crate::platform::fs::MediaFile;
use crate::platform::gst::threads;
use crate::platform::gst::timeline::Timeline;

use super::collect::{SharedLog, StreamLog, lock, watch};
use super::error::{InspectError, InspectErrorKind};

/// What a pass has seen.
#[derive(Debug)]
pub struct Seen {
    pub container_caps: Option<Caps>,
    pub duration_ns: Option<i64>,
    pub streams: Vec<StreamLog>,
    /// The demuxer gave up in the middle of the data.
    pub broke_off: bool,
    /// The container itself says that it is QuickTime, which the type finder does not.
    pub is_quicktime: bool,
    pub chapters: Vec<ChapterMark>,
}

/// Filled from the pipeline's signals; holds weak references only.
#[derive(Default)]
struct Stage {
    demuxer: Mutex<Option<WeakRef<Element>>>,
    logs: Mutex<Vec<SharedLog>>,
}

/// How much of the file a pass reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Until every stream has shown what it is.
    Opening,
    Whole,
}

/// An opening ends here even when some stream has not begun: it may begin in an hour.
const OPENING_NS: i64 = 10_000_000_000;

pub fn run(file: &MediaFile, extent: Extent, until: Instant) -> Result<Seen, InspectError> {
    let stage = Arc::new(Stage::default());
    let (pipeline, parse) = build(file, &stage)?;
    let driven = drive(&pipeline, &stage, extent, until);
    let (container_caps, duration_ns) = (stage.container_caps(), duration_of(&parse));
    // Taken down whatever came out; a pipeline that does not obey holds this thread, which the caller abandons.
    pipeline.set_state(State::Null).map_err(internal)?;
    Ok(Seen {
        broke_off: driven?,
        is_quicktime: false,
        chapters: Vec::new(),
        container_caps,
        duration_ns,
        streams: stage.take_streams(),
    })
}

fn build(file: &MediaFile, stage: &Arc<Stage>) -> Result<(Pipeline, Element), InspectError> {
    let pipeline = Pipeline::new();
    let source = make("filesrc")?;
    source.set_property("location", file.proc_path());
    let parse = make("parsebin")?;
    crate::platform::gst::elements::keep_styles(&parse);
    pipeline.add_many([&source, &parse]).map_err(internal)?;
    source.link(&parse).map_err(internal)?;

    let noted = Arc::clone(stage);
    pipeline.connect_deep_element_added(move |_, _, element| noted.note_element(element));
    let bus = bus_of(&pipeline)?;
    threads::lower_all(&bus);
    let noted = Arc::clone(stage);
    parse.connect_pad_added(move |_, pad| noted.note_pad(watch(pad, noted.timeline(), &bus)));
    Ok((pipeline, parse))
}

/// Waits until enough was seen. `Ok(true)` when the data broke off after it had begun.
fn drive(pipeline: &Pipeline, stage: &Stage, extent: Extent, until: Instant) -> Result<bool, InspectError> {
    let bus = bus_of(pipeline)?;
    // A refusal comes as an error message too, which says more.
    let refused = pipeline.set_state(State::Paused).is_err();
    loop {
        let left = if refused { Duration::ZERO } else { until.saturating_duration_since(Instant::now()) };
        // Messages that keep coming do not move the deadline.
        let is_over = left.is_zero() && !refused;
        let next = || bus.timed_pop(ClockTime::try_from(left).unwrap_or(ClockTime::ZERO));
        let Some(message) = (!is_over).then(next).flatten() else {
            return Err(InspectError::new(InspectErrorKind::TimedOut, "no end in time"));
        };
        match message.view() {
            MessageView::Error(_) if stage.has_data() => return Ok(true),
            MessageView::Error(error) => return Err(verdict_on(&error.error(), error.debug().as_deref())),
            MessageView::Application(_) if stage.has_seen(extent) => return Ok(false),
            _ => {}
        }
    }
}

fn verdict_on(error: &glib::Error, debug: Option<&str>) -> InspectError {
    use InspectErrorKind as Kind;
    let kind = match (error.kind::<StreamError>(), error.kind::<ResourceError>(), error.kind::<CoreError>()) {
        (Some(StreamError::TypeNotFound | StreamError::WrongType), ..) => Kind::NotMedia,
        (Some(StreamError::Decrypt | StreamError::DecryptNokey), ..) => Kind::Encrypted,
        (Some(StreamError::CodecNotFound), ..) | (_, _, Some(CoreError::MissingPlugin)) => Kind::Unsupported,
        (Some(_), ..) => Kind::Damaged,
        (_, Some(_), _) => Kind::Storage,
        _ => Kind::Internal,
    };
    InspectError::new(kind, format!("{error}; {}", debug.unwrap_or_default()))
}

impl Stage {
    fn note_element(&self, element: &Element) {
        let klass = element.factory().and_then(|f| f.metadata("klass").map(str::to_owned)).unwrap_or_default();
        if klass.contains("Demux") && !klass.contains("Metadata") {
            locked(&self.demuxer).get_or_insert_with(|| element.downgrade());
        }
    }

    fn demuxer(&self) -> Option<Element> {
        locked(&self.demuxer).as_ref().and_then(WeakRef::upgrade)
    }

    fn timeline(&self) -> Timeline {
        let factory = self.demuxer().and_then(|d| d.factory());
        factory.map_or(Timeline::RawTimestamp, |f| Timeline::of_demuxer(&f.name()))
    }

    fn container_caps(&self) -> Option<Caps> {
        let sink = self.demuxer()?.static_pad("sink")?;
        // In pull mode 1.22 sends no caps event: the type finder in front knows.
        sink.current_caps().or_else(|| {
            let finder = sink.peer()?.parent_element()?;
            finder.find_property("caps").and_then(|_| finder.property::<Option<Caps>>("caps"))
        })
    }

    fn note_pad(&self, log: SharedLog) {
        locked(&self.logs).push(log);
    }

    fn has_data(&self) -> bool {
        locked(&self.logs).iter().any(|log| lock(log).n_frames > 0)
    }

    fn has_seen(&self, extent: Extent) -> bool {
        let logs = locked(&self.logs);
        let (mut all, mut is_far) = (!logs.is_empty(), false);
        for log in logs.iter().map(|log| lock(log)) {
            all &= match extent {
                Extent::Whole => log.has_ended,
                // Subtitles may stay away for long.
                Extent::Opening => log.has_opened() || !(log.is_video() || log.is_audio()),
            };
            is_far |= extent == Extent::Opening && log.span_ns() > OPENING_NS;
        }
        all || is_far
    }

    /// In the demuxer's order.
    fn take_streams(&self) -> Vec<StreamLog> {
        let mut logs = locked(&self.logs);
        let logs = logs.drain(..).map(|log| std::mem::replace(&mut *lock(&log), StreamLog::empty()));
        let mut streams: Vec<StreamLog> = logs.collect();
        streams.sort_by(|a, b| a.stream_id.cmp(&b.stream_id));
        streams
    }
}

fn duration_of(parse: &Element) -> Option<i64> {
    let durations = parse.src_pads().into_iter().filter_map(|pad| pad.query_duration::<ClockTime>());
    durations.max().and_then(|d| i64::try_from(d.nseconds()).ok())
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make(factory: &str) -> Result<Element, InspectError> {
    ElementFactory::make(factory).build().map_err(internal)
}

fn bus_of(pipeline: &Pipeline) -> Result<Bus, InspectError> {
    pipeline.bus().ok_or_else(|| internal("a pipeline without a bus"))
}

fn internal(cause: impl Into<Box<dyn std::error::Error>>) -> InspectError {
    InspectError::new(InspectErrorKind::Internal, cause.into().to_string())
}
