//! What viewers do to a server in a bad hour: sessions opened and left, scrubbing without end, readers that hardly read.
//! Afterwards it is what it was before: memory, descriptors, threads.

use std::fs;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::films;
use super::server::Server;
use crate::harness::eventually;

const MIB: u64 = 1 << 20;
/// Of a film of 20 s.
const SEGMENTS: u32 = 4;

struct Use {
    rss_bytes: u64,
    n_descriptors: usize,
    n_threads: usize,
}

fn used_by(server: &Server) -> Use {
    let of = |name: &str| format!("/proc/{}/{name}", server.id());
    let status = fs::read_to_string(of("status")).unwrap();
    let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let rss_bytes = rss.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024;
    let count = |name| fs::read_dir(of(name)).unwrap().count();
    Use { rss_bytes, n_descriptors: count("fd"), n_threads: count("task") }
}

/// Waits until this many pipelines are left and the server has come to rest.
async fn rested(server: &Server, before: &Use) {
    eventually("what playback took is given back", Duration::from_secs(60), || async {
        let now = used_by(server);
        // An idle connection to the database, a thread of a pool that waits to be of use again.
        let is_back = now.n_descriptors <= before.n_descriptors + 8
            && now.n_threads <= before.n_threads + 4
            && now.rss_bytes <= before.rss_bytes + 10 * MIB;
        is_back.then_some(())
    })
    .await;
}

fn segment_of(session: &Value, k: u32) -> String {
    session["hls_url"].as_str().unwrap().replace("master.m3u8", &format!("video/{k}.m4s"))
}

async fn ask_and_leave(server: &Server, url: &str, patience: Duration) {
    drop(tokio::time::timeout(patience, server.fetch(url)).await);
}

/// A connection that asked for a whole file and takes a byte now and then.
async fn hardly_reading(server: &Server, url: &str) -> TcpStream {
    let address = server.url.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(format!("GET {url} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn abandoned_sessions_scrubbing_and_slow_readers_leave_nothing_behind() {
    let idle = [("REVENGE_PLAYBACK__PIPELINE_IDLE_MS", "2000"), ("REVENGE_PLAYBACK__SESSION_IDLE_MS", "4000")];
    let server = Server::fresh_with(&idle).await;
    let library = server.add_library("movies", films::folder()).await;
    server.scan(&library).await;
    let items = server.items("kind=movie").await;
    let id = |title: &str| items.iter().find(|item| item["title"] == title).unwrap()["id"].clone();
    let device = json!({ "containers": ["mp4"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let wish = |title: &str, method: &str| json!({ "item_id": id(title), "device": device, "method": method });

    // Once through each kind of work, so that what is loaded once is loaded.
    for (title, method) in [("Northern Transit", "transcode"), ("Quiet Water", "remux")] {
        let (status, session) = server.try_play(&wish(title, method)).await;
        assert_eq!(status, StatusCode::CREATED, "{session}");
        for k in 0..SEGMENTS {
            assert_eq!(server.fetch(&segment_of(&session, k)).await.0, StatusCode::OK);
        }
    }
    tokio::time::sleep(Duration::from_secs(6)).await;
    let before = used_by(&server);

    // Twenty that begin and are never heard of again.
    for n in 0..20 {
        let (title, method) = [("Northern Transit", "transcode"), ("Quiet Water", "remux")][n % 2];
        let (status, session) = server.try_play(&wish(title, method)).await;
        assert!(matches!(status, StatusCode::CREATED | StatusCode::CONFLICT), "{session}");
        if status == StatusCode::CREATED {
            ask_and_leave(&server, &segment_of(&session, n as u32 % SEGMENTS), Duration::from_millis(80)).await;
        }
    }
    // Readers of a byte, on all kinds of streams.
    let mut slow = Vec::new();
    for n in 0..10 {
        let (title, method) = [("Plain Harbour", "direct"), ("Quiet Water", "remux")][n % 2];
        let (_, session) = server.try_play(&wish(title, method)).await;
        let url = session["direct_url"].as_str().map_or_else(|| segment_of(&session, 0), str::to_owned);
        slow.push(hardly_reading(&server, &url).await);
    }
    // And one who scrubs.
    let (_, session) = server.try_play(&wish("Quiet Water", "remux")).await;
    for n in 0..200_u32 {
        ask_and_leave(&server, &segment_of(&session, n * 7 % SEGMENTS), Duration::from_millis(u64::from(n % 60))).await;
        if n % 20 == 0 {
            for socket in &mut slow {
                assert_eq!(socket.read(&mut [0]).await.unwrap(), 1, "it is still being served");
            }
        }
    }
    drop(slow);
    rested(&server, &before).await;
    assert_eq!(server.fetch(&segment_of(&session, 1)).await.0, StatusCode::OK, "who comes back plays on");
}
