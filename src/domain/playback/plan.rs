//! The outcome of a decision. A plan is stored with the session row, so that a restarted server goes on with it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ladder::Rung;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The file's bytes as they are.
    Direct,
    /// Video copied into fMP4; audio copied where the device takes it, else converted.
    Remux,
    /// Video encoded.
    Transcode,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Remux => "remux",
            Self::Transcode => "transcode",
        }
    }
}

/// Why a cheaper method will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    Container,
    VideoCodecNotSupported,
    VideoSize,
    BitDepth,
    Hdr,
    AudioCodecNotSupported,
    AudioChannels,
    /// The chosen audio stream is not the one that plays by itself in a whole file.
    AudioChoice,
    BitRateLimit,
    /// The chosen subtitle is made of pictures, and the device does not draw them: they are drawn into the film.
    SubtitleBurnIn,
    /// The machine is too warm or short of memory for a larger picture.
    MachineOverloaded,
    /// A lighter picture was chosen.
    QualityChosen,
    /// The file has no index of keyframes to cut at.
    NoIndex,
    /// The track is to join the next one without a gap.
    Gapless,
    /// The caller ordered this method.
    MethodOrdered,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    pub code: ReasonCode,
    /// Index of the stream that it concerns, absent when it concerns the file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(nullable = false)]
    pub stream: Option<u32>,
    /// One sentence for people.
    pub detail: String,
}

/// What the work costs: pixels per second, and memory while it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cost {
    pub decode_pixels_per_second: u64,
    pub encode_pixels_per_second: u64,
    /// Of the decoder, the encoder and the pictures between them, about.
    #[serde(default)]
    pub memory_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub method: Method,
    pub video: Option<VideoPlan>,
    /// Lighter pictures that the player may switch to, from tall to small.
    #[serde(default)]
    pub ladder: Vec<Rung>,
    /// One per audio stream of the file, in file order: each becomes a rendition.
    pub audio: Vec<AudioPlan>,
    /// Index of the audio stream that plays first.
    pub audio_stream: Option<u32>,
    /// Index of the subtitle stream that is shown first.
    pub subtitle_stream: Option<u32>,
    /// Where the viewer starts: a hint for the first pipeline.
    pub start_ms: i64,
    pub reasons: Vec<Reason>,
    pub cost: Cost,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VideoPlan {
    pub stream: u32,
    pub target: VideoTarget,
    /// Index of the picture subtitle that is drawn into the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burn_in: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "do")]
pub enum VideoTarget {
    Copy,
    /// H.264, 8 bit, square pixels. Sizes are even; the bit rate is bits per second of video alone.
    Encode {
        width: u32,
        height: u32,
        bit_rate: u64,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudioPlan {
    pub stream: u32,
    pub target: AudioTarget,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "do")]
pub enum AudioTarget {
    Copy,
    /// AAC-LC at 48 kHz.
    Aac {
        channels: u32,
        bit_rate: u64,
    },
    /// Every sample of the music and no other, of so many bits (16 or 24), in the source's rate.
    Flac {
        channels: u32,
        bits: u8,
    },
    /// Likewise, at 48 kHz.
    Opus {
        channels: u32,
        bit_rate: u64,
    },
}
