//! Serving: one loop that accepts, hands each connection to hyper, and ends gracefully.

use axum::Router;
use axum::routing::get;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::AppState;
use crate::base::Result;

/// Serves until `stop`, then finishes the requests at hand.
pub async fn serve(listener: TcpListener, state: AppState, stop: CancellationToken) -> Result<()> {
    let router = Router::new().route("/healthz", get(|| async { "ok\n" })).with_state(state);
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        // A failed accept concerns one client; the listener lives on.
        let Ok((stream, _)) = accepted else { continue };
        let service = TowerToHyperService::new(router.clone());
        let builder = auto::Builder::new(TokioExecutor::new());
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        tokio::spawn(graceful.watch(connection));
    }
    drop(listener);
    graceful.shutdown().await;
    Ok(())
}
