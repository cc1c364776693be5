//! Where clients come in: the listener, what sends them there, and the word on the local network that it is there.
//!
//! The sockets stay open for as long as the process lives, whatever is served meanwhile: a notice, the server, a notice again.

use std::net::{self, SocketAddr};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::config::Config;
use super::{Exit, Failure, build, commands};
use crate::base::Result;
use crate::http::{self, AppState};
use crate::platform::lan::{Announcement, Identity, Presence};

pub struct Doors {
    listener: net::TcpListener,
    identity: Option<Identity>,
    address: SocketAddr,
    redirects: Option<net::TcpListener>,
    presence: Option<Presence>,
}

impl Doors {
    /// Binds everything, and says where.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let identity = build::identity(config)?;
        let (listener, address) = bind("http.listen", config.http.listen).await?;
        let redirects = match config.http.redirect_from {
            Some(from) => Some(bind("http.redirect_from", from).await?.0),
            None => None,
        };
        // A wildcard address is no address that a browser can open.
        let shown =
            if address.ip().is_unspecified() { format!("127.0.0.1:{}", address.port()) } else { address.to_string() };
        let scheme = if identity.is_some() { "https" } else { "http" };
        commands::print(&format!("listening on {scheme}://{shown}{}", config.http.base_path))?;
        tracing::info!(%address, "listening");
        if let Some(facts) = identity.as_ref().map(Identity::facts) {
            tracing::info!(names = facts.names.join(", "), ends_at = %facts.ends_at, "showing a certificate");
        }
        let presence = build::presence(config, address);
        Ok(Self { listener, identity, address, redirects, presence })
    }

    /// Says the same to everybody until `until` ends.
    pub async fn serve_notice(&self, notice: watch::Receiver<http::Notice>, until: impl Future<Output = ()>) {
        match handle(&self.listener) {
            Ok(listener) => http::serve_notice(&listener, self.identity.clone(), notice, until).await,
            Err(error) => {
                tracing::error!(%error, "nobody is told why the server does not serve");
                until.await;
            }
        }
    }

    /// Serves until `stop`, then finishes the requests at hand.
    pub fn serve(
        &self,
        state: AppState,
        stop: CancellationToken,
    ) -> Result<impl Future<Output = Result<()>> + use<>, Failure> {
        let listener = handle(&self.listener)?;
        let redirects = self.redirects.as_ref().map(handle).transpose()?;
        let (address, is_secure) = (self.address, self.identity.is_some());
        let announced = self.announce(&state);
        Ok(async move {
            let redirecting = async {
                if let Some(listener) = redirects {
                    http::serve_redirects(listener, address, is_secure, stop.clone()).await;
                }
            };
            let leaving = async {
                stop.cancelled().await;
                if let Some(announcement) = announced {
                    announcement.end().await;
                }
            };
            let serving = http::serve(listener, state, stop.clone());
            tokio::join!(serving, redirecting, leaving).0
        })
    }

    /// Being found is a comfort: a network without it is no reason not to serve.
    fn announce(&self, state: &AppState) -> Option<Announcement> {
        let presence = self.presence.as_ref()?;
        match state.lan.announce(presence) {
            Ok(announcement) => {
                tracing::info!(name = presence.name, port = presence.port, "announced on the local network");
                Some(announcement)
            }
            Err(error) => {
                tracing::warn!(%error, "not announced on the local network; devices find the server by its address");
                None
            }
        }
    }
}

/// A socket that listens on what a setting says.
async fn bind(setting: &str, address: SocketAddr) -> Result<(net::TcpListener, SocketAddr), Failure> {
    let listener = TcpListener::bind(address).await.map_err(|e| {
        let exit = if e.kind() == std::io::ErrorKind::AddrInUse { Exit::PortInUse } else { Exit::Usage };
        Failure::new(exit, format!("listen on {address} ({setting}): {e}"))
    })?;
    let bound = listener.local_addr().and_then(|bound| Ok((listener.into_std()?, bound)));
    bound.map_err(|e| Failure::new(Exit::Failed, format!("listen on {address} ({setting}): {e}")))
}

/// Another handle to a socket, for as long as one thing is served on it.
fn handle(socket: &net::TcpListener) -> Result<TcpListener, Failure> {
    let handle = socket.try_clone().and_then(TcpListener::from_std);
    handle.map_err(|e| Failure::new(Exit::Failed, format!("listen: {e}")))
}
