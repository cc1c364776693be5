//! Lighter pictures: what is offered, what it costs, and that choosing one takes no second encoder.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::StatusCode;
use revenge::domain::media::{MediaInfo, Stream, StreamKind};
use revenge::domain::playback::{
    Burden, Choice, Device, Facts, Limits, MemoryRoom, Obstacle, Plan, Quality, Room, admit, decide, ladder, qualities,
};
use serde_json::{Value, json};

use crate::engine::clips::film;
use crate::harness::eventually;
use crate::harness::server::{Answer, TestServer};
use crate::hls::Cinema;

const FACTS: Facts = Facts { has_index: true };
const LIMITS: Limits = Limits { can_encode: true, max_encode_height: 1080, overload: None };

fn movie(codec: &str, (width, height): (u32, u32), bit_rate: u64) -> MediaInfo {
    let stream = Stream {
        width: Some(width),
        height: Some(height),
        frame_rate: Some((24, 1)),
        ..Stream::new(0, StreamKind::Video, codec.into())
    };
    MediaInfo {
        container: "mkv".into(),
        duration_ms: 60_000,
        bit_rate: Some(bit_rate),
        streams: vec![stream],
        chapters: Vec::new(),
        clock_jumps: false,
        loudness: None,
        tags: None,
        exact: None,
    }
}

fn device() -> Device {
    serde_json::from_value(json!({ "containers": ["mp4"], "video_codecs": [{ "codec": "h264" }] })).unwrap()
}

fn plan(media: &MediaInfo) -> Plan {
    decide(media, FACTS, &device(), LIMITS, &Choice::default()).unwrap()
}

fn names(media: &MediaInfo, limits: Limits, capacity: Option<f64>) -> Vec<u32> {
    ladder(media, &plan(media), limits, capacity).into_iter().map(|rung| rung.name).collect()
}

#[test]
fn the_ladder_goes_down_from_the_source_and_holds_what_the_machine_can() {
    let large = movie("hevc", (3840, 1606), 20_000_000);
    // A wide picture counts by the frame that holds it, and the planned one is no lighter than itself.
    assert_eq!(names(&large, LIMITS, None), [1080, 720, 480, 360, 240]);
    assert_eq!(ladder(&large, &plan(&large), LIMITS, None)[1].height, 536);
    assert_eq!(names(&movie("h264", (1280, 720), 4_000_000), LIMITS, None), [480, 360, 240]);
    // A thin stream would become fatter.
    assert_eq!(names(&movie("h264", (1280, 720), 500_000), LIMITS, None), [] as [u32; 0]);
    assert_eq!(names(&large, Limits { can_encode: false, ..LIMITS }, None), [] as [u32; 0]);
    // 3840 x 1606 at 24 frames is 148 million pixels to decode: with 200 million units the small ones fit, with 140 none.
    let small = names(&large, LIMITS, Some(200e6));
    assert!(!small.contains(&1080) && small.contains(&360), "{small:?}");
    assert_eq!(names(&large, LIMITS, Some(140e6)), [] as [u32; 0]);
}

#[test]
fn each_quality_has_its_price() {
    let menu = |media: &MediaInfo| -> Vec<Quality> {
        let chosen = Choice { max_height: Some(480), ..Choice::default() };
        qualities((media, FACTS), &device(), LIMITS, &chosen, Some(400e6))
    };
    let copied = menu(&movie("h264", (1920, 1080), 8_000_000));
    assert_eq!((copied[0].name, copied[0].load), (None, None), "the file's own comes first and costs nothing");
    let loads: Vec<f64> = copied[1..].iter().map(|q| q.load.unwrap()).collect();
    assert!(loads.windows(2).all(|pair| pair[0] > pair[1]) && loads[0] < 1.0, "{loads:?}");
    let converted = menu(&movie("hevc", (1920, 1080), 8_000_000));
    assert!(converted[0].load > converted[1].load, "{converted:?}");
}

fn clip() -> PathBuf {
    film("mkv", (60, "24"), "-c:v libx265 -x265-params log-level=error -preset ultrafast -c:a aac")
}

fn wish(cinema: &Cinema, more: &Value) -> Value {
    let device = json!({ "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let mut wish = json!({ "item_id": cinema.item_id, "device": device });
    wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    wish
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_before_play_is_what_happens() {
    let cinema = Cinema::with(&clip()).await;
    for more in [json!({}), json!({ "max_height": 144 }), json!({ "method": "remux" }), json!({ "method": "direct" })] {
        let wish = wish(&cinema, &more);
        let foreseen = cinema.client.post("/api/v1/playback/verdict", &wish).await;
        let begun = cinema.client.post("/api/v1/playback/sessions", &wish).await;
        assert_eq!((foreseen.status, begun.status), (StatusCode::OK, StatusCode::CREATED), "{more} {begun:?}");
        assert_eq!(foreseen.json["verdict"], begun.json["verdict"], "{more}");
        assert_eq!(foreseen.json["qualities"], begun.json["qualities"], "{more}");
    }
    let wrong = cinema.client.post("/api/v1/playback/verdict", &wish(&cinema, &json!({ "max_height": 1 }))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_does_not_convert_says_so_before_play() {
    let server = TestServer::start_with(&[("transcode.sessions", "0")]).await;
    let cinema = Cinema::on(server, &clip()).await;
    let outlook = cinema.client.post("/api/v1/playback/verdict", &wish(&cinema, &json!({}))).await;
    assert_eq!(outlook.json["verdict"]["accepted"], false, "{outlook:?}");
    assert!(outlook.json["verdict"]["why"].as_str().unwrap().contains("does not convert"), "{outlook:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_armada_plays_and_remuxes_and_refuses_to_convert_by_its_name() {
    let tree = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/boards/marvell-helios4");
    let cinema = Cinema::on(TestServer::start_with(&[("board.root", tree)]).await, &clip()).await;
    let begin = async |method: &str| {
        let wish = wish(&cinema, &json!({ "method": method }));
        cinema.client.post("/api/v1/playback/sessions", &wish).await
    };
    for method in ["direct", "remux"] {
        let session = begin(method).await;
        assert_eq!(session.status, StatusCode::CREATED, "{method}: {session:?}");
    }
    let refused = begin("transcode").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{refused:?}");
    let why = refused.json["verdict"]["why"].as_str().unwrap();
    assert_eq!(why, "this machine does not convert video: Marvell Armada 38x is too slow for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lighter_picture_of_the_same_session_takes_its_encoder_along() {
    let server = TestServer::start_with(&[("transcode.sessions", "1")]).await;
    let cinema = Cinema::on(server, &long_film()).await;
    let begun = cinema.client.post("/api/v1/playback/sessions", &wish(&cinema, &json!({ "ladder": true }))).await;
    let master_path = begun.json["hls_url"].as_str().unwrap();
    let master = cinema.client.get(master_path).await.text;
    let variants: Vec<&str> = master.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    assert_eq!(variants, ["video/index.m3u8", "video-480/index.m3u8", "video-360/index.m3u8", "video-240/index.m3u8"]);
    assert!(master.contains("RESOLUTION=854x480") && master.contains("RESOLUTION=1280x720"), "{master}");
    // The longest wait for another's encoder is 20 s; a player's own is taken at once.
    for part in ["video/0.m4s", "video-240/1.m4s", "video/4.m4s", "video-480/5.m4s"] {
        let path = master_path.replace("master.m3u8", part);
        let answer = tokio::time::timeout(Duration::from_secs(15), cinema.client.get(&path)).await.expect(part);
        assert_eq!(answer.status, StatusCode::OK, "{part}");
        assert_eq!(cinema.server.state.playback.engine().permits().n_held(), 1, "{part}");
    }
    let engine = cinema.server.state.playback.engine();
    eventually("a measured encoder", Duration::from_secs(20), || async { engine.capacity() }).await;
    let other = json!({ "replaces": begun.json["id"] });
    let alone = cinema.client.post("/api/v1/playback/sessions", &wish(&cinema, &other)).await;
    let master = cinema.client.get(alone.json["hls_url"].as_str().unwrap()).await.text;
    assert_eq!(master.matches("#EXT-X-STREAM-INF").count(), 1, "a player that is told nothing gets one picture");
    assert!(alone.json["verdict"]["load"].as_f64().unwrap() > 0.0, "{alone:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_measured_is_enough_to_refuse_somebody_for_before_any_film_has_played() {
    let server = TestServer::start().await;
    let engine = server.state.playback.engine().clone();
    assert_eq!((engine.capacity(), engine.settled_capacity()), (None, None));
    let preferred = engine.backends().names().swap_remove(0);
    engine.tally().expect_work(&BTreeMap::from([(preferred, 1e6)]));
    let asked = tokio::task::spawn_blocking(move || (engine.capacity(), engine.settled_capacity()));
    let known = tokio::time::timeout(Duration::from_secs(20), asked).await.expect("an answer").unwrap();
    assert_eq!(known, (Some(1e6), Some(1e6)));
}

/// A film whose conversion takes some seconds.
fn long_film() -> PathBuf {
    film("mkv", (60, "24"), "-vf scale=1280:720 -c:v libx265 -x265-params log-level=error -preset ultrafast")
}

async fn begin(cinema: &Cinema, more: Value) -> Answer {
    cinema.client.post("/api/v1/playback/sessions", &wish(cinema, &more)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_conversion_too_many_is_refused_with_the_reason_and_disturbs_nobody() {
    let server = TestServer::start_with(&[("transcode.sessions", "1")]).await;
    let cinema = Cinema::on(server, &long_film()).await;
    let running = begin(&cinema, json!({})).await;
    let master = running.json["hls_url"].as_str().unwrap().to_owned();
    let segment =
        async |k: u32| cinema.client.get(&master.replace("master.m3u8", &format!("video/{k}.m4s"))).await.status;
    // A conversion that is far enough ahead gives its encoder away: asked again while it is at work.
    let mut asked = 0..8;
    let (foreseen, refused) = loop {
        let k = asked.next().expect("it is never at work when somebody else asks");
        assert_eq!(segment(k).await, StatusCode::OK);
        let foreseen = cinema.client.post("/api/v1/playback/verdict", &wish(&cinema, &json!({}))).await;
        let refused = begin(&cinema, json!({})).await;
        if refused.status == StatusCode::CONFLICT && foreseen.json["verdict"]["accepted"] == false {
            break (foreseen, refused);
        }
    };
    let verdict = &refused.json["verdict"];
    assert_eq!((&foreseen.json["verdict"]["accepted"], &verdict["accepted"]), (&json!(false), &json!(false)));
    assert!(verdict["why"].as_str().unwrap().contains("1 conversion is running"), "{refused:?}");
    assert!(verdict["retry_after_ms"].as_u64().unwrap() >= 1000, "{refused:?}");
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=120).contains(&wait), "{wait}");
    assert_eq!(refused.json["offers"], json!([]), "no other version, and nothing lighter without an encoder");
    // What costs no encoder begins all the same, and so does the player's own next session.
    for more in [json!({ "method": "remux" }), json!({ "method": "direct" }), json!({ "replaces": running.json["id"] })]
    {
        assert_eq!(segment(1).await, StatusCode::OK, "the running one goes on");
        assert_eq!(begin(&cinema, more.clone()).await.status, StatusCode::CREATED, "{more}");
    }
    assert_eq!(segment(2).await, StatusCode::NOT_FOUND, "it was taken over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversion_that_memory_has_no_room_for_waits_for_the_one_at_work() {
    let limits = [("transcode.sessions", "4"), ("memory.pipelines_bytes", "1048576")];
    let cinema = Cinema::on(TestServer::start_with(&limits).await, &long_film()).await;
    // Alone it disturbs nobody.
    let running = begin(&cinema, json!({})).await;
    assert!(running.json["verdict"]["cost"]["memory_bytes"].as_u64().unwrap() > 24 << 20, "{running:?}");
    let first = running.json["hls_url"].as_str().unwrap().replace("master.m3u8", "video/0.m4s");
    assert_eq!(cinema.client.get(&first).await.status, StatusCode::OK);
    let refused = begin(&cinema, json!({ "max_height": 240 })).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{refused:?}");
    assert!(refused.json["verdict"]["why"].as_str().unwrap().contains("memory"), "{refused:?}");
    assert!(refused.json["verdict"]["retry_after_ms"].is_u64(), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_user_does_not_take_all_encoders() {
    let limits = [("transcode.sessions", "4"), ("playback.conversions_per_user", "1")];
    let cinema = Cinema::on(TestServer::start_with(&limits).await, &long_film()).await;
    let other = cinema.server.add_user("bert").await;
    let running = begin(&cinema, json!({})).await;
    let first = running.json["hls_url"].as_str().unwrap().replace("master.m3u8", "video/0.m4s");
    assert_eq!(cinema.client.get(&first).await.status, StatusCode::OK);
    let refused = begin(&cinema, json!({ "max_height": 240 })).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{refused:?}");
    assert!(refused.json["verdict"]["why"].as_str().unwrap().contains("one user"), "{refused:?}");
    let begun = other.post("/api/v1/playback/sessions", &wish(&cinema, &json!({ "max_height": 240 }))).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{begun:?}");
}

#[test]
fn two_that_would_each_be_slower_than_real_time_are_not_both_begun() {
    let table = [
        // What runs, what is wanted, slots, what the machine manages.
        (&[][..], 500, 2, Some(100.0), Ok(())),
        (&[], 500, 0, Some(100.0), Err(Obstacle::Slots)),
        (&[40], 60, 2, Some(100.0), Ok(())),
        (&[40], 61, 2, Some(100.0), Err(Obstacle::Work)),
        (&[40], 61, 2, None, Ok(())),
        (&[40, 1], 1, 2, Some(100.0), Err(Obstacle::Slots)),
        (&[200], 1, 2, Some(100.0), Err(Obstacle::Work)),
    ];
    for (running, work, slots, capacity, expected) in table {
        let burden = |work| Burden { work, memory_bytes: 0 };
        let burdens: Vec<_> = running.iter().copied().map(burden).collect();
        let memory = MemoryRoom { together_bytes: 0, alone_bytes: 0, is_short: false };
        let room = Room { slots, capacity, memory };
        assert_eq!(admit(&burdens, burden(work), room), expected, "{running:?} {work} {slots} {capacity:?}");
    }
}

#[test]
fn a_conversion_begins_only_where_there_is_memory_for_it() {
    let table = [
        // Memory of what runs, of what is wanted, and whether they take more than expected.
        (&[][..], 150, false, Ok(())),
        (&[], 151, false, Err(Obstacle::TooLarge)),
        (&[], 150, true, Ok(())),
        (&[60], 40, false, Ok(())),
        (&[60], 41, false, Err(Obstacle::Memory)),
        (&[60], 1, true, Err(Obstacle::Memory)),
        (&[60], 151, false, Err(Obstacle::TooLarge)),
    ];
    for (running, wanted, is_short, expected) in table {
        let burden = |memory_bytes| Burden { work: 1, memory_bytes };
        let burdens: Vec<_> = running.iter().copied().map(burden).collect();
        let memory = MemoryRoom { together_bytes: 100, alone_bytes: 150, is_short };
        let room = Room { slots: 4, capacity: None, memory };
        assert_eq!(admit(&burdens, burden(wanted), room), expected, "{running:?} {wanted} {is_short}");
    }
}
