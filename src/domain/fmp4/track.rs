//! What an init segment says: one track with its codec configuration.
//!
//! Filled from negotiated caps by the pipelines; configuration records are bytes as the MP4 boxes hold them.

/// What an init segment describes: exactly one track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Ticks per second of every time in the track.
    pub timescale: u32,
    /// Three-letter language, `und` when unknown.
    pub language: String,
    pub media: Media,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Media {
    Video(Video),
    Audio(Audio),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Video {
    pub codec: VideoCodec,
    pub width: u16,
    pub height: u16,
    /// Pixel aspect ratio; (1, 1) when square.
    pub pixel_aspect: (u32, u32),
    /// Clockwise degrees to turn the picture for display: 0, 90, 180, 270.
    pub rotation: u16,
}

/// A video codec with its configuration record as the box wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VideoCodec {
    /// `avcC`
    H264(Vec<u8>),
    /// `hvcC`
    Hevc(Vec<u8>),
    /// `av1C`
    Av1(Vec<u8>),
    /// `vpcC` without its version and flags.
    Vp9(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audio {
    pub codec: AudioCodec,
    pub channels: u16,
    pub sample_rate: u32,
}

/// An audio codec with its configuration record as the box wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudioCodec {
    /// `AudioSpecificConfig`
    Aac(Vec<u8>),
    /// MPEG-1 layer III, which needs no configuration.
    Mp3,
    /// `dac3`
    Ac3(Vec<u8>),
    /// `dec3`
    Eac3(Vec<u8>),
    /// `dOps`
    Opus(Vec<u8>),
    /// The STREAMINFO block with its four-byte block header, for `dfLa`.
    Flac(Vec<u8>),
}
