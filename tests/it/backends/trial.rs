//! The self-test finds a device that was made bad on purpose, and says what is wrong with it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use revenge::app::backends;
use revenge::app::child::{DEADLINE, try_backend};
use revenge::platform::board::{BackendElement, ElementState};
use revenge::platform::gst::backend::{Backend, Limits};
use revenge::platform::gst::trial::{self, ElementTrial};
use serde_json::{Value, json};

use super::fakes;
use super::pipelines::backend;
use crate::cli::run;
use crate::harness::process::open_dir;

fn trials(backend: &Backend) -> Vec<ElementTrial> {
    fakes::register();
    trial::steps(backend).iter().map(|step| trial::try_step(backend, step)).collect()
}

/// Its pictures are the right ones. Whether they come in time is the machine's matter, which may have other work.
fn is_right(element: &ElementTrial) -> bool {
    matches!(element.state, trial::ElementState::Good | trial::ElementState::Slow)
}

fn check(encoder: &str, state: trial::ElementState, reason: &str) {
    let found = &trials(&backend("va", encoder, &[], Limits::NONE))[0];
    assert_eq!(found.state, state, "{encoder}: {found:?}");
    assert!(found.reason.as_deref().unwrap_or_default().contains(reason), "{encoder}: {found:?}");
}

#[test]
fn an_encoder_that_is_right_is_good_and_has_a_speed() {
    for encoder in ["fakeenc-good", "x264enc"] {
        let found = &trials(&backend("va", encoder, &[], Limits::NONE))[0];
        assert!(is_right(found) && found.fps.is_some_and(|fps| fps > 0.0), "{found:?}");
    }
}

#[test]
fn every_way_of_being_bad_is_found_and_named() {
    use trial::ElementState::{Absent, Bad, Slow};
    check("no-such-encoder", Absent, "no element");
    check("fakeenc-shut", Bad, "");
    check("fakeenc-first", Bad, "gone away");
    check("fakeenc-green", Bad, "brightness");
    check("fakeenc-grey", Bad, "colour");
    check("fakeenc-liar", Bad, "160×90 instead of 640×360");
    check("fakeenc-deaf", Bad, "ordered keyframe");
    check("fakeenc-lossy", Bad, "of 24 pictures");
    check("fakeenc-slow", Slow, "keep up with no film");
    // Passes pictures through, or makes other pictures: nothing that a parser of H.264 takes.
    check("identity", Bad, "");
    check("jpegenc", Bad, "");
}

#[test]
fn decoders_of_the_processor_are_good_in_every_codec() {
    let decoders = ["avdec_h264", "avdec_h265", "vp9dec", "av1dec", "avdec_mpeg2video"];
    let found = trials(&backend("software", "x264enc", &decoders, Limits::NONE));
    let codecs: Vec<&str> = found.iter().map(|element| element.codec.as_str()).collect();
    assert_eq!(codecs, ["h264", "h264", "hevc", "vp9", "av1", "mpeg2video"]);
    for element in found {
        assert!(is_right(&element), "{element:?}");
    }
}

/// A family whose decoders are the device's own, on a way that this machine has: x264 behind a decoder that may be bad.
#[test]
fn a_decoder_that_paints_green_is_found_though_the_encoder_is_good() {
    let decoders = ["v4l2slfakeh264dec-good", "v4l2slfakeh264dec-green", "v4l2slnoh265dec"];
    let found = trials(&backend("v4l2-stateless", "x264enc", &decoders, Limits::NONE));
    let states: Vec<_> = found[2..].iter().map(|element| element.state).collect();
    assert!(found[..2].iter().all(is_right), "{found:?}");
    assert_eq!(states, [trial::ElementState::Bad, trial::ElementState::Absent], "{found:?}");
    assert!(found[2].reason.as_deref().is_some_and(|reason| reason.contains("brightness")), "{found:?}");
}

/// A program that answers as a child of a trial does: one line for each element from the ordered one on.
fn child(dir: &Path, script: &str) -> std::path::PathBuf {
    let path = dir.join("child.sh");
    std::fs::write(&path, format!("#!/bin/sh\nfrom=$4\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    path
}

const GOOD: &str =
    r#"say() { echo "{\"element\":\"$1\",\"role\":\"$2\",\"codec\":\"h264\",\"state\":\"good\",\"fps\":100}"; }"#;

/// Element, state, whether it hung. A machine with other work is no fault of an element's.
fn states(found: &[BackendElement]) -> Vec<(&str, ElementState, bool)> {
    let hangs = |element: &BackendElement| element.reason.as_deref().is_some_and(|reason| reason.contains("hangs"));
    let state = |element: &BackendElement| if element.works() { ElementState::Good } else { element.state };
    found.iter().map(|element| (element.element.as_str(), state(element), hangs(element))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_that_hangs_is_killed_and_the_next_goes_on_behind_it() {
    let dir = open_dir();
    let script = format!(
        "{GOOD}\ncase $from in 0) say enc encoder; sleep 600;; 2) kill -SEGV $$;; *) say avdec_h264 decoder;; esac"
    );
    let program = child(dir.path(), &script);
    let device = backend("va", "enc", &["vah264dec", "v4l2h264dec", "avdec_h264"], Limits::NONE);
    let began = Instant::now();
    let found = try_backend(&program, &device, Duration::from_secs(1)).await;
    assert!(began.elapsed() < Duration::from_secs(20));
    let expected = [
        ("enc", ElementState::Good, false),
        ("vah264dec", ElementState::Bad, true),
        ("v4l2h264dec", ElementState::Bad, false),
        ("avdec_h264", ElementState::Good, false),
    ];
    assert_eq!(states(&found), expected, "{found:?}");
    assert!(found[2].reason.as_deref().is_some_and(|reason| reason.contains("signal: 11")), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_programs_own_child_tells_of_every_element() {
    let program = Path::new(env!("CARGO_BIN_EXE_revenge"));
    let device = backend("software", "x264enc", &["avdec_h264", "no-such-h265dec"], Limits::NONE);
    let found = try_backend(program, &device, DEADLINE).await;
    let expected = [
        ("x264enc", ElementState::Good, false),
        ("avdec_h264", ElementState::Good, false),
        ("no-such-h265dec", ElementState::Absent, false),
    ];
    assert_eq!(states(&found), expected, "{found:?}");
}

/// A copy of a captured board whose profile the operator wrote: this machine is asked, with that profile.
fn with_profile(backends: &str) -> (tempfile::TempDir, Value) {
    let dir = open_dir();
    let text = format!("description = 'bad on purpose'\n[match]\narch = ['x86_64', 'aarch64']\n[limits]\n{backends}");
    std::fs::write(dir.path().join("bad.toml"), text).unwrap();
    let folder = dir.path().to_str().unwrap().to_owned();
    let answer = run(&["board", "--json", "--board", "bad"], &[("REVENGE_BOARD__PROFILES", &folder)]);
    let report = serde_json::from_str(&answer.stdout).unwrap_or_else(|e| panic!("{e}: {answer:?}"));
    (dir, report)
}

#[test]
fn the_board_lists_what_its_trial_found() {
    let backends = "
        [[backends]]\nname = 'va'\nencoder = 'jpegenc'\n
        [[backends]]\nname = 'rkmpp'\nencoder = 'x264enc'\ndecoders = ['no-such-h264dec']\n
        [[backends]]\nname = 'va-absent'\nencoder = 'x264enc'\nneeds_device = '/dev/no-such-device'\n
        [[backends]]\nname = 'magic'\nencoder = 'x264enc'\n";
    let (_dir, report) = with_profile(backends);
    let found = |name: &str| report["backends"].as_array().unwrap().iter().find(|b| b["name"] == name).unwrap().clone();
    assert_eq!(found("va")["state"], "failed", "{report}");
    assert_eq!(found("rkmpp")["state"], "verified", "{report}");
    assert!(found("rkmpp")["fps"].as_f64().unwrap() > 0.0);
    assert_eq!(found("rkmpp")["elements"][1]["state"], "absent", "{report}");
    assert_eq!(found("va-absent")["state"], "absent", "{report}");
    assert_eq!(found("magic")["state"], "failed", "{report}");
    assert!(found("magic")["reason"].as_str().unwrap().contains("known are software"), "{report}");
}

#[test]
fn the_doctors_report_converts_by_each_back_end_that_is_believed() {
    let path = crate::engine::clips::film("mkv", (8, "25"), "-c:v libx264 -g 50 -an");
    let film = path.to_str().unwrap();
    let answer = run(&["doctor", "--transcode", "--film", film, "--json"], &[]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let report: Value = serde_json::from_str(&answer.stdout).unwrap();
    let conversion = report["conversions"].as_array().unwrap().iter().find(|c| c["backend"] == "software").unwrap();
    assert_eq!(conversion["ok"], true, "{report}");
    assert!(conversion["fps"].as_f64().unwrap() > 0.0 && conversion["pipeline"].as_str().unwrap().contains("x264enc"));
    assert!(report["kernel"].as_str().is_some_and(|kernel| !kernel.is_empty()));
    let text = run(&["doctor", "--transcode", "--film", film], &[]).stdout;
    for part in ["conversions", "encoder  x264enc", "drivers", "320×180"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    crate::cli::check_refused(&run(&["doctor", "--transcode", "--film", "/no/such/film"], &[]), &["/no/such/film"]);
    crate::cli::check_refused(&run(&["doctor", "--film", film], &[]), &["--transcode"]);
}

/// Through the API: the session says what encodes it, and what it fell from.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_shows_its_back_end_and_what_failed() {
    fakes::register();
    let path = crate::engine::clips::film("mkv", (14, "25"), "-c:v libx264 -g 50 -an");
    let cinema = crate::hls::Cinema::with(&path).await;
    cinema.server.state.playback.engine().backends().believe(vec![backend("va", "fakeenc-late", &[], Limits::NONE)]);
    let device =
        serde_json::json!({ "containers": [], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let new = serde_json::json!({ "item_id": cinema.item_id, "device": device, "method": "transcode" });
    let session = cinema.client.post("/api/v1/playback/sessions", &new).await;
    assert_eq!(session.status, 201, "{session:?}");
    let list = async || cinema.client.get("/api/v1/playback/sessions").await.json["items"][0].clone();
    assert_eq!(list().await["backend"], Value::Null);
    let base = session.json["hls_url"].as_str().unwrap().trim_end_matches("master.m3u8").to_owned();
    for k in 0..3 {
        assert_eq!(cinema.client.get(&format!("{base}video/{k}.m4s")).await.status, 200);
    }
    let shown = list().await;
    assert_eq!((&shown["backend"], &shown["fallbacks"][0]["backend"]), (&"software".into(), &"va".into()), "{shown}");
    assert!(shown["fallbacks"][0]["reason"].as_str().unwrap().contains("gone away"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_was_tried_beside_other_work_is_believed_when_it_was_alone() {
    let server = crate::harness::TestServer::start().await;
    let (status, engine) = (&server.state.board, server.state.playback.engine().backends());
    let found = |element: &str, state: &str, fps: f64| json!([{ "element": element, "role": "encoder", "codec": "h264", "state": state, "fps": fps }]);
    let slow = json!([
        { "name": "va", "state": "verified", "fps": 9.0, "reason": "too slow", "elements": found("vah264enc", "slow", 9.0) },
        { "name": "software", "state": "verified", "fps": 50.0, "elements": found("x264enc", "good", 50.0) },
    ]);
    let slow: Vec<revenge::platform::board::Backend> = serde_json::from_value(slow).unwrap();
    engine.believe(backends::believed(status.board(), &slow));
    status.set_backends(slow);
    assert_eq!(engine.names(), ["software", "va"]);
    let alone = |element: &str, state: &str, fps: f64| -> BackendElement {
        serde_json::from_value(found(element, state, fps)[0].clone()).unwrap()
    };
    let dir = open_dir();
    // As before: nothing to correct, nothing written.
    backends::correct((status, engine), dir.path(), &[("va".to_owned(), alone("vah264enc", "slow", 10.0))]);
    assert_eq!((engine.names()[0].as_str(), dir.path().read_dir().unwrap().count()), ("software", 0));
    backends::correct((status, engine), dir.path(), &[("va".to_owned(), alone("vah264enc", "good", 200.0))]);
    assert_eq!(engine.names(), ["va", "software"]);
    let va = &status.report().backends[0];
    assert_eq!((va.fps, &va.reason, va.is_slow()), (Some(200.0), &None, false));
    let kept: Value = serde_json::from_slice(&std::fs::read(dir.path().join("backends.json")).unwrap()).unwrap();
    assert_eq!(kept["backends"][0]["elements"][0]["state"], "good", "{kept}");
}
