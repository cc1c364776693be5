//! Seek previews by the real program: complete by count, at the right time, once and for all, and never against a player.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};

use super::films;
use super::server::Server;
use crate::harness::eventually;
use crate::harness::media::{fixture, made};

const PATIENCE: Duration = Duration::from_secs(120);

/// A film whose grey says which second it is.
fn clock(seconds: u32, group: u32, extension: &str) -> PathBuf {
    let picture = format!("color=black:size=160x90:rate=2:duration={seconds},geq=lum=16+2*floor(T):cb=128:cr=128");
    let codec = format!("-c:v libx264 -preset veryfast -g {group} -keyint_min 1 -sc_threshold 0 -pix_fmt yuv420p");
    fixture(&format!("-f lavfi -i {picture} {codec}"), extension)
}

/// Six minutes and more: three sheets. One grey for ten seconds.
fn long() -> PathBuf {
    let picture = "color=black:size=160x90:rate=4:duration=800,geq=lum=16+2*floor(T/10):cb=128:cr=128";
    fixture(&format!("-f lavfi -i {picture} -c:v libx264 -preset veryfast -g 8 -pix_fmt yuv420p"), "mkv")
}

/// Its second half is gone; the head still promises all of it.
fn cut_off() -> PathBuf {
    made("the first half of the clock", "mkv", |target| {
        let bytes = std::fs::read(clock(100, 2, "mkv")).unwrap();
        std::fs::write(target, &bytes[..bytes.len() / 2]).unwrap();
    })
}

struct Shelf {
    server: Server,
    library: String,
    folder: tempfile::TempDir,
}

impl Shelf {
    async fn of(films: &[(&str, PathBuf)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, film) in films {
            std::fs::copy(film, folder.path().join(name)).unwrap();
        }
        let server = Server::fresh().await;
        let library = server.add_library("movies", folder.path()).await;
        server.scan(&library).await;
        Self { server, library, folder }
    }

    async fn state(&self) -> Value {
        self.server.get(&format!("/libraries/{}/previews", self.library)).await
    }

    async fn switch(&self, are_wanted: bool) {
        let path = format!("/libraries/{}", self.library);
        assert_eq!(self.server.patch(&path, &json!({"previews": are_wanted})).await["previews"], are_wanted);
    }

    async fn jobs(&self, kind: &str) -> Vec<Value> {
        self.server.get(&format!("/jobs?kind={kind}")).await["items"].as_array().unwrap().clone()
    }

    async fn made(&self) -> Value {
        self.switch(true).await;
        let jobs = self.jobs("make_previews").await;
        self.server.finished(jobs[0]["id"].as_str().unwrap()).await
    }

    /// The item and the previews of its file.
    async fn previews(&self, title: &str) -> Value {
        let items = self.server.items("kind=movie").await;
        let item = items.iter().find(|item| item["title"] == title).unwrap_or_else(|| panic!("{title} in {items:?}"));
        let item = self.server.get(&format!("/items/{}", item["id"].as_str().unwrap())).await;
        item["files"][0]["previews"].clone()
    }

    /// The grey in the middle of each picture, as the second that it tells.
    async fn seconds(&self, previews: &Value) -> Vec<f64> {
        let n = |name: &str| previews[name].as_u64().unwrap() as usize;
        let (width, height, columns, rows) = (n("width"), n("height"), n("columns"), n("rows"));
        let mut seconds = Vec::new();
        for sheet in 0..n("n_tiles").div_ceil(columns * rows) {
            let answer = self.server.open(&format!("{}/{sheet}.jpg", previews["url"].as_str().unwrap()), &[]).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let (grey, stride) = grey_of(&answer.bytes().await.unwrap());
            for tile in 0..(n("n_tiles") - seconds.len()).min(columns * rows) {
                let (x, y) = (tile % columns * width + width / 2, tile / columns * height + height / 2);
                seconds.push(f64::from(grey[y * stride + x]) * 219.0 / 255.0 / 2.0);
            }
        }
        seconds
    }

    fn sheets_on_disk(&self) -> Vec<PathBuf> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(&self.server.data_dir().join("images/previews"), &mut found);
        found.sort();
        found
    }
}

/// Luma and the length of a row.
fn grey_of(jpeg: &[u8]) -> (Vec<u8>, usize) {
    let file = tempfile::Builder::new().suffix(".jpg").tempfile().unwrap();
    std::fs::write(file.path(), jpeg).unwrap();
    let path = file.path().to_str().unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(["-v", "error"]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let width = run("ffprobe", &["-show_entries", "stream=width", "-of", "csv=p=0", path]);
    let grey = run("ffmpeg", &["-i", path, "-f", "rawvideo", "-pix_fmt", "gray", "-"]);
    (grey, String::from_utf8_lossy(&width).trim().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_are_complete_by_count_and_show_the_right_time() {
    let films = [
        ("Clock (2001).mkv", clock(100, 2, "mkv")),
        ("Other Clock (2002).mp4", clock(95, 2, "mp4")),
        ("Third Clock (2003).ts", clock(60, 2, "ts")),
        ("Short (2004).mkv", clock(2, 2, "mkv")),
        ("One Group (2005).mkv", clock(40, 9999, "mkv")),
        ("Half (2006).mkv", cut_off()),
    ];
    let shelf = Shelf::of(&films).await;
    let before = shelf.state().await;
    assert_eq!((before["enabled"].as_bool(), before["n_files"].as_u64()), (Some(false), Some(6)), "{before}");
    assert_eq!((before["n_tiles_done"].as_u64(), before["estimate"]["is_measured"].as_bool()), (Some(0), Some(false)));
    assert!(before["estimate"]["bytes"].as_u64() > Some(0) && before["estimate"]["work_ms"].as_u64() > Some(0));
    assert!(shelf.jobs("make_previews").await.is_empty() && shelf.sheets_on_disk().is_empty(), "off is no work");

    let trial = shelf.server.post(&format!("/libraries/{}/previews/trial", shelf.library), &json!({})).await;
    shelf.server.finished(trial["id"].as_str().unwrap()).await;
    let tried = shelf.state().await;
    assert_eq!(tried["estimate"]["is_measured"], true, "{tried}");
    assert!(shelf.sheets_on_disk().is_empty(), "a trial keeps nothing");

    let job = shelf.made().await;
    assert_eq!((job["result"]["films"].as_u64(), job["result"]["films_left"].as_u64()), (Some(6), Some(0)), "{job}");
    let after = shelf.state().await;
    assert_eq!(after["n_tiles_done"], after["n_tiles"], "{after}");
    assert_eq!((after["n_done"].as_u64(), after["n_without"].as_u64()), (Some(6), Some(0)), "{after}");
    assert!(after["bytes"].as_u64().unwrap() > 0, "{after}");

    for (title, n_tiles) in [("Clock", 10), ("Other Clock", 10), ("Third Clock", 6)] {
        let previews = shelf.previews(title).await;
        assert_eq!(previews["n_tiles"], n_tiles, "{title}: {previews}");
        let seconds = shelf.seconds(&previews).await;
        for (n, second) in seconds.iter().enumerate() {
            let expected = if title == "Other Clock" && n == 9 { 92.0 } else { n as f64 * 10.0 + 5.0 };
            assert!((second - expected).abs() <= 1.4, "{title}: picture {n} shows {second} s: {seconds:?}");
        }
    }
    assert_eq!(shelf.previews("Short").await["n_tiles"], 1);
    // One keyframe only: each picture shows it.
    let repeated = shelf.seconds(&shelf.previews("One Group").await).await;
    assert!(repeated.len() == 4 && repeated.iter().all(|second| *second < 1.5), "{repeated:?}");
    // What is gone shows what is nearest to it.
    let half = shelf.seconds(&shelf.previews("Half").await).await;
    assert!(half.windows(2).all(|pair| pair[1] >= pair[0] - 0.6) && half[0] < 7.0, "{half:?}");
    check_addresses(&shelf).await;

    shelf.switch(false).await;
    eventually("the sheets are removed", PATIENCE, async || shelf.sheets_on_disk().is_empty().then_some(())).await;
    assert_eq!(shelf.state().await["n_done"], 0);
    assert_eq!(shelf.previews("Clock").await, Value::Null);
}

async fn check_addresses(shelf: &Shelf) {
    let url = shelf.previews("Clock").await["url"].as_str().unwrap().to_owned();
    let words = shelf.server.open(&format!("{url}/index.vtt"), &[]).await;
    assert_eq!(words.headers()["content-type"], "text/vtt; charset=utf-8");
    let words = words.text().await.unwrap();
    assert_eq!(words.matches("#xywh=").count(), 10, "{words}");
    assert!(words.contains("00:01:10.000 --> 00:01:20.000\n0.jpg#xywh=160,90,160,90\n"), "{words}");

    let sheet = shelf.server.open(&format!("{url}/0.jpg"), &[]).await;
    assert_eq!(sheet.headers()["cache-control"], "private, max-age=31536000, immutable");
    let tag = sheet.headers()[ETAG].to_str().unwrap().to_owned();
    let again = shelf.server.open(&format!("{url}/0.jpg"), &[(IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    for nonsense in ["1.jpg", "00.jpg", "-1.jpg", "0.png", "x", "index.vt"] {
        let answer = shelf.server.open(&format!("{url}/{nonsense}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{nonsense}");
    }
    assert_eq!(shelf.server.fetch(&format!("{url}/0.jpg")).await.0, StatusCode::UNAUTHORIZED);
    // By another item's address it is not there.
    let (other, set) =
        (shelf.previews("Short").await["url"].as_str().unwrap().to_owned(), url.rsplit('/').next().unwrap());
    let other = other.rsplit_once('/').unwrap().0;
    assert_eq!(shelf.server.open(&format!("{other}/{set}/0.jpg"), &[]).await.status(), StatusCode::NOT_FOUND);

    // The same for a player that has nothing but its stream's address.
    let session = shelf.server.play("Clock", None).await;
    let stream = session["hls_url"].as_str().unwrap().trim_end_matches("/master.m3u8").to_owned();
    let (status, words) = shelf.server.fetch(&format!("{stream}/previews/index.vtt")).await;
    assert_eq!((status, String::from_utf8_lossy(&words).matches("0.jpg#xywh=").count()), (StatusCode::OK, 10));
    let (status, sheet) = shelf.server.fetch(&format!("{stream}/previews/0.jpg")).await;
    assert!(status == StatusCode::OK && sheet.starts_with(&[0xFF, 0xD8]));
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_that_are_cut_off_go_on_with_the_next_sheet() {
    let mut shelf = Shelf::of(&[("Long (2001).mkv", long())]).await;
    shelf.switch(true).await;
    // A file alone is not enough: the sheet counts from the moment at which its row says so.
    let database = shelf.server.database().await;
    eventually("the first sheet", PATIENCE, async || {
        let row = database.query_opt("select from media.preview_sets where n_sheets > 0", &[]).await.unwrap();
        row.map(drop)
    })
    .await;
    shelf.server.kill();
    let first = shelf.sheets_on_disk().remove(0);
    let made_at = std::fs::metadata(&first).unwrap().modified().unwrap();
    assert!(shelf.sheets_on_disk().len() < 3, "the power went too late");
    shelf.server.restart().await;
    assert!(
        shelf.state().await["n_done"] == 0 && shelf.previews("Long").await == Value::Null,
        "not before it is complete"
    );
    let job = shelf.jobs("make_previews").await[0]["id"].as_str().unwrap().to_owned();
    shelf.server.finished(&job).await;
    let previews = shelf.previews("Long").await;
    assert_eq!(previews["n_tiles"], 80);
    for (n, ten) in shelf.seconds(&previews).await.iter().enumerate() {
        assert!((ten - n as f64).abs() <= 1.4, "picture {n} shows {ten}");
    }
    assert_eq!(std::fs::metadata(&first).unwrap().modified().unwrap(), made_at, "what was made is not made again");

    // Other contents need other pictures, and the old ones go.
    std::fs::copy(clock(100, 2, "mkv"), shelf.folder.path().join("Long (2001).mkv")).unwrap();
    shelf.server.scan(&shelf.library).await;
    let url = previews["url"].clone();
    let fresh = eventually("new previews", PATIENCE, async || {
        let fresh = shelf.previews("Long").await;
        (fresh != Value::Null && fresh["url"] != url).then_some(fresh)
    });
    assert_eq!(fresh.await["n_tiles"], 10);
    shelf.server.post("/schedules/prune_previews/run", &json!({})).await;
    eventually("the old sheets go", PATIENCE, async || (shelf.sheets_on_disk().len() == 1).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_wait_while_somebody_plays() {
    let shelf = Shelf::of(&[
        ("Long (2001).mkv", long()),
        ("Plain Harbour (2021).mp4", films::folder().join("Plain Harbour (2021).mp4")),
    ])
    .await;
    shelf.server.play("Plain Harbour", None).await;
    shelf.switch(true).await;
    let held = eventually("the job is held", PATIENCE, async || {
        let job = shelf.jobs("make_previews").await.remove(0);
        let queues = shelf.server.get("/queues").await;
        let bulk = queues["items"].as_array().unwrap().iter().find(|queue| queue["name"] == "bulk").unwrap();
        (job["state"] == "available" && bulk["held"]["why"] == "playing").then_some(job)
    })
    .await;
    assert_eq!(held["attempt"], 0, "{held}");
    assert!(shelf.sheets_on_disk().is_empty());
}
