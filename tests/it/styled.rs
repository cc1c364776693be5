//! ASS with its styling: the script as it was, from inside and beside a film, and the fonts that travel with it.

use std::path::PathBuf;

use reqwest::StatusCode;
use revenge::base::new_id;
use revenge::domain::subtitles::ass_script;
use serde_json::json;

use crate::engine::clips::film;
use crate::harness::media::{ffmpeg, made};
use crate::hls::Cinema;

const SCRIPT: &str = "[Script Info]
ScriptType: v4.00+
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Alignment
Style: Sign,Strange Font,28,&H0000FF00,-1,8

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:05.00,0:00:07.50,Sign,,0,0,0,,{\\pos(320,40)\\frz15}Later, with a comma
Dialogue: 1,0:00:01.02,0:00:02.00,Sign,Tom,1,2,3,,First\\Nin two lines
";
const FONT: &[u8] = b"\x00\x01\x00\x00 not much of a font, but it says that it is one";

/// A film with the script and a font inside, and something attached that is no font.
fn styled() -> PathBuf {
    let plain = film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a aac");
    made(SCRIPT, "mkv", |target| {
        let paths = ["ass", "ttf", "jpg"].map(|ending| target.with_extension(ending));
        for (path, bytes) in paths.iter().zip([SCRIPT.as_bytes(), FONT, b"\xff\xd8 a cover"]) {
            std::fs::write(path, bytes).unwrap();
        }
        let [script, font, cover] = paths.each_ref().map(|p| p.to_str().unwrap());
        let plain = plain.to_str().unwrap();
        let attached = ["-attach", cover, "-metadata:s:t:0", "mimetype=image/jpeg", "-attach", font];
        let named =
            ["-metadata:s:t:1", "mimetype=application/x-truetype-font", "-metadata:s:t:1", "filename=Strange.ttf"];
        let streams = ["-i", plain, "-i", script, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "ass"];
        ffmpeg(&[&streams[..], &attached, &named].concat(), target);
        for path in &paths {
            std::fs::remove_file(path).unwrap();
        }
    })
}

fn lines(script: &str) -> Vec<&str> {
    script.lines().map(str::trim_end).filter(|l| l.starts_with("Style:") || l.starts_with("Dialogue:")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_inside_a_film_comes_as_it_was_with_its_fonts() {
    let cinema = Cinema::with(&styled()).await;
    let item = cinema.client.get(&format!("/api/v1/items/{}", cinema.item_id)).await.json;
    assert_eq!(item["files"][0]["streams"][2]["codec"], "ass", "{item}");
    let wish = json!({ "item_id": cinema.item_id, "device": {}, "method": "direct" });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    let base = session.json["direct_url"].as_str().unwrap().trim_end_matches("/file").to_owned();

    let script = cinema.client.get(&format!("{base}/subtitles/2.ass")).await;
    assert_eq!((script.status, script.header("content-type")), (StatusCode::OK, "text/x-ssa; charset=utf-8"));
    assert!(script.text.contains("PlayResX: 640"), "{}", script.text);
    let mut expected = lines(SCRIPT);
    // What was read first comes first.
    expected[1..].sort_by_key(|line| script.text.find(*line));
    assert_eq!(lines(&script.text), expected);

    let words = cinema.client.get(&format!("{base}/subtitles/2.vtt")).await.text;
    assert!(words.contains("00:00:05.000 --> 00:00:07.500") && words.contains("Later, with a comma"), "{words}");
    let fonts = cinema.client.get(&format!("{base}/fonts")).await.json;
    assert_eq!(fonts["items"].as_array().unwrap().len(), 1, "{fonts}");
    assert_eq!(fonts["items"][0]["name"], "Strange.ttf");
    let font = cinema.client.get(fonts["items"][0]["url"].as_str().unwrap()).await;
    assert_eq!(font.text.as_bytes(), FONT);
    for nothing in ["subtitles/1.ass", "subtitles/9.ass", "subtitles/2.srt", "fonts/1", "fonts/x"] {
        let answer = cinema.client.get(&format!("{base}/{nothing}")).await;
        assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY), "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_beside_a_film_comes_in_utf_8_whatever_it_was_written_in() {
    let plain = film("mp4", (4, "25"), "-c:v libx264 -c:a aac");
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&plain, folder.path().join("Film.mp4")).unwrap();
    let text = SCRIPT.replace("First", "Čtvrtý břeh");
    let units: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("Film.cs.ass"), units).unwrap();
    let cinema = Cinema::with(&folder.path().join("Film.mp4")).await;
    let sql = format!(
        "insert into media.sidecars (id, file_id, library_id, root_id, rel_path, format, language)
         select '{}', f.id, f.library_id, f.root_id, 'Film.cs.ass', 'ass', 'cs' from media.files f",
        new_id()
    );
    cinema.server.db.owner().await.batch_execute(&sql).await.unwrap();
    let wish = json!({ "item_id": cinema.item_id, "device": {}, "method": "direct" });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    let script = session.json["direct_url"].as_str().unwrap().replace("/file", "/subtitles/2.ass");
    assert_eq!(lines(&cinema.client.get(&script).await.text), lines(&text));
}

#[test]
fn a_script_is_made_again_from_what_matroska_keeps() {
    let header = "\u{feff}[Script Info]\nTitle: x\n\n[Events]\nFormat: Marked, Start\n";
    let blocks = [(3_661_005, 3_661_999, "1,0,Default,,0,0,0,,Zwei, drei\r\n"), (0, 10, "0,2,Sign,A,1,2,3,fx,Eins\0")];
    let script = ass_script(header, blocks);
    let expected = "[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, \
        MarginV, Effect, Text\nDialogue: 2,0:00:00.00,0:00:00.01,Sign,A,1,2,3,fx,Eins\n\
        Dialogue: 0,1:01:01.01,1:01:02.00,Default,,0,0,0,,Zwei, drei\n";
    assert_eq!(script, expected);
    assert_eq!(ass_script("", [(0, 1, "no block at all")]).lines().count(), 4);
}
