//! Picture subtitles on the wire: packets as the container has them, each with its time, in the form of files that
//! players know (`.sup`), or as near to it as there is one.

/// One PGS packet (segments without their heads, as Matroska keeps them) as a part of a `.sup` file: each segment gets
/// `PG`, its time and a decode time of 0. What is cut off is left out.
pub fn sup_packet(at_ns: i64, packet: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(packet.len() + 64);
    let mut rest = packet;
    while let [_, high, low, ..] = rest {
        let len = 3 + usize::from(u16::from_be_bytes([*high, *low]));
        let Some(segment) = rest.get(..len) else { break };
        out.extend_from_slice(b"PG");
        out.extend_from_slice(&ticks(at_ns).to_be_bytes());
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(segment);
        rest = &rest[len..];
    }
    out
}

/// A VobSub unit: `VS`, its time, its length, the unit. Files of this kind come in two (`.idx` and `.sub`, an MPEG
/// programme stream); this is what is in them.
pub fn vobsub_packet(at_ns: i64, unit: &[u8]) -> Vec<u8> {
    framed(*b"VS", ticks(at_ns), unit)
}

/// What stands before the units: the text of the `.idx`, with sizes and palette.
pub fn vobsub_head(idx: &[u8]) -> Vec<u8> {
    framed(*b"VH", 0, idx)
}

fn framed(mark: [u8; 2], at: u32, body: &[u8]) -> Vec<u8> {
    let len = u32::try_from(body.len()).unwrap_or(0);
    let body = &body[..len as usize];
    [&mark[..], &at.to_be_bytes(), &len.to_be_bytes(), body].concat()
}

/// The 90 kHz clock of discs; it wraps after 13 hours, which no film reaches.
fn ticks(at_ns: i64) -> u32 {
    u32::try_from(at_ns.max(0) / 1000 * 9 / 100).unwrap_or(u32::MAX)
}
