//! `av1C` out of what a demuxer hands over.
//!
//! qtdemux 1.22 leaves out the record's first five bytes: its four of header and the type byte of the sequence header
//! that follows. What is left is that header's length and content, which says everything that the record says.

use super::bits::{BitReader, BitWriter};

const SEQUENCE_HEADER: u8 = 0x0a;

/// The configuration record, as it is or rebuilt; `None` for anything else.
pub fn av1_config(codec_data: &[u8]) -> Option<Vec<u8>> {
    match codec_data {
        // Marker and version.
        [0x81, _, _, _, ..] => Some(codec_data.to_vec()),
        [n_bytes, header @ ..] if usize::from(*n_bytes) == header.len() && *n_bytes < 0x80 => {
            let mut config = summary(header)?;
            config.push(SEQUENCE_HEADER);
            config.extend_from_slice(codec_data);
            Some(config)
        }
        _ => None,
    }
}

/// The record's four bytes (AV1 specification, 5.5).
fn summary(sequence_header: &[u8]) -> Option<Vec<u8>> {
    let mut bits = BitReader::new(sequence_header);
    let profile = bits.take(3)?;
    bits.take(1)?; // still picture
    let is_reduced = bits.take(1)? == 1;
    let (level, tier) = if is_reduced { (bits.take(5)?, 0) } else { operating_points(&mut bits)? };
    let (n_width, n_height) = (bits.take(4)? + 1, bits.take(4)? + 1);
    bits.take((n_width + n_height) as usize)?;
    if !is_reduced && bits.take(1)? == 1 {
        bits.take(7)?; // lengths of frame ids
    }
    bits.take(3)?; // superblocks, intra filters
    if !is_reduced {
        tools(&mut bits)?;
    }
    bits.take(3)?; // super resolution, filters
    let colour = colour(&mut bits, profile)?;
    let record = BitWriter::default().put(0x81, 8).put(profile, 3).put(level, 5).put(tier, 1).put(colour, 7).put(0, 8);
    Some(record.into_bytes())
}

/// Level and tier of the first operating point; the others are passed over.
fn operating_points(bits: &mut BitReader<'_>) -> Option<(u32, u32)> {
    let mut n_delay = None;
    if bits.take(1)? == 1 {
        bits.take(64)?; // units per tick, time scale
        if bits.take(1)? == 1 {
            let zeros = (0..32).find_map(|n| (bits.take(1)? == 1).then_some(n))?;
            bits.take(zeros)?;
        }
        if bits.take(1)? == 1 {
            n_delay = Some(bits.take(5)? as usize + 1);
            bits.take(32 + 10)?;
        }
    }
    let has_display_delay = bits.take(1)? == 1;
    let mut first = None;
    for _ in 0..=bits.take(5)? {
        bits.take(12)?;
        let level = bits.take(5)?;
        let tier = if level > 7 { bits.take(1)? } else { 0 };
        if let Some(n) = n_delay
            && bits.take(1)? == 1
        {
            bits.take(2 * n + 1)?;
        }
        if has_display_delay && bits.take(1)? == 1 {
            bits.take(4)?;
        }
        first.get_or_insert((level, tier));
    }
    first
}

fn tools(bits: &mut BitReader<'_>) -> Option<()> {
    bits.take(4)?; // compound modes, warped motion, dual filter
    let has_order_hint = bits.take(1)? == 1;
    if has_order_hint {
        bits.take(2)?;
    }
    let chooses_screen_content = bits.take(1)? == 1;
    let is_screen_content = chooses_screen_content || bits.take(1)? == 1;
    if is_screen_content && bits.take(1)? == 0 {
        bits.take(1)?; // forced integer motion vectors
    }
    if has_order_hint {
        bits.take(3)?;
    }
    Some(())
}

/// The seven bits of depth and chroma as the record has them.
fn colour(bits: &mut BitReader<'_>, profile: u32) -> Option<u32> {
    const SRGB: u32 = 1 << 16 | 13 << 8;
    let is_high = bits.take(1)?;
    let is_twelve = if profile == 2 && is_high == 1 { bits.take(1)? } else { 0 };
    let is_grey = if profile == 1 { 0 } else { bits.take(1)? };
    let description = if bits.take(1)? == 1 { Some(bits.take(24)?) } else { None };
    let (mut x, mut y, mut position) = (1, 1, 0);
    if is_grey == 0 && description == Some(SRGB) {
        (x, y) = (0, 0);
    } else if is_grey == 0 {
        bits.take(1)?; // range
        (x, y) = match (profile, is_twelve) {
            (0, _) => (1, 1),
            (1, _) => (0, 0),
            (_, 1) => {
                let x = bits.take(1)?;
                (x, if x == 1 { bits.take(1)? } else { 0 })
            }
            _ => (1, 0),
        };
        if (x, y) == (1, 1) {
            position = bits.take(2)?;
        }
    }
    Some(is_high << 6 | is_twelve << 5 | is_grey << 4 | x << 3 | y << 2 | position)
}
