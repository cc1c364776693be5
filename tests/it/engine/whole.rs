//! Whole files from start to end: right length, nothing missing, no time going back.

use std::path::Path;

use revenge::domain::hls::RenditionId;
use revenge::domain::media::StreamKind;
use revenge::services::playback::engine::{Media, Streaming};

use super::clips::{film, probe, run};
use super::stream::{assert_continuous, copied, download, encoded, end_of, engine, open, packets, playlist_us};
use crate::harness::media::{ffmpeg, fixture, made, tool};

/// Downloads the clip as HLS and checks what every stream must fulfil; returns the directory.
async fn check(path: &Path, how: fn(&Media) -> Streaming, hole: f64) -> tempfile::TempDir {
    let engine = engine();
    let session = open(&engine, path, how);
    let dir = tempfile::tempdir().unwrap();
    let master = download(&session, dir.path()).await;
    let packets = packets(&master);
    let length: f64 = probe(path, &["-show_format"])["format"]["duration"].as_str().unwrap().parse().unwrap();
    for id in session.renditions() {
        let kind = if id == RenditionId::Video { StreamKind::Video } else { StreamKind::Audio };
        assert_continuous(&packets, kind, if kind == StreamKind::Video { hole } else { 0.03 });
        let listed = playlist_us(&session, id) as f64 / 1e6;
        let end = end_of(&packets, kind);
        assert!((listed - end).abs() < 0.05, "{id}: the playlist says {listed}, the packets end at {end}");
    }
    let hls: f64 = probe(&master, &["-show_format"])["format"]["duration"].as_str().unwrap().parse().unwrap();
    assert!((hls - length).abs() < 0.06, "HLS lasts {hls}, the file {length}");
    engine.shutdown(std::time::Duration::from_secs(3)).await;
    dir
}

/// Number of pictures that decode without an error.
fn n_decoded(playlist: &Path) -> usize {
    let path = playlist.to_str().unwrap();
    let text =
        run("ffmpeg", &["-v", "error", "-xerror", "-i", path, "-map", "0:v:0", "-vsync", "0", "-f", "framemd5", "-"]);
    text.lines().filter(|line| !line.starts_with('#')).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn h264_in_matroska_is_copied_whole() {
    let path = film("mkv", (20, "25"), "-c:v libx264 -g 50 -c:a aac");
    let dir = check(&path, copied, 0.041).await;
    assert_eq!(n_decoded(&dir.path().join("master.m3u8")), 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn hevc_with_ac3_is_encoded_whole() {
    let path = film("mkv", (20, "24000/1001"), "-c:v libx265 -x265-params log-level=error -c:a ac3 -ac 6");
    let dir = check(&path, encoded, 0.043).await;
    assert_eq!(n_decoded(&dir.path().join("master.m3u8")), 480);
}

#[tokio::test(flavor = "multi_thread")]
async fn mp4_with_an_edit_list_is_copied_and_encoded_whole() {
    let path = film("mp4", (14, "30"), "-c:v libx264 -bf 3 -g 60 -c:a aac");
    check(&path, copied, 0.035).await;
    check(&path, encoded, 0.035).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_gops_are_copied_whole() {
    let params = "keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3";
    let path = film("mkv", (16, "24"), &format!("-c:v libx264 -x264-params {params} -c:a aac"));
    check(&path, copied, 0.043).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn variable_frame_rate_is_copied_and_encoded_whole() {
    let path = film("mkv", (14, "25"), r"-vf select=not(eq(mod(n\,5)\,1)) -vsync vfr -c:v libx264 -g 40 -c:a aac");
    check(&path, copied, 0.081).await;
    check(&path, encoded, 0.081).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn transport_stream_is_copied_and_encoded_whole() {
    let path = film("ts", (14, "25"), "-c:v libx264 -g 50 -c:a aac");
    check(&path, copied, 0.041).await;
    check(&path, encoded, 0.041).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_bit_hevc_is_copied_and_encoded_to_eight() {
    let args = "-pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=error:keyint=48 -c:a aac";
    let path = film("mkv", (14, "24"), args);
    check(&path, copied, 0.043).await;
    let dir = check(&path, encoded, 0.043).await;
    let streams = probe(&dir.path().join("master.m3u8"), &["-show_streams", "-select_streams", "v"]);
    assert_eq!(streams["streams"][0]["pix_fmt"], "yuv420p");
}

#[tokio::test(flavor = "multi_thread")]
async fn rotated_film_is_encoded_upright() {
    let upright = film("mp4", (8, "25"), "-c:v libx264 -g 50 -an");
    let path = made("an encoded film, turned", "mp4", |target| {
        ffmpeg(&["-i", upright.to_str().unwrap(), "-c", "copy", "-metadata:s:v:0", "rotate=90"], target);
    });
    assert_eq!(super::clips::media(&path).info.video().unwrap().rotation % 180, 90);
    let dir = check(&path, encoded, 0.041).await;
    let streams = probe(&dir.path().join("master.m3u8"), &["-show_streams", "-select_streams", "v"]);
    assert_eq!((&streams["streams"][0]["width"], &streams["streams"][0]["height"]), (&180.into(), &320.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn film_without_sound_and_sound_without_film() {
    let silent = film("mkv", (8, "25"), "-c:v libx264 -g 50 -an");
    check(&silent, copied, 0.041).await;
    check(&silent, encoded, 0.041).await;
    let blind = film("mka", (20, "25"), "-vn -c:a aac");
    check(&blind, copied, 0.041).await;
    check(&blind, encoded, 0.041).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_and_short_sound_is_padded_with_silence() {
    let picture = "-f lavfi -i testsrc2=s=320x180:r=25:d=20";
    let sound = "-itsoffset 8 -f lavfi -i sine=f=440:r=48000:d=5";
    let path = fixture(&format!("{picture} {sound} -pix_fmt yuv420p -c:v libx264 -g 50 -c:a aac -ac 2"), "mkv");
    for how in [copied as fn(&Media) -> Streaming, encoded] {
        let dir = check(&path, how, 0.041).await;
        let loud = loud_spans(&dir.path().join("master.m3u8"));
        assert!((loud.0 - 8.0).abs() < 0.03 && (loud.1 - 13.0).abs() < 0.03, "sound from {} to {}", loud.0, loud.1);
    }
}

/// Where the sound begins and ends to be louder than nothing, in seconds of the programme.
fn loud_spans(playlist: &Path) -> (f64, f64) {
    let args = ["-v", "error", "-allowed_extensions", "ALL", "-i", playlist.to_str().unwrap(), "-map", "0:a:0"];
    let output = tool("ffmpeg").args(args).args(["-ac", "1", "-f", "f32le", "-"]).output().unwrap();
    let samples: Vec<f32> = output.stdout.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    let first = samples.iter().position(|s| s.abs() > 0.01).expect("some sound");
    let last = samples.iter().rposition(|s| s.abs() > 0.01).expect("some sound");
    (first as f64 / 48_000.0, last as f64 / 48_000.0)
}
