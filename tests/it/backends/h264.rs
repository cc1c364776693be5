//! Parameter sets, read back from what x264 wrote, and put into samples.

use revenge::domain::h264::{Sps, is_idr, with_parameter_sets};

use crate::engine::clips::film;
use crate::engine::fragment::find;

/// The `avcC` of a film as ffmpeg wrote it.
fn avcc(size: &str, arguments: &str) -> Vec<u8> {
    let path = film("mp4", (1, "24"), &format!("-vf scale={size} -c:v libx264 {arguments} -an"));
    let bytes = std::fs::read(path).unwrap();
    let at = bytes.windows(4).position(|window| window == b"avcC").unwrap();
    find(&bytes[at - 4..], *b"avcC").to_vec()
}

#[test]
fn a_parameter_set_says_size_profile_and_level() {
    for (size, arguments, expected) in [
        ("320:180", "-profile:v high -level 3.1", (100, 31, 320, 180)),
        ("322:182", "-profile:v main -level 4", (77, 40, 322, 182)),
        ("176:144", "-profile:v baseline -level 1.1", (66, 11, 176, 144)),
        ("1920:1080", "-profile:v high -level 4.2 -flags +ildct+ilme", (100, 42, 1920, 1080)),
        ("130:98", "-profile:v high444 -pix_fmt yuv444p -level 4", (244, 40, 130, 98)),
        ("320:180", "-profile:v high -level 3.1 -x264-params cqm=jvt", (100, 31, 320, 180)),
    ] {
        let Sps { profile, level, width, height } = Sps::of_avcc(&avcc(size, arguments)).unwrap();
        assert_eq!((profile, level, width, height), expected, "{size} {arguments}");
    }
}

#[test]
fn bytes_that_are_cut_off_or_noise_say_nothing_and_do_not_panic() {
    let whole = avcc("320:180", "-profile:v high -level 3.1");
    for n in 0..whole.len() {
        let _ = Sps::of_avcc(&whole[..n]);
        drop(with_parameter_sets(whole.clone(), &whole[..n]));
    }
    assert_eq!(Sps::of_avcc(&[]), None);
    for seed in 0..500_u32 {
        let noise: Vec<u8> = (0..60).map(|i| ((seed * 7919 + i).wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let _ = Sps::of_avcc(&noise);
        let _ = is_idr(&noise);
        drop(with_parameter_sets(noise, &whole));
    }
}

fn unit(kind: u8, n: usize) -> Vec<u8> {
    let mut unit = (n as u32 + 1).to_be_bytes().to_vec();
    unit.push(0x60 | kind);
    unit.extend(vec![0xaa; n]);
    unit
}

#[test]
fn sets_lie_between_the_delimiter_and_the_picture_and_only_once() {
    let config = avcc("320:180", "-profile:v high -level 3.1");
    let kinds = |sample: &[u8]| {
        let (mut at, mut kinds) = (0, Vec::new());
        while at < sample.len() {
            let n = u32::from_be_bytes(*sample[at..].first_chunk().unwrap()) as usize;
            kinds.push(sample[at + 4] & 31);
            at += 4 + n;
        }
        kinds
    };
    let picture = [unit(9, 1), unit(6, 20), unit(5, 100)].concat();
    assert!(is_idr(&picture));
    let whole = with_parameter_sets(picture, &config);
    assert_eq!(kinds(&whole), [9, 7, 8, 6, 5]);
    assert_eq!(with_parameter_sets(whole.clone(), &config), whole);
    assert_eq!(kinds(&with_parameter_sets(unit(5, 10), &config)), [7, 8, 5]);
    assert!(!is_idr(&unit(1, 10)));
}
