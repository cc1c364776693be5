//! Forty subtitle files in fourteen encodings beside one film: each shows the right text at the right time.

use std::fs;

use serde_json::Value;

use super::films;
use super::server::Server;
use crate::subtitles::LANGUAGES;

/// A cue: start and end in milliseconds, and its text.
type Shown = (i64, i64, String);

fn times(n: usize) -> (i64, i64) {
    (n as i64 * 3000 + 520, n as i64 * 3000 + 2480)
}

/// A time as `HH:MM:SS` and the rest after `mark`, in so many digits.
fn clock(ms: i64, mark: char, digits: usize) -> String {
    let (h, m, s) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    let rest = format!("{:03}", ms % 1000);
    format!("{h:02}:{m:02}:{s:02}{mark}{}", &rest[..digits])
}

fn srt(lines: &[&str]) -> String {
    let cue = |(n, line): (usize, &&str)| {
        let (start, end) = times(n);
        format!("{}\r\n{} --> {}\r\n{line}\r\n\r\n", n + 1, clock(start, ',', 3), clock(end, ',', 3))
    };
    lines.iter().enumerate().map(cue).collect()
}

fn vtt(lines: &[&str]) -> String {
    let cue = |(n, line): (usize, &&str)| {
        let (start, end) = times(n);
        format!("{} --> {}\n{line}\n\n", clock(start, '.', 3), clock(end, '.', 3))
    };
    format!("WEBVTT\n\n{}", lines.iter().enumerate().map(cue).collect::<String>())
}

fn ass(lines: &[&str]) -> String {
    let cue = |(n, line): (usize, &&str)| {
        let (start, end) = times(n);
        format!("Dialogue: 0,{},{},Default,,0,0,0,,{line}\n", &clock(start, '.', 2)[1..], &clock(end, '.', 2)[1..])
    };
    let head = "[Script Info]\nScriptType: v4.00+\n\n[Events]\n\
                Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
    format!("{head}{}", lines.iter().enumerate().map(cue).collect::<String>())
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "UTF-8" => text.as_bytes().to_vec(),
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        old => {
            let (bytes, _, has_failed) = encoding_rs::Encoding::for_label(old.as_bytes()).unwrap().encode(text);
            assert!(!has_failed, "{old} has all letters of its text");
            bytes.into_owned()
        }
    }
}

/// Milliseconds of `HH:MM:SS.mmm`.
fn ms(clock: &str) -> i64 {
    let parts = clock.split([':', '.']).map(|part| part.parse::<i64>().unwrap());
    parts.zip([3_600_000, 60_000, 1000, 1]).map(|(part, unit)| part * unit).sum()
}

fn shown(text: &str) -> Vec<Shown> {
    let blocks = text.split("\n\n").filter_map(|block| {
        let (timing, words) = block.split_once(" --> ").and_then(|(start, rest)| {
            let (end, words) = rest.split_once('\n')?;
            Some(((ms(start.rsplit('\n').next()?), ms(end.split(' ').next()?)), words))
        })?;
        let words = words.trim().replace(['\u{2068}', '\u{2069}', '\u{200e}', '\u{200f}', '\u{202b}', '\u{202c}'], "");
        Some((timing.0, timing.1, words))
    });
    blocks.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_files_in_all_encodings_show_the_right_text_at_the_right_time() {
    let folder = tempfile::tempdir().unwrap();
    let name = "Plain Harbour (2021)";
    fs::copy(films::folder().join(format!("{name}.mp4")), folder.path().join(format!("{name}.mp4"))).unwrap();
    let mut expected: Vec<Vec<Shown>> = Vec::new();
    for (n, (old, lines)) in LANGUAGES.iter().enumerate() {
        let files = [
            ("srt", srt(lines), *old),
            ("vtt", vtt(lines), "UTF-8"),
            (["ass", "srt"][n % 2], [ass(lines), srt(lines)][n % 2].clone(), ["UTF-16LE", "UTF-16BE"][n / 2 % 2]),
        ];
        for (k, (extension, text, encoding)) in files.into_iter().enumerate() {
            let path = folder.path().join(format!("{name}.{}{k}.{extension}", (b'a' + n as u8) as char));
            fs::write(path, encoded(&text, encoding)).unwrap();
            let cues = lines.iter().enumerate().map(|(n, line)| (times(n).0, times(n).1, (*line).to_owned()));
            expected.push(cues.collect());
        }
    }
    let (lines, path) = (LANGUAGES[1].1, folder.path().join(format!("{name}.forced.srt")));
    fs::write(path, encoded(&srt(lines), "UTF-8")).unwrap();
    expected.push(lines.iter().enumerate().map(|(n, l)| (times(n).0, times(n).1, (*l).to_owned())).collect());
    assert_eq!(expected.len(), 40);

    let server = Server::fresh().await;
    let library = server.add_library("movies", folder.path()).await;
    server.scan(&library).await;
    let item = server.items("kind=movie").await[0]["id"].as_str().unwrap().to_owned();
    let item = server.get(&format!("/items/{item}")).await;
    let is_subtitle = |stream: &&Value| stream["type"] == "subtitle";
    let subtitles: Vec<&Value> = item["files"][0]["streams"].as_array().unwrap().iter().filter(is_subtitle).collect();
    let session = server.play("Plain Harbour", None).await;
    let mut seen = Vec::new();
    for subtitle in &subtitles {
        let part = format!("/subtitles/{}.vtt", subtitle["index"]);
        let (status, text) = server.fetch(&session["direct_url"].as_str().unwrap().replace("/file", &part)).await;
        let text = String::from_utf8(text).unwrap();
        assert!(status.is_success(), "{subtitle}: {text}");
        seen.push(shown(&text));
    }
    seen.sort();
    expected.sort();
    assert_eq!(seen.len(), expected.len(), "{subtitles:?}");
    for (seen, expected) in seen.iter().zip(&expected) {
        for (one, other) in seen.iter().zip(expected) {
            let is_near = |a: i64, b: i64| (a - b).abs() <= 40;
            assert!(is_near(one.0, other.0) && is_near(one.1, other.1) && one.2 == other.2, "{one:?} is not {other:?}");
        }
        assert_eq!(seen.len(), expected.len(), "{seen:?}");
    }
}
