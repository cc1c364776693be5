//! An init segment read back: what a player learns of a track, as the standards say, not as our writer thinks.

use super::fragment::find;

/// Ticks per second of the track.
pub fn timescale(init: &[u8]) -> u32 {
    let header = find(find(trak(init), *b"mdia"), *b"mdhd");
    number(&header[if header[0] == 1 { 20 } else { 12 }..])
}

/// Size on screen, turned as the track's matrix says.
pub fn presentation_size(init: &[u8]) -> (u32, u32) {
    let header = find(trak(init), *b"tkhd");
    let (width, height) = (number(&header[76..]) >> 16, number(&header[80..]) >> 16);
    let is_turned = number(&header[40..]) == 0;
    if is_turned { (height, width) } else { (width, height) }
}

/// RFC 6381 string of the track's codec, built from its configuration record.
pub fn codec_string(init: &[u8]) -> String {
    let description = find(find(find(find(trak(init), *b"mdia"), *b"minf"), *b"stbl"), *b"stsd");
    let entry = &description[8..];
    let kind = std::str::from_utf8(&entry[4..8]).unwrap();
    let (video, audio) = (entry.get(86..).unwrap_or_default(), entry.get(36..).unwrap_or_default());
    match kind {
        "avc1" => {
            let config = find(video, *b"avcC");
            format!("avc1.{:02x}{:02x}{:02x}", config[1], config[2], config[3])
        }
        "hvc1" => hevc(find(video, *b"hvcC")),
        "av01" => {
            let config = find(video, *b"av1C");
            let (profile, level, tier) =
                (config[1] >> 5, config[1] & 31, if config[2] & 0x80 == 0 { 'M' } else { 'H' });
            format!("av01.{profile}.{level:02}{tier}.{:02}", if config[2] & 0x40 == 0 { 8 } else { 10 })
        }
        "vp09" => {
            let config = &find(video, *b"vpcC")[4..];
            format!("vp09.{:02}.{:02}.{:02}", config[0], config[1], config[2] >> 4)
        }
        "mp4a" => mp4a(find(audio, *b"esds")),
        other => other.to_ascii_lowercase(),
    }
}

fn hevc(config: &[u8]) -> String {
    let space = ["", "A", "B", "C"][usize::from(config[1] >> 6)];
    let tier = if config[1] & 0x20 == 0 { 'L' } else { 'H' };
    let compatible = number(&config[2..]).reverse_bits();
    let text = format!("hvc1.{space}{}.{compatible:X}.{tier}{}", config[1] & 31, config[12]);
    let constraints = &config[6..12];
    let n = constraints.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
    let constraints: Vec<String> = constraints[..n].iter().map(|b| format!(".{b:X}")).collect();
    text + &constraints.concat()
}

/// Out of an elementary stream descriptor: ES 3 bytes, decoder configuration 13, then the specific one of MPEG-4.
fn mp4a(esds: &[u8]) -> String {
    let kind = esds[4 + 2 + 3 + 2];
    if kind != 0x40 {
        return format!("mp4a.{kind:02X}");
    }
    let specific = &esds[4 + 2 + 3 + 2 + 13..];
    assert_eq!(specific[0], 0x05, "{esds:02x?}");
    format!("mp4a.40.{}", specific[2] >> 3)
}

fn trak(init: &[u8]) -> &[u8] {
    find(find(init, *b"moov"), *b"trak")
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(*bytes.first_chunk().unwrap())
}
