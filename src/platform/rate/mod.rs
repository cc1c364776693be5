//! Who has asked how often: the state of `domain::rate` for every client.
//!
//! Written by every limited request with one compare-and-swap. Bounded: the entry that was used least makes room and its
//! client starts anew, which forgives at most one quota. In memory only: a restart forgives, which is cheaper than a write
//! per request. Where the nodes share a cache they also count there together: a client that is refused here is refused at
//! once, and while the cache is away each node counts for itself.

mod local;
mod shared;

use std::net::IpAddr;

use uuid::Uuid;

pub use local::Limiter;

/// Whose quota a request takes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    SignIn(Uuid),
    /// An address, or the whole /64 of one: a subscriber has that many.
    Address(IpAddr),
}

impl Who {
    pub fn at(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V6(v6) => Self::Address(IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into())),
            v4 @ IpAddr::V4(_) => Self::Address(v4),
        }
    }
}
