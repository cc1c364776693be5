//! What a picture subtitle puts on the screen, and when: both kinds of discs read into one form.
//!
//! Invariant: bytes never fail and never cost more than `LARGEST_AREA` of memory. What cannot be read is left out.

use super::pgs::PgsReader;
use super::vobsub::VobSubReader;

/// No disc has a larger picture; a file that claims one is not to be believed.
pub(super) const LARGEST_AREA: u64 = 4096 * 2304;

/// The two kinds of picture subtitles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    Pgs,
    VobSub,
}

impl PictureKind {
    /// `None` for a codec whose subtitles are text.
    pub fn of_codec(codec: &str) -> Option<Self> {
        [Self::Pgs, Self::VobSub].into_iter().find(|kind| kind.codec() == codec)
    }

    /// As streams and devices name it.
    pub fn codec(self) -> &'static str {
        match self {
            Self::Pgs => "pgs",
            Self::VobSub => "vobsub",
        }
    }
}

/// Red, green, blue, alpha: four bytes a pixel, row by row, colours not multiplied by alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Left upper corner on the canvas.
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// From a time on these drawings are shown and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Nanoseconds, on the clock of the packets.
    pub at_ns: i64,
    /// Width and height of the picture that the drawings were made for.
    pub canvas: (u32, u32),
    pub drawings: Vec<Drawing>,
}

/// Reads packets in the order of the file.
pub enum PictureReader {
    Pgs(PgsReader),
    VobSub(Box<VobSubReader>),
}

impl PictureReader {
    /// `head` is what the file says once about the track: the `.idx` of VobSub.
    pub fn new(kind: PictureKind, head: &[u8]) -> Self {
        match kind {
            PictureKind::Pgs => Self::Pgs(PgsReader::default()),
            PictureKind::VobSub => Self::VobSub(Box::new(VobSubReader::new(&String::from_utf8_lossy(head)))),
        }
    }

    /// Moments in the order of their time. They replace whatever earlier packets said of that time and later.
    pub fn push(&mut self, at_ns: i64, packet: &[u8]) -> Vec<Moment> {
        match self {
            Self::Pgs(reader) => reader.push(at_ns, packet),
            Self::VobSub(reader) => reader.push(at_ns, packet),
        }
    }
}

/// Numbers on discs are big-endian.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The pixels of a drawing, painted in runs.
pub(super) struct Canvas {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

impl Canvas {
    /// `None` for a size that no disc has.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let area = u64::from(width) * u64::from(height);
        let is_believed = area > 0 && area <= LARGEST_AREA;
        is_believed.then(|| Self { width, height, rgba: vec![0; area as usize * 4] })
    }

    /// Paints from `x` to `end` in row `y`; what lies outside is left out.
    pub fn run(&mut self, (x, end): (u32, u32), y: u32, colour: [u8; 4]) {
        if y >= self.height || colour[3] == 0 {
            return;
        }
        let row = y as usize * self.width as usize;
        let (from, to) = (row + x.min(self.width) as usize, row + end.min(self.width) as usize);
        for pixel in self.rgba.get_mut(from * 4..to.max(from) * 4).unwrap_or_default().chunks_exact_mut(4) {
            pixel.copy_from_slice(&colour);
        }
    }

    pub fn at(self, (x, y): (u32, u32)) -> Drawing {
        Drawing { x, y, width: self.width, height: self.height, rgba: self.rgba }
    }
}
