//! Blocks of a Matroska file: where each track ends, and what a second of each sound weighs.
//!
//! Block headers of two stretches are read, payloads are passed over: the last group of pictures, which holds the ends,
//! and one from the middle. The lower of two rates is taken: what a sound is thought to weigh is taken off the picture,
//! whose rate must not be understated.

use super::mkv::{CLUSTER, Element, as_number, element_at, elements, parse_len};
use super::{Source, Track};
use crate::domain::media::StreamKind;

/// A last GOP longer than this many blocks is no ordinary film.
const BLOCKS_MAX: usize = 200_000;
/// A stretch in the middle ends here.
const MIDDLE_BLOCKS: usize = 2_000;
/// Fewer blocks of a sound than this say nothing about its rate.
const BLOCKS_MIN: u64 = 8;
/// Enough for a block's header, and for a whole group of small blocks.
const BLOCK_HEAD: usize = 32;
const GROUP_BYTES: u64 = 8 << 20;

/// Where the blocks are.
pub struct Layout<'a, S: Source> {
    pub source: &'a S,
    /// Positions in the file of the clusters that hold keyframes, in the order of time.
    pub clusters: &'a [u64],
    /// Nanoseconds of a tick.
    pub scale: u64,
    /// Duration of a frame in nanoseconds by track number, 0 when it is not given.
    pub durations: &'a [(u32, u64)],
}

/// One block. A lace of several frames counts as one.
struct Block {
    track: u32,
    at_ns: i64,
    end_ns: i64,
    n_bytes: u64,
}

/// What was seen of one sound in a stretch.
#[derive(Clone, Copy, Default)]
struct Heard {
    n_blocks: u64,
    first_ns: i64,
    last_ns: i64,
    n_bytes: u64,
    n_last: u64,
}

impl Heard {
    fn add(&mut self, block: &Block) {
        if self.n_blocks == 0 {
            self.first_ns = block.at_ns;
        }
        // How long the last block lasts is not said, so it does not count.
        self.n_bytes += self.n_last;
        (self.last_ns, self.n_last) = (block.at_ns, block.n_bytes);
        self.n_blocks += 1;
    }

    fn per_second(self) -> Option<u64> {
        let length_ns = u64::try_from(self.last_ns.checked_sub(self.first_ns)?).ok().filter(|ns| *ns > 0)?;
        let bytes = u128::from(self.n_bytes) * 1_000_000_000 / u128::from(length_ns);
        (self.n_blocks >= BLOCKS_MIN).then(|| u64::try_from(bytes).ok()).flatten()
    }
}

impl<S: Source> Layout<'_, S> {
    /// Sets the ends of all tracks and the weights of sounds. `None` where the ends cannot be found.
    pub fn fill(&self, tracks: &mut [Track]) -> Option<()> {
        let last = *self.clusters.last()?;
        let mut n_blocks = 0;
        let mut at_end = vec![Heard::default(); tracks.len()];
        self.walk((last, self.source.size()), BLOCKS_MAX, |block| {
            n_blocks += 1;
            if let Some(i) = tracks.iter().position(|t| t.number == block.track) {
                tracks[i].end_ns = tracks[i].end_ns.max(block.end_ns);
                at_end[i].add(block);
            }
        })?;
        let mut amid = vec![Heard::default(); tracks.len()];
        let middle = self.clusters[self.clusters.len() / 2];
        if middle < last {
            // What comes after a break is not missed: a rate is known by then, or from the end.
            let _ = self.walk((middle, last), MIDDLE_BLOCKS, |block| {
                if let Some(i) = tracks.iter().position(|t| t.number == block.track) {
                    amid[i].add(block);
                }
            });
        }
        for ((track, amid), at_end) in tracks.iter_mut().zip(amid).zip(at_end) {
            let rate = amid.per_second().into_iter().chain(at_end.per_second()).min();
            if let Some(rate) = rate.filter(|_| track.kind == StreamKind::Audio) {
                let bytes = u128::from(rate) * u128::from(track.end_ns.max(0).cast_unsigned()) / 1_000_000_000;
                track.n_bytes = u64::try_from(bytes).unwrap_or(0);
            }
        }
        (n_blocks > 0).then_some(())
    }

    /// Blocks of the clusters between two positions; `None` where something else comes, or more than `n_max`.
    fn walk(&self, (mut at, end): (u64, u64), n_max: usize, mut take: impl FnMut(&Block)) -> Option<()> {
        let mut n_left = n_max;
        while at < end {
            let element = element_at(self.source, at)?;
            if element.id == CLUSTER {
                self.walk_cluster(element, &mut |block| {
                    take(&block);
                    n_left = n_left.saturating_sub(1);
                    (n_left > 0).then_some(())
                })?;
            }
            at = element.body.checked_add(element.len?)?;
        }
        Some(())
    }

    fn walk_cluster(&self, cluster: Element, take: &mut impl FnMut(Block) -> Option<()>) -> Option<()> {
        let end = cluster.body.checked_add(cluster.len?)?.min(self.source.size());
        let mut at = cluster.body;
        let mut cluster_time = 0;
        while at < end {
            let element = element_at(self.source, at)?;
            let len = element.len?;
            let read = |len: u64| self.source.read(element.body, len as usize);
            match element.id {
                0xE7 => cluster_time = as_number(&read(len.min(8))?)?,
                0xA3 => take(self.block(cluster_time, &read(len.min(BLOCK_HEAD as u64))?, None, len)?)?,
                0xA0 if len <= GROUP_BYTES => {
                    let group = read(len)?;
                    let child = |wanted: u32| elements(&group).find(|(id, _)| *id == wanted).map(|(_, body)| body);
                    let duration = child(0x9B).and_then(as_number).and_then(|d| d.checked_mul(self.scale));
                    if let Some(block) = child(0xA1) {
                        take(self.block(cluster_time, block, duration, block.len() as u64)?)?;
                    }
                }
                _ => {}
            }
            at = element.body.checked_add(len)?;
        }
        Some(())
    }

    fn block(&self, cluster_time: u64, head: &[u8], duration_ns: Option<u64>, n_bytes: u64) -> Option<Block> {
        let (number, len) = parse_len(head)?;
        let relative = i16::from_be_bytes(*head.get(len..)?.first_chunk()?);
        let track = u32::try_from(number?).ok()?;
        let time = i64::try_from(cluster_time).ok()?.checked_add(i64::from(relative))?;
        let given = self.durations.iter().find(|(n, _)| *n == track).map_or(0, |(_, duration)| *duration);
        let duration = i64::try_from(duration_ns.unwrap_or(given)).ok()?;
        let at_ns = time.checked_mul(i64::try_from(self.scale).ok()?)?;
        Some(Block { track, at_ns, end_ns: at_ns.checked_add(duration)?, n_bytes })
    }
}
