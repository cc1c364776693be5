//! H.264 as MP4 carries it: what its parameter sets say, and samples that bring their own.
//!
//! An encoder's word about its size and profile is not taken; its sequence parameter set is read. Bytes are strangers':
//! whatever is too short gives `None`.
//!
//! Each keyframe of what we encode carries its parameter sets although the init segment has them, because the encoder may
//! change between two segments of one playlist (a device that failed, a server that was updated) while the player has
//! read the init segment once and for all. Decoders take the nearer ones (ISO/IEC 14496-15 calls that `avc3`; as `avc1`
//! it plays in Chromium, hls.js and ffmpeg too, and other players never meet different sets unless a device failed).

use super::fmp4::bits::BitReader;

const IDR: u8 = 5;
const SPS: u8 = 7;
const DELIMITER: u8 = 9;

/// What a sequence parameter set says of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sps {
    /// 66 Baseline, 77 Main, 100 High.
    pub profile: u8,
    /// Ten times the level.
    pub level: u8,
    /// After cropping.
    pub width: u32,
    pub height: u32,
}

impl Sps {
    /// Of the first parameter set in an `avcC` record.
    pub fn of_avcc(avcc: &[u8]) -> Option<Self> {
        let n = usize::from(u16::from_be_bytes(*avcc.get(6..)?.first_chunk()?));
        Self::parse(avcc.get(8..8 + n)?)
    }

    fn parse(nal: &[u8]) -> Option<Self> {
        let bytes = unescaped(nal.get(1..)?);
        let bits = &mut BitReader::new(&bytes);
        let profile = bits.take(8)? as u8;
        bits.take(8)?; // constraints
        let level = bits.take(8)? as u8;
        golomb(bits)?; // id
        let chroma =
            if matches!(profile, 100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128) { high_fields(bits)? } else { 1 };
        golomb(bits)?; // frame number length
        match golomb(bits)? {
            0 => drop(golomb(bits)?),
            1 => {
                bits.take(1)?;
                golomb(bits)?;
                golomb(bits)?;
                let n = golomb(bits)?.min(255);
                (0..n).try_for_each(|_| golomb(bits).map(drop))?;
            }
            _ => {}
        }
        golomb(bits)?; // reference frames
        bits.take(1)?;
        let (width, height) = (golomb(bits)? + 1, golomb(bits)? + 1);
        let fields = 2 - bits.take(1)?;
        if fields == 2 {
            bits.take(1)?;
        }
        bits.take(1)?;
        let crop =
            if bits.take(1)? == 1 { [golomb(bits)?, golomb(bits)?, golomb(bits)?, golomb(bits)?] } else { [0; 4] };
        let (unit_x, unit_y) =
            (if chroma == 1 || chroma == 2 { 2 } else { 1 }, if chroma == 1 { 2 } else { 1 } * fields);
        let width = width.checked_mul(16)?.checked_sub(unit_x * crop[0].checked_add(crop[1])?)?;
        let height = height.checked_mul(16 * fields)?.checked_sub(unit_y * crop[2].checked_add(crop[3])?)?;
        Some(Self { profile, level, width, height })
    }
}

/// The fields that High profiles add; gives the chroma format.
fn high_fields(bits: &mut BitReader<'_>) -> Option<u32> {
    let chroma = golomb(bits)?;
    if chroma == 3 {
        bits.take(1)?;
    }
    golomb(bits)?;
    golomb(bits)?;
    bits.take(1)?;
    if bits.take(1)? == 1 {
        for list in 0..if chroma == 3 { 12 } else { 8 } {
            if bits.take(1)? == 1 {
                skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
            }
        }
    }
    Some(chroma)
}

fn skip_scaling_list(bits: &mut BitReader<'_>, n: u32) -> Option<()> {
    let (mut last, mut next) = (8_i64, 8_i64);
    for _ in 0..n {
        if next != 0 {
            let code = i64::from(golomb(bits)?);
            let delta = if code % 2 == 0 { -(code / 2) } else { code / 2 + 1 };
            next = (last + delta).rem_euclid(256);
        }
        last = if next == 0 { last } else { next };
    }
    Some(())
}

/// Exp-Golomb code, below 2^16: nothing that is read here is larger.
fn golomb(bits: &mut BitReader<'_>) -> Option<u32> {
    let mut n = 0;
    while bits.take(1)? == 0 {
        n += 1;
        (n <= 16).then_some(())?;
    }
    Some((1 << n) - 1 + bits.take(n)?)
}

/// Without the bytes that keep start codes out of the payload.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut n_zeros = 0;
    let mut plain = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        if n_zeros >= 2 && byte == 3 {
            n_zeros = 0;
            continue;
        }
        n_zeros = if byte == 0 { n_zeros + 1 } else { 0 };
        plain.push(byte);
    }
    plain
}

/// Kinds of the units of a sample with lengths of four bytes, each with where it begins.
fn units(sample: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let n = u32::from_be_bytes(*sample.get(at..)?.first_chunk()?) as usize;
        let (kind, start) = (sample.get(at + 4)? & 31, at);
        at += 4 + n;
        Some((kind, start))
    })
}

/// The sample can be decoded without any before it.
pub fn is_idr(sample: &[u8]) -> bool {
    units(sample).any(|(kind, _)| kind == IDR)
}

/// The sample with the parameter sets of the `avcC` record ahead of its picture, unless it has some.
pub fn with_parameter_sets(sample: Vec<u8>, avcc: &[u8]) -> Vec<u8> {
    if units(&sample).any(|(kind, _)| kind == SPS) {
        return sample;
    }
    let Some(sets) = parameter_sets(avcc) else { return sample };
    // A delimiter is the first unit of a sample or none.
    let at = units(&sample).find(|(kind, _)| *kind != DELIMITER).map_or(0, |(_, start)| start);
    let mut whole = Vec::with_capacity(sample.len() + sets.len());
    whole.extend_from_slice(&sample[..at]);
    whole.extend_from_slice(&sets);
    whole.extend_from_slice(&sample[at..]);
    whole
}

/// The sets of an `avcC` record as units with lengths of four bytes.
fn parameter_sets(avcc: &[u8]) -> Option<Vec<u8>> {
    let mut sets = Vec::new();
    let mut rest = avcc.get(5..)?;
    for mask in [31, 255] {
        let (n, mut after) = rest.split_first()?;
        for _ in 0..n & mask {
            let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
            let set = after.get(2..2 + length)?;
            sets.extend_from_slice(&(length as u32).to_be_bytes());
            sets.extend_from_slice(set);
            after = &after[2 + length..];
        }
        rest = after;
    }
    Some(sets)
}
