//! The real binary as a user starts it: a process, a port, a data directory.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::header::HeaderName;
use reqwest::{Client, Method, Response, StatusCode};
use revenge::platform::db::running_url;
use serde_json::{Value, json};

use crate::harness::process::{command_in, open_dir, ready};
use crate::harness::{Process, eventually};

/// A server under test. Killed when dropped; PostgreSQL dies with it.
pub struct Server {
    process: Process,
    pub url: String,
    token: Option<String>,
    client: Client,
    dir: tempfile::TempDir,
    /// Settings, for every start.
    variables: Vec<(String, String)>,
}

impl Server {
    /// A fresh server on a free port, signed in as the first admin.
    pub async fn fresh() -> Self {
        Self::fresh_with(&[]).await
    }

    /// The same with settings by their variables.
    pub async fn fresh_with(variables: &[(&str, &str)]) -> Self {
        let dir = open_dir();
        let variables = owned(variables);
        let started = start(dir.path(), "127.0.0.1:0", &variables);
        Self::set_up(dir, variables, started).await
    }

    /// The same in a control group.
    pub async fn fresh_in(group: &Path, variables: &[(&str, &str)]) -> Self {
        let dir = open_dir();
        let data = dir.path().join("data");
        let args = ["serve", "--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap()];
        let started = Process::serve_by(command_in(group, &args, variables), &dir.path().join("log"));
        Self::set_up(dir, owned(variables), started).await
    }

    async fn set_up(
        dir: tempfile::TempDir,
        variables: Vec<(String, String)>,
        (process, url): (Process, String),
    ) -> Self {
        let mut server = Self { process, url, token: None, client: Client::new(), dir, variables };
        ready(&server.url).await;
        let account = json!({"username": "root", "password": "correct horse battery"});
        let answer = server.post("/setup", &account).await;
        server.token = Some(answer["access_token"].as_str().unwrap().to_owned());
        server
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Status of what is asked for; errors are answers too.
    pub async fn try_play(&self, body: &Value) -> (StatusCode, Value) {
        let request = self.client.post(format!("{}/api/v1/playback/sessions", self.url)).json(body);
        let answer = request.bearer_auth(self.token.as_deref().unwrap_or_default()).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    /// Power cut: no signal handler runs.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts again on the same data and the same port; returns the time until it was ready.
    pub async fn restart(&mut self) -> Duration {
        let began = Instant::now();
        let address = self.url.trim_start_matches("http://").to_owned();
        let (process, url) = start(self.dir.path(), &address, &self.variables);
        (self.process, self.url) = (process, url);
        ready(&self.url).await;
        began.elapsed()
    }

    /// Its own database, as the server itself sees it.
    pub async fn database(&self) -> tokio_postgres::Client {
        let url = running_url(&self.dir.path().join("data")).expect("the database runs");
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let mut request = self.client.request(method.clone(), format!("{}/api/v1{path}", self.url));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Value {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Value {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Value {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Value {
        self.call(Method::DELETE, path, None).await
    }

    /// Status and bytes of a stream URL, as a player without our headers asks for them.
    pub async fn fetch(&self, url: &str) -> (StatusCode, Vec<u8>) {
        let answer = self.client.get(self.absolute(url)).send().await.unwrap();
        (answer.status(), answer.bytes().await.unwrap().to_vec())
    }

    /// A path of the API as it answers, with these headers.
    pub async fn open(&self, path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let mut request = self.client.get(self.absolute(path)).bearer_auth(self.token.as_deref().unwrap());
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        request.send().await.unwrap()
    }

    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn absolute(&self, url: &str) -> String {
        if url.starts_with("http") { url.to_owned() } else { format!("{}{url}", self.url) }
    }

    pub async fn add_library(&self, kind: &str, folder: &Path) -> String {
        let body = json!({"name": kind, "kind": kind, "paths": [folder]});
        self.post("/libraries", &body).await["id"].as_str().unwrap().to_owned()
    }

    /// Asks for a scan (or finds the running one) and waits until it has ended well.
    pub async fn scan(&self, library: &str) -> Value {
        let job = self.post(&format!("/libraries/{library}/scan"), &json!({})).await;
        self.finished(job["id"].as_str().unwrap()).await
    }

    pub async fn finished(&self, job: &str) -> Value {
        let path = format!("/jobs/{job}");
        eventually("the job ends", Duration::from_secs(120), async || {
            let job = self.get(&path).await;
            let state = job["state"].as_str().unwrap();
            assert!(state != "discarded" && state != "cancelled", "{job}");
            (state == "completed").then_some(job)
        })
        .await
    }

    pub async fn items(&self, query: &str) -> Vec<Value> {
        self.get(&format!("/items?limit=200&{query}")).await["items"].as_array().unwrap().clone()
    }

    /// A playback session for the item with this title.
    pub async fn play(&self, title: &str, method: Option<&str>) -> Value {
        let items = self.items("kind=movie").await;
        let item = items.iter().find(|item| item["title"] == title).unwrap_or_else(|| panic!("{title} in {items:?}"));
        let mut body = json!({"item_id": item["id"], "device": {
            "containers": ["mp4"],
            "video_codecs": [{"codec": "h264", "max_width": 1920, "max_height": 1080, "max_bit_depth": 8}],
            "audio_codecs": ["aac"],
            "max_channels": 2
        }});
        if let Some(method) = method {
            body["method"] = json!(method);
        }
        self.post("/playback/sessions", &body).await
    }
}

fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn start(dir: &Path, listen: &str, variables: &[(String, String)]) -> (Process, String) {
    let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let data = dir.join("data");
    Process::serve(&["--listen", listen, "--data-dir", data.to_str().unwrap()], &variables, &dir.join("log"))
}
