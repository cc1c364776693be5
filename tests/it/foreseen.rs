//! A thousand devices ask what would happen, and then press play: it happens.

use std::collections::BTreeSet;
use std::path::PathBuf;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::engine::clips::film;
use crate::hls::Cinema;

const DEVICES_PER_FILM: u64 = 200;

/// Films, with the name that a copied picture has in fMP4; none where it cannot be copied.
fn films() -> Vec<(PathBuf, Option<&'static [u8]>)> {
    let short = |extension, rest| film(extension, (8, "25"), rest);
    vec![
        (short("mp4", "-c:v libx264 -g 50 -c:a aac"), Some(b"avc1")),
        (short("mkv", "-c:v libx265 -x265-params log-level=error -preset ultrafast -c:a ac3 -ac 6"), Some(b"hvc1")),
        (short("webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -c:a libopus"), Some(b"vp09")),
        (short("avi", "-c:v mpeg4 -g 25 -c:a libmp3lame"), None),
        (short("mkv", "-c:v libx264 -g 50 -c:a flac"), Some(b"avc1")),
    ]
}

/// The same devices in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn some<'a>(&mut self, of: &[&'a str]) -> Vec<&'a str> {
        of.iter().copied().filter(|_| self.roll(2) == 0).collect()
    }

    fn wish(&mut self, item_id: uuid::Uuid) -> Value {
        let video = self.some(&["h264", "hevc", "vp9", "mpeg4"]);
        let abilities = |dice: &mut Self| -> Vec<Value> {
            let limited = |dice: &mut Self, codec| match dice.roll(4) {
                0 => json!({ "codec": codec, "max_height": 144 }),
                _ => json!({ "codec": codec }),
            };
            video.iter().map(|codec| limited(dice, codec)).collect()
        };
        let mut device = json!({
            "containers": self.some(&["mp4", "mkv", "webm", "avi"]),
            "video_codecs": abilities(self),
            "audio_codecs": self.some(&["aac", "ac3", "opus", "mp3", "flac"]),
        });
        if self.roll(3) == 0 {
            device["max_channels"] = json!(2);
        }
        if self.roll(6) == 0 {
            device["max_bit_rate"] = json!(150_000 * (1 + self.roll(8)));
        }
        let mut wish = json!({ "item_id": item_id, "device": device });
        match self.roll(8) {
            0 => wish["max_height"] = json!(144),
            1 => wish["method"] = json!(["direct", "remux", "transcode"][self.roll(3) as usize]),
            _ => {}
        }
        wish
    }
}

/// What the session's picture is really made of.
async fn assert_happens(cinema: &Cinema, session: &Value, copied: Option<&[u8]>) {
    let method = session["verdict"]["method"].as_str().unwrap();
    let url = session["direct_url"].as_str().or(session["hls_url"].as_str()).unwrap();
    if method == "direct" {
        let file = cinema.client.request(reqwest::Method::GET, url).header("range", "bytes=0-99").send().await.unwrap();
        assert_eq!(file.status(), StatusCode::PARTIAL_CONTENT);
        return;
    }
    let address = url.replace("master.m3u8", "video/init.mp4");
    let init = cinema.client.request(reqwest::Method::GET, &address).send().await.unwrap();
    assert_eq!(init.status(), StatusCode::OK, "{session}");
    let init = init.bytes().await.unwrap();
    let expected = if method == "transcode" { b"avc1" } else { copied.unwrap() };
    assert!(init.windows(4).any(|name| name == expected), "{method}: {session}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_is_what_happens_in_a_thousand_cases() {
    let mut dice = Dice(39);
    let mut methods = BTreeSet::new();
    for (path, copied) in films() {
        let cinema = Cinema::with(&path).await;
        let mut tried = BTreeSet::new();
        for _ in 0..DEVICES_PER_FILM {
            let wish = dice.wish(cinema.item_id);
            let foreseen = cinema.client.post("/api/v1/playback/verdict", &wish).await.json;
            let begun = cinema.client.post("/api/v1/playback/sessions", &wish).await;
            // What an encoder was measured to do meanwhile may change how much of the machine it is.
            let without_load = |verdict: &Value| {
                let mut verdict = verdict.clone();
                verdict["load"] = Value::Null;
                verdict
            };
            assert_eq!(without_load(&foreseen["verdict"]), without_load(&begun.json["verdict"]), "{wish}");
            if begun.status == StatusCode::CONFLICT {
                assert_eq!(foreseen["verdict"]["accepted"], false, "{wish}");
                methods.insert("refused".to_owned());
                continue;
            }
            assert_eq!(begun.status, StatusCode::CREATED, "{wish}: {}", begun.json);
            assert_eq!(foreseen["verdict"]["accepted"], true, "{wish}");
            let method = begun.json["verdict"]["method"].as_str().unwrap().to_owned();
            if tried.insert(method.clone()) {
                assert_happens(&cinema, &begun.json, copied).await;
            }
            methods.insert(method);
        }
    }
    assert_eq!(methods.into_iter().collect::<Vec<_>>(), ["direct", "refused", "remux", "transcode"]);
}
