//! How connections are spoken to: with TLS or without, HTTP/1 or HTTP/2, and the limits of each.
//!
//! The limits of HTTP/2 are hyper's and h2's, set to what a household needs. h2 itself bounds continuation frames (by the
//! size of the header list), unanswered pings and settings (it reads on only once it has answered), and tiny DATA frames.
//! Streams that a client opens and resets at once (CVE-2023-44487), or makes us reset (CVE-2025-8671), end the connection.
//!
//! What a client speaks is looked at before anything is taken from the socket; one port serves all. Not hyper-util's detection: it
//! hands the first 24 bytes on as a read of their own, hyper then doubles the buffer that every open connection keeps, and
//! a thousand listeners cost 8 MiB more.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::platform::lan::Identity;

/// Largest request head, and what is buffered of an answer; a token and some cookies are far below.
const HEAD_BYTES: usize = 64 * 1024;
/// The same for HTTP/2, where each stream has its own.
const H2_HEAD_BYTES: u32 = 16 * 1024;
/// Requests of one HTTP/2 connection at once; a wall of pictures asks for as many.
const H2_STREAMS: u32 = 64;
/// Streams that a client may reset before we have looked at them, and that it may make us reset.
const H2_RESETS: usize = 32;
/// Request bodies are small JSON: what may be in flight of one, and of all of a connection.
const H2_STREAM_WINDOW: u32 = 64 * 1024;
const H2_CONNECTION_WINDOW: u32 = 256 * 1024;
/// What is buffered of the answer on one stream.
const H2_SEND_BYTES: usize = 128 * 1024;
const H2_PING: Duration = Duration::from_mins(1);
const H2_PONG: Duration = Duration::from_secs(20);
/// What every client of HTTP/2 begins with.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// First byte of a TLS record that opens a connection; no method of HTTP begins with it.
const TLS_HANDSHAKE: u8 = 0x16;
/// A preface that comes in pieces is looked at again after this.
const PIECE: Duration = Duration::from_millis(10);

/// Boxed: hyper keeps room for one of these as long as the connection lasts.
pub(super) type Answer = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

pub(super) struct Speaker {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    identity: Option<Identity>,
}

/// What a client opens a connection with.
enum Opening {
    Tls,
    Http1,
    Http2,
}

impl Speaker {
    pub fn new(header_timeout: Duration, identity: Option<Identity>) -> Self {
        let mut http1 = http1::Builder::new();
        http1.timer(TokioTimer::new()).header_read_timeout(header_timeout).max_buf_size(HEAD_BYTES);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2
            .timer(TokioTimer::new())
            .max_concurrent_streams(H2_STREAMS)
            .max_header_list_size(H2_HEAD_BYTES)
            .max_pending_accept_reset_streams(H2_RESETS)
            .max_local_error_reset_streams(H2_RESETS)
            .initial_stream_window_size(H2_STREAM_WINDOW)
            .initial_connection_window_size(H2_CONNECTION_WINDOW)
            .max_send_buf_size(H2_SEND_BYTES)
            .keep_alive_interval(H2_PING)
            .keep_alive_timeout(H2_PONG);
        Self { http1, http2, identity }
    }

    /// Answers on one connection until it ends; after `stop` only what is being worked on. A client that says nothing is the
    /// caller's business. `service` is told whether the client speaks TLS.
    pub async fn serve<S>(
        &self,
        stream: TcpStream,
        service: impl FnOnce(bool) -> S,
        watcher: Watcher,
        stop: CancellationToken,
    ) -> hyper::Result<()>
    where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future = Answer> + Send + 'static,
    {
        let opening = tokio::select! {
            opening = opening(&stream) => opening,
            () = stop.cancelled() => return Ok(()),
        };
        match (opening, &self.identity) {
            (Ok(Opening::Tls), Some(identity)) => {
                // In a box: most connections have no TLS and should not keep room for it.
                let shaken = tokio::select! {
                    shaken = Box::pin(identity.handshake(stream)) => shaken,
                    () = stop.cancelled() => return Ok(()),
                };
                match shaken {
                    Ok((stream, true)) => Box::pin(self.speak_http2(stream, service(true), watcher)).await,
                    Ok((stream, false)) => Box::pin(self.speak_http1(stream, service(true), watcher)).await,
                    // Usually a browser that does not know our authority: it tells its user.
                    Err(error) => {
                        tracing::debug!(%error, "a client broke off the TLS handshake");
                        Ok(())
                    }
                }
            }
            (Ok(Opening::Http2), _) => Box::pin(self.speak_http2(stream, service(false), watcher)).await,
            (Ok(Opening::Http1 | Opening::Tls), _) => self.speak_http1(stream, service(false), watcher).await,
            // Gone before it said anything.
            (Err(_), _) => Ok(()),
        }
    }

    async fn speak_http1<I, S>(&self, stream: I, service: S, watcher: Watcher) -> hyper::Result<()>
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future = Answer> + Send + 'static,
    {
        watcher.watch(self.http1.serve_connection(TokioIo::new(stream), service)).await
    }

    async fn speak_http2<I, S>(&self, stream: I, service: S, watcher: Watcher) -> hyper::Result<()>
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future = Answer> + Send + 'static,
    {
        watcher.watch(self.http2.serve_connection(TokioIo::new(stream), service)).await
    }
}

async fn opening(stream: &TcpStream) -> io::Result<Opening> {
    let mut begin = [0; PREFACE.len()];
    loop {
        let n = stream.peek(&mut begin).await?;
        if n > 0 && begin[0] == TLS_HANDSHAKE {
            return Ok(Opening::Tls);
        }
        if n == 0 || begin[..n] != PREFACE[..n] {
            return Ok(Opening::Http1);
        }
        if n == PREFACE.len() {
            return Ok(Opening::Http2);
        }
        // Looking does not wait for more than is there.
        tokio::time::sleep(PIECE).await;
    }
}
