//! Seek previews: small pictures of a film, one for each ten seconds, on sheets. Where the picture of a moment lies,
//! which keyframe it shows, and what a library costs before anything is made.
//!
//! Only keyframes are shown: nothing between them has to be decoded. A picture stands for ten seconds and shows the
//! keyframe nearest to their middle, so films with keyframes far apart repeat pictures. A sheet holds six minutes, half a
//! megabyte at most: a pointer that runs along the seek bar fetches little, and work that is cut off loses little.

use std::fmt::Write;

use super::media::KeyframeIndex;

pub const INTERVAL_MS: i64 = 10_000;
pub const COLUMNS: u32 = 6;
pub const ROWS: u32 = 6;
pub const PER_SHEET: u32 = COLUMNS * ROWS;
/// Pixels that a picture fits into: half of it is shown on a screen with two to each point.
pub const BOX: (u32, u32) = (320, 180);
/// What an hour of film may take at most.
pub const BYTES_PER_HOUR: usize = 12_000_000;
/// The share of one picture in that.
pub const BYTES_PER_TILE: usize = BYTES_PER_HOUR / 360;
/// What a picture takes on most films, and how long a keyframe of 1080p takes one core of a PC, before this machine has
/// measured itself.
const USUAL_BYTES: i64 = 9_000;
const USUAL_MS: i64 = 120;

/// Sheets of one film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheets {
    pub interval_ms: i64,
    /// Of one picture.
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    pub n_tiles: u32,
}

/// What one picture costs on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileCost {
    pub bytes: i64,
    pub work_ms: i64,
}

impl TileCost {
    pub const USUAL: Self = Self { bytes: USUAL_BYTES, work_ms: USUAL_MS };

    /// The mean of what was measured; `None` where nothing was.
    pub fn mean(n_tiles: i64, bytes: i64, work_ms: i64) -> Option<Self> {
        (n_tiles > 0).then(|| Self { bytes: bytes / n_tiles, work_ms: work_ms / n_tiles })
    }
}

/// How many pictures a film of this length has.
pub fn n_tiles(duration_ms: i64) -> u32 {
    let n = duration_ms.max(1).saturating_add(INTERVAL_MS - 1) / INTERVAL_MS;
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub fn n_sheets(n_tiles: u32) -> u32 {
    n_tiles.div_ceil(PER_SHEET)
}

/// How many pictures are on a sheet: all are full but the last.
pub fn n_on_sheet(n_tiles: u32, sheet: u32) -> u32 {
    n_tiles.saturating_sub(sheet.saturating_mul(PER_SHEET)).min(PER_SHEET)
}

/// The moment that a picture shows, nanoseconds since the film's origin: of a keyframe where they are known.
pub fn time_of_tile(tile: u32, duration_ms: i64, index: &KeyframeIndex) -> i64 {
    let start_ms = i64::from(tile) * INTERVAL_MS;
    let end_ms = (start_ms + INTERVAL_MS).min(duration_ms).max(start_ms);
    let middle_ns = i64::midpoint(start_ms, end_ms) * 1_000_000;
    let keyframes = &index.keyframes_ns;
    let after = keyframes.partition_point(|keyframe| *keyframe < middle_ns);
    let nearest = keyframes[after.saturating_sub(1).min(keyframes.len())..].iter().take(2);
    nearest.copied().min_by_key(|keyframe| keyframe.abs_diff(middle_ns)).unwrap_or(middle_ns)
}

/// Pictures of other sheets, nearest first and then farther and farther away: one of them stands in for a sheet that gives
/// none.
pub fn other_tiles(sheet: u32, n_tiles: u32) -> Vec<u32> {
    let (first, end) = (sheet * PER_SHEET, sheet * PER_SHEET + n_on_sheet(n_tiles, sheet));
    let distances = (0..16).map(|n| (1_u32 << n) - 1);
    let around = distances.flat_map(|far| [first.checked_sub(far + 1), end.checked_add(far)]);
    around.flatten().filter(|tile| *tile < n_tiles).collect()
}

/// Places in a film for a trial of what its pictures cost, spread evenly.
pub fn trial_tiles(n_tiles: u32, n_wanted: u32) -> Vec<u32> {
    let n = n_wanted.min(n_tiles);
    (0..n).map(|k| (u64::from(n_tiles) * u64::from(2 * k + 1) / u64::from(2 * n.max(1))) as u32).collect()
}

/// The WebVTT that players of seek previews know: a moment, a sheet, a place on it. `url` gives a sheet's address.
pub fn to_webvtt(sheets: &Sheets, url: impl Fn(u32) -> String) -> String {
    let per_sheet = (sheets.columns * sheets.rows).max(1);
    let mut text = String::from("WEBVTT\n");
    for tile in 0..sheets.n_tiles {
        let (start_ms, place) = (i64::from(tile) * sheets.interval_ms, tile % per_sheet);
        let (x, y) = (place % sheets.columns * sheets.width, place / sheets.columns * sheets.height);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n{} --> {}\n{}#xywh={x},{y},{},{}\n",
            clock(start_ms),
            clock(start_ms + sheets.interval_ms),
            url(tile / per_sheet),
            sheets.width,
            sheets.height
        );
    }
    text
}

fn clock(ms: i64) -> String {
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}
