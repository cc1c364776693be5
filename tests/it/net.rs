//! Requests to other servers: where they may go, and what they may cost. Real sockets on the loopback interface.

use std::net::IpAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use revenge::base::ErrorKind;
use revenge::platform::net::{Answer, Client, Config, Request, Url, refusal};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::harness::eventually;
use crate::harness::receiver::{Receiver, status};

const SOON: Duration = Duration::from_secs(5);

fn client(allow: &[&str]) -> Client {
    let allow = allow.iter().map(|network| network.parse().unwrap()).collect();
    Client::new(Config { allow, ca_file: None })
}

fn get(url: &str) -> Request {
    Request::get(url.parse().unwrap(), SOON, 10_000)
}

async fn refused(client: &Client, url: &str) -> String {
    let error = client.send(get(url)).await.expect_err(url);
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{url}: {error}");
    error.to_string()
}

#[test]
fn only_public_addresses_may_be_called() {
    let refused = "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 \
        172.31.255.255 192.0.0.1 192.0.2.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1 239.255.255.250 \
        240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 \
        2001::1 2001:db8::1 2002:a00:1:: 2002:7f00:1::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 4000::1";
    for text in refused.split_whitespace() {
        assert!(refusal(text.parse().unwrap(), &[]).is_some(), "{text} may be called");
    }
    for text in
        "1.1.1.1 9.255.255.255 172.15.0.1 172.32.0.1 192.167.1.1 223.255.255.255 ::ffff:8.8.8.8 64:ff9b::808:808 \
        2002:808:808::1 2606:4700::1111 2a00::1"
            .split_whitespace()
    {
        assert_eq!(refusal(text.parse().unwrap(), &[]), None, "{text} is refused");
    }
    let home = ["192.168.1.0/24".parse().unwrap(), "fd00::/8".parse().unwrap()];
    for (text, may) in [("192.168.1.7", true), ("::ffff:192.168.1.7", true), ("192.168.2.7", false), ("fd00::1", true)]
    {
        assert_eq!(refusal(text.parse::<IpAddr>().unwrap(), &home).is_none(), may, "{text}");
    }
}

#[test]
fn an_address_is_http_without_password_or_tricks() {
    for good in
        ["https://example.org/a?b=c", "http://example.org:8080", "http://[2001:db8::1]/", "HTTPS://EXAMPLE.org/#part"]
    {
        good.parse::<Url>().unwrap_or_else(|e| panic!("{good}: {e}"));
    }
    let long = format!("http://example.org/{}", "a".repeat(3000));
    for bad in [
        "",
        "example.org",
        "/path",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "unix:/tmp/socket",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org@127.0.0.1/",
        "http://",
        "http:///path",
        "http://.../",
        "http://example.org:0/",
        "http://exa mple.org/",
        "http://example.org/\r\nhost: other",
        "javascript:alert(1)",
        &long,
    ] {
        assert!(bad.parse::<Url>().is_err(), "{bad}");
    }
}

#[tokio::test]
async fn no_spelling_of_this_machine_is_connected_to() {
    let receiver = Receiver::start().await;
    let client = client(&["192.0.2.0/24"]);
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "LOCALHOST",
        "localhost.",
    ] {
        let url = format!("http://{host}:{}/", receiver.port);
        match client.send(get(&url)).await {
            Err(error) if error.kind() == ErrorKind::Forbidden => {
                assert!(error.what().contains("net.allow"), "{error}");
            }
            // A spelling that the resolver does not know leads nowhere, which is as good.
            Err(error) => {
                assert!(error.to_string().contains("resol") || error.to_string().contains("dns"), "{url}: {error}");
            }
            Ok(answer) => panic!("{url} was called: {answer:?}"),
        }
    }
    assert!(receiver.received().is_empty());
}

async fn ask(client: &Client, request: Request) -> Answer {
    client.send(request).await.unwrap()
}

#[tokio::test]
async fn what_is_permitted_is_called_with_its_headers_and_body() {
    let receiver = Receiver::start().await;
    let client = client(&["127.0.0.1"]);
    receiver.replies([(StatusCode::IM_A_TEAPOT, vec![(header::ETAG, "\"a\"".into())], Bytes::from("short and stout"))]);
    let request = Request::post(receiver.url().parse().unwrap(), Bytes::from("tea"), SOON, 100);
    let answer = ask(&client, request.with_header("x-kind", "green").unwrap()).await;
    assert_eq!((answer.status, answer.header("etag"), &*answer.body), (418, Some("\"a\""), &b"short and stout"[..]));
    let request = receiver.received().remove(0);
    assert_eq!((request.header("x-kind"), &*request.body), ("green", &b"tea"[..]));
    assert!(request.header("user-agent").starts_with("revenge/"));
    assert!(Request::get(receiver.url().parse().unwrap(), SOON, 1).with_header("x-kind", "a\r\nb: c").is_err());
}

#[tokio::test]
async fn an_answer_that_is_too_large_or_too_slow_is_given_up() {
    let receiver = Receiver::start().await;
    let client = client(&["127.0.0.1"]);
    receiver.replies([(StatusCode::OK, vec![], Bytes::from(vec![b'a'; 20_000]))]);
    let error = client.send(get(&receiver.url())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Source);
    assert!(error.what().contains("more than 10000 bytes"), "{error}");

    // Says that it will answer and then drips.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/secret?key=1", listener.local_addr().unwrap());
    let drip = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        // The head of the request.
        assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n").await.unwrap();
        std::future::pending::<()>().await;
    });
    let mut request = get(&url);
    request.deadline = Duration::from_millis(200);
    let began = Instant::now();
    let error = client.send(request).await.unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(2) && error.what().contains("within 200 ms"), "{error}");
    assert!(!error.to_string().contains("key=1"), "{error}");
    drip.abort();
}

#[tokio::test]
async fn redirects_are_followed_only_when_asked_for_and_never_inside() {
    let receiver = Receiver::start().await;
    let client = client(&["127.0.0.1"]);
    let to = |place: &str| (StatusCode::FOUND, vec![(header::LOCATION, place.to_owned())], Bytes::new());
    receiver.replies([to("/next")]);
    assert_eq!(ask(&client, get(&receiver.url())).await.status, 302);

    receiver.replies([to("/next"), to("more"), status(200)]);
    let mut request = get(&receiver.url());
    request.max_redirects = 3;
    assert_eq!(ask(&client, request).await.status, 200);

    receiver.replies([to("/a"), to("/b"), to("/c")]);
    let mut request = get(&receiver.url());
    request.max_redirects = 2;
    assert_eq!(ask(&client, request).await.status, 302);

    for place in ["http://169.254.169.254/latest/meta-data/", "//10.0.0.1/", "http://[::1]:1/"] {
        receiver.replies([to(place)]);
        let mut request = get(&receiver.url());
        request.max_redirects = 3;
        assert_eq!(client.send(request).await.unwrap_err().kind(), ErrorKind::Forbidden, "{place}");
    }
    for place in ["file:///etc/passwd", "http://user:pass@127.0.0.1/"] {
        receiver.replies([to(place)]);
        let mut request = get(&receiver.url());
        request.max_redirects = 3;
        assert!(client.send(request).await.is_err(), "{place}");
    }
}

struct TlsServer(Child);

impl Drop for TlsServer {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test]
async fn https_needs_a_certificate_of_a_known_authority() {
    let dir = tempfile::tempdir().unwrap();
    let openssl = |args: &str| {
        let output = Command::new("openssl").args(args.split(' ')).current_dir(dir.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca");
    openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=server");
    std::fs::write(dir.path().join("names"), "subjectAltName=IP:127.0.0.1").unwrap();
    openssl("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Command::new("openssl")
        .args([
            "s_server",
            "-accept",
            &format!("127.0.0.1:{port}"),
            "-cert",
            "server.pem",
            "-key",
            "server.key",
            "-www",
        ])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _server = TlsServer(server);
    eventually("the TLS server listens", SOON, async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
        .await;
    let url = format!("https://127.0.0.1:{port}/");
    let stranger = client(&["127.0.0.1"]).send(get(&url)).await.unwrap_err();
    assert!(stranger.to_string().contains("certificate"), "{stranger}");
    let allow = vec!["127.0.0.1".parse().unwrap()];
    let knows = Client::new(Config { allow, ca_file: Some(dir.path().join("ca.pem")) });
    assert_eq!(ask(&knows, get(&url)).await.status, 200);
    assert!(refused(&client(&[]), &url).await.contains("127.0.0.1"));
}
