//! Collects coded frames into segments and hands each over when it is complete.
//!
//! Written by streaming threads under a lock of the pipeline that uses it. Invariant: segments come out in order, each
//! once, and a segment is closed as soon as its last frame is known, not when the next keyframe comes out.

use std::sync::Arc;

use bytes::Bytes;

use super::control::{Control, Output};
use super::spec::RunSpec;
use crate::domain::fmp4::{Frame, Place, media_segment};
use crate::domain::hls::{Cuts, VIDEO_TIMESCALE};
use crate::domain::media::{Stream, StreamKind};

pub(super) struct Collector {
    control: Arc<Control>,
    cuts: Arc<Cuts>,
    delay: u64,
    current: u32,
    frames: Vec<Frame>,
}

impl Collector {
    pub(super) fn new(spec: &RunSpec, control: &Arc<Control>) -> Self {
        Self {
            control: Arc::clone(control),
            cuts: Arc::clone(&spec.cuts),
            delay: decode_delay(&spec.stream),
            current: spec.first_segment,
            frames: Vec::new(),
        }
    }

    /// The segment that frames go into now.
    pub(super) fn current(&self) -> u32 {
        self.current
    }

    pub(super) fn n_frames(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn push(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    /// Hands over the current segment; `end` is the time of the next segment's first frame.
    pub(super) fn close(&mut self, end: u64) {
        let frames = std::mem::take(&mut self.frames);
        let bytes = Bytes::from(media_segment(&frames, Place { sequence: self.current, end, delay: self.delay }));
        self.control.emit(Output::Segment { index: self.current, bytes });
        self.current += 1;
    }

    /// The stream ends: hands over what is left. Segments that the index promised and the file does not fill are
    /// handed over without frames, because a request for them must end.
    pub(super) fn finish(&mut self, end: u64) {
        while self.current < self.cuts.n_segments() {
            let end = if self.frames.is_empty() { self.cuts.start(self.current) } else { end };
            self.close(end);
        }
        self.control.emit(Output::Ended);
        self.control.finish();
    }
}

/// Two pictures: what encoders reorder by at most. Sound is not reordered.
fn decode_delay(stream: &Stream) -> u64 {
    let (n, d) = stream.frame_rate.filter(|&(n, d)| n > 0 && d > 0).unwrap_or((24, 1));
    match stream.kind {
        StreamKind::Video => u64::from(VIDEO_TIMESCALE) * 2 * u64::from(d) / u64::from(n),
        StreamKind::Audio | StreamKind::Subtitle => 0,
    }
}

/// Judges where a seek came out, and has it repeated from further back while that helps.
///
/// Demuxers land late on files with sparse or wrong indexes; what lies between the boundary and the landing would be
/// missing from the segment.
pub(super) struct Landing {
    retries_left: u8,
    late_at: Option<u64>,
    is_settled: bool,
}

impl Landing {
    /// A run that reads from the beginning of the file has not been seeked.
    pub(super) fn new(spec: &RunSpec) -> Self {
        Self { retries_left: 4, late_at: None, is_settled: !spec.is_sought() }
    }

    /// True between a late landing and the frames of the next try: an end of stream now means nothing.
    pub(super) fn is_pending(&self) -> bool {
        // After a try that ended without a frame the next end is the new try's own.
        self.late_at.is_some_and(|late| late != u64::MAX) && !self.is_settled
    }

    /// The stream has ended without a frame since the seek: whether another try, from further back, is under way.
    pub(super) fn retries_at_end(&mut self, control: &Control) -> bool {
        if self.is_settled || self.retries_left == 0 {
            return false;
        }
        self.retries_left -= 1;
        self.late_at = Some(u64::MAX);
        control.landed_late();
        true
    }

    /// Whether the frame at `tick` may be used: the first one after the seek has to lie at `latest` or before.
    pub(super) fn accepts(&mut self, tick: u64, latest: u64, control: &Control) -> bool {
        if self.is_settled {
            return true;
        }
        // Frames rise, so until one is not later than the late one, they are from before the new seek.
        if self.late_at.is_some_and(|late| tick > late) {
            return false;
        }
        if tick > latest && self.retries_left > 0 {
            self.retries_left -= 1;
            self.late_at = Some(tick);
            control.landed_late();
            return false;
        }
        self.is_settled = true;
        true
    }
}
