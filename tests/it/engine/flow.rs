//! What a session costs: pipelines, permits, memory; and that all of it ends.

use std::path::{Path, PathBuf};
use std::time::Duration;

use revenge::base::ErrorKind;
use revenge::domain::hls::RenditionId;
use revenge::services::playback::engine::{Engine, EngineConfig};
use tokio_util::sync::CancellationToken;

use super::clips::film;
use super::stream::{copied, encoded, engine, n_segments, open, open_until, within};
use crate::harness::eventually;

const VIDEO: RenditionId = RenditionId::Video;

fn long_film() -> PathBuf {
    film("mkv", (120, "10"), "-c:v libx264 -preset ultrafast -g 20 -c:a aac")
}

async fn soon(is_so: impl Fn() -> bool) {
    eventually("what should follow", Duration::from_secs(5), || std::future::ready(is_so().then_some(()))).await;
}

/// A copy of a film that no other test opens.
fn own_copy(film: &Path, dir: &Path) -> PathBuf {
    let path = dir.join("film.mkv");
    std::fs::copy(film, &path).unwrap();
    path
}

/// Descriptors of this process that are this file.
fn n_open(path: &Path) -> usize {
    let links =
        std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    links.filter(|link| link == path).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_seeks_leave_one_pipeline_and_no_descriptor() {
    let dir = tempfile::tempdir().unwrap();
    let path = own_copy(&long_film(), dir.path());
    let engine = engine();
    let session = open(&engine, &path, encoded);
    let n = n_segments(&session, VIDEO);
    for i in 0..50_u32 {
        // The player asks, and leaves for another place before the answer.
        let patience = Duration::from_millis(u64::from(i * 37 % 120));
        drop(tokio::time::timeout(patience, session.segment(VIDEO, i * 7919 % n)).await);
    }
    within(session.segment(VIDEO, 11)).await.unwrap();
    soon(|| engine.n_pipelines() <= 1).await;
    assert!(engine.permits().n_held() <= 1);
    assert_eq!(engine.n_abandoned(), 0);
    drop(session);
    engine.shutdown(Duration::from_secs(3)).await;
    soon(|| engine.n_pipelines() == 0 && n_open(&path) == 0).await;
    assert_eq!(engine.permits().n_held(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn scrub_settles_before_it_costs_a_pipeline() {
    let engine = engine();
    let session = open(&engine, &long_film(), encoded);
    let n = n_segments(&session, VIDEO);
    for i in 0..20_u32 {
        // hls.js gives up a request and makes the next at each move of the slider.
        let asked = session.segment(VIDEO, i * 7 % n);
        drop(tokio::time::timeout(Duration::from_millis(100), asked).await);
    }
    within(session.segment(VIDEO, 11)).await.unwrap();
    // One at once, one for the first move, and one a second for who does not come to rest.
    let n_started = engine.tally().n_started();
    assert!(n_started <= 6, "{n_started} pipelines for 20 seeks in 2 s");
}

#[tokio::test(flavor = "multi_thread")]
async fn superseded_seek_is_cancelled_at_once() {
    let engine = engine();
    let session = open(&engine, &long_film(), encoded);
    for k in [3, 15] {
        drop(tokio::time::timeout(Duration::from_millis(40), session.segment(VIDEO, k)).await);
    }
    assert_eq!(engine.n_running(), 1);
    let asked = {
        let session = std::sync::Arc::clone(&session);
        tokio::spawn(async move { session.segment(VIDEO, 8).await })
    };
    // The next one starts after 250 ms of rest; until then nothing works for what nobody wants.
    let cancelled = || std::future::ready((engine.n_running() == 0).then_some(()));
    eventually("the end of the superseded run", Duration::from_millis(150), cancelled).await;
    within(asked).await.unwrap().unwrap();
    assert!(engine.permits().n_held() <= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn playlists_are_answered_at_once_and_cost_no_pipeline() {
    let engine = engine();
    let session = open(&engine, &long_film(), encoded);
    assert!(session.master_playlist().contains("video/index.m3u8"));
    for id in session.renditions() {
        assert!(session.media_playlist(id).unwrap().ends_with("#EXT-X-ENDLIST\n"));
    }
    assert_eq!(engine.n_pipelines(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn aborted_request_that_comes_back_finds_the_same_pipeline() {
    let engine = engine();
    let session = open(&engine, &long_film(), encoded);
    drop(tokio::time::timeout(Duration::from_millis(30), session.segment(VIDEO, 9)).await);
    within(session.segment(VIDEO, 9)).await.unwrap();
    assert_eq!(engine.n_pipelines(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_of_a_crowd_is_answered() {
    let engine = engine();
    let session = open(&engine, &long_film(), copied);
    let asks = [17, 3, 12, 0, 19, 8].map(|k| session.segment(VIDEO, k));
    for answer in within(futures_util::future::join_all(asks)).await {
        answer.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn run_stops_thirty_seconds_ahead() {
    let engine = engine();
    let session = open(&engine, &long_film(), copied);
    let first = within(session.segment(VIDEO, 0)).await.unwrap();
    // Segments 0 to 5 and no more: 36 s of 120.
    soon(|| session.n_stored_bytes() > first.len() * 5).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(session.n_stored_bytes() < first.len() * 8, "{} of {}", session.n_stored_bytes(), first.len());
    assert_eq!(engine.n_pipelines(), 1);
    within(session.segment(VIDEO, 6)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn store_stays_within_its_budget() {
    let engine = Engine::new(EngineConfig { store_bytes: 600_000, ..EngineConfig::default() });
    let session = open(&engine, &long_film(), copied);
    for k in 0..n_segments(&session, VIDEO) {
        within(session.segment(VIDEO, k)).await.unwrap();
        let stored = session.n_stored_bytes();
        assert!(stored <= 600_000, "{stored} bytes at segment {k}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_sessions_together_stay_within_the_budget_and_who_is_away_gives_first() {
    let total = 900_000;
    let idle = Duration::from_millis(800);
    let engine = Engine::new(EngineConfig { total_store_bytes: total, idle, ..EngineConfig::default() });
    let away = open(&engine, &long_film(), copied);
    within(away.segment(VIDEO, 0)).await.unwrap();
    soon(|| engine.n_pipelines() == 0).await;
    let kept = away.n_stored_bytes();
    assert!(kept > total / 3, "{kept} of the one who is away");
    // Of the same file they would share.
    let dir = tempfile::tempdir().unwrap();
    let watching = ["a", "b", "c"].map(|name| {
        std::fs::create_dir(dir.path().join(name)).unwrap();
        open(&engine, &own_copy(&long_film(), &dir.path().join(name)), copied)
    });
    for k in 0..n_segments(&watching[0], VIDEO) {
        for session in &watching {
            within(session.segment(VIDEO, k)).await.unwrap();
            let stored = engine.n_stored_bytes();
            assert!(stored <= total, "{stored} bytes at segment {k}");
        }
    }
    assert_eq!(away.n_stored_bytes(), 0);
    within(away.segment(VIDEO, 1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn session_without_a_viewer_stops_and_frees() {
    let idle = Duration::from_millis(300);
    let engine = Engine::new(EngineConfig { idle, forget_after: idle * 3, ..EngineConfig::default() });
    let session = open(&engine, &long_film(), copied);
    within(session.segment(VIDEO, 0)).await.unwrap();
    assert_eq!(engine.n_pipelines(), 1);
    soon(|| engine.n_pipelines() == 0).await;
    soon(|| session.n_stored_bytes() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_encoder_gives_its_permit_to_who_asks() {
    let engine = Engine::new(EngineConfig { transcode_sessions: 1, ..EngineConfig::default() });
    let (one, other) = (open(&engine, &long_film(), encoded), open(&engine, &long_film(), encoded));
    within(one.segment(VIDEO, 0)).await.unwrap();
    within(other.segment(VIDEO, 10)).await.unwrap();
    assert!(engine.permits().n_held() <= 1);
    within(one.segment(VIDEO, 12)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_viewers_at_the_same_place_share_one_pipeline() {
    let engine = engine();
    let (host, guest) = (open(&engine, &long_film(), encoded), open(&engine, &long_film(), encoded));
    within(host.init_segment(VIDEO)).await.unwrap();
    for k in 0..3 {
        assert_eq!(within(guest.init_segment(VIDEO)).await.unwrap(), within(host.init_segment(VIDEO)).await.unwrap());
        let (one, other) = within(async { tokio::join!(host.segment(VIDEO, k), guest.segment(VIDEO, k)) }).await;
        assert_eq!(one.unwrap(), other.unwrap(), "segment {k}");
    }
    assert_eq!((engine.tally().n_started(), engine.n_pipelines()), (1, 1));
    // Elsewhere, and in another quality, each has its own; the host does not notice.
    let copy = open(&engine, &long_film(), copied);
    within(copy.segment(VIDEO, 1)).await.unwrap();
    within(guest.segment(VIDEO, 17)).await.unwrap();
    assert_eq!(engine.tally().n_started(), 3);
    // The guest of one that ends goes on by itself, in the middle of its wait too.
    let first_ends = CancellationToken::new();
    let first = open_until(&engine, &long_film(), copied, first_ends.clone());
    let second = open(&engine, &long_film(), copied);
    within(first.segment(VIDEO, 8)).await.unwrap();
    let waiting = tokio::spawn(async move { second.segment(VIDEO, 12).await });
    first_ends.cancel();
    within(waiting).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_file_answers_every_request() {
    let dir = tempfile::tempdir().unwrap();
    let path = own_copy(&film("mkv", (20, "25"), "-c:v libx264 -g 50 -c:a aac"), dir.path());
    let engine = engine();
    let (copy, encode) = (open(&engine, &path, copied), open(&engine, &path, encoded));
    // Damaged after it was indexed: noise over the second half, then cut off.
    let mut bytes = std::fs::read(&path).unwrap();
    let n = bytes.len();
    for (i, byte) in bytes[n / 2..].iter_mut().enumerate() {
        *byte = ((i * 2_654_435_761) >> 7) as u8;
    }
    std::fs::write(&path, &bytes[..n * 4 / 5]).unwrap();
    for session in [copy, encode] {
        for k in 0..n_segments(&session, VIDEO) {
            if let Err(error) = within(session.segment(VIDEO, k)).await {
                assert_eq!(error.kind(), ErrorKind::Source, "segment {k}: {error}");
            }
        }
    }
    engine.shutdown(Duration::from_secs(3)).await;
    soon(|| engine.n_pipelines() == 0).await;
}

/// Names and nice values of the threads of this process whose name is like this.
fn nice_values(is_meant: impl Fn(&str) -> bool) -> Vec<(String, i64)> {
    let stats = std::fs::read_dir("/proc/self/task").unwrap();
    let stats = stats.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("stat")).ok());
    let split = |stat: String| {
        let (head, fields) = stat.rsplit_once(") ")?;
        let name = head.split_once('(')?.1;
        is_meant(name).then(|| (name.to_owned(), fields.split(' ').nth(16).unwrap().parse().unwrap()))
    };
    stats.filter_map(split).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn streaming_threads_give_way_to_requests() {
    let engine = engine();
    let session = open(&engine, &long_film(), encoded);
    within(session.segment(VIDEO, 0)).await.unwrap();
    // A streaming thread bears the name of its pad, from a moment before it lowers itself; a test's has two colons.
    soon(|| {
        let nice = nice_values(|name| name.contains(':') && !name.contains("::"));
        !nice.is_empty() && nice.iter().all(|(_, nice)| *nice >= 10)
    })
    .await;
    let nice = nice_values(|name| name.starts_with("tokio-"));
    assert!(nice.iter().all(|(_, nice)| *nice < 10), "{nice:?}");
    drop(session);
    engine.shutdown(Duration::from_secs(3)).await;
}
