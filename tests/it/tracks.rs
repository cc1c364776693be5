//! Which tracks begin, by what a viewer likes: a table of files and rules, and the way from a setting to a session.

use reqwest::StatusCode;
use revenge::domain::media::{MediaInfo, Stream, StreamKind};
use revenge::domain::playback::{SubtitleTrack, SubtitleWish, TrackRules};
use serde_json::json;

use crate::engine::clips::film;
use crate::harness::media::{ffmpeg, made};
use crate::hls::Cinema;

/// `ja`, `de*` (default), `de!` (forced), `en=Commentary`.
fn track(index: u32, kind: StreamKind, text: &str) -> Stream {
    let mut stream = Stream::new(index, kind, if kind == StreamKind::Audio { "aac" } else { "srt" }.to_owned());
    let (marks, title) = text.split_once('=').map_or((text, None), |(marks, title)| (marks, Some(title)));
    let language = marks.trim_end_matches(['*', '!']);
    stream.language = (language != "?").then(|| language.to_owned());
    stream.title = title.map(str::to_owned);
    (stream.default, stream.forced) = (marks.contains('*'), marks.contains('!'));
    stream
}

fn media(sounds: &str, subtitles: &str) -> MediaInfo {
    let list = |text: &str, kind| -> Vec<(StreamKind, String)> {
        text.split(',').filter(|t| !t.is_empty()).map(|t| (kind, t.trim().to_owned())).collect()
    };
    let all = [list(sounds, StreamKind::Audio), list(subtitles, StreamKind::Subtitle)].concat();
    let streams = (1..).zip(all).map(|(index, (kind, text))| track(index, kind, &text)).collect();
    serde_json::from_value::<MediaInfo>(
        json!({ "container": "mkv", "duration_ms": 1000, "bit_rate": null, "streams": [] }),
    )
    .map(|media| MediaInfo { streams, ..media })
    .unwrap()
}

fn rules(audio: &str, subtitles: &str, wish: SubtitleWish) -> TrackRules {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    TrackRules { audio_languages: list(audio), subtitle_languages: list(subtitles), subtitles: wish }
}

/// The streams that begin: the sound, and the subtitle or 0.
fn begins(rules: &TrackRules, sounds: &str, subtitles: &str) -> (u32, u32) {
    let media = media(sounds, subtitles);
    let sound = rules.audio(&media).and_then(|index| media.stream(index)).or_else(|| media.default_audio());
    let tracks: Vec<SubtitleTrack> = media.subtitles().map(Into::into).collect();
    let shown = rules.subtitle(&tracks, sound.and_then(|s| s.language.as_deref()));
    (sound.map_or(0, |s| s.index), shown.unwrap_or(0))
}

#[test]
fn japanese_sound_with_german_subtitles_and_forced_ones_in_german_films() {
    let rules = rules("ja", "de", SubtitleWish::Foreign);
    let cases = [
        // Sounds, subtitles, what begins.
        ("ja,de", "de,en", (1, 3)),
        ("de*,ja", "de,en", (2, 3)),
        ("de,ja", "de!,de", (2, 4)),
        ("ger,jpn", "ger!,ger", (2, 4)),
        ("deu*,jpn", "eng,deu", (2, 4)),
        ("ja", "", (1, 0)),
        ("ja", "en", (1, 0)),
        ("ja", "de!", (1, 2)),
        ("ja", "en*,de", (1, 3)),
        ("ja", "de=Signs & Songs,de=Dialogue", (1, 3)),
        ("ja", "de=Forced,de", (1, 3)),
        ("ja", "de=SDH,de", (1, 3)),
        ("ja", "de=Hörgeschädigte,de", (1, 3)),
        ("ja", "de=Kommentar,de", (1, 3)),
        ("ja", "de,de*=Full", (1, 3)),
        ("ja=Commentary,ja", "de", (2, 3)),
        ("ja,ja*", "de", (2, 3)),
        // German films.
        ("de", "de!,de", (1, 2)),
        ("de", "de", (1, 0)),
        ("de", "de,de=Erzwungen", (1, 3)),
        ("de,en", "de!,en!", (1, 3)),
        ("en,de*", "en!,de!", (2, 4)),
        ("de-AT", "de-DE!,de-DE", (1, 2)),
        ("German", "de!", (1, 2)),
        // Neither Japanese nor German.
        ("en", "de,en", (1, 2)),
        ("en", "en", (1, 0)),
        ("fr,en*", "fr,de", (2, 4)),
        ("ko", "de!,de", (1, 3)),
        // Who does not say what is spoken.
        ("?", "de", (1, 0)),
        ("?", "de!,de", (1, 2)),
        ("?,ja", "de", (2, 3)),
        ("", "de", (0, 0)),
    ];
    for (sounds, subtitles, expected) in cases {
        assert_eq!(begins(&rules, sounds, subtitles), expected, "{sounds} | {subtitles}");
    }
}

#[test]
fn other_wishes() {
    use SubtitleWish::{Always, Forced, Foreign, Off};
    let cases = [
        (rules("", "", Off), "en,de*", "de!,de", (2, 0)),
        (rules("en de", "", Off), "de*,en", "de", (2, 0)),
        (rules("sv en", "", Off), "de*,en", "de", (2, 0)),
        (rules("", "", Forced), "en*,de", "de!,en!", (1, 4)),
        (rules("", "en", Forced), "ja", "ja!,en!,en", (1, 3)),
        (rules("", "en", Forced), "en", "en", (1, 0)),
        (rules("", "en", Always), "en", "de,en", (1, 3)),
        (rules("", "en de", Always), "en", "de", (1, 2)),
        (rules("", "pt-BR", Always), "en", "pob,en", (1, 2)),
        (rules("", "en sv", Foreign), "sv", "en,sv", (1, 0)),
        (rules("", "en sv", Foreign), "da", "sv,en", (1, 3)),
    ];
    for (rules, sounds, subtitles, expected) in cases {
        assert_eq!(begins(&rules, sounds, subtitles), expected, "{rules:?}: {sounds} | {subtitles}");
    }
}

/// German and Japanese sound; forced German, German and English subtitles.
async fn cinema() -> Cinema {
    let plain = film("mkv", (4, "25"), "-c:v libx264 -g 50 -c:a aac");
    let path = made("tracks by rules", "mkv", |target| {
        let text = target.with_extension("srt");
        std::fs::write(&text, "1\n00:00:01,000 --> 00:00:02,500\nText\n").unwrap();
        let (plain, text_path) = (plain.to_str().unwrap(), text.to_str().unwrap());
        let inputs = ["-i", plain, "-i", text_path];
        let maps = ["-map", "0:v", "-map", "0:a", "-map", "0:a", "-map", "1", "-map", "1", "-map", "1", "-c", "copy"];
        let marks = [
            "-metadata:s:a:0",
            "language=ger",
            "-metadata:s:a:1",
            "language=jpn",
            "-disposition:a:0",
            "default",
            "-metadata:s:s:0",
            "language=ger",
            "-disposition:s:0",
            "forced",
            "-metadata:s:s:1",
            "language=ger",
            "-disposition:s:1",
            "0",
            "-metadata:s:s:2",
            "language=eng",
            "-disposition:s:2",
            "0",
        ];
        ffmpeg(&[&inputs[..], &maps, &marks].concat(), target);
        std::fs::remove_file(text).unwrap();
    });
    Cinema::with(&path).await
}

async fn session(
    cinema: &Cinema,
    more: serde_json::Value,
) -> (serde_json::Value, serde_json::Value, serde_json::Value) {
    let device = json!({ "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let mut wish = json!({ "item_id": cinema.item_id, "device": device });
    wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let outlook = cinema.client.post("/api/v1/playback/verdict", &wish).await.json;
    let answer = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json);
    for key in ["audio_stream", "subtitle_stream"] {
        assert_eq!(outlook[key], answer.json[key], "the verdict is what happens");
    }
    (
        answer.json["audio_stream"].clone(),
        answer.json["subtitle_stream"].clone(),
        answer.json["verdict"]["method"].clone(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_follows_the_rules_of_its_title_and_its_viewer() {
    let cinema = cinema().await;
    assert_eq!(session(&cinema, json!({})).await, (json!(1), json!(null), json!("direct")));
    let own = json!({ "audio_languages": ["ja"], "subtitle_languages": ["de"], "subtitles": "foreign" });
    assert_eq!(cinema.client.put("/api/v1/playback/rules", &own).await.status, StatusCode::NO_CONTENT);
    assert_eq!(cinema.client.get("/api/v1/playback/rules").await.json, own);
    assert_eq!(session(&cinema, json!({})).await, (json!(2), json!(4), json!("remux")));
    // What is chosen is chosen, even nothing.
    assert_eq!(session(&cinema, json!({ "subtitle_stream": null })).await.1, json!(null));
    assert_eq!(session(&cinema, json!({ "audio_stream": 1 })).await, (json!(1), json!(3), json!("direct")));
    let title = format!("/api/v1/items/{}/playback-rules", cinema.item_id);
    let german = json!({ "audio_languages": ["de"], "subtitle_languages": ["en"], "subtitles": "always" });
    assert_eq!(cinema.client.put(&title, &german).await.status, StatusCode::NO_CONTENT);
    assert_eq!(cinema.client.get(&title).await.json, json!({ "own": german, "inherited": own }));
    assert_eq!(session(&cinema, json!({})).await, (json!(1), json!(5), json!("direct")));
    assert_eq!(cinema.client.delete(&title).await.status, StatusCode::NO_CONTENT);
    assert_eq!(session(&cinema, json!({})).await, (json!(2), json!(4), json!("remux")));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_nothing_can_match_are_refused() {
    let cinema = cinema().await;
    for (bad, pointer) in [
        (json!({ "audio_languages": [""] }), "/audio_languages"),
        (json!({ "subtitle_languages": ["de", "x".repeat(40)] }), "/subtitle_languages"),
        (json!({ "audio_languages": vec!["de"; 9] }), "/audio_languages"),
    ] {
        let answer = cinema.client.put("/api/v1/playback/rules", &bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert_eq!(answer.json["errors"][0]["pointer"], pointer, "{}", answer.json);
    }
    let nobody = format!("/api/v1/items/{}/playback-rules", uuid::Uuid::nil());
    assert_eq!(cinema.client.get(&nobody).await.status, StatusCode::NOT_FOUND);
    assert_eq!(cinema.client.put(&nobody, &json!({})).await.status, StatusCode::NOT_FOUND);
}
