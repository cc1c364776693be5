//! Serving: one loop that accepts, hands each connection to hyper (HTTP/1.1, or HTTP/2 without TLS), and ends gracefully.
//!
//! Invariants: connections are bounded (the kernel's backlog holds the surplus); a client that has not sent a whole
//! request head in time is dropped, whatever it has sent of it; on stop every connection finishes its request, and
//! whoever owns the deadline drops the rest by dropping this future.

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
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::client_address::Peer;
use super::{AppState, router};
use crate::base::Result;

/// Largest request head; a token and some cookies are far below.
const HEAD_BYTES: usize = 64 * 1024;
/// Streams of one HTTP/2 connection.
const H2_STREAMS: u32 = 64;
const H2_PING: Duration = Duration::from_mins(1);
/// Pause after a failed accept: without one, a process out of file descriptors would spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop`, then finishes the requests at hand.
pub async fn serve(listener: TcpListener, state: AppState, stop: CancellationToken) -> Result<()> {
    let slots = Arc::new(Semaphore::new(state.shell.config.in_flight * 4));
    let header_timeout = state.shell.config.header_timeout;
    let builder = Arc::new(builder(header_timeout));
    let router = router::router(state, &stop);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let accept = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            accepted = accept => accepted,
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
        let connection = Connection { router: router.clone(), peer, builder: Arc::clone(&builder), header_timeout };
        let watcher = graceful.watcher();
        connections.spawn(async move {
            connection.run(stream, watcher).await;
            drop(slot);
        });
    }
    drop(listener);
    graceful.shutdown().await;
    Ok(())
}

fn builder(header_timeout: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(header_timeout).max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(H2_STREAMS)
        .max_header_list_size(HEAD_BYTES as u32)
        .keep_alive_interval(H2_PING);
    builder
}

struct Connection {
    router: Router,
    peer: SocketAddr,
    builder: Arc<auto::Builder<TokioExecutor>>,
    header_timeout: Duration,
}

impl Connection {
    async fn run(self, stream: TcpStream, watcher: Watcher) {
        // Small answers must not wait for a full segment; an old kernel that cannot does not matter.
        drop(stream.set_nodelay(true));
        let first_request = Arc::new(Notify::new());
        let (router, peer, seen) = (self.router, Peer(self.peer), Arc::clone(&first_request));
        let service = service_fn(move |request| {
            seen.notify_one();
            respond(router.clone(), peer, request)
        });
        let connection = watcher.watch(self.builder.serve_connection(TokioIo::new(stream), service).into_owned());
        tokio::pin!(connection);
        // hyper's own header timeout begins once it knows the protocol; a silent client never gets there.
        let result = tokio::select! {
            result = &mut connection => result,
            timeout = tokio::time::timeout(self.header_timeout, first_request.notified()) => match timeout {
                Ok(()) => connection.await,
                Err(_) => return,
            },
        };
        if let Err(error) = result {
            tracing::debug!(%error, peer = %self.peer, "a connection broke");
        }
    }
}

async fn respond(router: Router, peer: Peer, request: Request<Incoming>) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    router.oneshot(request).await
}
