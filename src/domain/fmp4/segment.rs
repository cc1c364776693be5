//! Media segments: `moof` + `mdat` of one track.
//!
//! Decode times are the sorted presentation times less a constant delay, lowered where a picture would be decoded after
//! it is shown, and strictly rising. What encoders and demuxers say about decode times is not used: they depend on where
//! a run began, and 1 ms containers make them collide.
//!
//! Pictures with a time below zero only have to be decoded, because the film begins between two keyframes (an edit list).
//! They are put a tick apart ahead of the first picture that is shown: no screen shows a hundredth of a millisecond.
//!
//! Rejected: no delay and negative composition offsets. Browsers take that, but ffmpeg then shifts the pictures against
//! the sound by the largest offset (84 ms here, ffmpeg 5.1). Zero cannot be gone below, so the first pictures of a track
//! are a tick apart.

use super::boxes::Writer;

const TRACK_ID: u32 = 1;
const SYNC_SAMPLE: u32 = 0x0200_0000;
const DEPENDENT_SAMPLE: u32 = 0x0101_0000;

/// One coded frame in decode order; times in ticks of the track.
#[derive(Clone, Debug)]
pub struct Frame {
    pub pts: i64,
    pub is_sync: bool,
    pub data: Vec<u8>,
}

/// Where a segment lies in its track.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Counted from 0.
    pub sequence: u32,
    /// Time of the next segment's first frame; the nominal end for the last segment.
    pub end: u64,
    /// What decode times are ahead of presentation times by, the same for the whole track.
    pub delay: u64,
}

/// The segment of these frames.
pub fn media_segment(frames: &[Frame], place: Place) -> Vec<u8> {
    let end = place.end.saturating_sub(place.delay);
    let times = shown_from_zero(frames);
    let decode_times = decode_times(&times, place.delay);
    let n_bytes: usize = frames.iter().map(|f| f.data.len()).sum();
    let mut w = Writer::with_capacity(n_bytes + frames.len() * 16 + 128);
    let mut data_offset_at = 0;
    w.boxed(*b"moof", |w| {
        w.full(*b"mfhd", 0, 0, |w| w.u32(place.sequence + 1));
        w.boxed(*b"traf", |w| {
            // Default base is the moof itself.
            w.full(*b"tfhd", 0, 0x02_0000, |w| w.u32(TRACK_ID));
            w.full(*b"tfdt", 1, 0, |w| w.u64(decode_times.first().copied().unwrap_or(end)));
            // Data offset; per sample: duration, size, flags, composition offset.
            w.full(*b"trun", 1, 0x00_0f01, |w| {
                w.u32(frames.len() as u32);
                data_offset_at = w.len();
                w.u32(0);
                for (i, frame) in frames.iter().enumerate() {
                    let next = decode_times.get(i + 1).copied().unwrap_or(end);
                    w.u32(u32::try_from(next.saturating_sub(decode_times[i])).unwrap_or(1).max(1));
                    w.u32(frame.data.len() as u32);
                    w.u32(if frame.is_sync { SYNC_SAMPLE } else { DEPENDENT_SAMPLE });
                    w.i32((times[i] - decode_times[i].cast_signed()) as i32);
                }
            });
        });
    });
    let n_moof = w.len();
    w.patch_u32(data_offset_at, n_moof as u32 + 8);
    w.boxed(*b"mdat", |w| frames.iter().for_each(|f| w.raw(&f.data)));
    w.into_bytes()
}

/// Presentation times without any below zero.
fn shown_from_zero(frames: &[Frame]) -> Vec<i64> {
    let mut times: Vec<i64> = frames.iter().map(|f| f.pts).collect();
    let n_hidden = times.iter().filter(|&&time| time < 0).count();
    if n_hidden > 0 {
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by_key(|&i| times[i]);
        // Decoding takes a tick for each of them too, and comes first.
        let mut earliest = n_hidden as i64;
        for i in order {
            times[i] = times[i].max(earliest);
            earliest = times[i] + 1;
        }
    }
    times
}

fn decode_times(shown: &[i64], delay: u64) -> Vec<u64> {
    let mut times: Vec<i64> = shown.iter().map(|time| time - delay.cast_signed()).collect();
    times.sort_unstable();
    // From the end: not after the picture's own time, and before the next picture's decode time.
    let mut next = i64::MAX;
    for (time, shown) in times.iter_mut().zip(shown).rev() {
        *time = (*time).min(*shown).min(next - 1);
        next = *time;
    }
    times.iter().enumerate().map(|(i, &time)| time.max(i as i64).cast_unsigned()).collect()
}
