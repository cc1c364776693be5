//! The loop that accepts, and the life of one connection.
//!
//! The limits of HTTP/2 are hyper's and h2's, set to what a household needs. h2 itself bounds continuation frames (by the
//! size of the header list), unanswered pings and settings (it reads on only once it has answered), and tiny DATA frames.
//! Streams that a client opens and resets at once (CVE-2023-44487), or makes us reset (CVE-2025-8671), end the connection.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::connections::{self, Connections};
use super::socket;
use crate::base::Result;
use crate::http::client_address::Peer;
use crate::http::held::Held;
use crate::http::{AppState, router};

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
/// Pause after a failed accept: without one, a process out of file descriptors would spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop`, then finishes the requests at hand.
pub async fn serve(listener: TcpListener, state: AppState, stop: CancellationToken) -> Result<()> {
    let config = Arc::clone(&state.shell.config);
    socket::prepare(&listener, config.unread_timeout);
    let open = Connections::new(config.connections);
    let builder = Arc::new(builder(config.header_timeout));
    let router = router::router(state, &stop);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let ip = peer.ip().to_canonical();
        let is_proxy = config.trusted_proxies.iter().any(|network| network.contains(ip));
        // Without a place the socket is dropped, which tells its client to try again.
        let Some(place) = open.enter(ip, is_proxy) else { continue };
        let (router, builder) = (router.clone(), Arc::clone(&builder));
        let connection = Connection { router, peer, builder, header_timeout: config.header_timeout, place };
        connections.spawn(connection.run(stream, graceful.watcher()));
    }
    drop(listener);
    graceful.shutdown().await;
    Ok(())
}

/// How connections are spoken to.
pub(super) fn builder(header_timeout: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(header_timeout).max_buf_size(HEAD_BYTES);
    builder
        .http2()
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
    builder
}

struct Connection {
    router: Router,
    peer: SocketAddr,
    builder: Arc<auto::Builder<TokioExecutor>>,
    header_timeout: Duration,
    place: connections::Connection,
}

impl Connection {
    async fn run(self, stream: TcpStream, watcher: Watcher) {
        let make_room = self.place.make_room.clone();
        let first_request = Arc::new(Notify::new());
        let (router, peer, seen) = (self.router, Peer(self.peer), Arc::clone(&first_request));
        let place = Arc::new(self.place);
        let service = service_fn(move |request| {
            seen.notify_one();
            respond(router.clone(), peer, place.at_work(), request)
        });
        let connection = watcher.watch(self.builder.serve_connection(TokioIo::new(stream), service).into_owned());
        // hyper's own header timeout begins once it knows the protocol; a silent client never gets there.
        let is_silent = async {
            if tokio::time::timeout(self.header_timeout, first_request.notified()).await.is_ok() {
                std::future::pending::<()>().await;
            }
        };
        let result = tokio::select! {
            result = connection => result,
            () = is_silent => return,
            () = make_room.cancelled() => return,
        };
        if let Err(error) = result {
            tracing::debug!(%error, peer = %self.peer, "a connection broke");
        }
    }
}

async fn respond(
    router: Router,
    peer: Peer,
    at_work: connections::AtWork,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    let response = router.oneshot(request).await?;
    Ok(response.map(|body| Held::body(body, at_work)))
}
