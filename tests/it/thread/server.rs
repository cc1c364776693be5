//! The real binary as a user starts it: a process, a port, a data directory.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

/// A server under test. Killed when dropped; PostgreSQL dies with it.
pub struct Server {
    child: Child,
    pub url: String,
    token: Option<String>,
    client: Client,
    data: tempfile::TempDir,
}

impl Server {
    /// A fresh server on a free port, signed in as the first admin.
    pub async fn fresh() -> Self {
        let data = tempfile::Builder::new().prefix("revenge-").tempdir().unwrap();
        // The database runs as another user when the tests run as root, and must reach its directory.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(data.path(), open).unwrap();
        let (child, url) = spawn(data.path(), "127.0.0.1:0");
        let mut server = Self { child, url, token: None, client: Client::new(), data };
        server.ready(Duration::from_secs(60)).await;
        let account = json!({"username": "root", "password": "correct horse battery"});
        let answer = server.post("/setup", &account).await;
        server.token = Some(answer["access_token"].as_str().unwrap().to_owned());
        server
    }

    /// Power cut: no signal handler runs.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts again on the same data and the same port; returns the time until it was ready.
    pub async fn restart(&mut self) -> Duration {
        let began = Instant::now();
        let address = self.url.trim_start_matches("http://").to_owned();
        let (child, url) = spawn(self.data.path(), &address);
        (self.child, self.url) = (child, url);
        self.ready(Duration::from_secs(60)).await;
        began.elapsed()
    }

    async fn ready(&self, deadline: Duration) {
        let url = format!("{}/readyz", self.url);
        eventually(deadline, "the server is ready", async || {
            self.client.get(&url).send().await.is_ok_and(|answer| answer.status() == StatusCode::OK)
        })
        .await;
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

    /// Status and bytes of a stream URL, as a player without our headers asks for them.
    pub async fn fetch(&self, url: &str) -> (StatusCode, Vec<u8>) {
        let answer = self.client.get(self.absolute(url)).send().await.unwrap();
        (answer.status(), answer.bytes().await.unwrap().to_vec())
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
        eventually(Duration::from_secs(120), "the job ends", async || {
            let state = self.get(&path).await["state"].as_str().unwrap().to_owned();
            assert!(state != "discarded" && state != "cancelled", "{state}");
            state == "completed"
        })
        .await;
        self.get(&path).await
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

impl Drop for Server {
    fn drop(&mut self) {
        // Gracefully first, so that the coverage of the process is written.
        let pid = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap());
        // A process that is gone already needs no signal.
        let _gone = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
        let deadline = Instant::now() + Duration::from_secs(15);
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(self.child.kill());
        drop(self.child.wait());
        if std::thread::panicking() {
            let log = std::fs::read_to_string(log_path(self.data.path())).unwrap_or_default();
            let lines: Vec<_> = log.lines().collect();
            #[expect(clippy::print_stderr, reason = "a failed test shows the log of what it ran")]
            {
                eprintln!("--- the server's log\n{}", lines[lines.len().saturating_sub(60)..].join("\n"));
            }
        }
    }
}

fn log_path(data: &Path) -> PathBuf {
    data.join("server.log")
}

fn spawn(data: &Path, listen: &str) -> (Child, String) {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(log_path(data)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_revenge"))
        .args(["serve", "--listen", listen, "--data-dir"])
        .arg(data.join("data"))
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines.map_while(Result::ok).find_map(|l| l.strip_prefix("listening on ").map(str::to_owned));
    (child, url.expect("the server prints its address"))
}

/// Waits for a level, not for an edge.
pub async fn eventually(deadline: Duration, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + deadline;
    while !is_so().await {
        assert!(Instant::now() < end, "not within {deadline:?}: {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
