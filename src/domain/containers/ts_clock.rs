//! The clock of an MPEG transport stream: how far it runs from the file's first reference to its last.
//!
//! A recording that was joined, or interrupted, jumps from one clock to another. The demuxer reads over that when it comes
//! from the start, but a seek lands on the second clock and gives its pictures other times than the index has.

use super::Source;

/// References come ten times a second or more; this is a second of 8 Mbit/s.
const WINDOW: usize = 1 << 20;
const SYNC: u8 = 0x47;
/// Packets in a row that have to begin alike.
const IN_STEP: usize = 5;
/// Ticks of 90 kHz, after which the clock begins anew.
const WRAP: u64 = 1 << 33;

/// Nanoseconds from the first clock reference to the last of the same programme. `None` for what is no transport stream.
pub fn clock_span(source: &impl Source) -> Option<i64> {
    let first = source.read(0, WINDOW)?;
    let (pid, begins) = references(&first).next()?;
    let last = source.read(source.size().saturating_sub(WINDOW as u64), WINDOW)?;
    let ends = references(&last).filter(|(other, _)| *other == pid).last()?.1;
    let ticks = (ends + WRAP - begins) % WRAP;
    i64::try_from(u128::from(ticks) * 1_000_000_000 / 90_000).ok()
}

/// Clock references in the order of the bytes: which packet stream, and the time.
fn references(bytes: &[u8]) -> impl Iterator<Item = (u16, u64)> + '_ {
    // Discs put four bytes of their own before each packet.
    let layout = [188, 192].into_iter().find_map(|step| {
        let in_step = |at: &usize| (0..IN_STEP).all(|n| bytes.get(at + n * step) == Some(&SYNC));
        (0..step).find(in_step).map(|at| (at, step))
    });
    let (at, step) = layout.unwrap_or((bytes.len(), 188));
    bytes.get(at..).unwrap_or_default().chunks(step).filter_map(reference)
}

fn reference(packet: &[u8]) -> Option<(u16, u64)> {
    let [SYNC, high, low, control, length, flags, clock @ ..] = packet else { return None };
    if control & 0x20 == 0 || *length < 7 || flags & 0x10 == 0 {
        return None;
    }
    let base = u64::from(u32::from_be_bytes(*clock.first_chunk()?)) << 1 | u64::from(clock.get(4)? >> 7);
    Some((u16::from_be_bytes([high & 0x1f, *low]), base))
}
