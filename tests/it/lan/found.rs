//! mDNS and DNS-SD as another machine on the cable sees them, asked and read by hand.

use std::net::{Ipv4Addr, UdpSocket};
use std::time::Duration;

use nix::sys::signal::Signal;
use serde_json::Value;

use super::certificate;
use crate::harness::home::{Home, Machine, SERVER, VIEWER};
use crate::harness::process::open_dir;
use crate::harness::{Process, TestDb, eventually};

const PATIENCE: Duration = Duration::from_secs(30);
const PTR: u16 = 12;
const A: u16 = 1;

/// A record of an answer: name, type, data, and the answer that names inside the data point into.
struct Record {
    name: String,
    kind: u16,
    at: usize,
    data: Vec<u8>,
}

/// Asks once, as a program without an mDNS stack of its own does, and gives every record of the first answer.
fn ask(machine: &Machine, name: &str, kind: u16) -> Option<(Vec<Record>, Vec<u8>)> {
    let socket = machine.within(|| UdpSocket::bind("0.0.0.0:0").unwrap());
    socket.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let mut question = vec![0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        question.push(label.len() as u8);
        question.extend(label.bytes());
    }
    question.extend([0, (kind >> 8) as u8, kind as u8, 0, 1]);
    socket.send_to(&question, (Ipv4Addr::new(224, 0, 0, 251), 5353)).unwrap();
    let mut answer = vec![0; 9000];
    let n = socket.recv(&mut answer).ok()?;
    answer.truncate(n);
    Some((records(&answer), answer))
}

fn number(bytes: &[u8], at: usize) -> usize {
    usize::from(bytes[at]) << 8 | usize::from(bytes[at + 1])
}

/// A name, and where it ends.
fn name(answer: &[u8], mut at: usize) -> (String, usize) {
    let (mut labels, mut end) = (Vec::new(), None);
    loop {
        let length = usize::from(answer[at]);
        if length == 0 {
            return (labels.join("."), end.unwrap_or(at + 1));
        } else if length >= 0xc0 {
            end = end.or(Some(at + 2));
            at = number(answer, at) & 0x3fff;
        } else {
            labels.push(String::from_utf8_lossy(&answer[at + 1..=at + length]).into_owned());
            at += 1 + length;
        }
    }
}

fn records(answer: &[u8]) -> Vec<Record> {
    let mut at = 12;
    for _ in 0..number(answer, 4) {
        at = name(answer, at).1 + 4;
    }
    let n = number(answer, 6) + number(answer, 8) + number(answer, 10);
    let next = |at: &mut usize| {
        let (name, begin) = name(answer, *at);
        let length = number(answer, begin + 8);
        *at = begin + 10 + length;
        let data = answer[begin + 10..*at].to_vec();
        Record { name, kind: number(answer, begin) as u16, at: begin + 10, data }
    };
    (0..n).map(|_| next(&mut at)).collect()
}

/// A server on one of the machines, on port 8096.
struct Server {
    process: Process,
    _db: TestDb,
    _dir: tempfile::TempDir,
}

impl Server {
    async fn start(machine: &Machine, variables: &[(&str, &str)]) -> Self {
        let (dir, db) = (open_dir(), TestDb::new().await);
        let (data, url) = (dir.path().join("data"), db.url());
        let args = ["serve", "--listen", "0.0.0.0:8096", "--data-dir", data.to_str().unwrap()];
        let variables = [&[("REVENGE_DATABASE__URL", url.as_str())], variables].concat();
        let (process, _) = Process::serve_by(machine.revenge(&args, &variables), &dir.path().join("log"));
        eventually("the server is ready", PATIENCE, async || {
            let asked = machine.try_run(&["curl", "-sf", "http://127.0.0.1:8096/readyz"]);
            asked.status.success().then_some(())
        })
        .await;
        Self { process, _db: db, _dir: dir }
    }
}

/// The hosts that a machine's server names to somebody there.
fn hosts(machine: &Machine, address: &str) -> Option<Value> {
    let output = machine.try_run(&["curl", "-sf", &format!("http://{address}:8096/api/v1/setup")]);
    serde_json::from_slice::<Value>(&output.stdout).ok().map(|setup| setup["hosts"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_found_by_service_and_name_and_a_second_one_gets_a_number() {
    let home = Home::new();
    let mut server = Server::start(&home.server, &[("REVENGE_HTTP__REDIRECT_FROM", "0.0.0.0:80")]).await;
    let (found, answer) =
        eventually("the service is announced", PATIENCE, async || ask(&home.viewer, "_revenge._tcp.local", PTR)).await;
    let of = |kind: u16| found.iter().find(|r| r.kind == kind).unwrap_or_else(|| panic!("no record of type {kind}"));
    let (pointer, service, text) = (of(PTR), of(33), of(16));
    assert_eq!(pointer.name, "_revenge._tcp.local");
    let instance = name(&answer, pointer.at).0;
    assert!(instance.starts_with("Revenge on ") && instance.ends_with("._revenge._tcp.local"), "{instance}");
    assert_eq!(service.name, instance);
    assert_eq!((number(&service.data, 4), name(&answer, service.at + 6).0.as_str()), (8096, "revenge.local"));
    let version = format!("version={}", env!("CARGO_PKG_VERSION"));
    assert!(String::from_utf8_lossy(&text.data).contains(&version), "{:?}", text.data);
    let address: Ipv4Addr = SERVER.parse().unwrap();
    assert!(found.iter().any(|r| r.kind == A && r.name == "revenge.local" && r.data == address.octets()));

    let (by_name, _) = ask(&home.viewer, "revenge.local", A).expect("the name is answered");
    assert_eq!(by_name[0].data, address.octets());
    assert_eq!(hosts(&home.viewer, SERVER).unwrap(), serde_json::json!(["revenge.local", SERVER]));
    // The name alone is enough in a browser.
    let resolve = format!("revenge.local:80:{SERVER}");
    let resolve_on = format!("revenge.local:8096:{SERVER}");
    let curl = ["curl", "-sfL", "--resolve", &resolve, "--resolve", &resolve_on, "http://revenge.local/healthz"];
    assert_eq!(home.viewer.run(&curl).trim(), "ok");

    let second = Server::start(&home.viewer, &[]).await;
    eventually("the second server takes another name", PATIENCE, async || {
        (hosts(&home.viewer, VIEWER)? == serde_json::json!(["revenge-2.local", VIEWER])).then_some(())
    })
    .await;
    assert_eq!(hosts(&home.viewer, SERVER).unwrap()[0], "revenge.local");

    drop(second);
    server.process.signal(Signal::SIGTERM);
    let (status, _, log) = server.process.ended();
    assert!(status.success(), "{log}");
    assert!(ask(&home.viewer, "_revenge._tcp.local", PTR).is_none(), "it is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_certificate_plain_http_from_elsewhere_is_sent_to_https() {
    let home = Home::new();
    let certificates = open_dir();
    certificate(certificates.path(), "server", &format!("DNS:revenge.local,IP:{SERVER}"));
    let path = |name: &str| certificates.path().join(name).to_str().unwrap().to_owned();
    let (pem, key, ca) = (path("server.pem"), path("server.key"), path("ca.pem"));
    let tls = [("REVENGE_HTTP__TLS_CERTIFICATE", pem.as_str()), ("REVENGE_HTTP__TLS_KEY", key.as_str())];
    let _server = Server::start(&home.server, &[&tls[..], &[("REVENGE_DISCOVERY__ENABLED", "false")]].concat()).await;
    let plain = format!("http://{SERVER}:8096/api/v1/setup?a=b");
    let shown = "%{http_code} %{redirect_url}";
    let curl =
        |machine: &Machine, args: &[&str]| machine.run(&[&["curl", "-s", "-o", "/dev/null", "-w"], args].concat());
    assert_eq!(curl(&home.viewer, &[shown, &plain]), format!("308 https://{SERVER}:8096/api/v1/setup?a=b"));
    // This machine itself, where health checks and proxies are, goes on.
    assert_eq!(curl(&home.server, &["%{http_code}", "http://127.0.0.1:8096/healthz"]), "200");
    let secure = ["%{http_code} %{http_version}", "--cacert", &ca, &format!("https://{SERVER}:8096/healthz")];
    assert_eq!(curl(&home.viewer, &secure), "200 2");
    assert!(ask(&home.viewer, "_revenge._tcp.local", PTR).is_none(), "discovery is off");
}
