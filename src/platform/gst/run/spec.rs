//! What a run shall make: typed facts, decided by the engine before any element exists.

use std::sync::Arc;

use crate::domain::hls::Cuts;
use crate::domain::media::Stream;
use crate::platform::fs::MediaFile;
use crate::platform::gst::backend::{Backend, VideoTarget};

/// An open media file. GStreamer reads it as `/proc/self/fd/N`, so that a path of any bytes works and a file that is
/// replaced on disk goes on playing as it was.
#[derive(Clone)]
pub struct SourceFile {
    pub file: Arc<MediaFile>,
    /// The common zero of the file's renditions: see `KeyframeIndex::origin_ns`.
    pub origin_ns: i64,
    /// A seek would change the times of what follows: see `MediaInfo::clock_jumps`.
    pub clock_jumps: bool,
}

pub struct RunSpec {
    pub source: SourceFile,
    /// The stream to read, and which of its kind it is in demuxer order.
    pub stream: Stream,
    pub ordinal: usize,
    pub cuts: Arc<Cuts>,
    pub first_segment: u32,
    /// The keyframe from which the first segment can be decoded, nanoseconds since the origin.
    pub keyframe_ns: i64,
    pub work: Work,
    /// What encodes; of no meaning where nothing is.
    pub backend: Backend,
}

impl RunSpec {
    /// A device may hang where the processor would not.
    pub(super) fn is_on_device(&self) -> bool {
        matches!(self.work, Work::VideoEncode(_)) && !self.backend.is_software()
    }

    /// The run starts by a seek of the demuxer.
    pub(super) fn is_sought(&self) -> bool {
        self.first_segment > 0 && !self.source.clock_jumps
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    VideoCopy,
    VideoEncode(VideoTarget),
    AudioCopy,
    AudioEncode(AudioTarget),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioTarget {
    /// Also the timescale of the track's cuts.
    pub sample_rate: u32,
    /// One, two (left, right) or six (5.1).
    pub channels: u32,
    pub bit_per_s: u32,
}
