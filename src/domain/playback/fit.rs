//! Does a stream fit a device? Every misfit is a reason, in the order container, video, audio, rate.

use super::device::Abilities;
use super::plan::{Reason, ReasonCode};
use crate::domain::media::{MediaInfo, Stream};

fn reason(code: ReasonCode, stream: &Stream, detail: String) -> Reason {
    Reason { code, stream: Some(stream.index), detail }
}

pub(super) fn container(containers: &[String], media: &MediaInfo) -> Option<Reason> {
    let fits = containers.iter().any(|c| c.eq_ignore_ascii_case(&media.container));
    let detail = || format!("the device does not play {} files", media.container);
    (!fits).then(|| Reason { code: ReasonCode::Container, stream: None, detail: detail() })
}

/// Reasons against the video stream; several entries of one codec are alternatives.
pub(super) fn video(abilities: Abilities, stream: &Stream) -> Vec<Reason> {
    let same_codec = || abilities.video_codecs.iter().filter(|v| v.codec == stream.codec);
    if same_codec().next().is_none() {
        let detail = format!("the device does not play {} video", stream.codec);
        return vec![reason(ReasonCode::VideoCodecNotSupported, stream, detail)];
    }
    let misfits = same_codec().map(|ability| {
        let mut reasons = Vec::new();
        let over = |value: Option<u32>, limit: Option<u32>| value.zip(limit).is_some_and(|(v, l)| v > l);
        if over(stream.width, ability.max_width) || over(stream.height, ability.max_height) {
            let (width, height) = (stream.width.unwrap_or(0), stream.height.unwrap_or(0));
            reasons.push(reason(
                ReasonCode::VideoSize,
                stream,
                format!("{width}×{height} is larger than the device plays"),
            ));
        }
        // Without a stated limit a device plays what every device plays.
        let depth = stream.bit_depth.unwrap_or(8);
        if depth > ability.max_bit_depth.unwrap_or(8) {
            reasons.push(reason(
                ReasonCode::BitDepth,
                stream,
                format!("the device does not play {depth}-bit {}", stream.codec),
            ));
        }
        if let Some(format) = &stream.hdr
            && !ability
                .hdr
                .as_ref()
                .is_some_and(|hdr| hdr.shows(format) || stream.hdr_base.as_ref().is_some_and(|base| hdr.shows(base)))
        {
            reasons.push(reason(ReasonCode::Hdr, stream, format!("the device does not show {format}")));
        }
        reasons
    });
    misfits.min_by_key(Vec::len).unwrap_or_default()
}

pub(super) fn audio(abilities: Abilities, stream: &Stream) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if !abilities.audio_codecs.contains(&stream.codec) {
        let detail = format!("the device does not play {} audio", stream.codec);
        reasons.push(reason(ReasonCode::AudioCodecNotSupported, stream, detail));
    }
    if let (Some(channels), Some(most)) = (stream.channels, abilities.max_channels)
        && channels > most
    {
        let detail = format!("{channels} channels are more than the device's {most}");
        reasons.push(reason(ReasonCode::AudioChannels, stream, detail));
    }
    reasons
}

pub(super) fn bit_rate(abilities: Abilities, media: &MediaInfo) -> Option<Reason> {
    let (rate, limit) = (media.bit_rate?, abilities.max_bit_rate?);
    let detail = || format!("{} kbit/s is above the limit of {} kbit/s", rate / 1000, limit / 1000);
    (rate > limit).then(|| Reason { code: ReasonCode::BitRateLimit, stream: None, detail: detail() })
}
