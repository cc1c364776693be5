//! Front end of every pipeline: filesrc → parsebin, one wanted pad, everything else dropped.
//!
//! The wanted pad is blocked until it holds its first buffer; only then is a seek sent. A seek any earlier races with
//! the demuxer's own start and lands minutes away (4 of 6 runs on 1.22, Matroska with cues). That first buffer also
//! tells where the stream begins, which is what audio is counted from.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use gstreamer as gst;
use gstreamer::prelude::*;

use super::burn_in::Screen;
use super::control::Control;
use super::elements::{PadKind, make, pad_kind};
use super::picture_times::Container;
use super::spec::RunSpec;
use crate::base::{Error, Result};
use crate::domain::media::StreamKind;
use crate::platform::gst::timeline::Timeline;

pub(super) struct Source {
    wanted: Arc<Mutex<Wanted>>,
}

/// The pad that the run reads, once parsebin has shown it.
#[derive(Default)]
struct Wanted {
    pad: Option<gst::Pad>,
    block: Option<gst::PadProbeId>,
    n_seen: usize,
    first_pts: Option<gst::ClockTime>,
}

/// The blocked pad and what is known of its stream.
pub(super) struct Opened {
    pub(super) pad: gst::Pad,
    pub(super) caps: gst::Caps,
    pub(super) origin: Origin,
    /// Where the stream's first frame lies, nanoseconds since the origin; absent for a stream without any.
    pub(super) first_ns: Option<i64>,
    /// As far as it matters for times.
    pub(super) container: Container,
}

/// The file's common timeline: the demuxer's rule and the origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    timeline: Timeline,
    origin_ns: i64,
}

impl Origin {
    /// Nanoseconds since the origin. A segment that says nothing leaves the timestamp as it is.
    pub(super) fn since(self, time: gst::ClockTime, segment: Option<&gst::Segment>) -> i64 {
        let segment = segment.and_then(|s| s.downcast_ref::<gst::ClockTime>());
        let source_ns = self.timeline.source_time_ns(time, segment);
        source_ns.unwrap_or(time.nseconds().cast_signed()) - self.origin_ns
    }
}

impl Source {
    /// `screen` reads a subtitle beside the wanted stream.
    pub(super) fn build(
        pipeline: &gst::Pipeline,
        spec: &RunSpec,
        control: &Arc<Control>,
        screen: Option<&Arc<Screen>>,
    ) -> Result<Self> {
        let file_source = make("filesrc")?;
        // The kernel opens the very file again, whatever its path has become.
        file_source.set_property("location", spec.source.file.proc_path());
        let parsebin = make("parsebin")?;
        let link = || -> std::result::Result<(), gst::glib::BoolError> {
            pipeline.add_many([&file_source, &parsebin])?;
            file_source.link(&parsebin)
        };
        link().map_err(|e| Error::internal("build the front end of a pipeline").with_source(e))?;
        let wanted = Arc::new(Mutex::new(Wanted::default()));
        let kind = match spec.stream.kind {
            StreamKind::Video => PadKind::Video,
            StreamKind::Audio => PadKind::Audio,
            StreamKind::Subtitle => PadKind::Subtitle,
        };
        let (ordinal, shared, weak_control) = (spec.ordinal, Arc::clone(&wanted), Arc::downgrade(control));
        let (screen, n_subtitles) = (screen.cloned(), AtomicUsize::new(0));
        parsebin.connect_pad_added(move |_, pad| {
            let found = pad_kind(&pad.query_caps(None));
            if found == PadKind::Subtitle
                && let Some(screen) = &screen
                && n_subtitles.fetch_add(1, Ordering::Relaxed) == screen.ordinal()
            {
                screen.watch(pad);
            }
            if found == kind {
                let mut wanted = shared.lock().unwrap_or_else(PoisonError::into_inner);
                wanted.n_seen += 1;
                if wanted.n_seen == ordinal + 1 {
                    wanted.block = block_first_buffer(pad, &Arc::downgrade(&shared), &weak_control);
                    wanted.pad = Some(pad.clone());
                    return;
                }
            }
            // Unlinked and dropping: a fakesink would wait for preroll and stop a demuxer with one thread.
            pad.add_probe(gst::PadProbeType::BUFFER | gst::PadProbeType::BUFFER_LIST, |_, _| gst::PadProbeReturn::Drop);
        });
        let (shared, weak_control) = (Arc::clone(&wanted), Arc::downgrade(control));
        parsebin.connect_no_more_pads(move |_| {
            if shared.lock().unwrap_or_else(PoisonError::into_inner).pad.is_none()
                && let Some(control) = weak_control.upgrade()
            {
                control.fail("the file has no such stream");
            }
        });
        Ok(Self { wanted })
    }

    /// Call once the pad has blocked.
    pub(super) fn opened(&self, pipeline: &gst::Pipeline, origin_ns: i64) -> Result<Opened> {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let pad = wanted.pad.clone().ok_or_else(|| Error::source_fault("the file has no such stream"))?;
        let caps = pad.current_caps().unwrap_or_else(|| pad.query_caps(None));
        let is_made_by = |e: &gst::Element, factory: &str| e.factory().is_some_and(|f| f.name() == factory);
        let has = |factory: &str| pipeline.iterate_recurse().into_iter().flatten().any(|e| is_made_by(&e, factory));
        let timeline = Timeline::of_demuxer(if has("qtdemux") { "qtdemux" } else { "" });
        let origin = Origin { timeline, origin_ns };
        let first_ns = wanted.first_pts.map(|pts| origin.since(pts, segment_of(&pad).as_ref()));
        let container = match () {
            () if has("avidemux") => Container::Avi,
            () if has("mpegpsdemux") => Container::ProgramStream,
            () => Container::Other,
        };
        Ok(Opened { pad, caps, origin, first_ns, container })
    }

    /// A flushing seek to `at_ns` since the origin. Demuxers count from the file's first frame, as the origin does.
    pub(super) fn seek(&self, at_ns: i64, flags: gst::SeekFlags) -> Result<()> {
        let pad = self.wanted.lock().unwrap_or_else(PoisonError::into_inner).pad.clone();
        let seek = gst::event::Seek::new(
            1.0,
            gst::SeekFlags::FLUSH | flags,
            gst::SeekType::Set,
            gst::ClockTime::from_nseconds(at_ns.max(0).cast_unsigned()),
            gst::SeekType::None,
            gst::ClockTime::NONE,
        );
        if pad.is_some_and(|pad| pad.send_event(seek)) {
            Ok(())
        } else {
            Err(Error::source_fault("the file cannot be seeked in"))
        }
    }

    pub(super) fn unblock(&self) {
        let (pad, block) = {
            let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
            (wanted.pad.clone(), wanted.block.take())
        };
        if let (Some(pad), Some(block)) = (pad, block) {
            pad.remove_probe(block);
        }
    }
}

impl Opened {
    /// Where a seek cannot be trusted the file is read from its start, and what lies before `from_ns` is dropped ahead of
    /// the decoder, up to a keyframe.
    pub(super) fn skip_to(&self, from_ns: i64, control: &Arc<Control>) {
        let (origin, control) = (self.origin, Arc::downgrade(control));
        let has_begun = AtomicBool::new(false);
        self.pad.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
            let Some(buffer) = info.buffer().filter(|_| !has_begun.load(Ordering::Relaxed)) else {
                return gst::PadProbeReturn::Ok;
            };
            let Some(control) = control.upgrade() else { return gst::PadProbeReturn::Drop };
            control.progressed();
            let time = buffer.pts().or(buffer.dts()).map(|time| origin.since(time, segment_of(pad).as_ref()));
            let is_key = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
            // Times of the index are rounded to nanoseconds.
            let begins = is_key && time.is_some_and(|time| time + 1000 >= from_ns);
            has_begun.store(begins, Ordering::Relaxed);
            if begins { gst::PadProbeReturn::Ok } else { gst::PadProbeReturn::Drop }
        });
    }
}

/// The segment that buffers on this pad are in.
pub(super) fn segment_of(pad: &gst::Pad) -> Option<gst::Segment> {
    pad.sticky_event::<gst::event::Segment>(0).map(|event| event.segment().clone())
}

fn block_first_buffer(
    pad: &gst::Pad,
    wanted: &Weak<Mutex<Wanted>>,
    control: &Weak<Control>,
) -> Option<gst::PadProbeId> {
    let (for_events, events_control) = (wanted.clone(), control.clone());
    // A stream without a single frame ends instead of blocking.
    pad.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |_, info| {
        if info.event().is_some_and(|e| e.type_() == gst::EventType::Eos)
            && for_events.strong_count() > 0
            && let Some(control) = events_control.upgrade()
        {
            control.prerolled();
        }
        gst::PadProbeReturn::Ok
    });
    let (wanted, control) = (wanted.clone(), control.clone());
    pad.add_probe(gst::PadProbeType::BLOCK | gst::PadProbeType::BUFFER, move |_, info| {
        if let (Some(wanted), Some(control)) = (wanted.upgrade(), control.upgrade()) {
            let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
            if wanted.first_pts.is_none() {
                wanted.first_pts = info.buffer().and_then(|b| b.pts().or(b.dts()));
            }
            drop(wanted);
            control.prerolled();
        }
        gst::PadProbeReturn::Ok
    })
}
