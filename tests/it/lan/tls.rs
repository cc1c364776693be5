//! TLS on the server's own port, by curl as an independent client.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::certificate;
use crate::cli;
use crate::harness::server::{ADMIN, PASSWORD};
use crate::harness::{TestServer, eventually};

struct Stage {
    server: TestServer,
    dir: tempfile::TempDir,
}

impl Stage {
    async fn start(settings: &[(&'static str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        certificate(dir.path(), "server", "DNS:localhost,IP:127.0.0.1");
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let (pem, key) = (path("server.pem"), path("server.key"));
        let tls = [("http.tls_certificate", pem.as_str()), ("http.tls_key", key.as_str())];
        let server = TestServer::start_with(&[&tls[..], settings].concat()).await;
        Self { server, dir }
    }

    /// What curl prints, when it accepts the certificate.
    async fn curl(&self, args: &[&str]) -> Option<String> {
        let mut command = tokio::process::Command::new("curl");
        command.args(["-s", "--max-time", "20", "--cacert"]).arg(self.dir.path().join("ca.pem")).args(args);
        let output = command.output().await.unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url.replace("http:", "https:"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_port_speaks_https_with_both_versions_of_http_and_secure_cookies() {
    let stage = Stage::start(&[]).await;
    let admin = stage.server.setup_admin().await;
    let url = stage.url("/healthz");
    for (version, seen) in [("--http1.1", "1.1"), ("--http2", "2")] {
        let shown = stage.curl(&[version, "-w", " %{http_version}", &url]).await;
        assert_eq!(shown.as_deref(), Some(format!("ok\n {seen}").as_str()));
    }
    let body = json!({ "username": ADMIN, "password": PASSWORD }).to_string();
    let args = ["-i", "-H", "content-type: application/json", "-d", &body, &stage.url("/api/v1/auth/login")];
    let answer = stage.curl(&args).await.unwrap().to_ascii_lowercase();
    let cookie = answer.lines().find(|line| line.starts_with("set-cookie:")).expect("signing in sets a cookie");
    assert!(cookie.contains("; secure"), "{cookie}");
    // Events come one by one through the encryption.
    let events = ["--no-buffer", "--max-time", "2", "-H", &format!("authorization: Bearer {}", admin.token())];
    let url = stage.url("/api/v1/events");
    let mut command = Command::new("curl");
    command.args(["-s", "--cacert"]).arg(stage.dir.path().join("ca.pem")).args(events).arg(&url);
    let shown = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(!shown.stdout.is_empty(), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not() {
    let stage = Stage::start(&[]).await;
    let (dir, url) = (stage.dir.path(), stage.url("/healthz"));
    let renewed = url.replace("127.0.0.1", "renewed.local");
    let port = url.trim_end_matches("/healthz").rsplit(':').next().unwrap();
    let resolve = format!("renewed.local:{port}:127.0.0.1");
    let asked = ["--resolve", resolve.as_str(), renewed.as_str()];
    assert!(stage.curl(&asked).await.is_none(), "the certificate is for other names");

    certificate(dir, "renewed", "DNS:renewed.local");
    let replace = |from: &str, to: &str| std::fs::rename(dir.join(from), dir.join(to)).unwrap();
    // Half of the pair has come: the old one goes on, for as long as that takes.
    replace("renewed.pem", "server.pem");
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert!(stage.curl(&[&url]).await.is_some(), "the old certificate is shown");
    replace("renewed.key", "server.key");
    eventually("the new certificate is shown", Duration::from_secs(20), async || stage.curl(&asked).await).await;
    std::fs::write(dir.join("server.pem"), "garbage").unwrap();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert!(stage.curl(&asked).await.is_some(), "what cannot be read changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_finishes_the_handshake_is_dropped() {
    let stage = Stage::start(&[("http.header_timeout_ms", "300")]).await;
    for begin in [&b"\x16\x03\x01\x02\x00\x01"[..], b"\x16garbage that is no handshake", b"\x16"] {
        let address = stage.server.url.trim_start_matches("http://");
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        socket.write_all(begin).await.unwrap();
        let mut answer = Vec::new();
        // A reset is an end as well.
        let ended = tokio::time::timeout(Duration::from_secs(20), socket.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "the connection ends");
    }
    assert_eq!(stage.curl(&[&stage.url("/healthz")]).await.as_deref(), Some("ok\n"));
}

#[test]
fn doctor_tells_until_when_a_certificate_is_good() {
    let dir = tempfile::tempdir().unwrap();
    certificate(dir.path(), "server", "DNS:revenge.local,IP:192.168.1.20");
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (pem, key, data) = (path("server.pem"), path("server.key"), path("data"));
    let tls = [("REVENGE_HTTP__TLS_CERTIFICATE", pem.as_str()), ("REVENGE_HTTP__TLS_KEY", key.as_str())];
    // No database: only what it says of the certificate counts here.
    let set = [&tls[..], &[("REVENGE_DATABASE__URL", "host=/no/such/dir user=x")]].concat();
    let answer = cli::run(&["doctor", "--json", "--data-dir", &data], &set);
    let report: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let check = report["checks"].as_array().unwrap().iter().find(|check| check["name"] == "certificate").unwrap();
    // It is made for two days, which is not long.
    assert_eq!(check["ok"], false);
    assert!(check["detail"].as_str().unwrap().starts_with("for revenge.local, 192.168.1.20, until 2"), "{check}");
    assert!(check["remedy"].as_str().unwrap().starts_with("renew it"), "{check}");
}

#[test]
fn a_certificate_that_cannot_be_used_is_told_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    certificate(dir.path(), "one", "DNS:one.local");
    certificate(dir.path(), "two", "DNS:two.local");
    std::fs::write(dir.path().join("empty"), "").unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let cases: [(&str, &str, &[&str]); 6] = [
        ("one.pem", "", &["http.tls_certificate needs http.tls_key"]),
        ("", "one.key", &["http.tls_key needs http.tls_certificate"]),
        ("none.pem", "one.key", &["none.pem", "http.tls_certificate"]),
        ("empty", "one.key", &["empty has no certificate in PEM form"]),
        ("one.pem", "empty", &["empty has no private key in PEM form"]),
        ("one.pem", "two.key", &["two.key is not the key of", "one.pem"]),
    ];
    for (pem, key, said) in cases {
        let named = |name: &str| if name.is_empty() { String::new() } else { path(name) };
        let (pem, key) = (named(pem), named(key));
        let set = [("REVENGE_HTTP__TLS_CERTIFICATE", pem.as_str()), ("REVENGE_HTTP__TLS_KEY", key.as_str())];
        let quiet = ("REVENGE_LOG__LEVEL", "off");
        let set: Vec<_> = set.into_iter().filter(|(_, value)| !value.is_empty()).chain([quiet]).collect();
        let data = Path::new(&path("data")).to_str().unwrap().to_owned();
        let answer = cli::run(&["serve", "--listen", "127.0.0.1:0", "--data-dir", &data], &set);
        cli::check_refused(&answer, said);
    }
}
