//! Music that joins what is before and behind it without a gap: as FLAC, which every player decodes to the very samples, else
//! as Opus, whose delay is known.
//!
//! FLAC passes as it is. What loses nothing by it is made FLAC too, also MP3 and AAC: their delay and padding are cut off
//! here, by number, where a player would have to believe what it finds in them. Rejected: their own packets with windows
//! around them (a decoder's first frames are not what the encoder meant, and browsers disagree about where they begin).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::device::Device;
use super::fit;
use super::plan::{AudioTarget, Plan};
use crate::domain::media::{MediaInfo, Stream};

/// What libopus looks ahead at 48 kHz.
pub const OPUS_DELAY: u64 = 312;
const OPUS_RATE: u32 = 48_000;
const OPUS_BITS_PER_CHANNEL: u64 = 96_000;
/// CD music as FLAC takes no more.
const FLAC_BITS_PER_CHANNEL: u64 = 706_000;
/// Formats whose samples may have more than 16 bits that mean something.
const LOSSLESS: [&str; 3] = ["flac", "alac", "pcm"];

/// Where in the playlist's media time the music is: from `start_sample` on, `n_samples` long, and nothing is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Gapless {
    pub sample_rate: u32,
    pub start_sample: u64,
    pub n_samples: u64,
}

/// The sound of a track that is to join others; `None` where the device takes neither.
pub(super) fn target(device: &Device, stream: &Stream, channels: u32) -> Option<AudioTarget> {
    let abilities = device.streams();
    let takes = |codec: &str| abilities.audio_codecs.iter().any(|known| known == codec);
    let rate = stream.bit_rate.unwrap_or(0).max(FLAC_BITS_PER_CHANNEL * u64::from(channels));
    let holds = |rate: u64| device.max_bit_rate.is_none_or(|most| rate <= most);
    let is_lossless = LOSSLESS.contains(&stream.codec.as_str());
    let flac = AudioTarget::Flac { channels, bits: if is_lossless { 24 } else { 16 } };
    let opus = AudioTarget::Opus { channels, bit_rate: OPUS_BITS_PER_CHANNEL * u64::from(channels) };
    match () {
        () if takes("flac") && holds(rate) => {
            let passes = stream.codec == "flac" && fit::audio(abilities, stream).is_empty();
            Some(if passes { AudioTarget::Copy } else { flac })
        }
        () if takes("opus") => Some(opus),
        () => None,
    }
}

impl Plan {
    /// Absent where a file does not say how long it is, and for whatever is no music.
    pub fn gapless(&self, media: &MediaInfo) -> Option<Gapless> {
        let (exact, audio) = (media.exact?, self.audio.first().filter(|_| self.video.is_none())?);
        let is_flac = || media.stream(audio.stream).is_some_and(|stream| stream.codec == "flac");
        let whole = Gapless { sample_rate: exact.sample_rate, start_sample: 0, n_samples: exact.n_samples };
        match audio.target {
            AudioTarget::Flac { .. } => Some(whole),
            AudioTarget::Copy if is_flac() && self.method != super::Method::Direct => Some(whole),
            AudioTarget::Opus { .. } => {
                Some(Gapless { sample_rate: OPUS_RATE, start_sample: OPUS_DELAY, n_samples: exact.in_rate(OPUS_RATE) })
            }
            _ => None,
        }
    }
}
