//! A session's layout as a master playlist.

use super::layout::{Layout, Rendition};
use crate::domain::hls::{self, RenditionId, Variant, aac_codec_string, h264_codec_string, master_playlist};
use crate::domain::media::Stream;
use crate::domain::playback::display_size;
use crate::platform::gst::run::Work;

/// What is assumed where the file does not say.
const UNKNOWN_VIDEO_BPS: u64 = 8_000_000;
const UNKNOWN_AUDIO_BPS: u64 = 256_000;
/// What a frame costs in the table of its segment.
const TABLE_ENTRY_BITS: u64 = 16 * 8;
const SAMPLES_PER_FRAME: u64 = 1024;

pub(super) fn master_text(layout: &Layout) -> String {
    let of_kind =
        |is_audio: bool| layout.renditions.iter().filter(move |r| matches!(r.id, RenditionId::Audio(_)) == is_audio);
    let videos: Vec<&Rendition> = of_kind(false).collect();
    let sound: Vec<&Rendition> = of_kind(true).collect();
    let default_audio = sound.iter().find(|r| Some(r.stream.index) == layout.streaming.default_audio).or(sound.first());
    let variants = match default_audio {
        Some(audio) if videos.is_empty() => vec![audio_variant(audio)],
        _ => videos.iter().map(|video| video_variant(video, default_audio.copied(), layout)).collect(),
    };
    let audio = sound
        .iter()
        .map(|r| hls::Rendition {
            // Without pictures the variant is the default sound itself.
            uri: (!videos.is_empty() || default_audio.is_none_or(|d| d.id != r.id)).then(|| r.id.playlist_uri()),
            name: audio_name(&r.stream),
            language: r.stream.language.clone(),
            is_default: default_audio.is_some_and(|d| d.id == r.id),
            is_forced: false,
            channels: Some(if matches!(r.work, Work::AudioEncode(_)) { 2 } else { r.stream.channels.unwrap_or(2) }),
        })
        .collect();
    let subtitles = layout
        .streaming
        .subtitles
        .iter()
        .map(|s| hls::Rendition {
            uri: Some(RenditionId::Subtitles(s.index).playlist_uri()),
            name: s.title.clone().or(s.language.clone()).unwrap_or_else(|| format!("Subtitles {}", s.index)),
            language: s.language.clone(),
            is_default: layout.streaming.default_subtitle == Some(s.index),
            is_forced: s.is_forced,
            channels: None,
        })
        .collect();
    master_playlist(&hls::Master { variants, audio, subtitles })
}

fn audio_name(stream: &Stream) -> String {
    stream.title.clone().or(stream.language.clone()).unwrap_or_else(|| format!("Audio {}", stream.index))
}

fn video_variant(video: &Rendition, audio: Option<&Rendition>, layout: &Layout) -> Variant {
    let stream = &video.stream;
    let (audio_mean, audio_peak) = audio.map_or((0, 0), audio_rates);
    let (n, d) = stream.frame_rate.filter(|&(n, d)| n > 0 && d > 0).unwrap_or((30, 1));
    let table = TABLE_ENTRY_BITS * u64::from(n) / u64::from(d);
    let (average, peak, codec, size) = if let Work::VideoEncode(target) = &video.work {
        let bps = u64::from(target.kbit_per_s) * 1000;
        // The buffer of 0.6 s lets a segment of 6 s exceed the rate by a tenth.
        (bps, bps * 11 / 10, Some(h264_codec_string(target.level)), Some((target.width, target.height)))
    } else {
        let bps = stream.bit_rate.or(layout.media.info.bit_rate).unwrap_or(UNKNOWN_VIDEO_BPS);
        (bps, bps * 2, stream.codec_string.clone(), Some(display_size(stream)).filter(|&(w, h)| w > 0 && h > 0))
    };
    let audio_codec = audio.map(audio_codec);
    // A list that leaves one codec out is wrong, so it is given whole or not at all.
    let codecs = match (codec, audio_codec) {
        (Some(video), None) => vec![video],
        (Some(video), Some(Some(audio))) => vec![video, audio],
        _ => Vec::new(),
    };
    Variant {
        uri: video.id.playlist_uri(),
        bandwidth: peak + table + audio_peak,
        average_bandwidth: average + table + audio_mean,
        codecs,
        resolution: size,
        frame_rate: stream.frame_rate,
        is_hdr: stream.hdr.is_some() && matches!(video.work, Work::VideoCopy),
    }
}

fn audio_variant(audio: &Rendition) -> Variant {
    let (mean, peak) = audio_rates(audio);
    Variant {
        uri: audio.id.playlist_uri(),
        bandwidth: peak,
        average_bandwidth: mean,
        codecs: audio_codec(audio).into_iter().collect(),
        resolution: None,
        frame_rate: None,
        is_hdr: false,
    }
}

/// Mean and peak of a sound with what the segments' tables of frames add.
fn audio_rates(audio: &Rendition) -> (u64, u64) {
    let bps = match &audio.work {
        Work::AudioEncode(target) => u64::from(target.bit_per_s),
        _ => audio.stream.bit_rate.unwrap_or(UNKNOWN_AUDIO_BPS),
    };
    let table = TABLE_ENTRY_BITS * u64::from(audio.cuts.timescale) / SAMPLES_PER_FRAME;
    (bps + table, bps * 5 / 4 + table)
}

fn audio_codec(audio: &Rendition) -> Option<String> {
    match (&audio.work, audio.stream.codec.as_str()) {
        (Work::AudioEncode(_), _) => Some(aac_codec_string()),
        (_, "aac") => Some(audio.stream.codec_string.clone().unwrap_or_else(aac_codec_string)),
        (_, "ac3") => Some("ac-3".to_owned()),
        (_, "eac3") => Some("ec-3".to_owned()),
        (_, "opus") => Some("opus".to_owned()),
        (_, "flac") => Some("flac".to_owned()),
        _ => audio.stream.codec_string.clone(),
    }
}
