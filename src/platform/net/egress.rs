//! Which addresses may be called: the public internet, and what the configuration names. Pure.
//!
//! Written as a list of what is refused for IPv4, where nearly everything is public, and of what is permitted for IPv6,
//! where nearly nothing is. An IPv6 address that carries an IPv4 address is judged by what it carries, because a gateway
//! will go there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::network::Network;

/// Ranges that are not the public internet, by prefix length. IANA's registry of special-purpose addresses.
const REFUSED_V4: [(Ipv4Addr, u32, &str); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8, "unspecified"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by carriers"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "reserved"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "reserved"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

const GLOBAL_UNICAST: Ipv6Addr = Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0);
/// RFC 6052: the last 32 bits are an IPv4 address.
const NAT64: Ipv6Addr = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0);
/// RFC 3056: the 32 bits after the first 16 are an IPv4 address.
const SIX_TO_FOUR: Ipv6Addr = Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0);

/// Parts of 2000::/3, the only range with public addresses, that are not public after all.
const REFUSED_V6: [(Ipv6Addr, u32, &str); 3] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "reserved"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

/// What kind of address this is, if it may not be called.
pub fn refusal(ip: IpAddr, allowed: &[Network]) -> Option<&'static str> {
    if allowed.iter().any(|network| network.contains(ip)) {
        return None;
    }
    match ip.to_canonical() {
        IpAddr::V4(ip) => refusal_v4(ip),
        IpAddr::V6(ip) => refusal_v6(ip),
    }
}

fn refusal_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let is_within = |net: Ipv4Addr, bits: u32| (u32::from(ip) ^ u32::from(net)) >> (32 - bits) == 0;
    REFUSED_V4.iter().find(|(net, bits, _)| is_within(*net, *bits)).map(|(.., kind)| *kind)
}

fn refusal_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let is_within = |net: Ipv6Addr, bits: u32| (u128::from(ip) ^ u128::from(net)) >> (128 - bits) == 0;
    let carried = |low_bit: u32| Ipv4Addr::from((u128::from(ip) >> low_bit) as u32);
    if is_within(NAT64, 96) {
        return refusal_v4(carried(0));
    }
    if is_within(SIX_TO_FOUR, 16) {
        return refusal_v4(carried(80));
    }
    if ip.is_loopback() {
        return Some("this machine");
    }
    if ip.is_unique_local() {
        return Some("private");
    }
    if ip.is_unicast_link_local() {
        return Some("link-local");
    }
    if ip.is_multicast() {
        return Some("multicast");
    }
    if !is_within(GLOBAL_UNICAST, 3) {
        return Some("reserved");
    }
    REFUSED_V6.iter().find(|(net, bits, _)| is_within(*net, *bits)).map(|(.., kind)| *kind)
}
