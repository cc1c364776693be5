//! What a back-end is asked for: the stream as it is, and the picture as it shall be.

use crate::domain::hls::H264Level;
use crate::domain::media::Stream;
use crate::domain::subtitles::PictureKind;
use crate::domain::tone::Transfer;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoTarget {
    /// Even numbers, after rotation, square pixels.
    pub width: u32,
    pub height: u32,
    pub kbit_per_s: u32,
    pub level: H264Level,
    /// Of decoders and encoders on the processor.
    pub n_threads: u32,
    /// Drawn into the picture.
    pub burn_in: Option<BurnIn>,
}

/// A picture subtitle of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BurnIn {
    /// Which of the file's subtitles, in demuxer order.
    pub ordinal: usize,
    pub kind: PictureKind,
}

#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub stream: &'a Stream,
    pub target: &'a VideoTarget,
}

impl Job<'_> {
    /// How the stream's code values mean light, where not every screen shows that.
    pub fn transfer(&self) -> Option<Transfer> {
        self.stream.hdr_base.as_deref().or(self.stream.hdr.as_deref()).and_then(Transfer::of_format)
    }

    /// Frames per second, rounded up; 30 where the file does not say.
    pub fn frames_per_second(&self) -> u32 {
        self.stream.frame_rate.filter(|&(n, d)| n > 0 && d > 0).map_or(30, |(n, d)| n.div_ceil(d))
    }

    /// Neither deinterlacing nor turning is needed: what devices do in their own ways, or not at all.
    pub fn is_plain(&self) -> bool {
        !self.stream.interlaced && self.stream.rotation == 0
    }
}
