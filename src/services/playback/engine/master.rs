//! A session's layout as a master playlist.

use super::layout::{Layout, Media, Rendition};
use crate::domain::codec_string;
use crate::domain::hls::{
    self, Rates, RenditionId, Variant, VideoRange, aac_codec_string, copied_rates, h264_codec_string, master_playlist,
};
use crate::domain::media::Stream;
use crate::domain::playback::display_size;
use crate::platform::gst::run::{ExactCodec, Work};

/// What is assumed where the file does not say.
const UNKNOWN_VIDEO_BPS: u64 = 8_000_000;
const UNKNOWN_AUDIO_BPS: u64 = 256_000;
/// What a frame costs in the table of its segment.
const TABLE_ENTRY_BITS: u64 = 16 * 8;
const SAMPLES_PER_FRAME: u64 = 1024;
/// What a sample of music takes as FLAC, about.
const FLAC_BITS: u64 = 10;

pub(super) fn master_text(layout: &Layout) -> String {
    let of_kind =
        |is_audio: bool| layout.renditions.iter().filter(move |r| matches!(r.id, RenditionId::Audio(_)) == is_audio);
    let videos: Vec<&Rendition> = of_kind(false).collect();
    let sound: Vec<&Rendition> = of_kind(true).collect();
    let default_audio = sound.iter().find(|r| Some(r.stream.index) == layout.streaming.default_audio).or(sound.first());
    let is_default = |r: &&Rendition| default_audio.is_some_and(|d| d.id == r.id);
    let default_first: Vec<&Rendition> =
        default_audio.into_iter().copied().chain(sound.iter().copied().filter(|r| !is_default(r))).collect();
    let variants = match default_audio {
        Some(audio) if videos.is_empty() => vec![audio_variant(audio)],
        _ => videos.iter().map(|video| video_variant(video, &default_first, layout)).collect(),
    };
    let audio = sound
        .iter()
        .map(|r| hls::Rendition {
            // Without pictures the variant is the default sound itself.
            uri: (!videos.is_empty() || default_audio.is_none_or(|d| d.id != r.id)).then(|| r.id.playlist_uri()),
            name: audio_name(&r.stream),
            language: r.stream.language.clone(),
            is_default: is_default(r),
            is_forced: false,
            channels: Some(match &r.work {
                Work::AudioEncode(target) => target.channels,
                Work::AudioExact(target) => target.channels,
                _ => r.stream.channels.unwrap_or(2),
            }),
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

fn video_variant(video: &Rendition, sound: &[&Rendition], layout: &Layout) -> Variant {
    let stream = &video.stream;
    let (n, d) = stream.frame_rate.filter(|&(n, d)| n > 0 && d > 0).unwrap_or((30, 1));
    let table = TABLE_ENTRY_BITS * u64::from(n) / u64::from(d);
    let (rates, codec, resolution) = if let Work::VideoEncode(target) = &video.work {
        let bps = u64::from(target.kbit_per_s) * 1000;
        // The buffer of 0.6 s lets a segment of 6 s exceed the rate by a tenth.
        let rates = Rates { peak: bps * 11 / 10, mean: bps };
        (rates, Some(h264_codec_string(target.level)), Some((target.width, target.height)))
    } else {
        let size = Some(display_size(stream)).filter(|&(width, height)| width > 0 && height > 0);
        (copied_video_rates(video, layout), stream.codec_string.clone(), size)
    };
    // Any of the sounds may play, so the heaviest counts.
    let sounds = || sound.iter().map(|audio| audio_rates(audio));
    let heaviest = |of: fn(Rates) -> u64| sounds().map(of).max().unwrap_or(0);
    Variant {
        uri: video.id.playlist_uri(),
        bandwidth: rates.peak + table + heaviest(|rates| rates.peak),
        average_bandwidth: rates.mean + table + heaviest(|rates| rates.mean),
        codecs: all_codecs(codec, sound),
        resolution,
        frame_rate: stream.frame_rate,
        range: match (&video.work, stream.hdr.as_deref()) {
            (Work::VideoEncode(_), _) | (_, None) => VideoRange::Sdr,
            (_, Some("hlg")) => VideoRange::Hlg,
            _ => VideoRange::Pq,
        },
    }
}

/// Of the picture and of every sound, each once. A list that leaves one out is wrong, so it is given whole or not at all.
fn all_codecs(video: Option<String>, sound: &[&Rendition]) -> Vec<String> {
    let all: Option<Vec<String>> = std::iter::once(video).chain(sound.iter().map(|audio| audio_codec(audio))).collect();
    let mut each = Vec::new();
    for codec in all.unwrap_or_default() {
        if !each.contains(&codec) {
            each.push(codec);
        }
    }
    each
}

/// As the index has weighed them; where it has not, the mean of the stream and twice of it.
fn copied_video_rates(video: &Rendition, layout: &Layout) -> Rates {
    let Media { index, info, .. } = &layout.media;
    copied_rates(&video.cuts, &index.keyframes_ns, &index.group_kib).unwrap_or_else(|| {
        let mean = video.stream.bit_rate.or(info.bit_rate).unwrap_or(UNKNOWN_VIDEO_BPS);
        Rates { peak: mean * 2, mean }
    })
}

fn audio_variant(audio: &Rendition) -> Variant {
    let rates = audio_rates(audio);
    Variant {
        uri: audio.id.playlist_uri(),
        bandwidth: rates.peak,
        average_bandwidth: rates.mean,
        codecs: audio_codec(audio).into_iter().collect(),
        resolution: None,
        frame_rate: None,
        range: VideoRange::Sdr,
    }
}

/// Of a sound with what the segments' tables of frames add.
fn audio_rates(audio: &Rendition) -> Rates {
    let bps = match &audio.work {
        Work::AudioEncode(target) => u64::from(target.bit_per_s),
        Work::AudioExact(target) => match target.codec {
            ExactCodec::Opus { bit_per_s } => u64::from(bit_per_s),
            ExactCodec::Flac { .. } => u64::from(target.sample_rate) * u64::from(target.channels) * FLAC_BITS,
        },
        _ => audio.stream.bit_rate.unwrap_or(UNKNOWN_AUDIO_BPS),
    };
    let table = TABLE_ENTRY_BITS * u64::from(audio.cuts.timescale) / SAMPLES_PER_FRAME;
    // Without loss, loud music weighs far more than its mean.
    let is_lossless = matches!(audio.work, Work::AudioCopy) && audio.stream.codec == "flac";
    let peak = if is_lossless { bps * 2 } else { bps * 5 / 4 };
    Rates { peak: peak + table, mean: bps + table }
}

fn audio_codec(audio: &Rendition) -> Option<String> {
    let Stream { codec, codec_string, .. } = &audio.stream;
    match &audio.work {
        Work::AudioEncode(_) => Some(aac_codec_string()),
        Work::AudioExact(target) => match target.codec {
            ExactCodec::Opus { .. } => codec_string::plain("opus").map(str::to_owned),
            ExactCodec::Flac { .. } => codec_string::plain("flac").map(str::to_owned),
        },
        _ => codec_string.clone().or_else(|| codec_string::plain(codec).map(str::to_owned)),
    }
}
