//! What a demuxer's timestamps mean. One rule for the keyframe index, the remuxer and the encoder's gate.
//!
//! qtdemux leaves media time on the buffers and says the edit list only in the segment, so its times are stream times.
//! matroskademux after a seek announces a segment that is off by the first frame's time, so there (and for TS, AVI and
//! the rest) the raw timestamp is the truth. Both tried on 1.22; mixing them up is an A/V offset of a third of a second.

use gstreamer::prelude::*;
use gstreamer::{ClockTime, Element, FormattedSegment, Pipeline, Signed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeline {
    /// `segment.to_stream_time(pts)` of the segment in force at the buffer.
    StreamTime,
    /// The buffer's own timestamp.
    RawTimestamp,
}

impl Timeline {
    /// The rule for a container as `domain::media` names it.
    pub fn of_container(container: &str) -> Self {
        match container {
            "mp4" | "mov" => Self::StreamTime,
            _ => Self::RawTimestamp,
        }
    }

    /// The rule for an element that parsebin has chosen.
    pub fn of_demuxer(factory: &str) -> Self {
        if factory == "qtdemux" { Self::StreamTime } else { Self::RawTimestamp }
    }

    /// The rule for whatever demuxer a pipeline has chosen.
    pub(super) fn of_pipeline(pipeline: &Pipeline) -> Self {
        let is_qt = |e: &Element| e.factory().is_some_and(|f| f.name() == "qtdemux");
        let is_qt = pipeline.iterate_recurse().into_iter().flatten().any(|e| is_qt(&e));
        Self::of_demuxer(if is_qt { "qtdemux" } else { "" })
    }

    /// Demuxer time of a buffer in nanoseconds; take off the file's `origin_ns` to get the common timeline. Negative
    /// for samples before an edit list's start.
    pub fn source_time_ns(self, time: ClockTime, segment: Option<&FormattedSegment<ClockTime>>) -> Option<i64> {
        match self {
            Self::RawTimestamp => i64::try_from(time.nseconds()).ok(),
            Self::StreamTime => signed_ns(segment?.to_stream_time_full(time)?),
        }
    }
}

/// Frames of a joined recording bear a time of the next clock before the demuxer has seen that clock, and then frames come
/// that go on where the last one ended. Such a frame is told the time at which it was due.
#[derive(Debug, Default)]
pub struct Steady {
    due: Option<ClockTime>,
    n_off: u32,
}

impl Steady {
    /// Farther off than any pause that a demuxer leaves.
    const FAR: ClockTime = ClockTime::from_seconds(10);
    /// So many frames in a row are no mistake any more.
    const N_TRUE: u32 = 200;

    /// The time of a frame, put right.
    pub fn correct(&mut self, time: ClockTime, duration: Option<ClockTime>) -> ClockTime {
        let is_far = self.due.is_some_and(|due| due.nseconds().abs_diff(time.nseconds()) > Self::FAR.nseconds());
        self.n_off = if is_far { self.n_off + 1 } else { 0 };
        let time = self.due.filter(|_| is_far && self.n_off < Self::N_TRUE).unwrap_or(time);
        self.due = Some(time.saturating_add(duration.unwrap_or(ClockTime::ZERO)));
        time
    }
}

fn signed_ns(time: Signed<ClockTime>) -> Option<i64> {
    match time {
        Signed::Positive(t) => i64::try_from(t.nseconds()).ok(),
        Signed::Negative(t) => i64::try_from(t.nseconds()).ok().map(|t| -t),
    }
}
