//! What a container says about itself, and the file as far as its readers need it.

use crate::domain::media::StreamKind;

/// A file as far as these readers need it.
pub trait Source {
    fn size(&self) -> u64;
    /// Up to `len` bytes at `offset`; fewer at the end of the file, `None` on an error of the disk.
    fn read(&self, offset: u64, len: usize) -> Option<Vec<u8>>;
}

/// What a container says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub is_quicktime: bool,
    /// The container promises more bytes than the file has.
    pub is_cut: bool,
    /// In the order of the demuxer.
    pub tracks: Vec<Track>,
    pub chapters: Vec<ChapterMark>,
    /// False where keyframes and ends must come from a demux pass.
    pub has_index: bool,
}

/// Where a chapter begins on the demuxer's timeline, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterMark {
    pub start_ns: i64,
    pub title: Option<String>,
}

/// One track. Times in nanoseconds of the demuxer's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub number: u32,
    pub kind: StreamKind,
    pub is_default: bool,
    pub is_forced: bool,
    pub has_dolby_vision: bool,
    /// Earliest presented time, where the index says so.
    pub first_ns: Option<i64>,
    pub end_ns: i64,
    pub keyframes_ns: Vec<i64>,
    /// Bytes of this track from each keyframe to the next in the order of the file; empty where the index does not say.
    pub group_bytes: Vec<u64>,
    /// Zero where the index does not count.
    pub n_frames: u64,
    /// Of the whole track; estimated from two stretches where the index does not say, zero where that failed.
    pub n_bytes: u64,
}

/// Why a file cannot be played at all, seen without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The part that says where everything is never came.
    IndexMissing,
    Encrypted,
}

impl Track {
    pub(super) fn new(number: u32, kind: StreamKind) -> Self {
        Self {
            number,
            kind,
            is_default: true,
            is_forced: false,
            has_dolby_vision: false,
            first_ns: None,
            end_ns: 0,
            keyframes_ns: Vec::new(),
            group_bytes: Vec::new(),
            n_frames: 0,
            n_bytes: 0,
        }
    }
}
