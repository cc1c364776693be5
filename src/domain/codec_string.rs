//! RFC 6381 codec strings out of codec data: what a browser is asked with, and what a playlist says.
//!
//! Input is the decoder configuration as containers carry it (avcC, hvcC, av1C, AudioSpecificConfig). Bytes are
//! strangers': whatever is too short gives `None`.

use std::fmt::Write;

/// `avc1.PPCCLL` from avcC.
pub fn h264(avcc: &[u8]) -> Option<String> {
    let [1, profile, constraints, level, ..] = avcc else { return None };
    Some(format!("avc1.{profile:02X}{constraints:02X}{level:02X}"))
}

/// `avc1.PPCCLL` from the names that parsers give, where a stream has no avcC (MPEG-TS).
pub fn h264_from_names(profile: &str, level: &str) -> Option<String> {
    let (idc, constraints) = match profile {
        "constrained-baseline" => (66, 0x40),
        "baseline" => (66, 0),
        "main" => (77, 0),
        "extended" => (88, 0),
        "high" => (100, 0),
        "progressive-high" => (100, 0x08),
        "constrained-high" => (100, 0x0C),
        "high-10" => (110, 0),
        "high-4:2:2" => (122, 0),
        "high-4:4:4" => (244, 0),
        _ => return None,
    };
    Some(format!("avc1.{idc:02X}{constraints:02X}{:02X}", level_tenths(level)?))
}

/// `hvc1.…` from hvcC (ISO/IEC 14496-15 annex E).
pub fn hevc(hvcc: &[u8]) -> Option<String> {
    let head: &[u8; 13] = hvcc.first_chunk()?;
    let space = ["", "A", "B", "C"][usize::from(head[1] >> 6)];
    let tier = if head[1] & 0x20 == 0 { 'L' } else { 'H' };
    let compatibility = u32::from_be_bytes([head[2], head[3], head[4], head[5]]).reverse_bits();
    let mut text = format!("hvc1.{space}{}.{compatibility:X}.{tier}{}", head[1] & 0x1F, head[12]);
    let constraints = &head[6..12];
    let used = constraints.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
    for byte in &constraints[..used] {
        write!(text, ".{byte:X}").ok()?;
    }
    Some(text)
}

/// `hvc1.…` from parser names, where a stream has no hvcC. `level` as in `4.1`, `tier` main or high.
pub fn hevc_from_names(profile: &str, tier: &str, level: &str) -> Option<String> {
    let (idc, compatibility) = match profile {
        "main" => (1, 6),
        "main-10" => (2, 4),
        _ => return None,
    };
    let tier = if tier == "high" { 'H' } else { 'L' };
    Some(format!("hvc1.{idc}.{compatibility:X}.{tier}{}.90", level_tenths(level)? * 3))
}

/// `av01.P.LLT.DD` from av1C.
pub fn av1(av1c: &[u8]) -> Option<String> {
    let [_, profile_level, flags, ..] = av1c else { return None };
    let (profile, level) = (profile_level >> 5, profile_level & 0x1F);
    let tier = if flags & 0x80 == 0 { 'M' } else { 'H' };
    let depth = match (flags & 0x40 != 0, flags & 0x20 != 0) {
        (false, _) => 8,
        (true, false) => 10,
        (true, true) => 12,
    };
    Some(format!("av01.{profile}.{level:02}{tier}.{depth:02}"))
}

/// `vp09.PP.LL.DD`; the level is not in the stream, 4.1 is what players take for an ordinary film.
pub fn vp9(profile: u8, bit_depth: u8) -> String {
    format!("vp09.{profile:02}.41.{bit_depth:02}")
}

/// `mp4a.40.N` from AudioSpecificConfig.
pub fn aac(config: &[u8]) -> Option<String> {
    let [first, second, ..] = config else { return None };
    let object_type = match first >> 3 {
        31 => 32 + ((first & 7) << 3 | second >> 5),
        plain => plain,
    };
    Some(format!("mp4a.40.{object_type}"))
}

/// Codecs whose string needs no codec data.
pub fn plain(codec: &str) -> Option<&'static str> {
    Some(match codec {
        "ac3" => "ac-3",
        "eac3" => "ec-3",
        "opus" => "opus",
        "flac" => "fLaC",
        "mp3" => "mp4a.6B",
        "vp8" => "vp8",
        "aac" => "mp4a.40.2",
        "alac" => "alac",
        _ => return None,
    })
}

/// `4.1` → 41, `4` → 40, `1b` → 11 (its constraint bit is of no use to a player).
fn level_tenths(level: &str) -> Option<u8> {
    if level == "1b" {
        return Some(11);
    }
    let (whole, tenth) = level.split_once('.').unwrap_or((level, "0"));
    whole.parse::<u8>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}
