//! Backups through the API: the real program makes them, takes them in, and puts them back by itself.

use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::signal::Signal;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::harness::process::{Process, open_dir, ready};
use crate::harness::server::{ADMIN, PASSWORD};
use crate::harness::{TestDb, eventually};

/// Debug builds on a shared machine.
const PATIENCE: Duration = Duration::from_secs(60);
const BACKUPS: &str = "/api/v1/system/backups";
const RESTORE: &str = "/api/v1/system/restore";

struct House {
    server: Process,
    url: String,
    token: String,
    data: PathBuf,
    http: reqwest::Client,
    _dir: tempfile::TempDir,
}

impl House {
    async fn new(variables: &[(&str, &str)]) -> Self {
        let dir = open_dir();
        let data = dir.path().join("data");
        let args = ["--data-dir", data.to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let (server, url) = Process::serve(&args, variables, &dir.path().join("log"));
        ready(&url).await;
        let mut house = Self { server, url, token: String::new(), data, http: reqwest::Client::new(), _dir: dir };
        house.sign_in("/api/v1/setup").await;
        house
    }

    async fn sign_in(&mut self, path: &str) {
        let body = json!({ "username": ADMIN, "password": PASSWORD });
        let answer = self.http.post(format!("{}{path}", self.url)).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
        let signed_in: Value = answer.json().await.unwrap();
        signed_in["access_token"].as_str().unwrap().clone_into(&mut self.token);
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let answer = self.request(Method::POST, path).json(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    /// Makes one and returns its name.
    async fn make(&self) -> String {
        let (status, job) = self.post(BACKUPS, &json!({})).await;
        assert_eq!(status, 202, "{job}");
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
        let done = eventually("the backup is made", PATIENCE, async || {
            let job = self.get(&path).await;
            assert_ne!(job["state"], "discarded", "{job}");
            (job["state"] == "completed").then_some(job)
        })
        .await;
        done["result"]["backup"].as_str().unwrap().to_owned()
    }

    async fn upload(&self, bytes: Vec<u8>) -> (u16, Value) {
        let request = self.request(Method::POST, &format!("{BACKUPS}/upload"));
        let answer = request.header("content-type", "application/octet-stream").body(bytes).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Puts one back; returns what the server says of it in its next life.
    async fn restore(&mut self, name: &str) -> Value {
        let n_lives = || self.server.log().matches("\"message\":\"ready\"").count();
        let n_before = n_lives();
        let answer = self.post(RESTORE, &json!({ "backup": name, "password": PASSWORD })).await;
        assert_eq!(answer.0, 202, "{answer:?}");
        eventually("the server comes back", PATIENCE, async || (n_lives() > n_before).then_some(())).await;
        self.sign_in("/api/v1/auth/login").await;
        self.get(RESTORE).await["last"].take()
    }

    async fn library_names(&self) -> Vec<String> {
        let libraries = self.get("/api/v1/libraries").await;
        libraries["items"].as_array().unwrap().iter().map(|l| l["name"].as_str().unwrap().to_owned()).collect()
    }

    async fn add_library(&self, name: &str, folder: &Path) {
        let body = json!({ "name": name, "kind": "movies", "paths": [folder] });
        assert_eq!(self.post("/api/v1/libraries", &body).await.0, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_moved_and_put_back_without_a_terminal() {
    let mut house = House::new(&[]).await;
    let films = tempfile::tempdir().unwrap();
    let name = house.make().await;
    let listed = house.get(BACKUPS).await["items"][0].clone();
    assert_eq!((&listed["name"], &listed["origin"]), (&json!(name), &json!("manual")), "{listed}");
    assert!(listed["is_restorable"] == true && listed["size_bytes"].as_u64() > Some(1000), "{listed}");

    // It leaves whole, and comes in again; what is damaged does not stay.
    let answer = house.request(Method::GET, &format!("{BACKUPS}/{name}/file")).send().await.unwrap();
    assert!(answer.headers()["content-disposition"].to_str().unwrap().contains(&name));
    let file = answer.bytes().await.unwrap().to_vec();
    assert_eq!(file, std::fs::read(house.data.join("backups").join(&name)).unwrap());
    let mut flipped = file.clone();
    flipped[file.len() / 2] ^= 0x20;
    for (bad, word) in
        [(file[..file.len() / 2].to_vec(), "ends before"), (flipped, "damaged"), (b"a text".to_vec(), "no backup")]
    {
        let (status, problem) = house.upload(bad).await;
        assert!(status == 422 && problem["detail"].as_str().unwrap().contains(word), "{word}: {problem}");
    }
    let (status, uploaded) = house.upload(file).await;
    assert_eq!((status, &uploaded["origin"]), (201, &json!("uploaded")), "{uploaded}");
    let names = || std::fs::read_dir(house.data.join("backups")).unwrap().count();
    assert_eq!(names(), 2, "nothing half-made is left");

    // Names lead nowhere else.
    for name in [
        "..%2Flock",
        "..%2F..%2Fetc%2Fpasswd",
        "..%2Fbackups%2F..%2Fx.tar.zst",
        "nothing.tar.zst",
        "%2Ftmp%2Fx.tar.zst",
    ] {
        for (method, path) in
            [(Method::GET, format!("{BACKUPS}/{name}/file")), (Method::DELETE, format!("{BACKUPS}/{name}"))]
        {
            assert_eq!(house.request(method, &path).send().await.unwrap().status(), 404, "{path}");
        }
    }

    // What comes after it is undone.
    house.add_library("Later", films.path()).await;
    let wrong = house.post(RESTORE, &json!({ "backup": name, "password": "not the one" })).await;
    assert_eq!((wrong.0, &wrong.1["errors"][0]["pointer"]), (422, &json!("/password")));
    let missing = house.post(RESTORE, &json!({ "backup": "../lock", "password": PASSWORD })).await;
    assert_eq!(missing.0, 404, "{missing:?}");
    // A file that was damaged on the disk stops nothing.
    let place = house.data.join("backups/backup-2020-01-01-000000.tar.zst");
    std::fs::write(&place, b"was one once").unwrap();
    let damaged =
        house.post(RESTORE, &json!({ "backup": "backup-2020-01-01-000000.tar.zst", "password": PASSWORD })).await;
    assert_eq!(damaged.0, 422, "{damaged:?}");
    let listed = house.get(BACKUPS).await;
    let broken =
        listed["items"].as_array().unwrap().iter().find(|kept| kept["name"] == "backup-2020-01-01-000000.tar.zst");
    assert_eq!(broken.unwrap()["is_restorable"], false, "{listed}");
    assert_eq!(house.library_names().await, ["Later"]);

    let done = house.restore(uploaded["name"].as_str().unwrap()).await;
    assert_eq!((&done["error"], &done["backup"]), (&Value::Null, &uploaded["name"]), "{done}");
    assert!(house.library_names().await.is_empty());
    // And the undoing can be undone.
    let replaced = done["replaced"].as_str().unwrap();
    assert!(house.data.join("backups").join(replaced).exists(), "{done}");
    let path = format!("{BACKUPS}/{replaced}");
    assert_eq!(house.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(house.request(Method::DELETE, &path).send().await.unwrap().status(), 404);
    house.server.signal(Signal::SIGTERM);
    assert!(house.server.ended().0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_database_is_put_back_unless_others_work_with_it() {
    let db = TestDb::new().await;
    let films = tempfile::tempdir().unwrap();
    let mut house = House::new(&[("REVENGE_DATABASE__URL", &db.url())]).await;
    let name = house.make().await;
    house.add_library("Later", films.path()).await;
    // Another node.
    let other = db.client().await;
    let refused = house.restore(&name).await;
    assert!(refused["error"].as_str().unwrap().contains("stop it first"), "{refused}");
    assert_eq!(house.library_names().await, ["Later"]);
    drop(other);
    db.db.close();
    assert_eq!(house.restore(&name).await["error"], Value::Null);
    assert!(house.library_names().await.is_empty());
}
