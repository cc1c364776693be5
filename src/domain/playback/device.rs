//! What a device says of itself. Two sets, because they differ in browsers: what plays over HLS in fMP4, and which whole
//! files play as they are.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Abilities of the playing device, as posted. HLS in fMP4 is taken for granted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Device {
    #[serde(default)]
    pub name: Option<String>,
    /// Containers that play as whole files: mp4, mkv, webm, mp3, flac, ogg…
    #[serde(default)]
    pub containers: Vec<String>,
    #[serde(default)]
    pub video_codecs: Vec<VideoAbility>,
    #[serde(default)]
    pub audio_codecs: Vec<String>,
    /// Most audio channels that the device plays.
    #[serde(default)]
    pub max_channels: Option<u32>,
    /// Bits per second of the whole stream.
    #[serde(default)]
    pub max_bit_rate: Option<u64>,
    /// Subtitles that the device draws itself, beside WebVTT: `ass`, `pgs`, `vobsub`. A chosen one of pictures that is not
    /// among them is drawn into the film.
    #[serde(default)]
    pub subtitles: Vec<String>,
    /// Where a whole file plays otherwise than HLS does.
    #[serde(default)]
    pub file: Option<FileAbilities>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileAbilities {
    #[serde(default)]
    pub containers: Vec<String>,
    #[serde(default)]
    pub video_codecs: Vec<VideoAbility>,
    #[serde(default)]
    pub audio_codecs: Vec<String>,
}

/// One video codec with its limits; an absent limit is none.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VideoAbility {
    pub codec: String,
    #[serde(default)]
    pub max_width: Option<u32>,
    #[serde(default)]
    pub max_height: Option<u32>,
    #[serde(default)]
    pub max_bit_depth: Option<u8>,
    #[serde(default)]
    pub hdr: Option<Hdr>,
}

/// Either whether the device shows HDR at all, or the formats that it shows (`hdr10`, `hlg`, `dolby_vision`).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Hdr {
    Any(bool),
    Formats(Vec<String>),
}

impl Hdr {
    pub fn shows(&self, format: &str) -> bool {
        match self {
            Self::Any(any) => *any,
            Self::Formats(formats) => formats.iter().any(|f| f == format),
        }
    }
}

/// One of the two sets, borrowed.
#[derive(Clone, Copy)]
pub(super) struct Abilities<'a> {
    pub video_codecs: &'a [VideoAbility],
    pub audio_codecs: &'a [String],
    pub max_channels: Option<u32>,
    pub max_bit_rate: Option<u64>,
}

impl Device {
    /// What plays as segments.
    pub(super) fn streams(&self) -> Abilities<'_> {
        Abilities {
            video_codecs: &self.video_codecs,
            audio_codecs: &self.audio_codecs,
            max_channels: self.max_channels,
            max_bit_rate: self.max_bit_rate,
        }
    }

    /// What plays as a whole file.
    pub(super) fn files(&self) -> Abilities<'_> {
        let Some(file) = &self.file else { return self.streams() };
        Abilities { video_codecs: &file.video_codecs, audio_codecs: &file.audio_codecs, ..self.streams() }
    }

    pub(super) fn file_containers(&self) -> &[String] {
        self.file.as_ref().map_or(&self.containers, |file| &file.containers)
    }

    /// Largest picture that the device decodes as H.264, for the encoder's target.
    pub(super) fn h264_limit(&self) -> (Option<u32>, Option<u32>) {
        let h264 = self.video_codecs.iter().filter(|v| v.codec == "h264");
        h264.map(|v| (v.max_width, v.max_height)).next_back().unwrap_or((None, None))
    }
}
