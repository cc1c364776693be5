//! What negotiated caps say about a track, in the words of the MP4 writer.

use gstreamer as gst;

use crate::domain::fmp4::{
    Audio, AudioCodec, Media, Track, Video, VideoCodec, ac3_config, av1_config, eac3_config, flac_config, opus_config,
};
use crate::domain::hls::VIDEO_TIMESCALE;
use crate::domain::media::Stream;

/// The track of a copied or encoded video; `None` when the caps lack codec data.
pub(super) fn video_track(caps: &gst::CapsRef, stream: &Stream) -> Option<Track> {
    let s = caps.structure(0)?;
    let codec = match s.name().as_str() {
        "video/x-h264" => VideoCodec::H264(codec_data(s)?),
        "video/x-h265" => VideoCodec::Hevc(codec_data(s)?),
        "video/x-av1" => VideoCodec::Av1(av1_config(&codec_data(s)?)?),
        "video/x-vp9" => VideoCodec::Vp9(vp9_config(s, stream)),
        _ => return None,
    };
    let pixel_aspect = s
        .get::<gst::Fraction>("pixel-aspect-ratio")
        .map_or((1, 1), |f| (f.numer().unsigned_abs().max(1), f.denom().unsigned_abs().max(1)));
    let video = Video {
        codec,
        width: u16::try_from(s.get::<i32>("width").ok()?).ok()?,
        height: u16::try_from(s.get::<i32>("height").ok()?).ok()?,
        pixel_aspect,
        rotation: stream.rotation,
    };
    Some(Track { timescale: VIDEO_TIMESCALE, language: language(stream), media: Media::Video(video) })
}

/// The track of a copied or encoded audio stream; AC-3 and E-AC-3 are described by their first frame.
pub(super) fn audio_track(caps: &gst::CapsRef, first: &[u8], stream: &Stream, timescale: u32) -> Option<Track> {
    let s = caps.structure(0)?;
    let codec = match s.name().as_str() {
        "audio/mpeg" if s.get::<i32>("mpegversion") == Ok(1) => AudioCodec::Mp3,
        "audio/mpeg" => AudioCodec::Aac(codec_data(s)?),
        "audio/x-ac3" => AudioCodec::Ac3(ac3_config(first)?),
        "audio/x-eac3" => AudioCodec::Eac3(eac3_config(first)?),
        "audio/x-opus" => AudioCodec::Opus(opus_config(&stream_header(s)?)?),
        "audio/x-flac" => AudioCodec::Flac(flac_config(&stream_header(s)?)?),
        _ => return None,
    };
    let channels = s.get::<i32>("channels").ok().and_then(|n| u16::try_from(n).ok()).unwrap_or(2);
    let audio = Audio { codec, channels, sample_rate: timescale };
    Some(Track { timescale, language: language(stream), media: Media::Audio(audio) })
}

fn codec_data(s: &gst::StructureRef) -> Option<Vec<u8>> {
    let buffer = s.get::<gst::Buffer>("codec_data").ok()?;
    Some(buffer.map_readable().ok()?.to_vec())
}

fn stream_header(s: &gst::StructureRef) -> Option<Vec<u8>> {
    let headers = s.get::<gst::ArrayRef<'_>>("streamheader").ok()?;
    let first = headers.as_slice().first()?.get::<gst::Buffer>().ok()?;
    Some(first.map_readable().ok()?.to_vec())
}

/// `vpcC`: profile, level, depth, chroma and colour. The level is the one that the playlist states.
fn vp9_config(s: &gst::StructureRef, stream: &Stream) -> Vec<u8> {
    let stated = stream.codec_string.as_deref().and_then(|text| text.split('.').nth(2)?.parse().ok());
    let level = stated.unwrap_or(41_u8);
    let profile = s.get::<&str>("profile").ok().and_then(|p| p.parse().ok()).unwrap_or(0_u8);
    let depth = s.get::<u32>("bit-depth-luma").map_or(if profile >= 2 { 10 } else { 8 }, |d| d as u8);
    let chroma = match s.get::<&str>("chroma-format") {
        Ok("4:4:4") => 3,
        Ok("4:2:2") => 2,
        _ => 1_u8,
    };
    // Colour: 2 is "unspecified" in all three fields; the bitstream carries the rest.
    vec![profile, level, depth << 4 | chroma << 1, 2, 2, 2, 0, 0]
}

fn language(stream: &Stream) -> String {
    stream.language.clone().unwrap_or_else(|| "und".to_owned())
}
