//! Fragmented MP4 as bytes: what the writer makes of unusual frames and records.

use revenge::domain::fmp4::{Frame, Place, av1_config, media_segment};

use crate::engine::fragment::Fragment;

fn picture(pts: i64, is_sync: bool) -> Frame {
    Frame { pts, is_sync, data: vec![0; 8] }
}

#[test]
fn pictures_before_the_start_are_decoded_and_take_no_time() {
    // An edit list that begins 0.08 s behind a keyframe; the second picture is shown third.
    let frames = [(-7200, true), (3600, false), (-3600, false), (0, false), (7200, false)];
    let frames: Vec<Frame> = frames.into_iter().map(|(pts, is_sync)| picture(pts, is_sync)).collect();
    let segment = Fragment::read(&media_segment(&frames, Place { sequence: 0, end: 10_800, delay: 7200 }));
    assert_eq!((segment.decode_time, segment.samples[0].is_sync), (0, true));
    assert_eq!(segment.times(), [2, 3, 4, 3600, 7200]);
    let mut decode_time = 0;
    for sample in &segment.samples {
        assert!(sample.duration > 0 && sample.offset >= 0, "{segment:?}");
        decode_time += i64::from(sample.duration);
    }
    assert_eq!(decode_time, 3600, "the next segment's decode times follow");
}

#[test]
fn record_of_av1_is_rebuilt_from_what_the_demuxer_left() {
    let hex = |text: &str| -> Vec<u8> {
        text.as_bytes().chunks(2).map(|c| u8::from_str_radix(std::str::from_utf8(c).unwrap(), 16).unwrap()).collect()
    };
    let whole = hex("81000c000a0b000000043cfecc02f80040");
    assert_eq!(av1_config(&whole).as_ref(), Some(&whole));
    assert_eq!(av1_config(&whole[5..]).as_ref(), Some(&whole));
    for n in 0..whole.len() - 5 {
        assert_eq!(av1_config(&whole[5..5 + n]), None, "{n} bytes of it");
        let mut shorter = whole[5..5 + n].to_vec();
        if let Some(length) = shorter.first_mut() {
            *length = (n - 1) as u8;
        }
        // Whatever a header is cut to, it is no record of another picture.
        assert!(av1_config(&shorter).is_none_or(|config| config[2] == whole[2]), "{n} bytes, and the length says so");
    }
}
