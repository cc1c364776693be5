//! What a viewer finds beside the film: what comes next, what they took away, chapters, shifts, the file itself.

use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use revenge::base::new_id;
use revenge::domain::media::Chapter;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::engine::clips::{film, media};
use crate::harness::TestServer;
use crate::harness::media::{ffmpeg, made};
use crate::harness::server::TestClient;
use crate::hls::Cinema;

/// A show with specials and two seasons of three episodes: `S2E3` by its name.
struct Series {
    server: TestServer,
    client: TestClient,
    library: Uuid,
    show: Uuid,
}

impl Series {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let client = server.setup_admin().await;
        let (library, show) = (new_id(), new_id());
        let mut series = Self { server, client, library, show };
        let sql =
            format!("insert into libraries (id, name, kind, created_at) values ('{library}', 's', 'shows', now());");
        series.run(&sql).await;
        series.add_show(show, "The Show").await;
        series
    }

    async fn add_show(&mut self, show: Uuid, title: &str) {
        let mut sql = self.item(show, "show", title, None);
        for season in 0..3 {
            let id = new_id();
            sql += &self.item(id, "season", &format!("Season {season}"), Some((show, season)));
            for n in 1..4 {
                sql += &self.item(new_id(), "episode", &format!("{title} S{season}E{n}"), Some((id, n)));
            }
        }
        self.run(&sql).await;
    }

    fn item(&self, id: Uuid, kind: &str, title: &str, place: Option<(Uuid, i32)>) -> String {
        let (parent, index) =
            place.map_or(("null".to_owned(), "null".to_owned()), |(p, n)| (format!("'{p}'"), n.to_string()));
        format!(
            "insert into items (id, library_id, kind, parent_id, match_key, title, sort_title, search_text, index_no,
                duration_ms, added_at, updated_at)
             values ('{id}', '{}', '{kind}', {parent}, '{id}', '{title}', '{title}', '{title}', {index}, 100000, now(),
                now());",
            self.library
        )
    }

    async fn run(&self, sql: &str) {
        self.server.db.owner().await.batch_execute(&format!("set search_path = media; {sql}")).await.unwrap();
    }

    async fn id(&self, name: &str) -> String {
        let row = self.server.db.owner().await;
        let row = row.query_one("select id from media.items where title = $1", &[&name]).await.unwrap();
        row.get::<_, Uuid>(0).to_string()
    }

    async fn watch(&self, name: &str, body: Value) {
        let id = self.id(&format!("The Show {name}")).await;
        let answer = self.client.put(&format!("/api/v1/items/{id}/progress"), &body).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
    }

    async fn next_up(&self) -> Vec<String> {
        let list = self.client.get("/api/v1/items/next-up").await.json;
        let items = list["items"].as_array().unwrap().iter();
        items.map(|i| i["title"].as_str().unwrap().trim_start_matches("The Show ").to_owned()).collect()
    }
}

#[tokio::test]
async fn the_next_episode_may_be_in_the_next_season() {
    let series = Series::new().await;
    for (from, to) in [
        ("S1E1", Some("S1E2")),
        ("S1E3", Some("S2E1")),
        ("S2E3", None),
        ("S0E1", Some("S0E2")),
        // Specials belong to no place in the story.
        ("S0E3", None),
    ] {
        let id = series.id(&format!("The Show {from}")).await;
        let next = series.client.get(&format!("/api/v1/items/{id}/next")).await.json;
        let title = next["item"]["title"].as_str().map(|t| t.trim_start_matches("The Show "));
        assert_eq!(title, to, "after {from}");
    }
    let none = series.client.get(&format!("/api/v1/items/{}/next", series.show)).await;
    assert_eq!((none.status, none.json["item"].is_null()), (StatusCode::OK, true));
    let absent = series.client.get(&format!("/api/v1/items/{}/next", new_id())).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

type Pattern = (&'static str, Vec<(&'static str, Value)>, &'static [&'static str]);

/// Each pattern on a fresh show: what was watched in this order, and what is expected then.
#[tokio::test]
async fn next_up_is_the_expected_episode() {
    let done = || json!({ "position_ms": 0, "completed": true });
    let undone = || json!({ "position_ms": 0, "completed": false });
    let middle = || json!({ "position_ms": 30_000 });
    let nearly = || json!({ "position_ms": 95_000 });
    let patterns: Vec<Pattern> = vec![
        ("nothing", vec![], &[]),
        ("the first", vec![("S1E1", done())], &["S1E2"]),
        ("the first to its credits", vec![("S1E1", nearly())], &["S1E2"]),
        ("two in turn", vec![("S1E1", done()), ("S1E2", done())], &["S1E3"]),
        ("a whole season", vec![("S1E1", done()), ("S1E2", done()), ("S1E3", done())], &["S2E1"]),
        ("the last", vec![("S2E3", done())], &[]),
        ("begun only", vec![("S1E1", middle())], &[]),
        ("in the middle of the second", vec![("S1E1", done()), ("S1E2", middle())], &[]),
        ("begun in the middle of the show", vec![("S2E1", done())], &["S2E2"]),
        ("one left out", vec![("S1E1", done()), ("S1E3", done())], &["S2E1"]),
        ("back to the one left out", vec![("S1E1", done()), ("S1E3", done()), ("S1E2", done())], &["S2E1"]),
        ("seen again from the start", vec![("S1E2", done()), ("S1E1", done())], &["S1E3"]),
        ("a special between", vec![("S1E1", done()), ("S0E1", done())], &["S1E2"]),
        ("specials only", vec![("S0E1", done())], &["S0E2"]),
        ("taken back", vec![("S1E1", done()), ("S1E1", undone())], &[]),
        ("a season skipped", vec![("S1E1", done()), ("S2E1", done())], &["S2E2"]),
        ("the same twice", vec![("S1E1", done()), ("S1E1", done())], &["S1E2"]),
        ("the last of a season to its credits", vec![("S1E3", nearly())], &["S2E1"]),
        ("the last two", vec![("S2E2", done()), ("S2E3", done())], &[]),
        ("the second taken back", vec![("S1E1", done()), ("S1E2", done()), ("S1E2", undone())], &["S1E2"]),
    ];
    let series = Series::new().await;
    for (what, watched, expected) in patterns {
        series.run("delete from user_state;").await;
        series.client.delete(&format!("/api/v1/items/{}/begun", series.show)).await;
        for (name, body) in watched {
            series.watch(name, body).await;
        }
        assert_eq!(series.next_up().await, expected, "{what}");
    }
}

#[tokio::test]
async fn series_played_last_come_first_in_next_up() {
    let mut series = Series::new().await;
    let other = new_id();
    series.add_show(other, "Other").await;
    series.watch("S1E1", json!({ "position_ms": 0, "completed": true })).await;
    let id = series.id("Other S1E1").await;
    series.client.put(&format!("/api/v1/items/{id}/progress"), &json!({ "position_ms": 0, "completed": true })).await;
    assert_eq!(series.next_up().await, ["Other S1E2", "S1E2"]);
    let page = series.client.get("/api/v1/items/next-up?limit=1").await.json;
    let rest = format!("/api/v1/items/next-up?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = series.client.get(&rest).await.json;
    assert_eq!(
        (&page["items"][0]["title"], &rest["items"][0]["title"]),
        (&json!("Other S1E2"), &json!("The Show S1E2"))
    );
    assert_eq!(rest["next_cursor"], Value::Null);
    let wrong = series.client.get("/api/v1/items/next-up?cursor=nonsense").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    let stranger = series.server.add_user("bert").await;
    assert_eq!(stranger.get("/api/v1/items/next-up").await.json["items"], json!([]));
}

#[tokio::test]
async fn what_is_taken_off_stays_away_until_it_is_played_again() {
    let series = Series::new().await;
    let begun = || async {
        let list = series.client.get("/api/v1/items?in_progress=true").await.json;
        list["items"].as_array().unwrap().len()
    };
    series.watch("S1E1", json!({ "position_ms": 30_000 })).await;
    assert_eq!(begun().await, 1);
    let path = format!("/api/v1/items/{}", series.id("The Show S1E1").await);
    let before = series.client.get(&path).await.json["user_state"].clone();
    let answer = series.client.delete(&format!("{path}/begun")).await;
    assert_eq!((answer.status, begun().await), (StatusCode::NO_CONTENT, 0));
    assert_eq!(series.client.get(&path).await.json["user_state"], before, "how far it was watched is kept");
    series.watch("S1E1", json!({ "position_ms": 40_000 })).await;
    assert_eq!(begun().await, 1);
    let absent = series.client.delete(&format!("/api/v1/items/{}/begun", new_id())).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_shift_of_subtitles_is_kept_per_user_and_item() {
    let series = Series::new().await;
    let path = format!("/api/v1/items/{}", series.id("The Show S1E1").await);
    let shift = |ms: i64| json!({ "shift_ms": ms });
    assert_eq!(series.client.get(&path).await.json["subtitle_shift_ms"], 0);
    for ms in [-1_250, 600_000] {
        let answer = series.client.put(&format!("{path}/subtitle-shift"), &shift(ms)).await;
        assert_eq!(
            (answer.status, &series.client.get(&path).await.json["subtitle_shift_ms"]),
            (StatusCode::NO_CONTENT, &json!(ms))
        );
    }
    let wrong = series.client.put(&format!("{path}/subtitle-shift"), &shift(600_001)).await;
    assert_eq!((wrong.status, wrong.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/shift_ms"]));
    let list = series.client.get("/api/v1/items?in_progress=true").await.json;
    assert_eq!(list["items"], json!([]), "a shift is no play");
    let stranger = series.server.add_user("bert").await;
    assert_eq!(stranger.get(&path).await.json["subtitle_shift_ms"], 0);
    let other = format!("/api/v1/items/{}", series.id("The Show S1E2").await);
    assert_eq!(series.client.get(&other).await.json["subtitle_shift_ms"], 0);
}

/// A film with three chapters, one of them without a name.
fn with_chapters(extension: &str) -> PathBuf {
    let plain = film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a aac");
    made("with three chapters", extension, |target| {
        let list = target.with_extension("txt");
        let chapter = |start: u32, end: u32, title: &str| {
            format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n")
        };
        let text = chapter(0, 4_000, "Dawn – morgens") + &chapter(4_000, 9_500, "") + &chapter(9_500, 14_000, "Dusk");
        std::fs::write(&list, format!(";FFMETADATA1\n{text}")).unwrap();
        let (plain, list_path) = (plain.to_str().unwrap(), list.to_str().unwrap());
        ffmpeg(&["-i", plain, "-i", list_path, "-map", "0", "-map_chapters", "1", "-c", "copy"], target);
        std::fs::remove_file(list).unwrap();
    })
}

#[test]
fn chapters_are_read_from_both_containers() {
    for extension in ["mkv", "mp4"] {
        let info = media(&with_chapters(extension)).info;
        let found: Vec<(i64, Option<&str>)> = info.chapters.iter().map(|c| (c.start_ms, c.title.as_deref())).collect();
        assert_eq!(found, [(0, Some("Dawn – morgens")), (4_000, None), (9_500, Some("Dusk"))], "{extension}");
        assert_eq!(info.subtitles().count(), 0, "{extension}: names of chapters are no subtitles");
    }
}

#[test]
fn a_film_stored_before_chapters_were_read_has_none() {
    let old = json!({ "container": "mkv", "duration_ms": 1, "bit_rate": null, "streams": [] });
    let info: revenge::domain::media::MediaInfo = serde_json::from_value(old).unwrap();
    assert_eq!(info.chapters, [] as [Chapter; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_itself_is_downloaded_under_its_own_name() {
    let plain = film("mp4", (4, "25"), "-c:v libx264 -c:a aac");
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("Čas & \"Quotes\" 100%.mp4");
    std::fs::copy(&plain, &path).unwrap();
    let cinema = Cinema::with(Path::new(&path)).await;
    let wish = json!({ "item_id": cinema.item_id, "device": {}, "method": "direct" });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    let url = session.json["direct_url"].as_str().unwrap();
    let played = cinema.client.get(url).await;
    assert_eq!(played.header("content-disposition"), "");
    let kept = cinema.client.get(&format!("{url}?download=true&x=1")).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert_eq!(
        kept.header("content-disposition"),
        "attachment; filename*=UTF-8''%C4%8Cas%20&%20%22Quotes%22%20100%25.mp4"
    );
}
