//! A segment is the same whether it was asked for in order or first of all.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use revenge::domain::hls::RenditionId;
use revenge::services::playback::engine::{Engine, Media, Streaming};

use super::clips::{film, run};
use super::fragment::Fragment;
use super::stream::{copied, encoded, engine, n_segments, open, within};
use crate::harness::media::tool;

/// Init segment and all segments of a rendition, asked for in order.
async fn in_order(engine: &Engine, path: &Path, how: fn(&Media) -> Streaming, id: RenditionId) -> (Bytes, Vec<Bytes>) {
    let session = open(engine, path, how);
    let init = within(session.init_segment(id)).await.unwrap();
    let mut segments = Vec::new();
    for k in 0..n_segments(&session, id) {
        segments.push(within(session.segment(id, k)).await.unwrap());
    }
    (init, segments)
}

/// Segment `k` as the first thing that a fresh session is asked for; of an engine of its own, because sessions share.
async fn at_once(path: &Path, how: fn(&Media) -> Streaming, id: RenditionId, k: u32) -> Bytes {
    let engine = engine();
    let bytes = within(open(&engine, path, how).segment(id, k)).await.unwrap();
    engine.shutdown(Duration::from_secs(3)).await;
    bytes
}

async fn check_copied(path: &Path) {
    let engine = engine();
    let ids = open(&engine, path, copied).renditions();
    for id in ids {
        let (_, segments) = in_order(&engine, path, copied, id).await;
        assert!(segments.len() > 1, "{id}");
        for (k, expected) in segments.iter().enumerate().rev() {
            let k = k as u32;
            let direct = at_once(path, copied, id, k).await;
            assert_eq!(Fragment::read(&direct), Fragment::read(expected), "{id}, segment {k}");
            assert!(direct == *expected, "{id}: the bytes of segment {k} differ");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn copied_segments_are_the_same_bytes_in_any_order() {
    check_copied(&film("mkv", (20, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
    check_copied(&film("mp4", (14, "30"), "-c:v libx264 -bf 3 -g 60 -c:a aac")).await;
    check_copied(&film("ts", (14, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copied_segments_of_open_gops_are_the_same_bytes_in_any_order() {
    let params = "keyint=48:min-keyint=48:scenecut=0:open-gop=1:bframes=3";
    check_copied(&film("mkv", (16, "24"), &format!("-c:v libx264 -x264-params {params} -c:a aac"))).await;
}

/// Mean PSNR of two videos in dB.
fn psnr(a: &Path, b: &Path) -> f64 {
    let (a, b) = (a.to_str().unwrap(), b.to_str().unwrap());
    let graph = "[0:v]settb=1/1000,setpts=N[a];[1:v]settb=1/1000,setpts=N[b];[a][b]psnr";
    let output = tool("ffmpeg").args(["-i", a, "-i", b, "-lavfi", graph, "-f", "null", "-"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let value = text.rsplit("average:").next().and_then(|rest| rest.split_whitespace().next()).unwrap();
    if value == "inf" { f64::INFINITY } else { value.parse().unwrap_or_else(|_| panic!("{text}")) }
}

async fn check_encoded_video(path: &Path) {
    let engine = engine();
    let dir = tempfile::tempdir().unwrap();
    let (init, segments) = in_order(&engine, path, encoded, RenditionId::Video).await;
    for (k, expected) in segments.iter().enumerate().rev() {
        let k = k as u32;
        let direct = at_once(path, encoded, RenditionId::Video, k).await;
        let (one, other) = (Fragment::read(&direct), Fragment::read(expected));
        assert_eq!(one.decode_time, other.decode_time, "segment {k}");
        assert_eq!(one.times(), other.times(), "segment {k}");
        assert!(one.samples[0].is_sync && one.samples.iter().filter(|s| s.is_sync).count() == 1, "segment {k}");
        let files = [("direct.mp4", &direct), ("order.mp4", expected)].map(|(name, bytes)| {
            let file = dir.path().join(name);
            std::fs::write(&file, [&init[..], &bytes[..]].concat()).unwrap();
            file
        });
        let db = psnr(&files[0], &files[1]);
        assert!(db > 40.0, "segment {k}: {db} dB");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn encoded_segments_show_the_same_pictures_in_any_order() {
    let hevc = "-c:v libx265 -x265-params log-level=error -c:a ac3 -ac 6";
    check_encoded_video(&film("mkv", (20, "24000/1001"), hevc)).await;
    check_encoded_video(&film("mp4", (14, "30"), "-c:v libx264 -bf 3 -g 60 -c:a aac")).await;
    check_encoded_video(&film("ts", (14, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn encoded_segments_of_a_variable_rate_show_the_same_pictures_in_any_order() {
    let args = r"-vf select=not(eq(mod(n\,5)\,1)) -vsync vfr -c:v libx264 -g 40 -c:a aac";
    check_encoded_video(&film("mkv", (14, "25"), args)).await;
}

/// Samples of the sound in these fragments.
fn samples(dir: &Path, parts: &[&Bytes]) -> Vec<f32> {
    let file = dir.join("sound.mp4");
    std::fs::write(&file, parts.iter().flat_map(|part| part.iter().copied()).collect::<Vec<u8>>()).unwrap();
    let pcm = dir.join("sound.f32");
    let args = ["-v", "error", "-y", "-i", file.to_str().unwrap(), "-ac", "1", "-f", "f32le", pcm.to_str().unwrap()];
    run("ffmpeg", &args);
    let bytes = std::fs::read(pcm).unwrap();
    bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
}

async fn check_encoded_audio(path: &Path) {
    let engine = engine();
    let dir = tempfile::tempdir().unwrap();
    let id = open(&engine, path, encoded).renditions()[1];
    let (init, segments) = in_order(&engine, path, encoded, id).await;
    for k in (1..segments.len()).rev() {
        let direct = at_once(path, encoded, id, k as u32).await;
        let (one, other) = (Fragment::read(&direct), Fragment::read(&segments[k]));
        assert_eq!((one.decode_time, one.samples.len()), (other.decode_time, other.samples.len()), "segment {k}");
        let joined = samples(dir.path(), &[&init, &segments[k - 1], &direct]);
        let whole = samples(dir.path(), &[&init, &segments[k - 1], &segments[k]]);
        assert_eq!(joined.len(), whole.len(), "segment {k}");
        // One sample off would be 6 % of a 440 Hz tone. The last tenth of a second is left out: what a decoder makes of
        // the file's very last frame differs after a seek (MP3).
        let whole = &whole[..whole.len() - 4800];
        let power: f32 = whole.iter().map(|s| s * s).sum();
        let error: f32 = whole.iter().zip(&joined).map(|(a, b)| (a - b) * (a - b)).sum();
        assert!((error / power).sqrt() < 0.02, "{}, segment {k}: {}", path.display(), (error / power).sqrt());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn encoded_sound_joins_on_the_sample() {
    let hevc = "-c:v libx265 -x265-params log-level=error -c:a ac3 -ac 6";
    check_encoded_audio(&film("mkv", (20, "24000/1001"), hevc)).await;
    check_encoded_audio(&film("mp4", (14, "30"), "-c:v libx264 -bf 3 -g 60 -c:a aac")).await;
    check_encoded_audio(&film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a libmp3lame -ar 44100")).await;
}
