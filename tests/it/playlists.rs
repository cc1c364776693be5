//! Segment boundaries and playlists as pure arithmetic.

use proptest::prelude::*;
use revenge::domain::hls::{
    Cuts, H264Level, MediaPlaylist, Part, RenditionId, audio_cuts, copied_rates, encode_cuts, media_playlist,
    remux_cuts,
};

const SECOND: i64 = 1_000_000_000;

fn starts_ns(cuts: &Cuts) -> Vec<i64> {
    (0..cuts.n_segments()).map(|k| cuts.start_ns(k)).collect()
}

/// What holds for every rendition: rising starts from zero, lengths that sum to the whole, an honest target.
fn check(cuts: &Cuts) {
    assert_eq!(cuts.start(0), 0);
    for k in 0..cuts.n_segments() {
        assert!(cuts.start(k) < cuts.start(k + 1), "segment {k} of {cuts:?}");
        assert_eq!(cuts.segment_of(cuts.start(k)), k);
    }
    let text = media_playlist(&MediaPlaylist { cuts, init: Some("init.mp4"), suffix: ".m4s" });
    let lines = |name: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.strip_prefix(name))
            .map(|rest| rest.trim_end_matches(',').to_owned())
            .collect()
    };
    let target: f64 = lines("#EXT-X-TARGETDURATION:")[0].parse().unwrap();
    let lengths: Vec<u64> = lines("#EXTINF:").iter().map(|length| length.replace('.', "").parse().unwrap()).collect();
    assert!(lengths.iter().all(|&us| (us as f64 / 1e6).round() <= target), "{text}");
    let whole_us = (u128::from(cuts.end()) * 2_000_000 / u128::from(cuts.timescale)).div_ceil(2);
    assert_eq!(u128::from(lengths.iter().sum::<u64>()), whole_us, "{text}");
    assert!(text.contains("#EXT-X-PLAYLIST-TYPE:VOD") && text.ends_with("#EXT-X-ENDLIST\n"));
}

#[test]
fn encoded_segments_start_on_the_first_frame_at_or_after_each_six_seconds() {
    let cuts = encode_cuts(0, 20 * SECOND, Some((24_000, 1001)));
    // Frame 144 is the first one at or after 6 s: 6.006 s.
    assert_eq!(starts_ns(&cuts), [0, 6_006_000_000, 12_012_000_000, 18_018_000_000]);
    let cuts = encode_cuts(0, 18 * SECOND, Some((25, 1)));
    assert_eq!(starts_ns(&cuts), [0, 6 * SECOND, 12 * SECOND]);
    // Any time goes where frames come at any time.
    assert_eq!(starts_ns(&encode_cuts(40_000_000, 13 * SECOND, None)), [0, 6 * SECOND, 12 * SECOND]);
    // A picture that stands for long is one segment.
    assert_eq!(starts_ns(&encode_cuts(0, 40 * SECOND, Some((1, 12)))), [0, 12, 24, 36].map(|s| s * SECOND));
    // Nothing is cut before the picture begins.
    assert_eq!(starts_ns(&encode_cuts(13 * SECOND, 20 * SECOND, Some((25, 1)))), [0, 18 * SECOND]);
}

#[test]
fn copied_segments_are_whole_groups_of_about_six_seconds() {
    let every =
        |step: i64| -> Vec<i64> { (0..40).map(|n| n * step * SECOND).take_while(|&at| at < 40 * SECOND).collect() };
    assert_eq!(starts_ns(&remux_cuts(&every(2), 40 * SECOND)), [0, 6, 12, 18, 24, 30, 36].map(|s| s * SECOND));
    assert_eq!(starts_ns(&remux_cuts(&every(5), 40 * SECOND)), [0, 5, 10, 15, 20, 25, 30, 35].map(|s| s * SECOND));
    assert_eq!(starts_ns(&remux_cuts(&every(10), 40 * SECOND)), [0, 10, 20, 30].map(|s| s * SECOND));
    assert_eq!(starts_ns(&remux_cuts(&[0], 40 * SECOND)), [0]);
    assert_eq!(starts_ns(&remux_cuts(&[], 40 * SECOND)), [0]);
}

#[test]
fn rate_of_a_copy_is_that_of_its_heaviest_segments() {
    let keyframes: Vec<i64> = (0..19).map(|n| n * 2 * SECOND).collect();
    let cuts = remux_cuts(&keyframes, 38 * SECOND);
    let mut kib = vec![100; 19];
    let even = copied_rates(&cuts, &keyframes, &kib).unwrap();
    assert_eq!((even.peak, even.mean), (409_600, 409_600));
    // One segment of three groups weighs four times as much. The short last one alone does not count for the peak.
    (kib[6], kib[7], kib[8]) = (400, 400, 400);
    kib[18] = 1_000;
    let uneven = copied_rates(&cuts, &keyframes, &kib).unwrap();
    assert_eq!(uneven.peak, 1200 * 1024 * 8 / 6);
    assert_eq!(uneven.mean, (15 * 100 + 1200 + 1000) * 1024 * 8 / 38);
    assert_eq!(copied_rates(&cuts, &keyframes, &[]), None);
}

#[test]
fn sound_is_cut_on_its_frame_grid() {
    let cuts = audio_cuts(20 * SECOND, 48_000);
    assert!((0..cuts.n_segments()).all(|k| cuts.start(k).is_multiple_of(1024)));
    assert_eq!(cuts.start(1), 282 * 1024);
    assert_eq!(cuts.end(), 960_000);
}

#[test]
fn names_are_exact_or_nothing() {
    for id in [RenditionId::Video, RenditionId::Lighter(720), RenditionId::Audio(3), RenditionId::Subtitles(12)] {
        assert_eq!(RenditionId::parse(&id.to_string()), Some(id));
    }
    for name in
        ["", "video ", "Video", "audio", "audio-", "audio--1", "audio-01", "audio-+1", "audio-4294967296", "../video"]
    {
        assert_eq!(RenditionId::parse(name), None, "{name}");
    }
    assert_eq!(Part::parse("0.m4s"), Some(Part::Segment(0)));
    for name in ["", ".m4s", "00.m4s", "-0.m4s", "1.M4S", "1.m4s.m4s", "1", "init.mp4/", "４.m4s"] {
        assert_eq!(Part::parse(name), None, "{name}");
    }
}

#[test]
fn level_holds_the_picture() {
    let level = |size: (u32, u32), rate, kbit| H264Level::for_picture(size.0, size.1, Some(rate), kbit).0;
    assert_eq!(level((1280, 720), (30, 1), 3000), 31);
    assert_eq!(level((1920, 1080), (30, 1), 8000), 40);
    assert_eq!(level((1920, 1080), (60, 1), 8000), 42);
    assert_eq!(level((3840, 2160), (60, 1), 20_000), 52);
    assert_eq!(level((1280, 720), (30, 1), 20_000), 32);
}

proptest! {
    #[test]
    fn any_film_is_cut_into_rising_segments_that_sum_to_its_length(
        first_ms in 0_i64..20_000,
        length_ms in 1_i64..20_000_000,
        rate in prop::option::of((1_u32..240_000, 1_u32..2_000)),
        gaps in prop::collection::vec(20_i64..15_000, 0..200),
        sample_rate in prop::sample::select(vec![22_050_u32, 44_100, 48_000, 96_000]),
    ) {
        let end_ns = (first_ms + length_ms) * 1_000_000;
        check(&encode_cuts(first_ms * 1_000_000, end_ns, rate));
        check(&audio_cuts(end_ns, sample_rate));
        let mut at = first_ms * 1_000_000;
        let mut keys = vec![at];
        for gap in gaps {
            at += gap * 1_000_000;
            keys.push(at);
        }
        keys.retain(|&key| key < end_ns);
        let cuts = remux_cuts(&keys, end_ns);
        check(&cuts);
        for start in starts_ns(&cuts).into_iter().skip(1) {
            prop_assert!(keys.iter().any(|key| (key - start).abs() < 20_000), "no keyframe at {start}");
        }
    }
}
