//! nginx, as Debian has it.

use std::process::Command;

use serde_json::json;

use super::checks::{self, HERE, all, authority, cinema};
use super::front::{Front, PORT};
use super::{documented, with};
use crate::harness::TestServer;
use crate::harness::server::{ADMIN, PASSWORD};

/// Starts nginx with this inside of `http`.
async fn start(front: &mut Front, site: &str) {
    let dir = front.dir.path().display();
    let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {dir}/{name};"))
        .join("\n");
    // Debian's own file compresses, and so does ours.
    let text = format!(
        "daemon off; master_process off; pid {dir}/pid;\nevents {{}}\nhttp {{\naccess_log off; sendfile on; gzip on;\n{folders}{site}\n}}\n"
    );
    std::fs::write(front.path("nginx.conf"), text).unwrap();
    let mut command = Command::new("/usr/sbin/nginx");
    command.arg("-e").arg("stderr").arg("-c").arg(front.path("nginx.conf")).arg("-p").arg(front.dir.path());
    front.start(command).await;
}

fn server_block(front: &Front, inside: &str) -> String {
    let (ip, dir) = (front.ip, front.dir.path().display());
    format!(
        "server {{ listen {ip}:{PORT} ssl http2; ssl_certificate {dir}/cert.pem; ssl_certificate_key {dir}/key.pem;\n{inside}\n}}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_with_a_host_name_for_us() {
    let (cinema, mut front) = (cinema("").await, Front::new(""));
    let mut site = with(
        &documented("nginx/revenge.conf"),
        "http://127.0.0.1:8096",
        &format!("http://{}", authority(&cinema.server)),
    );
    for port in ["80", "443 ssl http2"] {
        site = with(&site, &format!("    listen [::]:{port};\n"), "");
    }
    site = with(&site, "listen 80;", &format!("listen {}:8080;", front.ip));
    site = with(&site, "listen 443 ", &format!("listen {}:{PORT} ", front.ip));
    let letsencrypt = "/etc/letsencrypt/live/media.example.org";
    site = with(&site, &format!("{letsencrypt}/fullchain.pem"), &front.path("cert.pem").to_string_lossy());
    site = with(&site, &format!("{letsencrypt}/privkey.pem"), &front.path("key.pem").to_string_lossy());
    start(&mut front, &site).await;
    all(&front, &cinema, "").await;
    let plain = front.client(HERE).ask("http://media.example.org:8080/item/x?y=z", &[]).await;
    assert_eq!((plain.status, plain.header("location")), (301, "https://media.example.org/item/x?y=z".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_with_other_things_beside_us() {
    let (cinema, mut front) = (cinema("/revenge").await, Front::new("/revenge"));
    let place = with(
        &documented("nginx/revenge-below.conf"),
        "http://127.0.0.1:8096",
        &format!("http://{}", authority(&cinema.server)),
    );
    let other = "large_client_header_buffers 4 32k; location / { return 200 other; }";
    let site = server_block(&front, &format!("{place}{other}"));
    start(&mut front, &site).await;
    all(&front, &cinema, "/revenge").await;
    let client = front.client(HERE);
    assert_eq!(client.ask("", &[]).await.header("location"), format!("{}/", front.url));
    assert_eq!(client.ask(&format!("{}ful", front.url), &[]).await.text(), "other");
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_that_takes_the_path_off_and_says_so() {
    let (cinema, mut front) = (cinema("").await, Front::new("/apps/tv"));
    let place = with(
        &documented("nginx/revenge-below.conf"),
        "http://127.0.0.1:8096",
        &format!("http://{}/", authority(&cinema.server)),
    );
    let place = with(&place, "location /revenge/", "location /apps/tv/");
    let place = with(&place, "X-Forwarded-Prefix \"\"", "X-Forwarded-Prefix /apps/tv");
    let site = server_block(&front, &format!("{place}large_client_header_buffers 4 32k;"));
    start(&mut front, &site).await;
    all(&front, &cinema, "/apps/tv").await;
}

/// As people write it who read no page: HTTP/1.0, everything collected, not a word about the client.
#[tokio::test(flavor = "multi_thread")]
async fn nginx_without_a_setting_plays_and_opens_nothing() {
    let server = TestServer::start().await;
    let mut front = Front::new("");
    let place = format!("location / {{ proxy_pass http://{}; }}", authority(&server));
    let site = server_block(&front, &place);
    start(&mut front, &site).await;
    let client = front.client(HERE);
    // The proxy is on this machine; who is behind it need not be.
    assert_eq!(client.ask("/metrics", &[]).await.status, 404);
    assert_eq!(client.ask("/api/v1/setup", &[]).await.json()["needs_setup_code"], true);
    let body = json!({ "username": "mallory", "password": PASSWORD });
    assert_eq!(client.post("/api/v1/setup", &body).await.status, 403);

    let admin = server.setup_admin().await;
    let signed_in = client.post("/api/v1/auth/login", &json!({ "username": ADMIN, "password": PASSWORD })).await;
    assert!(signed_in.status == 200 && !signed_in.header("set-cookie").contains("secure"), "{signed_in:?}");
    let client = client.with_token(admin.token());
    checks::hears(&client, &server).await;
}
