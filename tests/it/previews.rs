//! Seek previews by rule: how many there are, which keyframe each shows, where it lies.

use revenge::domain::media::KeyframeIndex;
use revenge::domain::previews::{
    Sheets, n_on_sheet, n_sheets, n_tiles, other_tiles, time_of_tile, to_webvtt, trial_tiles,
};

fn index(seconds: &[i64]) -> KeyframeIndex {
    KeyframeIndex { keyframes_ns: seconds.iter().map(|s| s * 1_000_000_000).collect(), ..KeyframeIndex::default() }
}

#[test]
fn there_is_one_for_each_ten_seconds_begun() {
    for (duration_ms, n) in [(0, 1), (1, 1), (10_000, 1), (10_001, 2), (7_200_000, 720), (i64::MAX, u32::MAX)] {
        assert_eq!(n_tiles(duration_ms), n, "{duration_ms}");
    }
    assert_eq!([1, 36, 37, 80].map(n_sheets), [1, 1, 2, 3]);
    assert_eq!([0, 1, 2, 3].map(|sheet| n_on_sheet(80, sheet)), [36, 36, 8, 0]);
}

#[test]
fn each_shows_the_keyframe_nearest_to_its_middle() {
    let second = |tile: u32, duration_s: i64, keyframes: &[i64]| {
        time_of_tile(tile, duration_s * 1000, &index(keyframes)) / 1_000_000_000
    };
    let table: [(u32, i64, &[i64], i64); 9] = [
        (0, 100, &[0, 2, 4, 6, 8, 10], 4),
        (0, 100, &[0], 0),
        (3, 100, &[0], 0),
        (3, 100, &[0, 31, 39], 31),
        (3, 100, &[0, 41], 41),
        (3, 100, &[50, 60], 50),
        (3, 100, &[], 35),
        // The last one is shorter.
        (9, 92, &[], 91),
        (0, 2, &[0, 1, 2], 1),
    ];
    for (tile, duration_s, keyframes, expected) in table {
        assert_eq!(second(tile, duration_s, keyframes), expected, "{tile} of {duration_s} s: {keyframes:?}");
    }
}

#[test]
fn a_sheet_without_pictures_looks_farther_and_farther_away() {
    assert_eq!(other_tiles(1, 80), [35, 72, 34, 73, 32, 75, 28, 79, 20, 4]);
    assert_eq!(other_tiles(0, 37), [36]);
    assert!(other_tiles(0, 10).is_empty());
    assert!(other_tiles(3, 1_000_000).iter().all(|tile| !(108..144).contains(tile)));
}

#[test]
fn a_trial_is_spread_over_the_film() {
    assert_eq!(trial_tiles(720, 4), [90, 270, 450, 630]);
    assert_eq!(trial_tiles(3, 18), [0, 1, 2]);
    assert!(trial_tiles(0, 18).is_empty());
}

#[test]
fn webvtt_names_sheet_and_place() {
    let sheets = Sheets { interval_ms: 10_000, width: 320, height: 134, columns: 6, rows: 6, n_tiles: 361 };
    let text = to_webvtt(&sheets, |n| format!("{n}.jpg"));
    assert!(text.starts_with("WEBVTT\n\n00:00:00.000 --> 00:00:10.000\n0.jpg#xywh=0,0,320,134\n"), "{text}");
    assert!(text.contains("\n00:01:10.000 --> 00:01:20.000\n0.jpg#xywh=320,134,320,134\n"));
    assert!(text.ends_with("\n01:00:00.000 --> 01:00:10.000\n10.jpg#xywh=0,0,320,134\n"));
    assert_eq!(text.matches("-->").count(), 361);
}
