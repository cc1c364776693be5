//! Two albums ten decibels apart, played by the gain that their files are told with, are as loud as each other.

use std::path::Path;

use crate::engine::clips::media;
use crate::harness::media::{fixture, tool};

/// Integrated loudness in LUFS, turned up by so many decibels.
fn loudness(path: &Path, gain_db: f64) -> f64 {
    let filter = format!("volume={gain_db}dB,ebur128");
    let args = ["-nostats", "-i", path.to_str().unwrap(), "-af", &filter, "-f", "null", "-"];
    let output = tool("ffmpeg").args(args).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let summary = text.rsplit_once("Integrated loudness:").unwrap().1;
    let figure = summary.split_once("I:").unwrap().1.split("LUFS").next().unwrap();
    figure.trim().parse().unwrap()
}

#[test]
fn two_albums_ten_decibels_apart_play_within_a_loudness_unit() {
    let noise = |level: &str, rest: &str, extension: &str| {
        fixture(&format!("-f lavfi -i anoisesrc=c=pink:r=48000:d=6:s=7:a={level} {rest}"), extension)
    };
    let (loud, quiet) = ("0.5", "0.1581");
    for (extension, codec) in [("flac", "-c:a flac"), ("opus", "-c:a libopus"), ("mp3", "-c:a libmp3lame")] {
        let played: Vec<f64> = [loud, quiet]
            .iter()
            .map(|level| {
                let found = loudness(&noise(level, codec, extension), 0.0);
                // As a tagger does it: ReplayGain aims at -18 LUFS, R 128 at -23 in steps of 1/256.
                let tag = match extension {
                    "opus" => format!("-metadata R128_ALBUM_GAIN={}", ((-23.0 - found) * 256.0).round()),
                    _ => format!("-metadata REPLAYGAIN_ALBUM_GAIN={:.2}dB", -18.0 - found),
                };
                let tagged = noise(level, &format!("{codec} {tag}"), extension);
                let told = media(&tagged).info.loudness.unwrap_or_else(|| panic!("{extension}: no loudness"));
                loudness(&tagged, told.album_gain_db.unwrap())
            })
            .collect();
        assert!((played[0] - played[1]).abs() < 1.0, "{extension}: {played:?} LUFS");
        assert!((played[0] + 18.0).abs() < 1.0, "{extension}: {played:?} LUFS");
    }
}
