//! Caddy, as Debian has it.

use std::process::Command;

use super::checks::{HERE, all, authority, cinema};
use super::front::{Front, HOST, PORT};
use super::{documented, with};

/// Starts Caddy with a file of ours, on an address and with a certificate of the test.
async fn start(front: &mut Front, file: &str, server: &str) {
    let (ip, dir) = (front.ip, front.dir.path().display());
    let text = with(file, "127.0.0.1:8096", server);
    let text = with(
        &text,
        &format!("\n{HOST} {{\n"),
        &format!("\nhttps://{HOST}:{PORT} {{\n\tbind {ip}\n\ttls {dir}/cert.pem {dir}/key.pem\n"),
    );
    let text = format!("{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{text}");
    std::fs::write(front.path("Caddyfile"), text).unwrap();
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(front.path("Caddyfile"));
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", front.dir.path());
    front.start(command).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn caddy_with_a_host_name_for_us() {
    let (cinema, mut front) = (cinema("").await, Front::new(""));
    start(&mut front, &documented("caddy/Caddyfile"), &authority(&cinema.server)).await;
    all(&front, &cinema, "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn caddy_with_other_things_beside_us() {
    let (cinema, mut front) = (cinema("/revenge").await, Front::new("/revenge"));
    start(&mut front, &documented("caddy/Caddyfile.below"), &authority(&cinema.server)).await;
    all(&front, &cinema, "/revenge").await;
    let client = front.client(HERE);
    assert_eq!(client.ask("", &[]).await.header("location"), "/revenge/");
    assert_eq!(client.ask(&format!("{}ful", front.url), &[]).await.text(), "another thing");
}
