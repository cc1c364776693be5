//! What the master playlist claims, measured: rates, sizes, codecs, frames per second.

use std::collections::BTreeSet;

use revenge::domain::hls::RenditionId;

use super::check::{Failures, Taken};
use super::reading::Original;
use super::rfc8216::MasterList;
use crate::engine::init::{codec_string, presentation_size};

pub fn check(master: &MasterList, taken: &[Taken], original: &Original, failures: &mut Failures) {
    let (variant, uri) = &master.variants[0];
    let of = |name: &str| variant.get(name).map(String::as_str).unwrap_or_default();
    let plays = |t: &&Taken| *uri == format!("{}/index.m3u8", t.id);
    failures.expect(taken.iter().any(|t| plays(&t)), "the variant is one of the renditions", || uri.clone());
    let (peak, mean) = rates(taken);
    let claimed = |name: &str| of(name).parse::<f64>().unwrap_or(0.0);
    failures.expect(peak <= claimed("BANDWIDTH"), "BANDWIDTH holds the peak", || {
        format!("{peak:.0} measured, {} claimed", of("BANDWIDTH"))
    });
    failures.expect(claimed("BANDWIDTH") < peak * 4.0 + 400_000.0, "BANDWIDTH is not far above the peak", || {
        format!("{peak:.0} measured, {} claimed", of("BANDWIDTH"))
    });
    failures.expect(mean <= claimed("AVERAGE-BANDWIDTH") * 1.1, "AVERAGE-BANDWIDTH holds the mean", || {
        format!("{mean:.0} measured, {} claimed", of("AVERAGE-BANDWIDTH"))
    });
    // Any of the renditions may play. Hexadecimal digits may be of either case.
    let inside: BTreeSet<String> = taken.iter().map(|t| codec_string(&t.init).to_ascii_lowercase()).collect();
    let stated: BTreeSet<String> = of("CODECS").split(',').map(str::to_ascii_lowercase).collect();
    failures.expect(stated == inside, "CODECS says what is inside", || {
        format!("{:?}, and {inside:?} are inside", of("CODECS"))
    });
    let Some(video) = taken.iter().find(|t| t.id == RenditionId::Video) else { return };
    let (width, height) = presentation_size(&video.init);
    failures.expect(of("RESOLUTION") == format!("{width}x{height}"), "RESOLUTION is the picture's", || {
        format!("{}, and the picture is {width}x{height}", of("RESOLUTION"))
    });
    let n = original.times.len() as f64;
    let measured = (n - 1.0) / original.times.last().copied().unwrap_or(1.0);
    let is_steady = original.slowest() < 1.5 / measured;
    if is_steady || variant.contains_key("FRAME-RATE") {
        let stated = claimed("FRAME-RATE");
        failures.expect(
            !is_steady && stated >= measured || (stated - measured).abs() < 0.06,
            "FRAME-RATE is true",
            || format!("{stated}, and {measured:.3} measured"),
        );
    }
}

/// Bits per second of the picture with the heaviest sound: peak and mean.
fn rates(taken: &[Taken]) -> (f64, f64) {
    let (mut video, mut sound) = ((0.0, 0.0), (0.0_f64, 0.0_f64));
    for rendition in taken {
        let (peak, mean) = own_rates(rendition);
        if rendition.id == RenditionId::Video {
            video = (peak, mean);
        } else {
            sound = (sound.0.max(peak), sound.1.max(mean));
        }
    }
    (video.0 + sound.0, video.1 + sound.1)
}

/// Bits per second of the heaviest stretch between half and one and a half target durations, and of the whole.
fn own_rates(taken: &Taken) -> (f64, f64) {
    let sizes: Vec<f64> = taken.ordered.iter().map(|b| b.len() as f64 * 8.0).collect();
    let lengths: Vec<f64> = taken.starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let longest = lengths.iter().copied().fold(0.0, f64::max).round();
    let mut peak = 0.0_f64;
    for from in 0..sizes.len() {
        for to in from + 1..=sizes.len() {
            let length: f64 = lengths[from..to].iter().sum();
            if length >= longest / 2.0 && length <= longest * 1.5 {
                peak = peak.max(sizes[from..to].iter().sum::<f64>() / length);
            }
        }
    }
    (peak, sizes.iter().sum::<f64>() / lengths.iter().sum::<f64>())
}
