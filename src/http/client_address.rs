//! Where a request comes from.
//!
//! The peer's address counts. Forwarding headers count only from a configured proxy, and then only the right-most hop
//! that is not itself a configured proxy: everything left of it was written by the client. A request that carries such a
//! header from anybody else may have come through a proxy that we do not know, so it is never local or private. So is one in
//! HTTP/1.0: no browser and no monitor speaks it, but a proxy that was told nothing does (nginx).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Version, header};

use super::problem::Problem;
use crate::base::Error;
pub use crate::platform::net::Network;
use crate::services::accounts::Origin;

/// Headers by which proxies say for whom they speak.
const FORWARDING: [&str; 11] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-prefix",
    "x-forwarded-proto",
    "x-real-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "via",
];

/// Endings of names that a router or mDNS gives, and that nobody can buy.
const HOME: [&str; 8] =
    [".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain", ".localhost", ".fritz.box"];

/// Who sent a request, as far as we can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    pub ip: IpAddr,
    /// The client speaks HTTPS, with us or with a configured proxy.
    pub is_https: bool,
    /// No unknown proxy stands between.
    is_certain: bool,
    /// Asked by a name that only a network of one's own gives. Looked at where a handler takes the client: few do.
    is_asked_at_home: bool,
}

impl Client {
    pub fn of(peer: Peer, request: &Request, trusted: &[Network]) -> Self {
        let (peer, speaks_tls, headers) = (peer.address.ip().to_canonical(), peer.speaks_tls, request.headers());
        let at = |ip: IpAddr, is_certain, is_https| {
            let ip = ip.to_canonical();
            Self { ip, is_https, is_certain, is_asked_at_home: false }
        };
        let is_forwarded = is_forwarded(request);
        if !is_trusted(peer, trusted) {
            return at(peer, !is_forwarded, speaks_tls);
        }
        let scheme = last_value(headers, "x-forwarded-proto");
        let scheme = scheme.or_else(|| parameter(last_value(headers, "forwarded")?, "proto"));
        let is_https = scheme.map_or(speaks_tls, |scheme| scheme.eq_ignore_ascii_case("https"));
        match (hop(headers, "x-forwarded-for", trusted), hop(headers, "forwarded", trusted)) {
            // One of the two is the proxy's, the other was passed through as the client wrote it: believe neither.
            (Some(a), Some(b)) if a != b => at(peer, false, is_https),
            (Some(ip), _) | (None, Some(ip)) => at(ip, true, is_https),
            // The proxy named nobody that can be read; the proxy itself may well be on this machine.
            (None, None) => at(peer, !is_forwarded, is_https),
        }
    }

    /// This machine itself.
    pub fn is_local(&self) -> bool {
        self.is_certain && self.ip.is_loopback()
    }

    /// This machine or a private network, and certainly a person there: a page of a stranger can make a browser at home ask us
    /// for anything once its own name leads to our address (DNS rebinding), but by its own name only.
    pub fn is_private(&self) -> bool {
        self.is_certain && self.is_asked_at_home && is_private(self.ip)
    }

    /// Whether the client is certainly in this network.
    pub fn is_within(&self, network: &Network) -> bool {
        self.is_certain && network.contains(self.ip)
    }

    /// The same for the accounts.
    pub fn origin(&self) -> Origin {
        Origin { ip: self.ip, is_private: self.is_private() }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let client = parts.extensions.get::<Self>().copied();
        let client = client.ok_or_else(|| Error::internal("a request without a peer address"))?;
        Ok(Self { is_asked_at_home: is_name_at_home(parts), ..client })
    }
}

/// The other end of the connection; put into every request by `server`.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    pub address: SocketAddr,
    pub speaks_tls: bool,
}

/// Whether a peer is a configured proxy.
pub fn is_trusted(peer: IpAddr, trusted: &[Network]) -> bool {
    let peer = peer.to_canonical();
    trusted.iter().any(|network| network.contains(peer))
}

/// Whether a proxy, known or not, has sent this.
pub fn is_forwarded(request: &Request) -> bool {
    request.version() < Version::HTTP_11 || FORWARDING.iter().any(|name| request.headers().contains_key(*name))
}

/// Whether the name by which we are asked cannot be a stranger's: an address, or a name that no public DNS gives.
fn is_name_at_home(request: &Parts) -> bool {
    let named = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    // HTTP/2 names the host with the path. No browser leaves it out.
    let Some(authority) = request.uri.authority().cloned().or(named) else { return true };
    let host = authority.host().trim_end_matches('.').to_ascii_lowercase();
    let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    is_address || !host.contains('.') || HOME.iter().any(|ending| host.ends_with(ending))
}

/// The right-most of a header's values, which is the nearest proxy's.
pub fn last_value<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    let value = headers.get_all(HeaderName::from_static(name)).iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next().map(str::trim)
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// The right-most address in a forwarding header that is no configured proxy.
fn hop(headers: &HeaderMap, name: &'static str, trusted: &[Network]) -> Option<IpAddr> {
    let values: Vec<&str> =
        headers.get_all(HeaderName::from_static(name)).iter().filter_map(|v| v.to_str().ok()).collect();
    let mut hops = values.iter().flat_map(|v| v.split(',')).map(str::trim).rev();
    let address = |hop: &str| if name == "forwarded" { parse_hop(parameter(hop, "for")?) } else { parse_hop(hop) };
    // A hop that cannot be read ends the chain: what is left of it has no witness.
    hops.try_fold(None, |_, hop| match address(hop) {
        Some(ip) if is_trusted(ip, trusted) => Ok(Some(ip)),
        other => Err(other),
    })
    .unwrap_or_else(|found| found)
}

/// What one proxy says of one thing in `Forwarded` (RFC 7239).
fn parameter<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"'))
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    let ip = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()));
    ip.map(|ip: IpAddr| ip.to_canonical())
}
