//! A server in this process: real database, real sockets, the wiring of `app::build`, port 0.
//!
//! `TestServer::start().await` and then `server.setup_admin().await.get("/api/v1/…").await`. Ends when it is dropped.

use std::sync::Arc;

use reqwest::{Method, RequestBuilder, StatusCode, header};
use revenge::app::build;
use revenge::app::config::{self, Config, Sources};
use revenge::http::{self, AppState};
use revenge::platform::db::Db;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::TestDb;

pub const ADMIN: &str = "anna";
pub const PASSWORD: &str = "correct horse battery";

pub struct TestServer {
    pub state: AppState,
    pub config: Config,
    /// `http://127.0.0.1:PORT`, with the base path.
    pub url: String,
    pub stop: CancellationToken,
    pub db: Arc<TestDb>,
    pub data_dir: tempfile::TempDir,
    task: JoinHandle<()>,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With settings: `&[("http.trusted_proxies", "127.0.0.1")]`.
    pub async fn start_with(settings: &[(&'static str, &str)]) -> Self {
        let db = Arc::new(TestDb::new().await);
        let pool = db.db.clone();
        Self::start_on(db, pool, settings).await
    }

    /// A server of its own on the same database.
    pub async fn another_node(&self, settings: &[(&'static str, &str)]) -> Self {
        Self::start_on(Arc::clone(&self.db), self.db.another_pool(), settings).await
    }

    async fn start_on(db: Arc<TestDb>, pool: Db, settings: &[(&'static str, &str)]) -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let mut flags = vec![("data_dir", "test", data_dir.path().to_string_lossy().into_owned())];
        // The children of this process are not the server's.
        flags.push(("scan.isolated", "test", "false".to_owned()));
        flags.extend(settings.iter().map(|(key, value)| (*key, "test", (*value).to_owned())));
        let loaded = config::load(&Sources { flags, ..Sources::default() }).unwrap();
        let state = build::services(&loaded, pool).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}{}", listener.local_addr().unwrap(), state.shell.config.base_path);
        let stop = CancellationToken::new();
        let serving = http::serve(listener, state.clone(), stop.clone());
        let task = tokio::spawn(async move { serving.await.unwrap() });
        Self { state, config: loaded.config, url, stop, db, data_dir, task }
    }

    /// Nobody in particular.
    pub fn anonymous(&self) -> TestClient {
        TestClient { url: self.url.as_str().into(), token: None, http: reqwest::Client::new() }
    }

    /// Makes the first user and signs in as them.
    pub async fn setup_admin(&self) -> TestClient {
        let body = json!({ "username": ADMIN, "password": PASSWORD });
        let answer = self.anonymous().post("/api/v1/setup", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        self.anonymous().with_token(answer.json["access_token"].as_str().unwrap())
    }

    /// Adds an ordinary user and signs in as them.
    pub async fn add_user(&self, name: &str) -> TestClient {
        let password = revenge::base::Secret::new(PASSWORD);
        self.state.accounts.add_user(name, &password, revenge::domain::viewer::Role::User).await.unwrap();
        self.sign_in(name, PASSWORD).await
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> TestClient {
        let body = json!({ "username": name, "password": password });
        let answer = self.anonymous().post("/api/v1/auth/login", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        self.anonymous().with_token(answer.json["access_token"].as_str().unwrap())
    }

    /// Stops gracefully and waits for the end.
    pub async fn stop(mut self) {
        self.stop.cancel();
        (&mut self.task).await.unwrap();
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A client with or without a token.
#[derive(Clone)]
pub struct TestClient {
    url: Arc<str>,
    token: Option<Arc<str>>,
    http: reqwest::Client,
}

/// An answer, read to the end. `json` is null when the body is none.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub text: String,
    pub json: Value,
}

impl TestClient {
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.into());
        self
    }

    #[must_use]
    pub fn without_token(mut self) -> Self {
        self.token = None;
        self
    }

    pub fn token_if_any(&self) -> Option<&str> {
        self.token.as_deref()
    }

    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    /// For whatever the others do not do; `send` reads the answer.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    let json = serde_json::from_slice(&bytes).unwrap_or_default();
    Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned(), json }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Pointers of the fields that the answer complains about.
    pub fn pointers(&self) -> Vec<&str> {
        self.json["errors"].as_array().into_iter().flatten().filter_map(|e| e["pointer"].as_str()).collect()
    }
}
