//! Video through a decoder and an encoder, cut where the playlist says.
//!
//! A gate ahead of the encoder drops frames before the first boundary, notes each frame's time, and asks for a keyframe
//! at each boundary. Behind the encoder frames are recognised by their timestamps, whose base the encoder has moved
//! (x264enc: by 1,000 hours), and a segment is handed over when as many frames have come out as went in: waiting for
//! the next keyframe would add the encoder's look-ahead to every segment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::AppSinkCallbacks;

use super::burn_in::Screen;
use super::collect::{Collector, Landing};
use super::control::{Control, Output};
use super::elements::{app_sink, attach_chain, caps_filter, make, queue};
use super::picture_times::time_pictures;
use super::source::{Opened, Origin, segment_of};
use super::spec::RunSpec;
use super::track::video_track;
use crate::base::{Error, Result};
use crate::domain::fmp4::{Frame, Media, Video, VideoCodec, init_segment};
use crate::domain::h264::{Sps, is_idr, with_parameter_sets};
use crate::domain::hls::Cuts;
use crate::domain::media::Stream;
use crate::platform::gst::backend::{Job, VideoTarget};

/// Pictures that a device may hold. Its encoders look ahead by none; drivers queue up to 32.
const DEVICE_DEPTH: usize = 64;

/// Gives the queue ahead of the decoder: while something lies in it, the device has work.
pub(super) fn attach(
    pipeline: &gst::Pipeline,
    opened: &Opened,
    (spec, target, screen): (&RunSpec, &VideoTarget, Option<&Arc<Screen>>),
    control: &Arc<Control>,
) -> Result<gst::Element> {
    time_pictures(&opened.pad, opened.container, &spec.stream.codec);
    let plan = spec.backend.plan(&Job { stream: &spec.stream, target });
    let input = queue()?;
    let mut chain = vec![input.clone()];
    for part in &plan.pictures {
        chain.push(part.make(&opened.caps)?);
    }
    let pictures = chain.last().and_then(|e| e.static_pad("src"));
    let pictures = pictures.ok_or_else(|| Error::internal("a scaler without an output"))?;
    let n_ahead = chain.len();
    for part in &plan.encode {
        chain.push(part.make(&opened.caps)?);
    }
    let encoder = chain.get(n_ahead).cloned().ok_or_else(|| Error::internal("a plan without an encoder"))?;
    let parsed = gst::Caps::builder("video/x-h264").field("stream-format", "avc").field("alignment", "au").build();
    let sink = app_sink(8);
    chain.extend([make("h264parse")?, caps_filter(parsed)?, sink.clone().upcast()]);
    let shared = Arc::new(Shared {
        control: Arc::clone(control),
        cuts: Arc::clone(&spec.cuts),
        origin: opened.origin,
        first_segment: spec.first_segment,
        stream: Stream { rotation: 0, ..spec.stream.clone() },
        book: Mutex::new(Book::new(spec)),
        coded: Mutex::new(Coded { collector: Collector::new(spec, control), base_ns: None, config: None }),
        screen: screen.cloned(),
        size: (target.width, target.height),
        depth: if spec.is_on_device() { DEVICE_DEPTH } else { usize::MAX },
    });
    watch_pictures(&pictures, &encoder, &shared);
    let at_end = Arc::clone(&shared);
    sink.set_callbacks(
        AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                shared.take_coded(&sample)
            })
            .eos(move |_| at_end.finish())
            .build(),
    );
    attach_chain(pipeline, &opened.pad, &chain)?;
    Ok(input)
}

struct Shared {
    control: Arc<Control>,
    cuts: Arc<Cuts>,
    origin: Origin,
    first_segment: u32,
    stream: Stream,
    /// Written by the gate; read behind the encoder. Never held while waiting.
    book: Mutex<Book>,
    coded: Mutex<Coded>,
    /// What is drawn into the pictures.
    screen: Option<Arc<Screen>>,
    /// What the encoder has to make.
    size: (u32, u32),
    /// Pictures that may be in the encoder.
    depth: usize,
}

/// What went into the encoder and has not come out.
struct Book {
    landing: Landing,
    /// Input timestamp → segment and time on the absolute timeline.
    in_flight: HashMap<u64, (u32, u64)>,
    first_ns: Option<u64>,
    /// The segment of the last frame that went in.
    current: Option<u32>,
    /// Complete segments: how many frames each has, and where the next one starts.
    complete: HashMap<u32, (usize, u64)>,
    n_in_current: usize,
}

struct Coded {
    collector: Collector,
    /// Timestamp of the first frame that came out.
    base_ns: Option<u64>,
    /// The `avcC` record, once it is known.
    config: Option<Vec<u8>>,
}

fn watch_pictures(pictures: &gst::Pad, encoder: &gst::Element, shared: &Arc<Shared>) {
    let (encoder, shared) = (encoder.downgrade(), Arc::downgrade(shared));
    pictures.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
        let (Some(shared), Some(pts)) = (shared.upgrade(), info.buffer().and_then(|b| b.pts())) else {
            return gst::PadProbeReturn::Drop;
        };
        shared.control.progressed();
        let ns = shared.origin.since(pts, segment_of(pad).as_ref());
        let gate = shared.admit(pts.nseconds(), ns);
        if matches!(gate, Gate::Drop) {
            return gst::PadProbeReturn::Drop;
        }
        if let (Some(screen), Some(picture)) = (&shared.screen, info.buffer_mut()) {
            screen.draw(pad, picture, ns);
        }
        if matches!(gate, Gate::PassAsKeyframe)
            && let Some(source) = encoder.upgrade().and_then(|e| e.static_pad("src"))
        {
            source.send_event(force_key_unit());
        }
        gst::PadProbeReturn::Ok
    });
}

enum Gate {
    Drop,
    Pass,
    PassAsKeyframe,
}

impl Shared {
    /// Decides about one picture ahead of the encoder.
    fn admit(&self, pts_ns: u64, since_origin_ns: i64) -> Gate {
        let tick = self.cuts.ticks(since_origin_ns);
        let segment = self.cuts.segment_of(tick);
        let is_before = segment < self.first_segment || since_origin_ns < 0;
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        // Where pictures come at any time, the segment's first one may lie after its start by some of them.
        let latest = self.cuts.start(self.first_segment) + self.cuts.slack.max(self.cuts.ticks(100_000_000));
        if !book.landing.accepts(tick, latest, &self.control) {
            return Gate::Drop;
        }
        // A second picture with a timestamp that is in the encoder could not be told from the first.
        if is_before || book.in_flight.contains_key(&pts_ns) || book.current.is_some_and(|current| segment < current) {
            return Gate::Drop;
        }
        let starts_segment = book.current != Some(segment);
        if starts_segment {
            book.complete_up_to(segment, tick, self.first_segment, &self.cuts);
            book.current = Some(segment);
        }
        book.first_ns.get_or_insert(pts_ns);
        book.in_flight.insert(pts_ns, (segment, tick));
        book.n_in_current += 1;
        if book.in_flight.len() > self.depth {
            self.control.fail("the encoder takes pictures and gives none back");
            return Gate::Drop;
        }
        if starts_segment { Gate::PassAsKeyframe } else { Gate::Pass }
    }

    fn take_coded(&self, sample: &gst::Sample) -> Result<gst::FlowSuccess, gst::FlowError> {
        self.control.progressed();
        let buffer = sample.buffer().ok_or(gst::FlowError::Error)?;
        let pts_ns = buffer.pts().ok_or(gst::FlowError::Error)?.nseconds();
        let mut coded = self.coded.lock().unwrap_or_else(PoisonError::into_inner);
        coded.announce(self, sample)?;
        let base_ns = *coded.base_ns.get_or_insert(pts_ns);
        let entry = {
            let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
            let first_ns = book.first_ns.ok_or(gst::FlowError::Error)?;
            book.in_flight.remove(&(pts_ns - base_ns + first_ns))
        };
        let Some((segment, tick)) = entry else {
            self.control.fail("the encoder returned a picture that it was not given");
            return Err(gst::FlowError::Error);
        };
        self.close_complete(&mut coded, Some(segment));
        let is_sync = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
        let mut data = buffer.map_readable().map_err(|_| gst::FlowError::Error)?.to_vec();
        if coded.collector.n_frames() == 0 {
            // An intra picture that is none to begin with looks like one to the parser.
            if !is_sync || !is_idr(&data) {
                self.control.fail("the encoder did not make a keyframe where it was asked to");
                return Err(gst::FlowError::Error);
            }
            if !self.control.wait_turn(segment) {
                return Err(gst::FlowError::Eos);
            }
            data = with_parameter_sets(data, coded.config.as_deref().unwrap_or_default());
        }
        coded.collector.push(Frame { pts: tick.cast_signed(), is_sync, data });
        self.close_complete(&mut coded, None);
        Ok(gst::FlowSuccess::Ok)
    }

    /// Hands over segments of which every frame has come out; with `before`, also empty ones below it.
    fn close_complete(&self, coded: &mut Coded, before: Option<u32>) {
        loop {
            let current = coded.collector.current();
            let due = {
                let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
                match book.complete.get(&current) {
                    Some(&(n, end))
                        if n == coded.collector.n_frames() && (n > 0 || before.is_some_and(|b| b > current)) =>
                    {
                        book.complete.remove(&current);
                        Some(end)
                    }
                    _ => None,
                }
            };
            match due {
                Some(end) => coded.collector.close(end),
                None => return,
            }
        }
    }

    fn finish(&self) {
        if self.book.lock().unwrap_or_else(PoisonError::into_inner).landing.is_pending() {
            return;
        }
        let mut coded = self.coded.lock().unwrap_or_else(PoisonError::into_inner);
        self.close_complete(&mut coded, Some(u32::MAX));
        coded.collector.finish(self.cuts.end());
    }
}

impl Book {
    fn new(spec: &RunSpec) -> Self {
        Self {
            landing: Landing::new(spec),
            in_flight: HashMap::new(),
            first_ns: None,
            current: None,
            complete: HashMap::new(),
            n_in_current: 0,
        }
    }

    /// The segment before `next` is complete; segments in between have no frame at all.
    fn complete_up_to(&mut self, next: u32, tick: u64, first: u32, cuts: &Cuts) {
        let from = self.current.unwrap_or(first);
        for segment in from..next {
            let n = if self.current == Some(segment) { std::mem::take(&mut self.n_in_current) } else { 0 };
            let end = if segment + 1 == next { tick } else { cuts.start(segment + 1) };
            self.complete.insert(segment, (n, end));
        }
        self.n_in_current = 0;
    }
}

impl Coded {
    /// Hands over the init segment ahead of the first picture, if the encoder makes what it was told to.
    fn announce(&mut self, shared: &Shared, sample: &gst::Sample) -> Result<(), gst::FlowError> {
        if self.config.is_some() {
            return Ok(());
        }
        let refuse = |why: String| {
            shared.control.fail(why);
            gst::FlowError::NotNegotiated
        };
        let Some(track) = sample.caps().and_then(|caps| video_track(caps, &shared.stream)) else {
            return Err(refuse("the encoder gave no codec data".to_owned()));
        };
        let Media::Video(Video { codec: VideoCodec::H264(config), .. }) = &track.media else {
            return Err(refuse("the encoder made something else than H.264".to_owned()));
        };
        let size = Sps::of_avcc(config).map(|sps| (sps.width, sps.height));
        if size != Some(shared.size) {
            let (width, height) = size.unwrap_or_default();
            let (wanted, high) = shared.size;
            return Err(refuse(format!("the encoder made {width}×{height} instead of {wanted}×{high}")));
        }
        shared.control.emit(Output::Init(init_segment(&track).into()));
        self.config = Some(config.clone());
        Ok(())
    }
}

/// Asks the encoder for a keyframe with parameter sets at its next input picture.
fn force_key_unit() -> gst::Event {
    let structure = gst::Structure::builder("GstForceKeyUnit")
        .field("running-time", gst::ClockTime::NONE)
        .field("all-headers", true)
        .field("count", 0_u32)
        .build();
    gst::event::CustomUpstream::new(structure)
}
