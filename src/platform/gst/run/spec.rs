//! What a run shall make: typed facts, decided by the engine before any element exists.

use std::sync::Arc;

use crate::domain::hls::Cuts;
use crate::domain::media::{ExactSound, Stream};
use crate::domain::playback::OPUS_DELAY;
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
    /// The sound is counted from the file's start, sample by sample; see `ExactSound`.
    pub exact: Option<ExactSound>,
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
        self.first_segment > 0 && !self.source.clock_jumps && !self.is_counted()
    }

    /// Nothing is skipped: what a seek lands on cannot be counted.
    pub(super) fn is_counted(&self) -> bool {
        self.exact.is_some() || matches!(self.work, Work::AudioExact(_))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    VideoCopy,
    VideoEncode(VideoTarget),
    AudioCopy,
    AudioEncode(AudioTarget),
    /// Every sample of a track of music, and no other.
    AudioExact(ExactTarget),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExactTarget {
    pub codec: ExactCodec,
    /// Also the timescale of the track's cuts.
    pub sample_rate: u32,
    /// One, two (left, right) or six (5.1).
    pub channels: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExactCodec {
    /// Of so many bits a sample, 16 or 24.
    Flac {
        bits: u8,
    },
    Opus {
        bit_per_s: u32,
    },
}

impl ExactCodec {
    /// Samples of a frame.
    pub fn frame(self) -> u64 {
        match self {
            Self::Flac { .. } => 1024,
            Self::Opus { .. } => OPUS_FRAME,
        }
    }

    /// Where in the track the music begins: behind what the decoder gives before it.
    pub fn start(self) -> u64 {
        match self {
            Self::Flac { .. } => 0,
            Self::Opus { .. } => OPUS_DELAY,
        }
    }

    /// Frames ahead of a segment that only bring the encoder into the state of one that began earlier.
    pub(super) fn warm_up(self) -> u64 {
        match self {
            Self::Flac { .. } => 0,
            Self::Opus { .. } => 4,
        }
    }
}

/// 20 ms.
const OPUS_FRAME: u64 = 960;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioTarget {
    /// Also the timescale of the track's cuts.
    pub sample_rate: u32,
    /// One, two (left, right) or six (5.1).
    pub channels: u32,
    pub bit_per_s: u32,
}
