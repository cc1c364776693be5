//! The last clusters of a Matroska file: where each track ends. Block headers are read, payloads are passed over.

use super::mkv::{CLUSTER, Element, as_number, element_at, elements, parse_len};
use super::{Source, Track};

/// A last GOP longer than this many blocks is no ordinary film.
const BLOCKS_MAX: usize = 200_000;
/// Enough for a block's header, and for a whole group of small blocks.
const BLOCK_HEAD: usize = 32;
const GROUP_BYTES: u64 = 8 << 20;

/// Sets `end_ns` of the tracks from the cluster at `start` to the end of the file.
pub fn fill_ends(
    source: &impl Source,
    start: u64,
    tracks: &mut [Track],
    scale: u64,
    durations: &[(u32, u64)],
) -> Option<()> {
    let mut tail = Tail { tracks, scale, durations, cluster_time: 0, n_blocks: 0 };
    let mut at = start;
    while at < source.size() {
        let element = element_at(source, at)?;
        if element.id == CLUSTER {
            tail.walk_cluster(source, element)?;
        }
        at = element.body.checked_add(element.len?)?;
    }
    (tail.n_blocks > 0).then_some(())
}

struct Tail<'a> {
    tracks: &'a mut [Track],
    scale: u64,
    durations: &'a [(u32, u64)],
    cluster_time: u64,
    n_blocks: usize,
}

impl Tail<'_> {
    fn walk_cluster(&mut self, source: &impl Source, cluster: Element) -> Option<()> {
        let end = cluster.body.checked_add(cluster.len?)?.min(source.size());
        let mut at = cluster.body;
        while at < end {
            let element = element_at(source, at)?;
            let len = element.len?;
            match element.id {
                0xE7 => self.cluster_time = as_number(&source.read(element.body, len.min(8) as usize)?)?,
                0xA3 => self.take_block(&source.read(element.body, BLOCK_HEAD.min(len as usize))?, None)?,
                0xA0 if len <= GROUP_BYTES => self.take_group(&source.read(element.body, len as usize)?)?,
                _ => {}
            }
            at = element.body.checked_add(len)?;
        }
        Some(())
    }

    fn take_group(&mut self, group: &[u8]) -> Option<()> {
        let child = |wanted: u32| elements(group).find(|(id, _)| *id == wanted).map(|(_, body)| body);
        let duration = child(0x9B).and_then(as_number).and_then(|d| d.checked_mul(self.scale));
        child(0xA1).map_or(Some(()), |block| self.take_block(block, duration))
    }

    fn take_block(&mut self, block: &[u8], duration_ns: Option<u64>) -> Option<()> {
        self.n_blocks += 1;
        let (number, len) = parse_len(block)?;
        let relative = i16::from_be_bytes(*block.get(len..)?.first_chunk()?);
        let number = u32::try_from(number?).ok()?;
        let time = i64::try_from(self.cluster_time).ok()?.checked_add(i64::from(relative))?;
        let given = self.durations.iter().find(|(n, _)| *n == number).map_or(0, |(_, duration)| *duration);
        let duration = i64::try_from(duration_ns.unwrap_or(given)).ok()?;
        let end = time.checked_mul(i64::try_from(self.scale).ok()?)?.checked_add(duration)?;
        if let Some(track) = self.tracks.iter_mut().find(|t| t.number == number) {
            track.end_ns = track.end_ns.max(end);
        }
        (self.n_blocks <= BLOCKS_MAX).then_some(())
    }
}
