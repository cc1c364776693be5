//! How many samples a music file has, and how many a decoder gives ahead of the first: what makes a join exact.
//!
//! FLAC says it in its head, MP3 in the frame that LAME puts ahead of the others, MP4 in its tables (or `iTunSMPB`), Ogg in
//! its last page. Where a file does not say, nothing is known: a decoder's word would be off by its own delay.

use super::Source;
use super::mp4::{be32, exact_track};
use crate::domain::media::ExactSound;

const HEAD: usize = 64 << 10;
/// A page of Ogg is at most this long.
const PAGE: u64 = 65_307;
/// What every decoder of layer III is late by.
const MP3_DECODER_DELAY: u64 = 529;

/// `None` where the file does not say.
pub fn exact_sound(source: &impl Source) -> Option<ExactSound> {
    let skipped = id3_len(&source.read(0, 10)?);
    let head = source.read(skipped, HEAD)?;
    match head.as_slice() {
        [b'f', b'L', b'a', b'C', ..] => flac(&head),
        [b'O', b'g', b'g', b'S', ..] => ogg(source, &head),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => exact_track(source),
        _ => mp3(&head),
    }
    .filter(|sound| sound.n_samples > 0 && (8000..=384_000).contains(&sound.sample_rate))
}

fn id3_len(head: &[u8]) -> u64 {
    match head {
        [b'I', b'D', b'3', _, _, flags, a, b, c, d, ..] => {
            let size = [a, b, c, d].into_iter().fold(0_u64, |n, byte| n << 7 | u64::from(byte & 0x7f));
            size + if flags & 0x10 == 0 { 10 } else { 20 }
        }
        _ => 0,
    }
}

fn flac(head: &[u8]) -> Option<ExactSound> {
    // STREAMINFO is the first block: sizes, then 20 bits of rate, 3 of channels, 5 of depth, 36 of samples.
    let packed = u64::from_be_bytes(*head.get(18..)?.first_chunk()?);
    Some(ExactSound { sample_rate: (packed >> 44) as u32, start: 0, n_samples: packed & 0xF_FFFF_FFFF })
}

fn ogg(source: &impl Source, head: &[u8]) -> Option<ExactSound> {
    let packet = head.get(28..)?;
    let (sample_rate, start) = match packet {
        [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', _, _, skip_0, skip_1, ..] => {
            (48_000, u64::from(u16::from_le_bytes([*skip_0, *skip_1])))
        }
        [1, b'v', b'o', b'r', b'b', b'i', b's', ..] => (u32::from_le_bytes(*packet.get(12..)?.first_chunk()?), 0),
        _ => return None,
    };
    let from = source.size().saturating_sub(PAGE);
    let tail = source.read(from, PAGE as usize)?;
    let last = tail.windows(4).rposition(|window| window == b"OggS")?;
    // A second stream in the file would end with a page of its own.
    let serial = |bytes: &[u8], at: usize| bytes.get(at + 14..at + 18).map(<[u8]>::to_vec);
    if serial(head, 0)? != serial(&tail, last)? {
        return None;
    }
    let granule = u64::from_le_bytes(*tail.get(last + 6..)?.first_chunk()?);
    // The demuxer takes the start off itself.
    Some(ExactSound { sample_rate, start: 0, n_samples: granule.checked_sub(start)? })
}

/// The frame that `Xing` or `Info` stands in: it says how many frames follow, and LAME what is not music of them.
fn mp3(head: &[u8]) -> Option<ExactSound> {
    let at = head.windows(2).take(4096).position(|pair| pair[0] == 0xFF && pair[1] & 0xE6 == 0xE2)?;
    let frame = head.get(at..)?;
    let is_mpeg1 = frame.get(1)? & 0x18 == 0x18;
    let is_mono = frame.get(3)? & 0xC0 == 0xC0;
    let sample_rate = match (frame.get(1)? & 0x18, frame.get(2)? & 0x0C) {
        (0x18, 0x00) => 44_100,
        (0x18, 0x04) => 48_000,
        (0x18, 0x08) => 32_000,
        (0x10, 0x00) => 22_050,
        (0x10, 0x04) => 24_000,
        (0x10, 0x08) => 16_000,
        _ => return None,
    };
    let side = match (is_mpeg1, is_mono) {
        (true, false) => 32,
        (true, true) | (false, false) => 17,
        (false, true) => 9,
    };
    let info = frame.get(4 + side..)?;
    if !matches!(info.get(..4)?, b"Xing" | b"Info") {
        return None;
    }
    let flags = be32(info, 4)?;
    let n_frames = (flags & 1 == 1).then(|| be32(info, 8))??;
    let optional = [(1, 4), (2, 4), (4, 100), (8, 4)];
    let lame = 8 + optional.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, len)| len).sum::<usize>();
    let encoder = info.get(lame..lame + 4)?;
    if !encoder.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let [a, b, c] = *info.get(lame + 21..)?.first_chunk()?;
    let (delay, padding) = (u64::from(a) << 4 | u64::from(b) >> 4, u64::from(b & 0x0F) << 8 | u64::from(c));
    let n_all = u64::from(n_frames) * if is_mpeg1 { 1152 } else { 576 };
    let n_samples = n_all.checked_sub(delay + padding)?;
    Some(ExactSound { sample_rate, start: delay + MP3_DECODER_DELAY, n_samples })
}
