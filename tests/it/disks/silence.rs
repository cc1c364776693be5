//! Looking at a library never opens anything in it: watched by the kernel, on a real server with real files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::inotify::AddWatchFlags;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::ear::Ear;
use crate::harness::eventually;
use crate::harness::media::film;
use crate::scan::music::song;
use crate::scan::rig::clip;
use crate::thread::server::Server;

const PATIENCE: Duration = Duration::from_secs(120);
/// With it the watch over disks that turn has looked once.
const IDLE: Duration = Duration::from_secs(61);

/// A film with subtitles beside it, a show with two episodes, an album.
pub fn fill(root: &Path) -> [(&'static str, PathBuf); 3] {
    let put = |from: PathBuf, to: &str| {
        let to = root.join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    };
    put(film("mp4"), "movies/Plain Harbour (2021)/Plain Harbour (2021).mp4");
    put(clip(1), "movies/Quiet Water (2020).mkv");
    std::fs::write(root.join("movies/Quiet Water (2020).srt"), "1\n00:00:00,100 --> 00:00:00,900\nHello\n").unwrap();
    put(clip(2), "shows/Night Ferry/Season 1/Night Ferry S01E01.mkv");
    put(clip(3), "shows/Night Ferry/Season 1/Night Ferry S01E02.mkv");
    put(song("flac", &[("title", "One"), ("album", "Tides"), ("artist", "Ann")]), "music/Ann/Tides/01 One.flac");
    ["movies", "shows", "music"].map(|kind| (kind, root.join(kind)))
}

/// Nothing waits and nothing runs, and has not for a moment.
pub async fn is_at_rest(server: &Server) {
    eventually("all jobs are done", PATIENCE, async || {
        let jobs = server.get("/jobs?limit=200").await;
        let is_open = |job: &Value| !matches!(job["state"].as_str(), Some("completed" | "discarded" | "cancelled"));
        (!jobs["items"].as_array().unwrap().iter().any(is_open)).then_some(())
    })
    .await;
}

/// Every page of every list, every item with all that belongs to it, every other question that is documented.
async fn look_at_everything(server: &Server) -> usize {
    let mut asked = BTreeSet::new();
    let plain = ["/healthz", "/readyz", "/metrics", "/"].map(str::to_owned);
    let queries = ["q=night", "kind=movie&sort=-added", "kind=show", "kind=track", "unwatched=true", "limit=2"];
    let mut pending: Vec<String> =
        plain.into_iter().chain(queries.map(|query| format!("/api/v1/items?{query}"))).collect();
    let templates: Vec<String> = revenge::http::document()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, operations)| operations.get("get").is_some())
        .map(|(path, _)| path.clone())
        // The first never ends, the second is for looking at disks.
        .filter(|path| !path.ends_with("/events") && !path.ends_with("/folders"))
        .collect();
    pending.extend(templates.iter().filter(|path| !path.contains('{')).cloned());
    while let Some(path) = pending.pop() {
        if !asked.insert(path.clone()) {
            continue;
        }
        let answer = server.open(&path, &[]).await;
        let is_answered = !answer.status().is_server_error() && answer.status() != StatusCode::TOO_MANY_REQUESTS;
        assert!(is_answered, "{path}: {}", answer.status());
        let Ok(body) = serde_json::from_slice::<Value>(&answer.bytes().await.unwrap()) else { continue };
        if let Some(cursor) = body["next_cursor"].as_str() {
            let base = path.split(['?', '&']).next().unwrap();
            pending.push(format!("{base}?limit=2&cursor={cursor}"));
        }
        let list = path.split('?').next().unwrap().to_owned();
        for id in body["items"].as_array().into_iter().flatten().filter_map(|item| item["id"].as_str()) {
            let of_it = format!("{}/{{id}}", if list.contains("/items") { "/api/v1/items" } else { &list });
            for template in templates.iter().filter(|template| template.starts_with(&of_it)) {
                let path = template.replace("{id}", id);
                if path.ends_with("{type}") {
                    pending.extend(["still", "poster"].map(|kind| path.replace("{type}", kind)));
                } else if !path.contains('{') {
                    pending.push(path);
                }
            }
        }
    }
    asked.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_library_opens_nothing_in_it() {
    let media = tempfile::tempdir().unwrap();
    std::fs::set_permissions(media.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut server = Server::fresh().await;
    for (kind, folder) in fill(media.path()) {
        let library = server.add_library(kind, &folder).await;
        server.scan(&library).await;
    }
    is_at_rest(&server).await;
    let films = server.items("kind=movie").await;
    assert!(films.len() == 2 && films.iter().all(|film| film["images"]["still"].is_object()), "{films:?}");
    let touched = async |server: &Server| {
        let disks = server.get("/system/disks").await;
        disks["items"].as_array().unwrap().iter().map(|disk| disk["last_access"].clone()).collect::<Vec<_>>()
    };
    let before = touched(&server).await;
    assert!(before.iter().any(|touch| touch["at"].is_string()), "{before:?}");

    let ear = Ear::at(media.path());
    let n_asked = look_at_everything(&server).await;
    assert!(n_asked > 60, "{n_asked}");
    for schedule in server.get("/schedules").await["items"].as_array().unwrap() {
        // A scan is for looking at disks.
        if let Some(name) = schedule["name"].as_str().filter(|name| *name != "scan_libraries") {
            let job = server.post(&format!("/schedules/{name}/run"), &json!({})).await;
            server.finished(job["id"].as_str().unwrap()).await;
        }
    }
    assert_eq!(ear.heard(), [], "while everything was looked at");
    assert_eq!(touched(&server).await, before, "the ledger knows of a touch");

    server.kill();
    server.restart().await;
    look_at_everything(&server).await;
    tokio::time::sleep(IDLE).await;
    is_at_rest(&server).await;
    assert_eq!(ear.heard(), [], "after a restart and a minute of rest");
    let since = touched(&server).await;
    assert!(!since.is_empty() && since.iter().all(Value::is_null), "{since:?}");

    // The ear hears, and the ledger writes.
    let session = server.play("Plain Harbour", None).await;
    let url = session["direct_url"].as_str().unwrap();
    assert!(server.fetch(url).await.0.is_success());
    assert!(ear.heard().iter().any(|(what, _)| what.contains(AddWatchFlags::IN_OPEN)));
    let since = touched(&server).await;
    let by_playback = since.iter().find(|touch| touch["cause"] == "playback");
    assert_eq!(by_playback.unwrap()["detail"]["session_id"], session["id"], "{since:?}");
}
