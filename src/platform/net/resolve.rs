//! From a name to the addresses that may be called.
//!
//! The connector connects to what this returns and resolves nothing itself, which is what makes the check hold.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower::Service;

use super::egress::refusal;
use super::network::Network;

#[derive(Clone)]
pub(super) struct CheckedResolver {
    system: GaiResolver,
    allowed: Arc<[Network]>,
}

/// Why nothing was connected.
#[derive(Debug)]
pub(super) struct Refused {
    pub ip: IpAddr,
    pub kind: &'static str,
}

impl CheckedResolver {
    pub fn new(allowed: Arc<[Network]>) -> Self {
        Self { system: GaiResolver::new(), allowed }
    }
}

impl Service<Name> for CheckedResolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.system.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.system.call(name);
        let allowed = Arc::clone(&self.allowed);
        Box::pin(async move {
            let (mut permitted, mut refused) = (Vec::new(), None);
            for address in resolving.await? {
                match refusal(address.ip(), &allowed) {
                    None => permitted.push(address),
                    Some(kind) => refused = Some(Refused { ip: address.ip(), kind }),
                }
            }
            match refused {
                // A name that leads both outside and inside is taken at its better half.
                Some(refused) if permitted.is_empty() => Err(refused.into()),
                _ => Ok(permitted.into_iter()),
            }
        })
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the address {} is not called ({}); an administrator can permit its network with net.allow",
            self.ip, self.kind
        )
    }
}

impl std::error::Error for Refused {}
