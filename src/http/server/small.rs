//! A server for a few simple answers: no services behind it, bounded in everything.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::accept::ACCEPT_PAUSE;
use super::speak::{Answer, Speaker};
use crate::platform::lan::Identity;

/// Connections at once, and the time for a request: nobody has much to ask here.
const CONNECTIONS: usize = 256;
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// Some say nothing at all.
const CONNECTION_LIFE: Duration = Duration::from_secs(30);

/// Answers on the listener until `until` ends, then finishes the requests at hand.
pub(super) async fn serve(
    listener: &TcpListener,
    identity: Option<Identity>,
    router: Router,
    until: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let speaker = Arc::new(Speaker::new(HEADER_TIMEOUT, identity));
    let is_over = CancellationToken::new();
    let mut connections = JoinSet::new();
    tokio::pin!(until);
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut until => break,
        };
        // A failed accept concerns one client; the listener lives on.
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        if connections.len() >= CONNECTIONS {
            continue;
        }
        let (router, speaker) = (router.clone(), Arc::clone(&speaker));
        let service = service_fn(move |request: Request<Incoming>| {
            let answer: Answer = Box::pin(router.clone().oneshot(request.map(Body::new)));
            answer
        });
        let (watcher, until_stop) = (graceful.watcher(), is_over.clone());
        connections.spawn(async move {
            let connection = speaker.serve(stream, |_| service, watcher, until_stop);
            drop(tokio::time::timeout(CONNECTION_LIFE, connection).await);
        });
    }
    is_over.cancel();
    // Handlers answer at once, so this takes no longer than writing what is answered.
    graceful.shutdown().await;
}
