//! A device that fails while a film plays: the same session goes on, by the next back-end, where the film stood.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use revenge::base::ErrorKind;
use revenge::domain::hls::RenditionId;
use revenge::platform::gst::backend::Limits;
use revenge::services::playback::engine::{Engine, EngineConfig, HlsSession};

use super::fakes;
use super::pipelines::backend;
use crate::engine::clips::{film, run};
use crate::engine::stream::{download, encoded, engine, n_segments, open, within};
use crate::harness::eventually;

const VIDEO: RenditionId = RenditionId::Video;

/// Thirty seconds at 25 frames: five segments of 150 pictures.
fn half_a_minute() -> PathBuf {
    film("mkv", (30, "25"), "-c:v libx264 -g 50 -an")
}

/// The same film as a file of its own: sessions of one file share what they can.
fn another(dir: &tempfile::TempDir, n: usize) -> PathBuf {
    let path = dir.path().join(format!("{n}.mkv"));
    std::fs::copy(half_a_minute(), &path).unwrap();
    path
}

/// An engine that believes in these encoders.
fn engine_with(encoders: &[&str]) -> Engine {
    fakes::register();
    let engine = engine();
    let devices = encoders.iter().enumerate();
    let devices = devices.map(|(n, encoder)| backend(&format!("va-{n}"), encoder, &[], Limits::NONE));
    engine.backends().believe(devices.collect());
    engine
}

fn n_pictures(master: &std::path::Path) -> usize {
    let path = master.to_str().unwrap();
    let text =
        run("ffmpeg", &["-v", "error", "-xerror", "-i", path, "-map", "0:v:0", "-vsync", "0", "-f", "framemd5", "-"]);
    text.lines().filter(|line| !line.starts_with('#')).count()
}

/// Plays to the end; every picture is there, and no answer takes longer than a segment and three seconds.
async fn plays_on(encoder: &str, reason: &str) -> Arc<HlsSession> {
    let engine = engine_with(&[encoder]);
    let session = open(&engine, &half_a_minute(), encoded);
    let mut longest = Duration::ZERO;
    for k in 0..n_segments(&session, VIDEO) {
        let asked = Instant::now();
        within(session.segment(VIDEO, k)).await.unwrap();
        longest = longest.max(asked.elapsed());
    }
    assert!(longest < Duration::from_secs(9), "{encoder}: {longest:?} without a segment");
    let dir = tempfile::tempdir().unwrap();
    let master = download(&session, dir.path()).await;
    assert_eq!(n_pictures(&master), 750, "{encoder}");
    let encoding = session.encoding();
    assert_eq!(encoding.backend.as_deref(), Some("software"), "{encoder}: {encoding:?}");
    assert_eq!(encoding.fallbacks.len(), 1, "{encoder}: {encoding:?}");
    let fallback = &encoding.fallbacks[0];
    assert_eq!(fallback.backend, "va-0");
    assert!(fallback.reason.contains(reason), "{encoder}: {fallback:?}");
    engine.shutdown(Duration::from_secs(3)).await;
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_does_not_open_costs_a_pause() {
    plays_on("fakeenc-shut", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_not_there_costs_a_pause() {
    plays_on("no-such-encoder", "no-such-encoder is missing").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_fails_at_the_first_frame_costs_a_pause() {
    plays_on("fakeenc-first", "gone away").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_fails_at_frame_100_costs_a_pause() {
    plays_on("fakeenc-late", "gone away").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_fails_at_frame_500_costs_a_pause() {
    plays_on("fakeenc-later", "gone away").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_hangs_is_left_behind() {
    plays_on("fakeenc-hung", "stopped producing").await;
    fakes::let_go(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_swallows_pictures_is_left_behind() {
    plays_on("fakeenc-greedy", "gives none back").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_lies_about_its_size_is_not_believed() {
    plays_on("fakeenc-liar", "160×90 instead of 320×180").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_misses_keyframes_is_not_believed() {
    plays_on("fakeenc-deaf", "keyframe").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_works_is_used_to_the_end() {
    let engine = engine_with(&["fakeenc-good"]);
    let session = open(&engine, &half_a_minute(), encoded);
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(n_pictures(&download(&session, dir.path()).await), 750);
    let encoding = session.encoding();
    assert_eq!((encoding.backend.as_deref(), encoding.fallbacks.len()), (Some("va-0"), 0));
    assert!(encoding.speed_ratio.is_some_and(|speed| speed > 0.0), "{encoding:?}");
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_fall_one_after_the_other() {
    let engine = engine_with(&["fakeenc-shut", "fakeenc-late", "fakeenc-good"]);
    let session = open(&engine, &half_a_minute(), encoded);
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(n_pictures(&download(&session, dir.path()).await), 750);
    let encoding = session.encoding();
    let fallen: Vec<&str> = encoding.fallbacks.iter().map(|fallback| fallback.backend.as_str()).collect();
    assert_eq!((encoding.backend.as_deref(), fallen), (Some("va-2"), vec!["va-0", "va-1"]));
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_nobody_waits_for_goes_on_too() {
    let engine = engine_with(&["fakeenc-late"]);
    let session = open(&engine, &half_a_minute(), encoded);
    // Only the start is asked for; the device fails while it runs ahead.
    drop(tokio::time::timeout(Duration::from_millis(20), session.segment(VIDEO, 0)).await);
    within(session.segment(VIDEO, 0)).await.unwrap();
    let n_first = session.n_stored_bytes();
    eventually("the run goes on ahead", Duration::from_secs(10), async || {
        (session.n_stored_bytes() > n_first * 3).then_some(())
    })
    .await;
    assert_eq!(session.encoding().backend.as_deref(), Some("software"));
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_failures_within_an_hour_are_enough() {
    let (engine, dir) = (engine_with(&["fakeenc-late"]), tempfile::tempdir().unwrap());
    let distrusted = engine.backends().distrusted();
    for n in 1..=3 {
        assert_eq!(engine.backends().names()[0], "va-0", "before failure {n}");
        let session = open(&engine, &another(&dir, n), encoded);
        within(session.segment(VIDEO, 0)).await.unwrap();
        within(session.segment(VIDEO, 1)).await.unwrap();
    }
    assert_eq!(engine.backends().names(), ["software"]);
    let told = distrusted.borrow().clone();
    assert_eq!(told.len(), 1);
    assert!(told[0].name == "va-0" && told[0].why.contains("gone away"), "{told:?}");
    // The next session does not even try.
    let session = open(&engine, &another(&dir, 4), encoded);
    within(session.segment(VIDEO, 0)).await.unwrap();
    assert!(session.encoding().fallbacks.is_empty());
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_film_is_no_devices_fault() {
    let engine = engine_with(&["fakeenc-good"]);
    let dir = tempfile::tempdir().unwrap();
    for n in 0..4 {
        let path = another(&dir, n);
        let session = open(&engine, &path, encoded);
        // Cut off behind the header after it was indexed.
        let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(4000).unwrap();
        drop(within(session.segment(VIDEO, 3)).await);
    }
    assert_eq!(engine.backends().names()[0], "va-0");
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_device_leaves_the_next_session_to_the_processor() {
    fakes::register();
    let engine = engine();
    let limits = Limits { max_sessions: Some(1), ..Limits::NONE };
    engine.backends().believe(vec![backend("va", "fakeenc-slow", &[], limits)]);
    let dir = tempfile::tempdir().unwrap();
    let [one, other] = [1, 2].map(|n| open(&engine, &another(&dir, n), encoded));
    let asked = tokio::spawn({
        let one = Arc::clone(&one);
        async move { one.segment(VIDEO, 0).await }
    });
    eventually("the first one has begun", Duration::from_secs(5), async || one.encoding().backend).await;
    within(other.segment(VIDEO, 0)).await.unwrap();
    assert_eq!(one.encoding().backend.as_deref(), Some("va"));
    assert_eq!(other.encoding().backend.as_deref(), Some("software"));
    within(asked).await.unwrap().unwrap();
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_for_a_slow_answer_is_no_idleness() {
    fakes::register();
    let engine = Engine::new(EngineConfig { idle: Duration::from_millis(800), ..EngineConfig::default() });
    engine.backends().believe(vec![backend("va", "fakeenc-slow", &[], Limits::NONE)]);
    // Thirty pictures of 100 ms each to a segment.
    let session = open(&engine, &film("mkv", (12, "5"), "-c:v libx264 -g 10 -an"), encoded);
    let asked = Instant::now();
    for k in 0..2 {
        within(session.segment(VIDEO, k)).await.unwrap();
    }
    assert!(asked.elapsed() > engine.config().idle * 4, "{:?}", asked.elapsed());
    assert_eq!(engine.tally().n_started(), 1);
    engine.shutdown(Duration::from_secs(3)).await;
}

/// Long enough for a machine that has other work.
const STUCK_AFTER: Duration = Duration::from_secs(8);

/// Whatever encodes: the thread that would notice hangs itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_thread_hangs_is_given_up() {
    fakes::register();
    let engine = Engine::new(EngineConfig { stuck_after: STUCK_AFTER, ..EngineConfig::default() });
    engine.backends().believe(vec![backend("software", "fakeenc-stuck", &[], Limits::NONE)]);
    let session = open(&engine, &half_a_minute(), encoded);
    let error = within(session.segment(VIDEO, 0)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Source);
    assert!(error.what().contains("nothing came out"), "{error}");
    // The next one does not wait for it.
    engine.backends().believe(Vec::new());
    within(session.segment(VIDEO, 0)).await.unwrap();
    fakes::let_go(1);
    engine.shutdown(Duration::from_secs(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_waits_for_room_is_not_taken_for_stuck() {
    fakes::register();
    // Room for a segment or two: the limit is moved back to where the run is.
    let engine =
        Engine::new(EngineConfig { stuck_after: STUCK_AFTER, store_bytes: 400_000, ..EngineConfig::default() });
    engine.backends().believe(vec![backend("va", "fakeenc-good", &[], Limits::NONE)]);
    let session = open(&engine, &half_a_minute(), encoded);
    within(session.segment(VIDEO, 0)).await.unwrap();
    let waits = async || engine.permits().working().is_empty().then_some(());
    eventually("the run waits for room", Duration::from_secs(30), waits).await;
    // Nothing must happen, so there is nothing to wait for but the time.
    tokio::time::sleep(STUCK_AFTER + Duration::from_secs(1)).await;
    assert_eq!(session.encoding().fallbacks.len(), 0, "{:?}", session.encoding());
    within(session.segment(VIDEO, 4)).await.unwrap();
    assert_eq!(session.encoding().backend.as_deref(), Some("va"));
    engine.shutdown(Duration::from_secs(3)).await;
}
