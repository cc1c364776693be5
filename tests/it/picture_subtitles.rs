//! Picture subtitles as they are: every packet with its time, from any place on, at the reader's pace. And drawn into the
//! film, for devices that cannot draw them.

use std::path::PathBuf;
use std::time::Duration;

use proptest::prelude::*;
use reqwest::StatusCode;
use revenge::domain::subtitles::{PictureKind, PictureReader};
use serde_json::json;

use crate::engine::clips::film;
use crate::harness::eventually;
use crate::harness::media::{ffmpeg, made};
use crate::hls::Cinema;

/// Seconds at which boxes come, each for two seconds.
/// One is on the screen where a segment begins.
const SHOWN: [u32; 3] = [0, 17, 50];

fn segment(seconds: u32, kind: u8, body: &[u8]) -> Vec<u8> {
    let size = u16::try_from(body.len()).unwrap().to_be_bytes();
    [b"PG", &(seconds * 90_000).to_be_bytes()[..], &[0; 4], &[kind], &size, body].concat()
}

/// A white box of 200 x 60 on 320 x 180, as a `.sup` file.
fn sup() -> Vec<u8> {
    let line = [0, 0xc0, 200, 1, 0, 0];
    let picture = line.repeat(60);
    let size = u32::try_from(picture.len() + 4).unwrap().to_be_bytes();
    let object = [&[0, 0, 0, 0xc0][..], &size[1..], &[0, 200, 0, 60], &picture].concat();
    let window = [1, 0, 0, 50, 0, 100, 0, 200, 0, 60];
    let mut number = 0;
    let mut composition = |state: u8, n_placed: u8| {
        number += 1;
        let placed: &[u8] = if n_placed == 1 { &[0, 0, 0, 0, 0, 50, 0, 100] } else { &[] };
        [&[1, 64, 0, 180, 0x10, 0, number, state, 0, 0, n_placed][..], placed].concat()
    };
    let mut file = Vec::new();
    for at in SHOWN {
        file.extend(segment(at, 0x16, &composition(0x80, 1)));
        file.extend(segment(at, 0x17, &window));
        file.extend(segment(at, 0x14, &[0, 0, 1, 235, 128, 128, 255]));
        file.extend(segment(at, 0x15, &object));
        file.extend(segment(at, 0x80, &[]));
        file.extend(segment(at + 2, 0x16, &composition(0, 0)));
        file.extend(segment(at + 2, 0x17, &window));
        file.extend(segment(at + 2, 0x80, &[]));
    }
    file
}

/// A film of a minute with a text subtitle first and a picture subtitle second.
fn with_pictures(codec: &str) -> PathBuf {
    let plain = film("mkv", (60, "25"), "-c:v libx264 -g 50 -c:a aac");
    made(&format!("pictures that go {codec} {SHOWN:?}"), "mkv", |target| {
        let (text, pictures) = (target.with_extension("srt"), target.with_extension("sup"));
        std::fs::write(&text, "1\n00:00:01,000 --> 00:00:02,500\nText\n").unwrap();
        std::fs::write(&pictures, sup()).unwrap();
        let inputs = ["-i", plain.to_str().unwrap(), "-i", text.to_str().unwrap(), "-i", pictures.to_str().unwrap()];
        let maps = ["-map", "0", "-map", "1", "-map", "2", "-c", "copy", "-c:s:1", codec];
        ffmpeg(&[&inputs[..], &maps].concat(), target);
        std::fs::remove_file(text).unwrap();
        std::fs::remove_file(pictures).unwrap();
        // ffmpeg's VobSub never goes: its command to hide comes after twelve minutes. Here it comes after two seconds.
        let mut film = std::fs::read(target).unwrap();
        let (never, soon) = ([0xff, 0xff, 0, 0x94, 2, 0xff], [0, 0xaf, 0, 0x94, 2, 0xff]);
        while let Some(at) = film.windows(6).position(|bytes| bytes == never) {
            film[at..at + 6].copy_from_slice(&soon);
        }
        std::fs::write(target, film).unwrap();
    })
}

async fn base(cinema: &Cinema) -> String {
    let wish = json!({ "item_id": cinema.item_id, "device": {}, "method": "direct" });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    session.json["direct_url"].as_str().unwrap().trim_end_matches("/file").to_owned()
}

async fn bytes(cinema: &Cinema, path: &str) -> Vec<u8> {
    let answer = cinema.client.request(reqwest::Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.bytes().await.unwrap().to_vec()
}

/// Time in seconds, kind and body of each segment of a `.sup` file.
fn segments(mut sup: &[u8]) -> Vec<(u32, u8, &[u8])> {
    let mut found = Vec::new();
    while let Some((head, rest)) = sup.split_at_checked(13) {
        assert_eq!(&head[..2], b"PG");
        let ticks = u32::from_be_bytes(*head[2..].first_chunk().unwrap());
        let (body, after) = rest.split_at(usize::from(u16::from_be_bytes([head[11], head[12]])));
        found.push(((ticks + 4_500) / 90_000, head[10], body));
        sup = after;
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn pgs_comes_byte_for_byte_from_any_place() {
    let cinema = Cinema::with(&with_pictures("copy")).await;
    let base = base(&cinema).await;
    let source = sup();
    let whole = bytes(&cinema, &format!("{base}/subtitles/3.sup")).await;
    assert_eq!(segments(&whole), segments(&source));
    // Fifteen seconds before the place, for what is on the screen there already.
    let rest = bytes(&cinema, &format!("{base}/subtitles/3.sup?start_ms=60000")).await;
    let late: Vec<_> = segments(&source).into_iter().filter(|(at, ..)| *at >= 45).collect();
    assert_eq!(segments(&rest), late);
    for nothing in ["2.sup", "3.vobsub", "3.vtt", "1.sup", "7.sup"] {
        let answer = cinema.client.get(&format!("{base}/subtitles/{nothing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let item = cinema.client.get(&format!("/api/v1/items/{}", cinema.item_id)).await.json;
    assert_eq!(item["files"][0]["streams"][3]["codec"], "pgs", "{item}");
}

#[tokio::test(flavor = "multi_thread")]
async fn vobsub_comes_with_its_palette_and_times() {
    let cinema = Cinema::with(&with_pictures("dvdsub")).await;
    let whole = bytes(&cinema, &format!("{}/subtitles/3.vobsub", base(&cinema).await)).await;
    let mut rest = whole.as_slice();
    let mut found = Vec::new();
    while let Some((head, after)) = rest.split_at_checked(10) {
        let word = |at: usize| u32::from_be_bytes(*head[at..].first_chunk().unwrap());
        let (body, after) = after.split_at(word(6) as usize);
        found.push((head[..2].to_vec(), (word(2) + 4_500) / 90_000, body));
        rest = after;
    }
    assert_eq!(found[0].0, b"VH");
    assert!(String::from_utf8_lossy(found[0].2).contains("palette:"), "{:?}", found[0]);
    let times: Vec<u32> =
        found[1..].iter().filter(|(mark, _, body)| mark == b"VS" && body.len() > 20).map(|f| f.1).collect();
    assert_eq!(times, SHOWN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_ends_with_its_client_and_with_its_session() {
    let cinema = Cinema::with(&with_pictures("copy")).await;
    let wish = json!({ "item_id": cinema.item_id, "device": {}, "method": "direct" });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    let path = session.json["direct_url"].as_str().unwrap().replace("/file", "/subtitles/3.sup");
    // More than may read at a time, if one stayed behind.
    for _ in 0..12 {
        let answer = cinema.client.request(reqwest::Method::GET, &path).send().await.unwrap();
        assert!(matches!(answer.status(), StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE), "{answer:?}");
        drop(answer);
    }
    eventually("a free reader", Duration::from_secs(10), || async {
        (cinema.client.get(&path).await.status == StatusCode::OK).then_some(())
    })
    .await;
    let id = session.json["id"].as_str().unwrap();
    assert_eq!(cinema.client.delete(&format!("/api/v1/playback/sessions/{id}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(cinema.client.get(&path).await.status, StatusCode::NOT_FOUND);
}

/// Segment `k` of the picture, decoded: for each frame whether the white box is on it.
async fn boxes(cinema: &Cinema, base: &str, k: u32) -> Vec<bool> {
    let init = bytes(cinema, &format!("{base}/video/init.mp4")).await;
    let segment = bytes(cinema, &format!("{base}/video/{k}.m4s")).await;
    let folder = tempfile::tempdir().unwrap();
    let (coded, grey) = (folder.path().join("a.mp4"), folder.path().join("a.gray"));
    std::fs::write(&coded, [init, segment].concat()).unwrap();
    let shape = ["-i", coded.to_str().unwrap(), "-f", "rawvideo", "-pix_fmt", "gray"];
    tokio::task::spawn_blocking({
        let (args, grey) = (shape.map(str::to_owned), grey.clone());
        move || ffmpeg(&args.each_ref().map(String::as_str), &grey)
    })
    .await
    .unwrap();
    let is_white = |frame: &[u8]| (112..148).all(|y| (62..238).all(|x| frame[y * 320 + x] > 200));
    std::fs::read(grey).unwrap().chunks_exact(320 * 180).map(is_white).collect()
}

async fn burnt_in(cinema: &Cinema) -> String {
    let device = json!({ "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let wish = json!({ "item_id": cinema.item_id, "device": device, "subtitle_stream": 3 });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    assert_eq!(session.status, StatusCode::CREATED, "{}", session.json);
    let verdict = &session.json["verdict"];
    assert_eq!(verdict["method"], "transcode", "{verdict}");
    assert_eq!(verdict["reasons"][0]["code"], "subtitle_burn_in", "{verdict}");
    session.json["hls_url"].as_str().unwrap().trim_end_matches("/master.m3u8").to_owned()
}

/// Frames of 25 a second, of which those from `from` on, `n` of them, have the box.
fn with_box(from: usize, n: usize) -> Vec<bool> {
    (0..150).map(|frame| (from..from + n).contains(&frame)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_drawn_into_the_film_for_whoever_cannot_draw_them() {
    for codec in ["copy", "dvdsub"] {
        let cinema = Cinema::with(&with_pictures(codec)).await;
        let base = burnt_in(&cinema).await;
        // From the start on, past the second box.
        for (k, expected) in [(0, with_box(0, 50)), (1, with_box(0, 0)), (2, with_box(125, 25)), (3, with_box(0, 25))] {
            assert_eq!(boxes(&cinema, &base, k).await, expected, "{codec}: segment {k} in order");
        }
        // The box of the segment before is still there after a seek.
        let other = burnt_in(&cinema).await;
        for (k, expected) in [(3, with_box(0, 25)), (8, with_box(50, 50))] {
            assert_eq!(boxes(&cinema, &other, k).await, expected, "{codec}: segment {k} by a seek");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_drawn_for_whoever_draws_or_does_not_want_it() {
    let cinema = Cinema::with(&with_pictures("copy")).await;
    let device = json!({
        "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"], "subtitles": ["pgs"]
    });
    let wish = json!({ "item_id": cinema.item_id, "device": device, "subtitle_stream": 3 });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await.json;
    assert_eq!(session["verdict"]["method"], "direct", "{session}");
    let cannot = json!({ "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    for other in [json!(null), json!(2)] {
        let wish = json!({ "item_id": cinema.item_id, "device": cannot, "subtitle_stream": other });
        let session = cinema.client.post("/api/v1/playback/sessions", &wish).await.json;
        assert_eq!(session["verdict"]["method"], "direct", "{other}: {session}");
    }
    // An order for something cheaper is an order.
    let wish = json!({ "item_id": cinema.item_id, "device": cannot, "subtitle_stream": 3, "method": "remux" });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await.json;
    assert_eq!(session["verdict"]["method"], "remux", "{session}");
}

/// A packet of PGS segments of right lengths, as in the file, with some bytes changed.
fn damaged(changes: &[(prop::sample::Index, u8)]) -> Vec<u8> {
    let file = sup();
    let mut packet: Vec<u8> = segments(&file)
        .into_iter()
        .flat_map(|(_, kind, body)| [&[kind][..], &u16::try_from(body.len()).unwrap().to_be_bytes(), body].concat())
        .collect();
    for (place, byte) in changes {
        let at = place.index(packet.len());
        packet[at] = *byte;
    }
    packet
}

proptest! {
    #[test]
    fn no_bytes_are_too_bad_to_be_read(
        noise in prop::collection::vec(any::<u8>(), 0..400),
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..12),
    ) {
        for kind in [PictureKind::Pgs, PictureKind::VobSub] {
            for packet in [&noise, &damaged(&changes)] {
                for moment in PictureReader::new(kind, &noise).push(0, packet) {
                    for drawing in moment.drawings {
                        prop_assert_eq!(drawing.rgba.len(), drawing.width as usize * drawing.height as usize * 4);
                    }
                }
            }
        }
    }
}
