//! Picture subtitles as they are: every packet with its time, from any place on, at the reader's pace.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;

use crate::engine::clips::film;
use crate::harness::eventually;
use crate::harness::media::{ffmpeg, made};
use crate::hls::Cinema;

/// Seconds at which boxes come, each for two seconds.
const SHOWN: [u32; 3] = [0, 20, 50];

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
    made(&format!("pictures {codec} {SHOWN:?}"), "mkv", |target| {
        let (text, pictures) = (target.with_extension("srt"), target.with_extension("sup"));
        std::fs::write(&text, "1\n00:00:01,000 --> 00:00:02,500\nText\n").unwrap();
        std::fs::write(&pictures, sup()).unwrap();
        let inputs = ["-i", plain.to_str().unwrap(), "-i", text.to_str().unwrap(), "-i", pictures.to_str().unwrap()];
        let maps = ["-map", "0", "-map", "1", "-map", "2", "-c", "copy", "-c:s:1", codec];
        ffmpeg(&[&inputs[..], &maps].concat(), target);
        std::fs::remove_file(text).unwrap();
        std::fs::remove_file(pictures).unwrap();
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
