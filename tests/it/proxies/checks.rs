//! What must hold behind every proxy, whatever it is and wherever it puts us.

use std::time::Duration;

use reqwest::Url;
use revenge::platform::events::{Audience, Topic};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use super::front::{Client, Front};
use crate::engine::clips::film;
use crate::harness::TestServer;
use crate::harness::server::{ADMIN, PASSWORD};
use crate::hls::Cinema;

/// Two people with addresses of their own. The proxy's is 127.0.0.1.
pub const HERE: &str = "127.9.9.9";
pub const THERE: &str = "127.9.9.8";
/// Nothing that a proxy has collected would come before the answer ends, which it does not.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a client says of itself to be taken for another.
const FORGED: [&str; 10] = [
    "-H",
    "x-forwarded-for: 203.0.113.7",
    "-H",
    "forwarded: for=203.0.113.7;proto=http",
    "-H",
    "x-real-ip: 203.0.113.7",
    "-H",
    "x-forwarded-proto: http",
    "-H",
    "x-forwarded-prefix: /evil",
];
const BIG_BYTES: u64 = 1 << 30;

/// A server with a film, behind a proxy on this machine, below `base`.
pub async fn cinema(base: &str) -> Cinema {
    let server = TestServer::start_with(&[("http.trusted_proxies", "127.0.0.1"), ("http.base_path", base)]).await;
    let folder = server.data_dir.path().join("films");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("film.mkv");
    std::fs::copy(film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a aac"), &path).unwrap();
    let cinema = Cinema::on(server, &path).await;
    // What follows the film is holes: a big file that costs nothing.
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(BIG_BYTES).unwrap();
    cinema
}

/// Where a server listens: `127.0.0.1:PORT`.
pub fn authority(server: &TestServer) -> String {
    Url::parse(&server.url).unwrap().authority().to_owned()
}

/// Everything; `base` is the path below which `front` has the server.
pub async fn all(front: &Front, cinema: &Cinema, base: &str) {
    assert_eq!(front.client(HERE).ask("/healthz", &[]).await.status, 200);
    let token = sign_in(front, base).await;
    let client = front.client(HERE).with_token(&token);
    page(&client, base).await;
    hears(&client, &cinema.server).await;
    streams(front, &client, cinema, base).await;
    sizes(&client).await;
    address_is_the_clients(&client).await;
    guesses(front).await;
}

/// HTTPS ends at the proxy, and the cookie never leaves it; what the client says of itself changes nothing.
async fn sign_in(front: &Front, base: &str) -> String {
    let body = json!({ "username": ADMIN, "password": PASSWORD }).to_string();
    let sent = ["-H", "content-type: application/json", "-d", &body];
    let signed_in = front.client(HERE).ask("/api/v1/auth/login", &[&sent[..], &FORGED[..]].concat()).await;
    assert_eq!(signed_in.status, 200, "{signed_in:?}");
    let cookie = signed_in.header("set-cookie");
    let path = if base.is_empty() { "/" } else { base };
    assert!(cookie.ends_with(&format!("; path={path}; httponly; samesite=lax; secure")), "{cookie}");
    signed_in.json()["access_token"].as_str().unwrap().to_owned()
}

async fn address_is_the_clients(client: &Client<'_>) {
    let sessions = client.ask("/api/v1/auth/sessions", &FORGED).await.json();
    let current = sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == true).unwrap();
    assert_eq!(current["address"], HERE);
    // What a client calls a matter of its own connection is taken off by the proxy; not what the proxy itself says.
    let hop = [
        "--http1.1",
        "-H",
        "connection: close, upgrade, x-forwarded-for, x-forwarded-proto",
        "-H",
        "upgrade: websocket",
    ];
    let signed_out = client.ask("/api/v1/auth/logout", &[&hop[..], &["-X", "POST"]].concat()).await;
    assert!(signed_out.status == 204 && signed_out.header("set-cookie").ends_with("; secure"), "{signed_out:?}");
}

async fn page(client: &Client<'_>, base: &str) {
    for path in ["/", "/item/0198a000-0000-7000-8000-000000000000"] {
        let page = client.ask(path, &FORGED).await;
        assert!(page.text().contains(&format!("=\"{base}/")) && !page.text().contains("/evil"), "{page:?}");
    }
    let location = client.post("/api/v1/libraries", &json!({ "name": "x", "kind": "movies", "paths": ["/usr"] })).await;
    assert!(location.header("location").starts_with(&format!("{base}/api/v1/libraries/")), "{location:?}");
}

/// An event arrives while the answer goes on.
pub async fn hears(client: &Client<'_>, server: &TestServer) {
    let mut curl = client.begin("/api/v1/events");
    let mut lines = BufReader::new(curl.stdout.take().unwrap()).lines();
    let mut next = async |wanted: &str| {
        let found = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.contains(wanted) {
                    return;
                }
            }
            panic!("the events ended");
        };
        tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("no {wanted:?} comes through"));
    };
    next(": hello").await;
    server.state.events.publish(Topic::System, Audience::Everyone, json!({ "word": "at once" }));
    next("at once").await;
}

/// Plays by the addresses that it is given, seeks, and reads a big file from its beginning.
async fn streams(front: &Front, client: &Client<'_>, cinema: &Cinema, base: &str) {
    let hls = whole(client, &play(client, cinema, "remux").await["hls_url"]);
    let master = client.ask(hls.as_str(), &[]).await;
    assert_eq!((master.status, master.header("content-type").as_str()), (200, "application/vnd.apple.mpegurl"));
    let named = |text: &str| text.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap().to_owned();
    let video = hls.join(&named(&master.text())).unwrap();
    let segment = video.join(&named(&client.ask(video.as_str(), &[]).await.text())).unwrap();
    assert!(segment.path().starts_with(&format!("{base}/stream/")) && segment.scheme() == "https", "{segment}");
    let segment = client.ask(segment.as_str(), &[]).await;
    assert!(segment.status == 200 && segment.body.len() > 1000);

    let direct = whole(client, &play(client, cinema, "direct").await["direct_url"]);
    let head = client.ask(direct.as_str(), &["-I"]).await;
    assert_eq!((head.status, head.header("content-length")), (200, BIG_BYTES.to_string()));
    // The beginning comes while the rest has not been read; nobody collects it either.
    let mut curl = client.begin(direct.as_str());
    let mut first = vec![0; 100_000];
    let read = curl.stdout.as_mut().unwrap().read_exact(&mut first);
    tokio::time::timeout(PATIENCE, read).await.expect("the first bytes of a big file come at once").unwrap();
    let last = client.ask(direct.as_str(), &["-r", "1000-100999"]).await;
    assert_eq!((last.status, last.header("content-range")), (206, format!("bytes 1000-100999/{BIG_BYTES}")));
    assert!(last.body[..99_000] == first[1000..]);
    let etag = head.header("etag");
    let fresh = client.ask(direct.as_str(), &["-r", "-10", "-H", &format!("if-range: {etag}")]).await;
    assert_eq!((fresh.status, fresh.body.len()), (206, 10));
    assert_eq!(client.ask(direct.as_str(), &["-r", "2000000000-"]).await.status, 416);
    assert!(!front.has_collected(), "the proxy has collected an answer on the disk");
    drop(curl);
}

async fn play(client: &Client<'_>, cinema: &Cinema, method: &str) -> Value {
    let device = json!({ "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] });
    let body = json!({ "item_id": cinema.item_id, "method": method, "device": device });
    let session = client.post("/api/v1/playback/sessions", &body).await;
    assert_eq!(session.status, 201, "{session:?}");
    session.json()
}

/// An address of the server's, as a browser makes it whole.
fn whole(client: &Client<'_>, path: &Value) -> Url {
    Url::parse(client.url()).unwrap().join(path.as_str().unwrap()).unwrap()
}

/// Large headers go through, and a body that is too large is refused by the server, with a reason.
async fn sizes(client: &Client<'_>) {
    let cookie = format!("cookie: other={}", "x".repeat(20_000));
    assert_eq!(client.ask("/api/v1/auth/me", &["-H", &cookie]).await.status, 200);
    let body = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(body.path(), vec![b' '; 1_500_000]).unwrap();
    let data = format!("@{}", body.path().display());
    let large = ["-H", "content-type: application/json", "--data-binary", &data];
    let refused = client.ask("/api/v1/libraries", &large).await;
    assert_eq!((refused.status, refused.header("content-type").as_str()), (413, "application/problem+json"));
}

/// Who guesses passwords is slowed alone, whoever they say they are.
async fn guesses(front: &Front) {
    let wrong = |name: &str| json!({ "username": name, "password": "x" }).to_string();
    let (one, another) = (wrong("nobody"), wrong("somebody"));
    let forged = [&["-d", one.as_str()], &FORGED[..]].concat();
    let guesses = front.client(HERE).repeat("/api/v1/auth/login", 34, &forged).await;
    assert!(guesses.contains(&429), "guessing is not slowed: {guesses:?}");
    let other = front.client(THERE).repeat("/api/v1/auth/login", 1, &["-d", &another]).await;
    assert_eq!(other, [401]);
}
