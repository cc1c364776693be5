//! Which addresses this machine has for others, read from the kernel.

use std::net::IpAddr;

use nix::ifaddrs::getifaddrs;
use nix::net::if_::InterfaceFlags;

use crate::base::{ErrorKind, Result, ResultExt};

/// Networks inside of this machine, as container engines and virtual machines name them: nobody at home reaches them.
const INNER: [&str; 9] = ["br-", "cali", "cni", "docker", "flannel", "lxc", "podman", "veth", "virbr"];

/// Whether an interface, by its name, leads into this machine only.
pub fn is_of_this_machine_only(interface: &str) -> bool {
    INNER.iter().any(|inner| interface.starts_with(inner))
}

/// Addresses under which others at home reach this machine, the likeliest first. One each.
pub fn own_addresses() -> Result<Vec<IpAddr>> {
    let interfaces = getifaddrs().context(ErrorKind::Internal, "ask the kernel for its addresses")?;
    let is_meant =
        |flags: InterfaceFlags| flags.contains(InterfaceFlags::IFF_UP) && !flags.contains(InterfaceFlags::IFF_LOOPBACK);
    let meant = interfaces.filter(|i| is_meant(i.flags) && !is_of_this_machine_only(&i.interface_name));
    let mut found: Vec<IpAddr> = meant
        .filter_map(|interface| {
            let address = interface.address?;
            let v4 = address.as_sockaddr_in().map(|v4| IpAddr::V4(v4.ip()));
            v4.or_else(|| address.as_sockaddr_in6().map(|v6| IpAddr::V6(v6.ip())))
        })
        .filter(|ip| !is_link_local(ip))
        .collect();
    found.sort_by_key(rank);
    found.dedup();
    Ok(found)
}

/// Good on one cable only: a browser would have to name the interface.
fn is_link_local(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// What people can type, and what does not change with the provider, goes first. Equal ones are equal addresses.
fn rank(ip: &IpAddr) -> (u8, IpAddr) {
    let kind = match ip {
        IpAddr::V4(v4) if v4.is_private() => 0,
        IpAddr::V4(_) => 1,
        IpAddr::V6(v6) if v6.is_unique_local() => 2,
        IpAddr::V6(_) => 3,
    };
    (kind, *ip)
}
