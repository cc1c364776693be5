//! Pictures that are gone come back by themselves, at their addresses: real process, real files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::ETAG;
use revenge::domain::library::LibraryKind;
use serde_json::{Value, json};

use crate::disks::silence::{fill, is_at_rest};
use crate::harness::ear::Ear;
use crate::harness::eventually;
use crate::harness::media::fixture;
use crate::scan::rig::Rig;
use crate::thread::server::Server;

const PATIENCE: Duration = Duration::from_secs(120);
const PASSWORD: &str = "correct horse battery";

/// What an address answers.
type Answer = (StatusCode, Option<String>, Vec<u8>);

struct House {
    server: Server,
    media: tempfile::TempDir,
    movies: String,
}

impl House {
    /// Films with seek previews, episodes, and an album with its cover beside it.
    async fn new() -> Self {
        let media = tempfile::tempdir().unwrap();
        std::fs::set_permissions(media.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let server = Server::fresh().await;
        let folders = fill(media.path());
        let cover = fixture("-f lavfi -i testsrc2=s=400x400:r=1:d=1 -frames:v 1 -c:v mjpeg -pix_fmt yuvj420p", "jpg");
        std::fs::copy(cover, media.path().join("music/Ann/Tides/cover.jpg")).unwrap();
        let mut movies = String::new();
        for (kind, folder) in folders {
            let library = server.add_library(kind, &folder).await;
            server.scan(&library).await;
            if kind == "movies" {
                server.patch(&format!("/libraries/{library}"), &json!({"previews": true})).await;
                movies = library;
            }
        }
        is_at_rest(&server).await;
        Self { server, media, movies }
    }

    fn images(&self) -> PathBuf {
        self.server.data_dir().join("images")
    }

    async fn ask(&self, address: &str) -> Answer {
        let answer = self.server.open(address, &[]).await;
        let tag = answer.headers().get(ETAG).map(|tag| tag.to_str().unwrap().to_owned());
        (answer.status(), tag, answer.bytes().await.unwrap().to_vec())
    }

    /// Of every picture in every width, and of every sheet.
    async fn addresses(&self) -> Vec<String> {
        let mut addresses = Vec::new();
        for kind in ["movie", "show", "album", "artist", "track"] {
            for item in self.server.items(&format!("kind={kind}")).await {
                let path = format!("/items/{}", item["id"].as_str().unwrap());
                for name in item["images"].as_object().unwrap().keys() {
                    addresses.extend(
                        ["?width=160", "?width=320", ""].map(|width| format!("/api/v1{path}/images/{name}{width}")),
                    );
                }
                let files = self.server.get(&path).await["files"].take();
                let urls = files.as_array().into_iter().flatten().filter_map(|file| file["previews"]["url"].as_str());
                addresses.extend(urls.map(|url| format!("{url}/0.jpg")));
            }
        }
        addresses
    }

    async fn comes_back(&self, address: &str, before: &Answer) {
        eventually(address, PATIENCE, async || (self.ask(address).await == *before).then_some(())).await;
    }

    /// Jobs that read media files, the newest first.
    async fn jobs(&self) -> Vec<Value> {
        let mut jobs = self.server.get("/jobs?limit=200").await["items"].as_array().unwrap().clone();
        jobs.retain(|job| ["extract_still", "make_previews", "scan_library"].iter().any(|kind| job["kind"] == *kind));
        jobs
    }

    /// Files of the folder of pictures.
    fn kept(&self, is_meant: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(&self.images(), &mut found);
        found.retain(|path| is_meant(path.to_str().unwrap()));
        found
    }

    fn remove(&self, is_meant: impl Fn(&str) -> bool) {
        let meant = self.kept(is_meant);
        assert!(!meant.is_empty());
        for path in meant {
            std::fs::remove_file(path).unwrap();
        }
    }

    /// Nobody asks for anything meanwhile.
    async fn keeps(&self, what: &str, is_meant: impl Fn(&str) -> bool) {
        eventually(what, PATIENCE, async || self.kept(&is_meant).first().map(drop)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_are_gone_are_made_anew() {
    let mut house = House::new().await;
    let addresses = house.addresses().await;
    let mut before = Vec::new();
    for address in &addresses {
        before.push((address.clone(), house.ask(address).await));
    }
    let is_whole = |(status, tag, bytes): &Answer| *status == StatusCode::OK && tag.is_some() && bytes.len() > 100;
    assert!(before.iter().all(|(_, answer)| is_whole(answer)), "{before:?}");
    let n_sheets = addresses.iter().filter(|address| address.ends_with("0.jpg")).count();
    assert!(n_sheets == 2 && addresses.len() >= 2 + 3 * 6, "{addresses:?}");

    // The folder is lost, and then the power, once the first picture is back.
    house.server.kill();
    std::fs::remove_dir_all(house.images()).unwrap();
    house.server.restart().await;
    house.keeps("a picture", |path| path.contains(".jpg")).await;
    house.server.kill();
    house.server.restart().await;
    house.keeps("the end of the comparison", |path| path.ends_with("database-id")).await;
    is_at_rest(&house.server).await;
    for (address, answer) in &before {
        assert_eq!(house.ask(address).await, *answer, "{address}");
    }
    assert_eq!(house.addresses().await, addresses, "everything is where it was");

    // A start with all of them does nothing: what is asked for after it is the only thing that is done.
    house.server.kill();
    let ear = Ear::at(house.media.path());
    let n_jobs = {
        house.server.restart().await;
        house.jobs().await.len()
    };
    let still =
        before.iter().find(|(address, _)| address.contains("/still") && address.ends_with("width=160")).unwrap();
    let name = still.1.1.as_ref().unwrap().trim_matches('"').split('-').next().unwrap();
    house.remove(|path| path.contains(&format!("{name}-160.")));
    for _ in 0..5 {
        let (status, tag, _) = house.ask(&still.0).await;
        // The next wider one stands in for it, as ever, until it is back.
        assert!(status == StatusCode::OK && tag.unwrap().contains(name));
    }
    house.comes_back(&still.0, &still.1).await;
    is_at_rest(&house.server).await;
    let fresh: Vec<Value> = house.jobs().await.drain(..).rev().skip(n_jobs).collect();
    assert!(fresh.len() == 1 && fresh[0]["kind"] == "extract_still", "{fresh:?}");
    let item = still.0.split('/').nth(4).unwrap();
    assert_eq!(fresh[0]["item_id"], item, "{fresh:?}");
    let is_media = |name: &String| Path::new(name).extension().is_some();
    let heard: Vec<String> = ear.heard().into_iter().filter_map(|(_, name)| name?.into_string().ok()).collect();
    let mut opened: Vec<String> = heard.into_iter().filter(is_media).collect();
    opened.dedup();
    assert_eq!(opened.len(), 1, "{opened:?}");

    let sheet = before.iter().find(|(address, _)| address.ends_with("0.jpg")).unwrap();
    let set = sheet.0.rsplit('/').nth(1).unwrap().replace('-', "");
    house.remove(|path| path.contains(&set));
    assert_eq!(house.ask(&sheet.0).await.0, StatusCode::NOT_FOUND);
    house.comes_back(&sheet.0, &sheet.1).await;
}

/// The same machine, the same folder, rows of another day.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_a_restored_database_knows_are_made_anew() {
    let house = House::new().await;
    let addresses = house.addresses().await;
    let sheet = addresses.iter().find(|address| address.ends_with("0.jpg")).unwrap();
    let before = house.ask(sheet).await;
    let job = house.server.post("/system/backups", &json!({})).await;
    let backup = house.server.finished(job["id"].as_str().unwrap()).await["result"]["backup"].clone();
    house.server.patch(&format!("/libraries/{}", house.movies), &json!({"previews": false})).await;
    house.server.post("/schedules/prune_previews/run", &json!({})).await;
    is_at_rest(&house.server).await;
    let is_sheet = |path: &str| path.contains("/previews/");
    assert!(house.kept(is_sheet).is_empty(), "they are cleared away");
    assert_eq!(house.ask(sheet).await.0, StatusCode::NOT_FOUND);

    house.server.post("/system/restore", &json!({"backup": backup, "password": PASSWORD})).await;
    let set = sheet.rsplit('/').nth(1).unwrap().replace('-', "");
    house.keeps("the sheet", |path| path.contains(&set) && path.contains(".jpg")).await;
    house.comes_back(sheet, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_made_of_a_file_that_is_there_and_not_asked_for_where_none_is() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let here = "Alpha (2001)/Alpha (2001) - 1080p.mkv";
    rig.film(here, 1);
    let gone = rig.film("Alpha (2001)/Alpha (2001) - 2160p.mkv", 2);
    rig.scan().await;
    std::fs::remove_file(gone).unwrap();
    rig.scan().await;
    let client = rig.test.owner().await;
    let alpha = rig.item("Alpha").await.id;
    let sql = "delete from core.jobs; delete from core.job_history;
        insert into media.items (id, library_id, kind, match_key, title, sort_title, search_text, added_at, updated_at)
        select gen_random_uuid(), i.library_id, 'movie', n::text, n::text, n::text, n::text, now(), now()
        from media.items i, generate_series(1, 1200) n;
        insert into media.images
            (item_id, library_id, type, width, height, blurhash, color, content_hash, source_file_id, created_at)
        select i.id, i.library_id, 'still', 320, 180, '', '#000000', md5(i.title),
            (select f.id from media.files f where i.title = 'Alpha' and f.state = 'missing'), now()
        from media.items i";
    client.batch_execute(sql).await.unwrap();

    let minding = tokio::spawn(rig.libraries.clone().mind_pictures());
    let mark = rig.data.path().join("images/database-id");
    eventually("the end of the comparison", PATIENCE, async || mark.exists().then_some(())).await;
    minding.abort();
    let sql = "select j.args ->> 'item_id' = $1, convert_from(f.rel_path, 'utf8')
        from (select kind, args from core.jobs union all select kind, args from core.job_history) j
        join media.files f on f.id::text = j.args ->> 'file_id'
        where j.kind = 'extract_still'";
    let jobs = client.query(sql, &[&alpha.to_string()]).await.unwrap();
    let asked: Vec<(bool, String)> = jobs.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(asked, [(true, here.to_owned())], "among 1,200 that have no file at all");
}
