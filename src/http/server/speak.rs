//! How connections are spoken to: HTTP/1 or HTTP/2, and the limits of each.
//!
//! The limits of HTTP/2 are hyper's and h2's, set to what a household needs. h2 itself bounds continuation frames (by the
//! size of the header list), unanswered pings and settings (it reads on only once it has answered), and tiny DATA frames.
//! Streams that a client opens and resets at once (CVE-2023-44487), or makes us reset (CVE-2025-8671), end the connection.
//!
//! Which of the two a client speaks is looked at before anything is taken from the socket. Not hyper-util's detection: it
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
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

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
/// A preface that comes in pieces is looked at again after this.
const PIECE: Duration = Duration::from_millis(10);

/// Boxed: hyper keeps room for one of these as long as the connection lasts.
pub(super) type Answer = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

pub(super) struct Speaker {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
}

impl Speaker {
    pub fn new(header_timeout: Duration) -> Self {
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
        Self { http1, http2 }
    }

    /// Answers on one connection until it ends; after `stop` only what is being worked on. A client that says nothing is the
    /// caller's business.
    pub async fn serve<S>(
        &self,
        stream: TcpStream,
        service: S,
        watcher: Watcher,
        stop: CancellationToken,
    ) -> hyper::Result<()>
    where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future = Answer> + Send + 'static,
    {
        let speaks_http2 = tokio::select! {
            speaks = speaks_http2(&stream) => speaks,
            () = stop.cancelled() => return Ok(()),
        };
        let stream_io = TokioIo::new(stream);
        match speaks_http2 {
            Ok(true) => Box::pin(watcher.watch(self.http2.serve_connection(stream_io, service))).await,
            Ok(false) => watcher.watch(self.http1.serve_connection(stream_io, service)).await,
            // Gone before it said anything.
            Err(_) => Ok(()),
        }
    }
}

async fn speaks_http2(stream: &TcpStream) -> io::Result<bool> {
    let mut begin = [0; PREFACE.len()];
    loop {
        let n = stream.peek(&mut begin).await?;
        if n == 0 || begin[..n] != PREFACE[..n] || n == PREFACE.len() {
            return Ok(n == PREFACE.len() && begin[..n] == *PREFACE);
        }
        // Looking does not wait for more than is there.
        tokio::time::sleep(PIECE).await;
    }
}
