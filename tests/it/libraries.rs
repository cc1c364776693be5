//! Libraries and the folder picker over HTTP: who may what, which folders are refused and why.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::server::{Answer, TestClient, TestServer, send};

struct Place {
    server: TestServer,
    admin: TestClient,
    dir: TempDir,
}

impl Place {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let admin = server.setup_admin().await;
        Self { server, admin, dir: tempfile::tempdir().unwrap() }
    }

    fn folder(&self, name: &str) -> String {
        let path = self.dir.path().join(name);
        fs::create_dir_all(&path).unwrap();
        path.to_str().unwrap().to_owned()
    }

    async fn create(&self, paths: &[&str]) -> Answer {
        let body = json!({ "name": "Films", "kind": "movies", "paths": paths });
        self.admin.post("/api/v1/libraries", &body).await
    }

    /// The sentence about one path of a refused library.
    async fn refusal(&self, path: &str) -> String {
        let answer = self.create(&[path]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {answer:?}");
        assert_eq!(answer.pointers(), ["/paths/0"], "{answer:?}");
        answer.json["errors"][0]["detail"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_comes_with_its_first_scan_and_can_be_changed_and_removed() {
    let place = Place::new().await;
    let (films, more) = (place.folder("films"), place.folder("more"));
    let answer = place.create(&[&films]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let library = &answer.json;
    let path = format!("/api/v1/libraries/{}", library["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), path);
    assert_eq!(library["paths"], json!([films]));
    assert_eq!((&library["name"], &library["kind"]), (&json!("Films"), &json!("movies")));
    for (count, value) in [("item_count", json!(0)), ("file_count", json!(0)), ("last_scan_at", Value::Null)] {
        assert_eq!(library[count], value, "{count}");
    }
    let jobs = place.admin.get("/api/v1/jobs?kind=scan_library").await;
    let first_scan = &jobs.json["items"][0];
    let asked = place.admin.post(&format!("{path}/scan"), &json!({})).await;
    let asked = if asked.status == StatusCode::ACCEPTED {
        asked
    } else {
        send(place.admin.request(Method::POST, &format!("{path}/scan"))).await
    };
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{asked:?}");
    assert_eq!(asked.header("location"), format!("/api/v1/jobs/{}", asked.json["id"].as_str().unwrap()));
    assert_eq!((&asked.json["library_id"], &asked.json["item_id"]), (&library["id"], &Value::Null));
    if !first_scan.is_null() {
        assert_eq!(asked.json["id"], first_scan["id"], "one scan at a time");
    }

    let change = json!({ "name": "All films", "paths": [more, films] });
    let changed = place.admin.patch(&path, &change).await;
    assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
    assert_eq!((&changed.json["name"], &changed.json["paths"]), (&json!("All films"), &json!([more, films])));
    let list = place.admin.get("/api/v1/libraries").await;
    assert_eq!(list.json["items"][0], changed.json);
    assert_eq!(place.admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(place.admin.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(Path::new(&films).is_dir(), "media stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_that_cannot_be_a_library_are_refused_with_the_reason() {
    let place = Place::new().await;
    let films = place.folder("films/new");
    let file = place.dir.path().join("file.mkv");
    fs::write(&file, b"").unwrap();
    let data = place.server.data_dir.path().to_str().unwrap().to_owned();
    let own = place.server.data_dir.path().parent().unwrap().to_str().unwrap().to_owned();
    for (path, word) in [
        ("films", "absolute"),
        ("", "absolute"),
        ("/no/such/folder", "no such folder"),
        (file.to_str().unwrap(), "not a folder"),
        ("/proc/self", "/proc"),
        ("/sys", "/sys"),
        ("/", "contains"),
        (&data, "cannot be in a library"),
        (&own, "contains"),
    ] {
        let refusal = place.refusal(path).await;
        assert!(refusal.contains(word), "{path}: {refusal}");
    }
    assert_eq!(place.create(&[]).await.pointers(), ["/paths"]);
    let both = place.create(&[&films, "/no/such/folder", "films"]).await;
    assert_eq!(both.pointers(), ["/paths/1", "/paths/2"], "every wrong path is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn overlapping_folders_are_refused_however_they_are_spelled() {
    let place = Place::new().await;
    let films = place.folder("films");
    place.folder("films/new");
    let beside = place.folder("films-old");
    let link = place.dir.path().join("link");
    symlink(&films, &link).unwrap();
    assert_eq!(place.create(&[&films]).await.status, StatusCode::CREATED);
    for (path, word) in [
        (films.clone(), "same"),
        (format!("{films}/"), "same"),
        (format!("{films}/new/.."), "same"),
        (link.to_str().unwrap().to_owned(), "same"),
        (format!("{films}/new"), "inside"),
        (format!("{}/new", link.display()), "inside"),
        (place.dir.path().to_str().unwrap().to_owned(), "contains"),
    ] {
        let refusal = place.refusal(&path).await;
        assert!(refusal.contains(word) && refusal.contains("Films"), "{path}: {refusal}");
    }
    let twice = place.create(&[&beside, &beside]).await;
    assert_eq!(twice.pointers(), ["/paths/1"]);
    assert_eq!(place.create(&[&beside]).await.status, StatusCode::CREATED, "a name that only begins alike is free");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_bodies_are_refused_by_field() {
    let place = Place::new().await;
    let films = place.folder("films");
    for (body, pointer) in [
        (json!({ "name": " ", "kind": "movies", "paths": [films] }), "/name"),
        (json!({ "name": "a\nb", "kind": "movies", "paths": [films] }), "/name"),
        (json!({ "name": "x".repeat(101), "kind": "movies", "paths": [films] }), "/name"),
        (json!({ "name": "A", "kind": "movies", "paths": [films], "owner": 1 }), "/owner"),
    ] {
        let answer = place.admin.post("/api/v1/libraries", &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
        assert_eq!(answer.pointers(), [pointer]);
    }
    for body in [json!({ "name": "A", "kind": "photos", "paths": [films] }), json!({ "name": "A", "paths": [films] })] {
        let answer = place.admin.post("/api/v1/libraries", &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_users_see_libraries_but_no_paths_and_change_nothing() {
    let place = Place::new().await;
    let films = place.folder("films");
    let id = place.create(&[&films]).await.json["id"].as_str().unwrap().to_owned();
    let user = place.server.add_user("ben").await;
    let list = user.get("/api/v1/libraries").await;
    assert_eq!(list.status, StatusCode::OK);
    assert_eq!((&list.json["items"][0]["paths"], &list.json["items"][0]["roots"]), (&json!([]), &json!([])));
    assert!(!list.text.contains(&films), "{}", list.text);
    let path = format!("/api/v1/libraries/{id}");
    let body = json!({ "name": "B", "kind": "movies", "paths": [films] });
    for status in [
        user.post("/api/v1/libraries", &body).await.status,
        user.patch(&path, &json!({ "name": "B" })).await.status,
        user.delete(&path).await.status,
        send(user.request(Method::POST, &format!("{path}/scan"))).await.status,
        user.get(&format!("{path}/problems")).await.status,
        user.get("/api/v1/folders").await.status,
    ] {
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_picker_shows_folders_and_counts_videos() {
    let place = Place::new().await;
    let films = place.folder("films");
    for folder in ["films/b", "films/A", "films/.hidden", "films/@eaDir"] {
        place.folder(folder);
    }
    for file in ["1.mkv", "2.MP4", "notes.txt"] {
        fs::write(Path::new(&films).join(file), b"").unwrap();
    }
    let listing = place.admin.get(&format!("/api/v1/folders?path={films}")).await;
    assert_eq!(listing.status, StatusCode::OK, "{listing:?}");
    assert_eq!(listing.json["path"], json!(films));
    assert_eq!(listing.json["parent"], json!(place.dir.path().to_str().unwrap()));
    let folders = json!([{ "name": "A", "path": format!("{films}/A") }, { "name": "b", "path": format!("{films}/b") }]);
    assert_eq!(listing.json["folders"], folders);
    assert_eq!(listing.json["n_video_files"], json!(2));

    let top = place.admin.get("/api/v1/folders").await;
    assert_eq!((&top.json["path"], &top.json["parent"]), (&json!("/"), &Value::Null));
    let names: Vec<_> = top.json["folders"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"tmp") && !names.contains(&"proc"), "{names:?}");
    let data = place.server.data_dir.path().to_str().unwrap();
    for path in ["/proc", "relative", "/no/such", data] {
        let answer = place.admin.get(&format!("/api/v1/folders?path={path}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {answer:?}");
    }
}
