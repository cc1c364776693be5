//! One request, one answer: with a deadline for the whole, a cap on the answer, and no redirect that was not asked for.
//!
//! Connections are kept for a short time and reused: providers are asked many things in a row. An idle client holds
//! nothing and wakes nobody.

use std::error::Error as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::egress::refusal;
use super::network::Network;
use super::resolve::{CheckedResolver, Refused};
use super::tls;
use super::url::Url;
use crate::base::{Error, Result};

type Connections = Pool<HttpsConnector<HttpConnector<CheckedResolver>>, Full<Bytes>>;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);
const IDLE_PER_HOST: usize = 2;
/// What the head of an answer may take.
const HEAD_BYTES: usize = 64 * 1024;

#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Networks that may be called although they are not public.
    pub allow: Vec<Network>,
    /// Certificate authorities beside the system's.
    pub ca_file: Option<PathBuf>,
}

/// Handle, cheap to clone.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    allowed: Arc<[Network]>,
    ca_file: Option<PathBuf>,
    /// Made at the first request: the authorities are some hundred kilobytes.
    connections: OnceLock<Connections>,
}

#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub url: Url,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
    /// For everything: name, connection, head, body.
    pub deadline: Duration,
    /// Largest body that is taken.
    pub max_bytes: usize,
    /// Redirects that are followed, each checked like the first address. Only for GET.
    pub max_redirects: u8,
}

/// An answer of whatever status, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    pub fn get(url: Url, deadline: Duration, max_bytes: usize) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: Vec::new(),
            body: Bytes::new(),
            deadline,
            max_bytes,
            max_redirects: 0,
        }
    }

    pub fn post(url: Url, body: Bytes, deadline: Duration, max_bytes: usize) -> Self {
        Self { method: Method::POST, body, ..Self::get(url, deadline, max_bytes) }
    }

    /// Another header. The names are ours; a value is refused when it is none.
    pub fn with_header(mut self, name: &'static str, value: &str) -> Result<Self> {
        let value =
            HeaderValue::from_str(value).map_err(|_| Error::invalid(format!("no value for a header: {name}")))?;
        self.headers.push((HeaderName::from_static(name), value));
        Ok(self)
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Client {
    pub fn new(config: Config) -> Self {
        let inner = Inner { allowed: config.allow.into(), ca_file: config.ca_file, connections: OnceLock::new() };
        Self { inner: Arc::new(inner) }
    }

    /// Sends and reads the answer. A server that cannot be reached or does not keep to the limits is `Source`; an address
    /// that may not be called is `Forbidden`.
    pub async fn send(&self, request: Request) -> Result<Answer> {
        let deadline = request.deadline;
        let place = request.url.place();
        match tokio::time::timeout(deadline, self.follow(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Error::source_fault(format!("{place} did not answer within {} ms", deadline.as_millis()))),
        }
    }

    async fn follow(&self, mut request: Request) -> Result<Answer> {
        loop {
            let answer = self.send_once(&request).await?;
            let is_redirect = matches!(answer.status, 301 | 302 | 303 | 307 | 308);
            if !is_redirect || request.method != Method::GET || request.max_redirects == 0 {
                return Ok(answer);
            }
            let Some(location) = answer.header("location") else { return Ok(answer) };
            let next = request.url.join(location)?;
            if request.url.is_https() && !next.is_https() {
                return Err(Error::source_fault("the other server redirects from https to http"));
            }
            if next.authority() != request.url.authority() {
                // What was meant for one server is not another's to know.
                request.headers.retain(|(name, _)| *name == header::ACCEPT);
            }
            request.url = next;
            request.max_redirects -= 1;
        }
    }

    async fn send_once(&self, request: &Request) -> Result<Answer> {
        if let Some(ip) = request.url.literal()
            && let Some(kind) = refusal(ip, &self.inner.allowed)
        {
            return Err(Error::forbidden(Refused { ip, kind }.to_string()));
        }
        let mut wire = http::Request::new(Full::new(request.body.clone()));
        *wire.method_mut() = request.method.clone();
        *wire.uri_mut() = request.url.uri().clone();
        let agent = HeaderValue::from_static(concat!("revenge/", env!("CARGO_PKG_VERSION")));
        wire.headers_mut().insert(header::USER_AGENT, agent);
        wire.headers_mut().extend(request.headers.iter().cloned());
        let answer = self.connections()?.request(wire).await.map_err(|e| unreachable(&request.url, e))?;
        read(answer, request).await
    }

    fn connections(&self) -> Result<&Connections> {
        if let Some(connections) = self.inner.connections.get() {
            return Ok(connections);
        }
        let tls = tls::config(self.inner.ca_file.as_deref())?;
        let mut tcp = HttpConnector::new_with_resolver(CheckedResolver::new(Arc::clone(&self.inner.allowed)));
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
        tcp.set_nodelay(true);
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_all_versions().wrap_connector(tcp);
        let connections = Pool::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .http1_max_buf_size(HEAD_BYTES)
            .http2_max_header_list_size(HEAD_BYTES as u32)
            .build(connector);
        Ok(self.inner.connections.get_or_init(|| connections))
    }
}

async fn read(answer: Response<Incoming>, request: &Request) -> Result<Answer> {
    let (head, body) = answer.into_parts();
    let place = request.url.place();
    match Limited::new(body, request.max_bytes).collect().await {
        Ok(body) => Ok(Answer { status: head.status.as_u16(), headers: head.headers, body: body.to_bytes() }),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(Error::source_fault(format!("{place} answers with more than {} bytes", request.max_bytes)))
        }
        Err(error) => Err(Error::source_fault(format!("{place} broke off its answer")).with_source(error)),
    }
}

fn unreachable(url: &Url, error: hyper_util::client::legacy::Error) -> Error {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<Refused>() {
            return Error::forbidden(refused.to_string());
        }
        cause = inner.source();
    }
    Error::source_fault(format!("{} cannot be reached", url.place())).with_source(error)
}
