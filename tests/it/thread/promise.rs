//! The whole product with 512 MiB: a first scan, a film of 1080p being converted, and somebody who browses, all at once.
//!
//! In a memory control group where one can be made (version 2, else 1): there the kernel ends who takes too much. Elsewhere
//! the server is told of a board with as much, and what its processes take is added up. Either way they stay below the sum
//! that the board page promises, which is an eighth less.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::films;
use super::server::Server;
use crate::harness::media::{self, AAC, H264, PICTURE, SOUND, fixture, recipe};

const MEMORY_BYTES: u64 = 512 << 20;
const FILES: usize = 100;
const TREE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/boards/container-512m");

/// A control group with the memory of a small board; gone when dropped.
struct Group {
    dir: PathBuf,
    way: &'static str,
}

impl Group {
    fn new() -> Option<Self> {
        let own = fs::read_to_string("/proc/self/cgroup").ok()?;
        let name = format!("revenge-test-{}", std::process::id());
        let path = |of: &str| own.lines().find_map(|line| line.split_once(of)).map(|(_, path)| path.to_owned());
        let v2 =
            path("0::").map(|own| (PathBuf::from(format!("/sys/fs/cgroup{own}")), "memory.max", "control group 2"));
        let v1 = path(":memory:").map(|own| {
            (PathBuf::from(format!("/sys/fs/cgroup/memory{own}")), "memory.limit_in_bytes", "control group 1")
        });
        v2.into_iter().chain(v1).find_map(|(own, limit, way)| {
            let group = Self { dir: own.join(&name), way };
            fs::create_dir(&group.dir).ok()?;
            // Where the hierarchy is not mounted this is a folder like any other.
            fs::metadata(group.dir.join(limit)).ok()?;
            fs::write(group.dir.join(limit), MEMORY_BYTES.to_string()).ok()?;
            Some(group)
        })
    }

    fn n_killed(&self) -> u64 {
        let files = ["memory.events", "memory.oom_control"];
        let text = files.iter().find_map(|file| fs::read_to_string(self.dir.join(file)).ok()).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("oom_kill ")).unwrap();
        line.trim().parse().unwrap()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Its processes end with the server, which was dropped before.
        drop(fs::remove_dir(&self.dir));
    }
}

/// Memory of a process and all below it; what they share counts once.
fn tree_bytes(process: u32) -> u64 {
    let of = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default();
    let pss =
        of("smaps_rollup").lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse().ok());
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let children: Vec<u32> =
        children.flat_map(|list| list.split_whitespace().map(|id| id.parse().unwrap()).collect::<Vec<_>>()).collect();
    pss.unwrap_or(0_u64) * 1024 + children.into_iter().map(tree_bytes).sum::<u64>()
}

/// The most that was seen at any time until it is dropped.
struct Watcher {
    most: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
}

impl Watcher {
    fn of(process: u32) -> Self {
        let watcher = Self { most: Arc::default(), is_over: Arc::default() };
        let (most, is_over) = (Arc::clone(&watcher.most), Arc::clone(&watcher.is_over));
        std::thread::spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                most.fetch_max(tree_bytes(process), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        watcher
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

fn films() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    films::many_of(&fixture(&recipe(&[PICTURE, SOUND, H264, AAC], 1), "mp4"), folder.path(), FILES);
    let large = [
        "-f lavfi -i testsrc2=size=1920x1080:rate=24:duration={s}",
        SOUND,
        "-c:v libx264 -preset ultrafast -g 48 -pix_fmt yuv420p",
        AAC,
    ];
    let large = media::fixture(&recipe(&large, 12), "mkv");
    fs::copy(large, folder.path().join("Large Picture (2020).mkv")).unwrap();
    folder
}

/// All segments of the picture and the sound, one after the other as a player asks.
async fn watch(server: &Server, folder: &Path) {
    let found = server.add_library("movies", folder).await;
    let job = server.post(&format!("/libraries/{found}/scan"), &json!({})).await;
    let item = crate::harness::eventually("the film is found", Duration::from_secs(120), async || {
        server.items("q=large").await.first().map(|item| item["id"].clone())
    })
    .await;
    let device = json!({ "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let wish = json!({ "item_id": item, "method": "transcode", "max_height": 720, "device": device });
    let (status, session) = server.try_play(&wish).await;
    assert_eq!(status, StatusCode::CREATED, "{session}");
    let master = session["hls_url"].as_str().unwrap();
    for k in 0..2 {
        for rendition in ["video", "audio-1"] {
            let (status, bytes) = server.fetch(&master.replace("master.m3u8", &format!("{rendition}/{k}.m4s"))).await;
            assert_eq!(status, StatusCode::OK, "{rendition} {k}: {}", String::from_utf8_lossy(&bytes));
        }
    }
    // While somebody plays, the scan stands still.
    server.delete(&format!("/playback/sessions/{}", session["id"].as_str().unwrap())).await;
    server.finished(job["id"].as_str().unwrap()).await;
}

/// Lists, searches and single items, until the others are done.
async fn browse(server: &Server) {
    for round in 0.. {
        for item in server.items(&format!("q=title {:03}", round % FILES)).await.iter().take(3) {
            server.get(&format!("/items/{}", item["id"].as_str().unwrap())).await;
        }
        server.items("sort=added").await;
        server.get("/system").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_product_keeps_its_promise_with_512_mib() {
    let folder = films();
    let group = Group::new();
    let server = match &group {
        Some(group) => Server::fresh_in(&group.dir, &[]).await,
        None => Server::fresh_with(&[("REVENGE_BOARD__ROOT", TREE)]).await,
    };
    // The first start tries what converts, in a process of its own; nobody plays yet.
    crate::harness::eventually("the trial is over", Duration::from_secs(120), async || {
        let board = server.get("/system/board").await;
        let backends = board["backends"].as_array().unwrap();
        (group.is_none() || backends.iter().all(|b| b["reason"] != "not tried on this machine yet")).then_some(())
    })
    .await;
    let watcher = Watcher::of(server.id());
    tokio::select! {
        () = watch(&server, folder.path()) => {}
        () = browse(&server) => {}
    }
    let board = server.get("/system/board").await;
    assert_eq!(board["memory_bytes"], MEMORY_BYTES);
    let promise = board["memory_promise_bytes"].as_u64().unwrap();
    assert_eq!(promise, MEMORY_BYTES / 8 * 7);
    let most = watcher.most.load(Ordering::Relaxed);
    let way = group.as_ref().map_or("watcher", |group| group.way);
    let figures =
        format!("{way}: at most {} MiB of {} promised; used {}", most >> 20, promise >> 20, board["memory_used"]);
    writeln!(std::io::stderr(), "{figures}").unwrap();
    assert!(most <= promise, "{figures}");
    if let Some(group) = &group {
        assert_eq!(group.n_killed(), 0, "{figures}");
    }
    let parts = |of: &str| board[of].as_object().unwrap().values().map(|bytes| bytes.as_u64().unwrap()).sum::<u64>();
    assert_eq!(parts("memory_budget"), promise);
    assert!(matches!(board["memory_used"]["database_bytes"], Value::Number(_)), "{figures}");
}
