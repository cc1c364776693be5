//! What a media file contains, as probing found it. Stored as JSON with the file row, read by the playback decision.
//!
//! All times are on the file's common timeline: nanoseconds since `origin`, the earliest presentation time of its audio
//! and video streams, so that every rendition shares one zero.

use serde::{Deserialize, Serialize};

use super::music::Tags;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StreamKind {
    Video,
    Audio,
    Subtitle,
}

/// One elementary stream. `index` counts all streams of the file in demuxer order and is what the API names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of the container or a fact of its own")]
pub struct Stream {
    pub index: u32,
    pub kind: StreamKind,
    /// Short lower-case name: h264 hevc vp8 vp9 av1 mpeg2video mpeg4 vc1; aac ac3 eac3 dts truehd opus vorbis flac mp3
    /// alac pcm; srt ass webvtt mov_text pgs vobsub. `unknown:CAPS` where no name is known.
    pub codec: String,
    pub profile: Option<String>,
    pub level: Option<String>,
    /// RFC 6381 string when the codec data says enough (`avc1.640028`).
    pub codec_string: Option<String>,
    pub language: Option<String>,
    pub title: Option<String>,
    #[serde(default)]
    pub default: bool,
    #[serde(default)]
    pub forced: bool,
    /// Coded picture size in pixels, before rotation and aspect correction.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Pixel aspect ratio; (1, 1) when square or unknown.
    pub pixel_aspect: Option<(u32, u32)>,
    /// Clockwise degrees to turn the picture for display: 0, 90, 180, 270.
    #[serde(default)]
    pub rotation: u16,
    #[serde(default)]
    pub interlaced: bool,
    /// Frames per second as a fraction; (0, 1) means variable.
    pub frame_rate: Option<(u32, u32)>,
    pub bit_depth: Option<u8>,
    /// `hdr10`, `hlg`, `dolby_vision`; absent for SDR.
    pub hdr: Option<String>,
    /// What who knows nothing of Dolby Vision sees of it: `hdr10` or `hlg`; absent where that is nothing of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hdr_base: Option<String>,
    pub channels: Option<u32>,
    pub sample_rate: Option<u32>,
    /// Bits per second.
    pub bit_rate: Option<u64>,
    /// Sound that begins later than the film or ends earlier, by more than half a second.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_partial: bool,
}

impl Stream {
    /// A stream of which nothing but its kind and codec is known.
    pub fn new(index: u32, kind: StreamKind, codec: String) -> Self {
        Self {
            index,
            kind,
            codec,
            profile: None,
            level: None,
            codec_string: None,
            language: None,
            title: None,
            default: false,
            forced: false,
            width: None,
            height: None,
            pixel_aspect: None,
            rotation: 0,
            interlaced: false,
            frame_rate: None,
            bit_depth: None,
            hdr: None,
            hdr_base: None,
            channels: None,
            sample_rate: None,
            bit_rate: None,
            is_partial: false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaInfo {
    /// Short name: mp4 mkv webm ts avi flv ogg wav mp3 flac asf; `unknown:CAPS` otherwise.
    pub container: String,
    pub duration_ms: i64,
    /// Bits per second of the whole file.
    pub bit_rate: Option<u64>,
    pub streams: Vec<Stream>,
    /// In order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chapters: Vec<Chapter>,
    /// The file's times hold only for who reads it from its start: a recording with two clocks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_jumps: bool,
    /// Where whoever tagged the file measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loudness: Option<Loudness>,
    /// Of a file without pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Box<Tags>>,
    /// Of a file with one sound and no pictures, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<ExactSound>,
}

/// The samples of a sound, so that the next one can begin behind the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExactSound {
    pub sample_rate: u32,
    /// What a decoder that begins at the file's start gives before them.
    pub start: u64,
    pub n_samples: u64,
}

impl ExactSound {
    /// How many samples it is in another rate.
    pub fn in_rate(self, rate: u32) -> u64 {
        let from = u128::from(self.sample_rate.max(1));
        ((2 * u128::from(self.n_samples) * u128::from(rate) + from) / (2 * from)) as u64
    }
}

/// By how much the sound is to be turned up or down to be as loud as everything else (ReplayGain 2.0: -18 LUFS), alone
/// and as a part of its album; and its highest sample, where 1 is full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Loudness {
    pub track_gain_db: Option<f64>,
    pub track_peak: Option<f64>,
    pub album_gain_db: Option<f64>,
    pub album_peak: Option<f64>,
}

/// A named place in a film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    pub start_ms: i64,
    pub title: Option<String>,
}

impl MediaInfo {
    pub fn video(&self) -> Option<&Stream> {
        self.streams.iter().find(|s| s.kind == StreamKind::Video)
    }

    pub fn audio(&self) -> impl Iterator<Item = &Stream> {
        self.streams.iter().filter(|s| s.kind == StreamKind::Audio)
    }

    /// The sound that plays by itself.
    pub fn default_audio(&self) -> Option<&Stream> {
        self.audio().find(|s| s.default).or_else(|| self.audio().next())
    }

    pub fn subtitles(&self) -> impl Iterator<Item = &Stream> {
        self.streams.iter().filter(|s| s.kind == StreamKind::Subtitle)
    }

    pub fn stream(&self, index: u32) -> Option<&Stream> {
        self.streams.iter().find(|s| s.index == index)
    }
}

/// Where the pictures of the first video stream may be cut. Made by one demux-only pass; kept with the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyframeIndex {
    /// Demuxer timestamp of the common zero in nanoseconds: the earliest PTS of audio and video. What the number means
    /// (raw PTS or stream time) is the demuxer's rule in `platform::gst`.
    pub origin_ns: i64,
    /// Presentation times of keyframes in nanoseconds since the origin, strictly rising.
    pub keyframes_ns: Vec<i64>,
    /// End of the last video frame (or of the audio, without video) in nanoseconds since the origin.
    pub end_ns: i64,
    /// Number of video frames seen, 0 when the pass used the container's own index and did not count.
    pub n_frames: u64,
    /// KiB of picture from each keyframe to the next, rounded up; empty where nobody knows. Says what a copy's heaviest
    /// segments need of the network.
    pub group_kib: Vec<u32>,
}

impl KeyframeIndex {
    /// Stored form: version, then variable-length integers; keyframes as differences. Two hours of film: about 15 KiB.
    pub fn pack(&self) -> Vec<u8> {
        let mut out = vec![PACKING];
        put_signed(&mut out, self.origin_ns);
        put_signed(&mut out, self.end_ns);
        put_unsigned(&mut out, self.n_frames);
        put_unsigned(&mut out, self.keyframes_ns.len() as u64);
        let mut previous = 0;
        for keyframe in &self.keyframes_ns {
            put_signed(&mut out, keyframe.wrapping_sub(previous));
            previous = *keyframe;
        }
        for kib in &self.group_kib {
            put_unsigned(&mut out, u64::from(*kib));
        }
        out
    }

    /// `None` when the bytes are not a packed index.
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let (version, mut rest) = packed.split_first()?;
        let origin_ns = take_signed(&mut rest)?;
        let end_ns = take_signed(&mut rest)?;
        let n_frames = take_unsigned(&mut rest)?;
        // The first version had nothing behind the keyframes, and no count.
        let mut n_left = match *version {
            PACKING => take_unsigned(&mut rest)?,
            1 => u64::MAX,
            _ => return None,
        };
        let mut keyframes_ns = Vec::new();
        let mut previous = 0_i64;
        while n_left > 0 && !(rest.is_empty() && *version == 1) {
            previous = previous.wrapping_add(take_signed(&mut rest)?);
            keyframes_ns.push(previous);
            n_left -= 1;
        }
        let mut group_kib = Vec::new();
        while !rest.is_empty() {
            group_kib.push(u32::try_from(take_unsigned(&mut rest)?).ok()?);
        }
        Some(Self { origin_ns, keyframes_ns, end_ns, n_frames, group_kib })
    }
}

/// First byte of a packed index.
const PACKING: u8 = 2;

/// Seven bits a byte, lowest first; the high bit says that more follow.
fn put_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The sign goes into the lowest bit, so that small negative numbers stay short.
fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_unsigned(out, (value << 1 ^ value >> 63).cast_unsigned());
}

fn take_unsigned(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn take_signed(bytes: &mut &[u8]) -> Option<i64> {
    let value = take_unsigned(bytes)?;
    Some((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
}
