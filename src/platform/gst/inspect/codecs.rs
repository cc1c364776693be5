//! Names: GStreamer's caps in the words of `domain::media`.

use gstreamer::{Buffer, BufferMap, Fraction, StructureRef};

use crate::domain::{codec_string, fmp4};

/// Short name of a container by its caps.
pub fn container(caps: &StructureRef) -> String {
    let name = match caps.name().as_str() {
        "video/quicktime" | "application/x-3gp" | "audio/x-m4a" if caps.get::<&str>("variant") == Ok("apple") => "mov",
        "video/quicktime" | "application/x-3gp" | "audio/x-m4a" => "mp4",
        "video/x-matroska" | "audio/x-matroska" | "video/x-matroska-3d" => "mkv",
        "video/webm" | "audio/webm" => "webm",
        "video/mpegts" => "ts",
        "video/mpeg" | "video/x-cdxa" => "mpeg",
        "video/x-msvideo" => "avi",
        "video/x-flv" => "flv",
        "application/ogg" | "audio/ogg" | "video/ogg" => "ogg",
        "audio/x-wav" => "wav",
        "audio/x-flac" => "flac",
        "video/x-ms-asf" => "asf",
        "audio/mpeg" => mpeg_audio(caps),
        other => return format!("unknown:{other}"),
    };
    name.to_owned()
}

/// Short name of an elementary stream's codec by its caps.
pub fn codec(caps: &StructureRef, container: &str) -> String {
    let version = |field: &str| caps.get::<i32>(field).unwrap_or(0);
    let name = match caps.name().as_str() {
        "video/x-h264" => "h264",
        "video/x-h265" => "hevc",
        "video/x-vp8" => "vp8",
        "video/x-vp9" => "vp9",
        "video/x-av1" => "av1",
        "video/mpeg" if version("mpegversion") == 4 => "mpeg4",
        "video/mpeg" if version("mpegversion") == 1 => "mpeg1video",
        "video/mpeg" => "mpeg2video",
        "video/x-divx" | "video/x-xvid" => "mpeg4",
        "video/x-wmv" if caps.get::<&str>("format") == Ok("WVC1") => "vc1",
        "video/x-wmv" => "wmv",
        "video/x-theora" => "theora",
        "video/x-prores" => "prores",
        "image/jpeg" => "mjpeg",
        "audio/mpeg" => mpeg_audio(caps),
        "audio/x-ac3" => "ac3",
        "audio/x-eac3" => "eac3",
        "audio/x-dts" => "dts",
        "audio/x-true-hd" => "truehd",
        "audio/x-opus" => "opus",
        "audio/x-vorbis" => "vorbis",
        "audio/x-flac" => "flac",
        "audio/x-alac" => "alac",
        "audio/x-wma" => "wma",
        "audio/x-raw" | "audio/x-private1-lpcm" => "pcm",
        "text/x-raw" if matches!(container, "mp4" | "mov") => "mov_text",
        "text/x-raw" | "application/x-subtitle" => "srt",
        "application/x-ass" | "application/x-ssa" => "ass",
        "application/x-subtitle-vtt" | "text/vtt" => "webvtt",
        "subpicture/x-pgs" => "pgs",
        "subpicture/x-dvd" => "vobsub",
        "subpicture/x-dvb" => "dvbsub",
        other => return format!("unknown:{other}"),
    };
    name.to_owned()
}

fn mpeg_audio(caps: &StructureRef) -> &'static str {
    match (caps.get::<i32>("mpegversion").unwrap_or(1), caps.get::<i32>("layer").unwrap_or(3)) {
        (1, 1) => "mp1",
        (1, 2) => "mp2",
        (1, _) => "mp3",
        _ => "aac",
    }
}

/// RFC 6381 string, from codec data where there is some.
pub fn codec_string(codec: &str, caps: &StructureRef) -> Option<String> {
    let data = caps.get::<Buffer>("codec_data").ok();
    let data = data.as_ref().and_then(|b| b.map_readable().ok());
    let data = data.as_ref().map(BufferMap::as_slice).unwrap_or_default();
    let text = |field: &str| caps.get::<&str>(field).unwrap_or_default();
    match codec {
        "h264" => codec_string::h264(data).or_else(|| codec_string::h264_from_names(text("profile"), text("level"))),
        "hevc" => codec_string::hevc(data)
            .or_else(|| codec_string::hevc_from_names(text("profile"), text("tier"), text("level"))),
        "av1" => fmp4::av1_config(data).and_then(|config| codec_string::av1(&config)),
        "vp9" => Some(codec_string::vp9(text("profile").parse().unwrap_or(0), bit_depth(caps))),
        "aac" => codec_string::aac(data).or_else(|| codec_string::plain(codec).map(str::to_owned)),
        other => codec_string::plain(other).map(str::to_owned),
    }
}

pub fn pixel_aspect(caps: &StructureRef) -> (u32, u32) {
    fraction(caps, "pixel-aspect-ratio").filter(|(n, d)| *n > 0 && *d > 0).unwrap_or((1, 1))
}

/// Frames per second; `(0, 1)` where the stream says that it varies.
pub fn frame_rate(caps: &StructureRef) -> Option<(u32, u32)> {
    fraction(caps, "framerate").filter(|(_, d)| *d > 0)
}

fn fraction(caps: &StructureRef, field: &str) -> Option<(u32, u32)> {
    let value = caps.get::<Fraction>(field).ok()?;
    Some((u32::try_from(value.numer()).ok()?, u32::try_from(value.denom()).ok()?))
}

pub fn bit_depth(caps: &StructureRef) -> u8 {
    if let Ok(depth) = caps.get::<u32>("bit-depth-luma") {
        return u8::try_from(depth).unwrap_or(8);
    }
    let profile = caps.get::<&str>("profile").unwrap_or_default();
    if profile.contains("10") || (caps.name() == "video/x-vp9" && profile == "2") { 10 } else { 8 }
}

/// High dynamic range by the transfer curve: names, or the number in `range:matrix:transfer:primaries`.
pub fn hdr(caps: &StructureRef) -> Option<String> {
    let colorimetry = caps.get::<&str>("colorimetry").ok()?;
    let transfer = colorimetry.split(':').nth(2).unwrap_or_default();
    let kind = match (colorimetry, transfer) {
        ("bt2100-pq", _) | (_, "14") => "hdr10",
        ("bt2100-hlg", _) | (_, "15") => "hlg",
        _ => return None,
    };
    Some(kind.to_owned())
}

/// Clockwise degrees of an `image-orientation` tag. Mirrored pictures keep their angle.
pub fn rotation(tag: &str) -> u16 {
    match tag.rsplit('-').next() {
        Some("90") => 90,
        Some("180") => 180,
        Some("270") => 270,
        _ => 0,
    }
}
