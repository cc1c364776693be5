//! One film by each method, read by ffmpeg from start to end.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::films;
use super::server::Server;
use crate::harness::media::tool;

async fn library_of_films() -> Server {
    let server = Server::fresh().await;
    let library = server.add_library("movies", films::folder()).await;
    server.scan(&library).await;
    server
}

fn method(session: &Value) -> &str {
    session["verdict"]["method"].as_str().unwrap()
}

/// Runs ffprobe on a stream and returns its JSON.
fn probe(url: &str, show: &[&str]) -> Value {
    let output = tool("ffprobe").args(["-v", "error", "-of", "json"]).args(show).arg(url).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Reads the whole stream: the duration is right to 50 ms, and no decode time goes back.
fn check_stream(url: &str) {
    let format = probe(url, &["-show_format"]);
    let duration_ms = format["format"]["duration"].as_str().unwrap().parse::<f64>().unwrap() * 1000.0;
    assert!((duration_ms - films::duration_ms()).abs() <= 50.0, "{duration_ms} ms");
    for stream in ["v:0", "a:0"] {
        let packets = probe(url, &["-select_streams", stream, "-show_entries", "packet=dts_time,duration_time"]);
        let times: Vec<f64> = packets["packets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["dts_time"].as_str().unwrap().parse().unwrap())
            .collect();
        assert!(times.windows(2).all(|w| w[1] > w[0]), "{stream}: a decode time goes back");
        let widest = times.windows(2).map(|w| w[1] - w[0]).fold(0.0, f64::max);
        assert!(widest < 0.1, "{stream}: a hole of {widest} s");
        let covered = times.last().unwrap() - times[0];
        assert!((covered - films::duration_ms() / 1000.0).abs() < 0.2, "{stream}: {covered} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_the_device_plays_is_sent_byte_for_byte() {
    let server = library_of_films().await;
    let session = server.play("Plain Harbour", None).await;
    assert_eq!(method(&session), "direct", "{session}");
    let (status, bytes) = server.fetch(session["direct_url"].as_str().unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(bytes == std::fs::read(films::folder().join("Plain Harbour (2021).mp4")).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_with_unplayable_audio_is_remuxed() {
    let server = library_of_films().await;
    let session = server.play("Quiet Water", None).await;
    assert_eq!(method(&session), "remux", "{session}");
    assert!(!session["verdict"]["reasons"].as_array().unwrap().is_empty());
    check_stream(&server.absolute(session["hls_url"].as_str().unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_with_unplayable_video_is_transcoded() {
    let server = library_of_films().await;
    let session = server.play("Northern Transit", None).await;
    assert_eq!(method(&session), "transcode", "{session}");
    check_stream(&server.absolute(session["hls_url"].as_str().unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subtitle_beside_a_film_is_offered_with_direct_play_too() {
    let folder = tempfile::tempdir().unwrap();
    let film = films::folder().join("Plain Harbour (2021).mp4");
    std::fs::copy(film, folder.path().join("Plain Harbour (2021).mp4")).unwrap();
    let text = "1\n00:00:01,000 --> 00:00:03,000\nAt sea.\n";
    std::fs::write(folder.path().join("Plain Harbour (2021).de.srt"), text).unwrap();
    let server = Server::fresh().await;
    let library = server.add_library("movies", folder.path()).await;
    server.scan(&library).await;
    let item = server.items("kind=movie").await[0]["id"].as_str().unwrap().to_owned();
    let item = server.get(&format!("/items/{item}")).await;
    let streams = item["files"][0]["streams"].as_array().unwrap();
    let subtitle = streams.iter().find(|s| s["type"] == "subtitle").unwrap();
    assert_eq!((&subtitle["language"], &subtitle["codec"]), (&json!("de"), &json!("srt")), "{streams:?}");
    let session = server.play("Plain Harbour", None).await;
    let url =
        session["direct_url"].as_str().unwrap().replace("/file", &format!("/subtitles/{}.vtt", subtitle["index"]));
    let (status, text) = server.fetch(&url).await;
    let text = String::from_utf8(text).unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    assert!(text.starts_with("WEBVTT") && text.contains("At sea."), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_method_is_an_order() {
    let server = library_of_films().await;
    for (ordered, url) in [("direct", "direct_url"), ("remux", "hls_url"), ("transcode", "hls_url")] {
        let session = server.play("Plain Harbour", Some(ordered)).await;
        assert_eq!(method(&session), ordered, "{session}");
        assert!(session[url].is_string(), "{session}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_position_is_remembered() {
    let server = library_of_films().await;
    let items = server.items("kind=movie").await;
    let path = format!("/items/{}", items[0]["id"].as_str().unwrap());
    server.put(&format!("{path}/progress"), &json!({"position_ms": 7000})).await;
    assert_eq!(server.get(&path).await["user_state"]["position_ms"], 7000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_dies_with_its_session() {
    let server = library_of_films().await;
    let session = server.play("Plain Harbour", None).await;
    let client = reqwest::Client::new();
    let url = session["direct_url"].as_str().unwrap().replacen("file", "nonsense", 1);
    assert_eq!(server.fetch(&url).await.0, StatusCode::NOT_FOUND);
    let wrong = format!("{}/stream/{}/file", server.url, "0".repeat(64));
    assert_eq!(client.get(wrong).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

/// Names that dashboards rely on; `revenge_disk_wakeups_total` comes with the ledger of disks.
const METRICS: [&str; 15] = [
    "revenge_http_request_duration_seconds",
    "revenge_jobs_total",
    "revenge_jobs_running",
    "revenge_jobs_waiting",
    "revenge_job_duration_seconds",
    "revenge_playback_sessions{method=\"transcode\"} 1",
    "revenge_transcode_speed_ratio_count",
    "revenge_transcode_backend_info",
    "revenge_segment_wait_seconds_count",
    "revenge_cache_requests_total{layer=\"l1\",result=\"hit\"}",
    "revenge_db_pool_connections",
    "revenge_scan_files_total",
    "revenge_memory_budget_bytes",
    "revenge_board_info",
    "process_resident_memory_bytes",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_counted() {
    let server = library_of_films().await;
    let session = server.play("Northern Transit", None).await;
    let video = session["hls_url"].as_str().unwrap().replace("master.m3u8", "video/index.m3u8");
    let playlist = String::from_utf8(server.fetch(&video).await.1).unwrap();
    let first = playlist.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap();
    assert_eq!(server.fetch(&video.replace("index.m3u8", first)).await.0, StatusCode::OK);
    let text = String::from_utf8(server.fetch("/metrics").await.1).unwrap();
    let missing: Vec<_> = METRICS.iter().filter(|name| !text.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}\n{text}");
    assert!(!text.contains("revenge_segment_wait_seconds_count 0"), "{text}");
}
