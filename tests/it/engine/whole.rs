//! Whole files from start to end: right length, nothing missing, no time going back.

use std::path::Path;

use revenge::domain::hls::RenditionId;
use revenge::domain::media::StreamKind;
use revenge::services::playback::engine::{Media, Streaming};

use super::clips::{film, probe, run};
use super::stream::{assert_continuous, copied, download, encoded, end_of, engine, open, packets, playlist_us};

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
