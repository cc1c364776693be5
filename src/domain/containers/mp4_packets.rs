//! Where each packet of the only sound of an MP4 lies.
//!
//! qtdemux (1.22) compares media time with the movie's length and ends a packet early where an edit list moves the start:
//! the last packets of most music from MP4 come from here.

use super::Source;
use super::mp4::{be32, be64, child, with_sound};

/// A day of sound.
const PACKETS_MAX: usize = 8_000_000;

/// Offset and size, in order; `None` for what is no plain MP4 with one sound.
pub fn sound_packets(source: &impl Source) -> Option<Vec<(u64, u32)>> {
    with_sound(source, |_, trak| packets(child(child(child(trak, *b"mdia")?, *b"minf")?, *b"stbl")?))
}

fn packets(stbl: &[u8]) -> Option<Vec<(u64, u32)>> {
    let table = |kind: [u8; 4]| child(stbl, kind);
    let sizes = table(*b"stsz")?;
    let n_packets = be32(sizes, 8)? as usize;
    if n_packets > PACKETS_MAX {
        return None;
    }
    let (offsets, width) = match (table(*b"stco"), table(*b"co64")) {
        (Some(offsets), _) => (offsets, 4),
        (None, offsets) => (offsets?, 8),
    };
    let offset = |chunk: usize| match width {
        4 => be32(offsets, 8 + chunk * 4).map(u64::from),
        _ => be64(offsets, 8 + chunk * 8),
    };
    let runs = table(*b"stsc")?.get(8..)?;
    let each = be32(sizes, 4)?;
    let size = |packet: usize| if each == 0 { be32(sizes, 12 + packet * 4) } else { Some(each) };
    let mut found = Vec::with_capacity(n_packets);
    let (mut run, mut chunk) = (0, 0);
    while found.len() < n_packets {
        // A run holds until the chunk that the next one names, counted from 1.
        while be32(runs, (run + 1) * 12).is_some_and(|first| first as usize <= chunk + 1) {
            run += 1;
        }
        let mut at = offset(chunk)?;
        let n_in_chunk = be32(runs, run * 12 + 4)?;
        for _ in 0..n_in_chunk {
            if found.len() == n_packets {
                break;
            }
            let len = size(found.len())?;
            found.push((at, len));
            at = at.checked_add(u64::from(len))?;
        }
        chunk += 1;
    }
    Some(found)
}
