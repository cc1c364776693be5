//! A proxy as a process of its own, and curl as whoever comes to it.

use std::fmt::Write;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use serde_json::Value;

use crate::harness::eventually;
use crate::harness::process::open_dir;

/// The name under which the proxy is known.
pub const HOST: &str = "media.example.org";
/// Where it speaks TLS, on an address that nobody else has: no port has to be guessed.
pub const PORT: u16 = 8443;

pub struct Front {
    pub ip: Ipv4Addr,
    pub dir: tempfile::TempDir,
    /// `https://media.example.org:8443`, with the base path.
    pub url: String,
    child: Option<Mutex<Child>>,
}

impl Front {
    /// A place for a proxy: a folder with a certificate, and an address. What it serves lies below `base`.
    pub fn new(base: &str) -> Self {
        static COUNT: AtomicU8 = AtomicU8::new(64);
        let [_, _, high, low] = std::process::id().to_be_bytes();
        let ip = Ipv4Addr::new(127, COUNT.fetch_add(1, Ordering::Relaxed), high, low.clamp(1, 254));
        let dir = open_dir();
        let ask = format!(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={HOST} \
             -addext subjectAltName=DNS:{HOST} -keyout key.pem -out cert.pem"
        );
        let made = Command::new("openssl").args(ask.split_whitespace()).current_dir(dir.path()).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        Self { ip, dir, url: format!("https://{HOST}:{PORT}{base}"), child: None }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Starts the proxy and waits until it takes connections.
    pub async fn start(&mut self, mut command: Command) {
        let log = std::fs::File::create(self.path("log")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child = &*self.child.insert(Mutex::new(command.spawn().expect("nginx and caddy are installed (.ci/deps)")));
        let address = (self.ip, PORT);
        eventually("the proxy takes connections", Duration::from_secs(30), async || {
            assert!(child.lock().unwrap().try_wait().unwrap().is_none(), "the proxy has ended");
            tokio::net::TcpStream::connect(address).await.ok()
        })
        .await;
    }

    /// Whether the proxy has a file of its own open in which it keeps a part of an answer. nginx removes its name at once.
    pub fn has_collected(&self) -> bool {
        let child = self.child.as_ref().unwrap().lock().unwrap().id();
        let open = std::fs::read_dir(format!("/proc/{child}/fd")).unwrap().flatten();
        let folder = self.path("proxy");
        open.filter_map(|file| std::fs::read_link(file.path()).ok()).any(|file| file.starts_with(&folder))
    }

    /// A client of the proxy with an address of its own.
    pub fn client(&self, address: &'static str) -> Client<'_> {
        Client { front: self, address, token: None }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let child = child.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
            drop(child.kill());
            drop(child.wait());
        }
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
            #[expect(clippy::print_stderr, reason = "a failed test shows the log of what it ran")]
            {
                eprintln!("--- the log of the proxy\n{log}");
            }
        }
    }
}

#[derive(Clone)]
pub struct Client<'a> {
    front: &'a Front,
    address: &'static str,
    token: Option<String>,
}

/// What curl got.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Client<'_> {
    /// Where the server is for clients.
    pub fn url(&self) -> &str {
        &self.front.url
    }

    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// One request; `arguments` are curl's, `path` is below the base path, or a whole address.
    pub async fn ask(&self, path: &str, arguments: &[&str]) -> Got {
        let mut curl = self.curl(path);
        let output = curl.args(["-i", "-m", "60"]).args(arguments).output().await.unwrap();
        assert!(output.status.success(), "{path}: {output:?}");
        Got::of(&output.stdout)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Got {
        self.ask(path, &["-H", "content-type: application/json", "-d", &body.to_string()]).await
    }

    /// The same JSON sent many times over one connection: the status of each.
    pub async fn repeat(&self, path: &str, times: u32, arguments: &[&str]) -> Vec<u16> {
        // curl counts in the fragment, which it does not send.
        let mut curl = self.curl(&format!("{path}#[1-{times}]"));
        curl.args(["-o", "/dev/null", "-w", "%{http_code}\\n", "-m", "60", "-H", "content-type: application/json"]);
        let output = curl.args(arguments).output().await.unwrap();
        String::from_utf8(output.stdout).unwrap().lines().map(|status| status.parse().unwrap()).collect()
    }

    /// curl on its way, whose answer is read as it comes.
    pub fn begin(&self, path: &str) -> tokio::process::Child {
        self.curl(path).arg("-N").stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap()
    }

    fn curl(&self, path: &str) -> tokio::process::Command {
        let Self { front, address, token } = self;
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", front.url) };
        let mut curl = tokio::process::Command::new("curl");
        curl.args(["-sS", "--interface", address, "--cacert"]).arg(front.path("cert.pem"));
        for port in [PORT, 8080] {
            curl.args(["--resolve", &format!("{HOST}:{port}:{}", front.ip)]);
        }
        if let Some(token) = token {
            curl.args(["-H", &format!("authorization: Bearer {token}")]);
        }
        curl.arg(url);
        curl
    }
}

impl Got {
    /// Head and body as `curl -i` writes them; an interim answer before them is skipped.
    fn of(output: &[u8]) -> Self {
        let mut rest = output;
        loop {
            let end = rest.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let head = String::from_utf8_lossy(&rest[..end]).to_lowercase();
            rest = &rest[end..];
            let status = head.split(' ').nth(1).unwrap().trim().parse().unwrap();
            if status >= 200 {
                return Self { status, head, body: rest.to_vec() };
            }
        }
    }

    /// Every value of a header, in lower case.
    pub fn header(&self, name: &str) -> String {
        let mut values = String::new();
        for line in self.head.lines() {
            if let Some((_, value)) = line.split_once(':').filter(|(found, _)| *found == name) {
                write!(values, "{}", value.trim()).unwrap();
            }
        }
        values
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}
