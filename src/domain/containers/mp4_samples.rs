//! Sample tables of one MP4 track: from runs of durations, offsets and keyframe numbers to times.
//!
//! Arithmetic is qtdemux's: each time is scaled to nanoseconds by itself, rounded down, and the edit list is applied
//! to the nanoseconds.

use super::Track;
use super::mp4::{be32, be64};
use crate::domain::media::StreamKind;

/// Forty hours of film at 60 frames a second. The count costs an attacker four bytes and us a turn of the loop each.
const FRAMES_MAX: u32 = 10_000_000;
/// Ten hours of film where each frame is a keyframe.
const KEYFRAMES_MAX: usize = 2_000_000;

/// The boxes without their headers. Only `sizes` and `durations` must be there.
pub struct Tables<'a> {
    pub sizes: Option<&'a [u8]>,
    pub durations: Option<&'a [u8]>,
    pub offsets: Option<&'a [u8]>,
    pub keys: Option<&'a [u8]>,
}

/// One edit after an optional empty one: what real files have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Edit {
    /// Where the track begins on the movie's timeline.
    delay_ns: i64,
    /// Media time of that moment, in the track's scale.
    media_time: i64,
    /// Length of the edit, 0 for all there is.
    length_ns: i64,
}

impl Edit {
    /// `None` for lists that rearrange the film.
    pub fn parse(list: &[u8], movie_scale: u32) -> Option<Self> {
        let is_wide = list.first()? == &1;
        let n_entries = be32(list, 4)? as usize;
        let entry = |i: usize| -> Option<(i64, i64, u32)> {
            if is_wide {
                let at = 8 + i * 20;
                Some((be64(list, at)?.cast_signed(), be64(list, at + 8)?.cast_signed(), be32(list, at + 16)?))
            } else {
                let at = 8 + i * 12;
                Some((i64::from(be32(list, at)?), i64::from(be32(list, at + 4)?.cast_signed()), be32(list, at + 8)?))
            }
        };
        let (first, second) = (entry(0), entry(1));
        let (delay, (length, media_time, rate)) = match (n_entries, first, second) {
            (0, ..) => return Some(Self::default()),
            (1, Some(only), _) => (0, only),
            (2, Some((delay, -1, _)), Some(edit)) => (delay, edit),
            _ => return None,
        };
        if media_time < 0 || rate != 0x1_0000 {
            return None;
        }
        let (delay_ns, length_ns) = (to_ns(delay, movie_scale)?, to_ns(length, movie_scale)?);
        Some(Self { delay_ns, media_time, length_ns })
    }
}

impl Edit {
    /// From media time to the movie's timeline.
    fn shift_ns(self, scale: u32) -> Option<i64> {
        self.delay_ns.checked_sub(to_ns(self.media_time, scale)?)
    }
}

/// Puts times, keyframes and sizes into the track. `None` where the tables contradict themselves or are unusual.
pub fn fill(track: &mut Track, tables: &Tables<'_>, edit: Edit, scale: u32) -> Option<()> {
    let sizes = tables.sizes?;
    let n_samples = be32(sizes, 8)?;
    track.n_frames = u64::from(n_samples);
    track.n_bytes = total_size(sizes, n_samples)?;
    if track.kind == StreamKind::Video || tables.offsets.is_some() {
        fill_by_frame(track, tables, edit, scale)?;
    } else {
        fill_by_run(track, tables.durations?, edit, scale)?;
    }
    // An edit that cuts the end off is the demuxer's business.
    let cut_ns = track.end_ns.saturating_sub(edit.delay_ns).saturating_sub(edit.length_ns);
    (edit.length_ns == 0 || cut_ns < 100_000_000).then_some(())
}

/// Sound in decoding order: a second of PCM is 48,000 samples, so runs are added up as a whole.
fn fill_by_run(track: &mut Track, durations: &[u8], edit: Edit, scale: u32) -> Option<()> {
    let mut total = 0_i64;
    for run in durations.get(8..)?.chunks_exact(8) {
        total = total.checked_add(i64::from(be32(run, 0)?).checked_mul(i64::from(be32(run, 4)?))?)?;
    }
    let shift_ns = edit.shift_ns(scale)?;
    track.end_ns = to_ns(total, scale)?.checked_add(shift_ns)?;
    track.first_ns = (track.end_ns > edit.delay_ns).then_some(shift_ns.max(edit.delay_ns));
    Some(())
}

fn fill_by_frame(track: &mut Track, tables: &Tables<'_>, edit: Edit, scale: u32) -> Option<()> {
    let n_samples = u32::try_from(track.n_frames).ok().filter(|n| *n <= FRAMES_MAX)?;
    let mut durations = Runs::of(Some(tables.durations?));
    let mut offsets = Runs::of(tables.offsets);
    let mut keys = tables.keys.map(|table| (1_usize.., table));
    let mut next_key = keys.as_mut().and_then(next_of);
    let shift_ns = edit.shift_ns(scale)?;
    let sizes = tables.sizes?;
    let mut decode_time = 0_i64;
    for number in 1..=n_samples {
        let duration = i64::from(durations.next()?);
        let offset = if tables.offsets.is_some() { i64::from(offsets.next()?.cast_signed()) } else { 0 };
        let at = to_ns(decode_time.checked_add(offset)?, scale)?.checked_add(shift_ns)?;
        let end = at.checked_add(to_ns(duration, scale)?)?;
        if end > edit.delay_ns {
            let shown = at.max(edit.delay_ns);
            track.first_ns = Some(track.first_ns.map_or(shown, |first| first.min(shown)));
        }
        track.end_ns = track.end_ns.max(end);
        let is_key = keys.is_none() || next_key == Some(number);
        if next_key == Some(number) {
            next_key = keys.as_mut().and_then(next_of);
        }
        if is_key && track.kind == StreamKind::Video {
            if track.keyframes_ns.len() == KEYFRAMES_MAX {
                return None;
            }
            track.keyframes_ns.push(at);
            track.group_bytes.push(0);
        }
        if let Some(group) = track.group_bytes.last_mut() {
            *group += u64::from(size_of(sizes, number)?);
        }
        decode_time = decode_time.checked_add(duration)?;
    }
    Some(())
}

fn next_of((places, table): &mut (std::ops::RangeFrom<usize>, &[u8])) -> Option<u32> {
    // Entries follow version, flags and count.
    be32(table, 4 + places.next()? * 4)
}

/// Bytes of a sample, counted from 1.
fn size_of(table: &[u8], number: u32) -> Option<u32> {
    match be32(table, 4)? {
        0 => be32(table, 8 + number as usize * 4),
        each => Some(each),
    }
}

fn total_size(table: &[u8], n_samples: u32) -> Option<u64> {
    match be32(table, 4)? {
        0 => {
            let sizes = table.get(12..12_usize.checked_add(n_samples as usize * 4)?)?;
            Some(sizes.chunks_exact(4).filter_map(|entry| be32(entry, 0)).map(u64::from).sum())
        }
        each => Some(u64::from(each) * u64::from(n_samples)),
    }
}

fn to_ns(time: i64, scale: u32) -> Option<i64> {
    if scale == 0 {
        return None;
    }
    i64::try_from((i128::from(time) * 1_000_000_000).div_euclid(i128::from(scale))).ok()
}

/// Run-length pairs (count, value) as one value per sample.
struct Runs<'a> {
    table: &'a [u8],
    left: u32,
    value: u32,
}

impl<'a> Runs<'a> {
    fn of(table: Option<&'a [u8]>) -> Self {
        Self { table: table.and_then(|t| t.get(8..)).unwrap_or_default(), left: 0, value: 0 }
    }

    fn next(&mut self) -> Option<u32> {
        while self.left == 0 {
            self.left = be32(self.table, 0)?;
            self.value = be32(self.table, 4)?;
            self.table = &self.table[8..];
        }
        self.left -= 1;
        Some(self.value)
    }
}
