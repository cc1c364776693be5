//! The server's side of TLS: rustls with ring, HTTP/2 and HTTP/1.1 by ALPN, and a certificate that may be renewed.
//!
//! Files that changed are read at the next handshake, so that a renewal needs no restart and an idle server no timer.
//! What cannot be used (half written, another key) leaves the old one in place and is told once.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::certificate::{CertificateFiles, Facts, Seal};
use crate::base::{ErrorKind, Result, ResultExt};

/// A crowd of handshakes asks the disk once.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// In the order of our wishes.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// What a connection is after its handshake. In a box: it is large, and most connections have none.
pub type Stream = Box<TlsStream<TcpStream>>;

/// Cheap to clone.
#[derive(Clone)]
pub struct Identity {
    shown: Arc<Shown>,
    config: Arc<ServerConfig>,
}

/// What is shown to clients now.
#[derive(Debug)]
struct Shown {
    files: CertificateFiles,
    provider: Arc<CryptoProvider>,
    now: Mutex<Now>,
}

#[derive(Debug)]
struct Now {
    key: Arc<CertifiedKey>,
    facts: Facts,
    /// Of the files as they were last read, whether or not they could be used.
    seal: Option<Seal>,
    looked: Instant,
}

impl Identity {
    /// Reads the files.
    pub fn load(files: CertificateFiles) -> Result<Self> {
        let provider = Arc::new(ring::default_provider());
        let seal = files.seal();
        let (key, facts) = files.read(&provider)?;
        let now = Mutex::new(Now { key, facts, seal, looked: Instant::now() });
        let shown = Arc::new(Shown { files, provider: Arc::clone(&provider), now });
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.context(ErrorKind::Internal, "set up TLS")?.with_no_client_auth();
        let mut config = builder.with_cert_resolver(shown.clone());
        config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
        Ok(Self { shown, config: Arc::new(config) })
    }

    /// What the certificate that is shown now says.
    pub fn facts(&self) -> Facts {
        self.shown.now().facts.clone()
    }

    /// Speaks TLS with a client; true when it speaks HTTP/2 in it.
    pub async fn handshake(&self, stream: TcpStream) -> io::Result<(Stream, bool)> {
        if self.shown.is_to_be_looked_at() {
            let shown = Arc::clone(&self.shown);
            // Not worth a connection when there is no thread to look with.
            drop(tokio::task::spawn_blocking(move || shown.look()).await);
        }
        let stream = TlsAcceptor::from(Arc::clone(&self.config)).accept(stream).await?;
        let speaks_http2 = stream.get_ref().1.alpn_protocol() == Some(PROTOCOLS[0]);
        Ok((Box::new(stream), speaks_http2))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Identity").field("files", &self.shown.files).finish_non_exhaustive()
    }
}

impl Shown {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_to_be_looked_at(&self) -> bool {
        let mut now = self.now();
        let is_due = now.looked.elapsed() >= LOOK_EVERY;
        if is_due {
            now.looked = Instant::now();
        }
        is_due
    }

    fn look(&self) {
        let seal = self.files.seal();
        if seal.is_none() || seal == self.now().seal {
            return;
        }
        let read = self.files.read(&self.provider);
        let mut now = self.now();
        now.seal = seal;
        match read {
            Ok((key, facts)) => {
                tracing::info!(names = facts.names.join(", "), ends_at = %facts.ends_at, "a new certificate is shown");
                (now.key, now.facts) = (key, facts);
            }
            Err(error) => tracing::warn!(%error, "the new certificate is not used; the old one stays"),
        }
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.now().key))
    }
}
