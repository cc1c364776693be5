//! The loop that accepts, and the life of one connection.

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
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::connections::{self, Connections};
use super::redirect::to_tls;
use super::socket;
use super::speak::{Answer, Speaker};
use crate::base::Result;
use crate::http::client_address::Peer;
use crate::http::held::Held;
use crate::http::{AppState, router};

/// Pause after a failed accept: without one, a process out of file descriptors would spin.
pub(super) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop`, then finishes the requests at hand.
pub async fn serve(listener: TcpListener, state: AppState, stop: CancellationToken) -> Result<()> {
    let config = Arc::clone(&state.shell.config);
    socket::prepare(&listener, config.unread_timeout);
    let open = Connections::new(config.connections);
    let speaker = Arc::new(Speaker::new(config.header_timeout, config.identity.clone()));
    let router = router::router(&state, &stop);
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
        let (router, speaker) = (router.clone(), Arc::clone(&speaker));
        let must_speak_tls = config.identity.is_some() && !is_proxy && !ip.is_loopback();
        let header_timeout = config.header_timeout;
        let connection = Connection { router, peer, speaker, must_speak_tls, header_timeout, place };
        connections.spawn(connection.run(stream, graceful.watcher(), stop.clone()));
    }
    drop(listener);
    graceful.shutdown().await;
    Ok(())
}

struct Connection {
    router: Router,
    peer: SocketAddr,
    speaker: Arc<Speaker>,
    must_speak_tls: bool,
    header_timeout: Duration,
    place: connections::Connection,
}

impl Connection {
    async fn run(self, stream: TcpStream, watcher: Watcher, stop: CancellationToken) {
        let first_request = Arc::new(Notify::new());
        let (router, address, seen) = (self.router, self.peer, Arc::clone(&first_request));
        let (place, must_speak_tls) = (Arc::new(self.place), self.must_speak_tls);
        let of_requests = Arc::clone(&place);
        let service = |speaks_tls: bool| {
            service_fn(move |request| {
                seen.notify_one();
                if must_speak_tls && !speaks_tls {
                    return Box::pin(std::future::ready(Ok(to_tls(request.uri(), request.headers())))) as Answer;
                }
                let peer = Peer { address, speaks_tls };
                Box::pin(respond(router.clone(), peer, of_requests.at_work(), request)) as Answer
            })
        };
        // hyper's own header timeout begins once the protocol is known; a silent client never gets there.
        let is_silent = async {
            if tokio::time::timeout(self.header_timeout, first_request.notified()).await.is_ok() {
                std::future::pending::<()>().await;
            }
        };
        // What has come is begun before anybody looks whether this connection is idle.
        let result = tokio::select! {
            biased;
            result = self.speaker.serve(stream, service, watcher, stop) => result,
            () = is_silent => return,
            () = place.must_leave() => return,
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
