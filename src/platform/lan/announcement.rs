//! Known by name on the local network: mDNS (RFC 6762) and DNS-SD (RFC 6763), by the crate mdns-sd.
//!
//! `revenge.local` has this machine's addresses, and the services `_revenge._tcp` and `_http._tcp` lead there. The crate
//! probes first: where another server has the name already, ours gets a number. Its thread looks for new addresses twice a
//! minute and otherwise sleeps until somebody asks.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mdns_sd::{DaemonEvent, IfKind, IfPredicate, RRType, ServiceDaemon, ServiceInfo};
use tokio_util::task::AbortOnDropHandle;

use super::addresses::{is_of_this_machine_only, own_addresses};
use crate::base::{Error, ErrorKind, Result, ResultExt};

/// An address that comes later (a lease, a cable) is announced within this time.
const LOOK_EVERY_S: u32 = 30;
/// For the word that we are gone.
const GOODBYE: Duration = Duration::from_millis(300);
/// Longest label of a name.
const LABEL_BYTES: usize = 63;

/// What is announced.
#[derive(Clone, Debug)]
pub struct Presence {
    /// The label before `.local`.
    pub name: String,
    /// For people: what a list of servers shows.
    pub title: String,
    pub address: IpAddr,
    pub port: u16,
    pub speaks_tls: bool,
    /// Interfaces to be known on; none: all that lead out of this machine.
    pub interfaces: Vec<String>,
    /// What else clients want to know: TXT records.
    pub facts: Vec<(&'static str, String)>,
}

/// Under which names and addresses others find this server. A cheap handle.
#[derive(Clone, Debug, Default)]
pub struct Lan {
    /// As announced, without `.local`.
    name: Arc<Mutex<Option<String>>>,
}

/// Holds while the server is announced.
pub struct Announcement {
    daemon: ServiceDaemon,
    lan: Lan,
    _watch: AbortOnDropHandle<()>,
}

impl Lan {
    /// Hosts to be typed into a browser on another device, the best first: `revenge.local`, `192.168.1.20`.
    pub fn hosts(&self) -> Result<Vec<String>> {
        let name = self.name.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let addresses = own_addresses()?.into_iter().map(|ip| match ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        });
        Ok(name.map(|name| format!("{name}.local")).into_iter().chain(addresses).collect())
    }

    /// Announces the server until the answer is ended or dropped.
    pub fn announce(&self, presence: &Presence) -> Result<Announcement> {
        let daemon = ServiceDaemon::new().context(ErrorKind::Internal, "start the announcement")?;
        let events = begin(&daemon, presence).inspect_err(|_| drop(daemon.shutdown()))?;
        self.set(Some(presence.name.clone()));
        let lan = self.clone();
        let watch = tokio::spawn(async move {
            while let Ok(event) = events.recv_async().await {
                lan.hear(event);
            }
        });
        Ok(Announcement { daemon, lan: self.clone(), _watch: AbortOnDropHandle::new(watch) })
    }

    fn hear(&self, event: DaemonEvent) {
        match event {
            DaemonEvent::NameChange(change) if matches!(change.rr_type, RRType::A | RRType::AAAA) => {
                let name = change.new_name.trim_end_matches('.').trim_end_matches(".local").to_owned();
                tracing::info!(taken = change.original, name, "another machine has our name: we are known by this one");
                self.set(Some(name));
            }
            DaemonEvent::Error(error) => tracing::debug!(%error, "the announcement has a problem"),
            _ => {}
        }
    }

    fn set(&self, name: Option<String>) {
        *self.name.lock().unwrap_or_else(PoisonError::into_inner) = name;
    }
}

impl Announcement {
    /// Says that the server is gone, so that lists of servers forget it at once.
    pub async fn end(self) {
        if let Ok(gone) = self.daemon.shutdown() {
            drop(tokio::time::timeout(GOODBYE, gone.recv_async()).await);
        }
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.lan.set(None);
        // Its thread ends with it; a second order finds nobody.
        drop(self.daemon.shutdown());
    }
}

fn begin(daemon: &ServiceDaemon, presence: &Presence) -> Result<mdns_sd::Receiver<DaemonEvent>> {
    let failed = "announce the server on the local network";
    let events = daemon.monitor().context(ErrorKind::Internal, failed)?;
    daemon.set_ip_check_interval(LOOK_EVERY_S).context(ErrorKind::Internal, failed)?;
    daemon.disable_interface(IfKind::All).context(ErrorKind::Internal, failed)?;
    daemon.enable_interface(meant(presence)).context(ErrorKind::Internal, failed)?;
    for service in services(presence)? {
        daemon.register(service).context(ErrorKind::Internal, failed)?;
    }
    Ok(events)
}

/// Where to be known: what is listened on, and what the settings say.
fn meant(presence: &Presence) -> IfKind {
    let (address, names) = (presence.address, presence.interfaces.clone());
    IfKind::Predicate(IfPredicate::new(move |interface| {
        let is_listened_on = address.is_unspecified() || interface.ip() == address;
        let is_named = if names.is_empty() {
            !interface.is_loopback() && !is_of_this_machine_only(&interface.name)
        } else {
            names.contains(&interface.name)
        };
        // A socket for IPv4 hears nobody on IPv6.
        let is_reached = interface.ip().is_ipv4() || address.is_ipv6();
        is_listened_on && is_named && is_reached
    }))
}

fn services(presence: &Presence) -> Result<Vec<ServiceInfo>> {
    let host = format!("{}.local.", presence.name);
    let title: String = fitting(&presence.title);
    let browsers = if presence.speaks_tls { "_https._tcp.local." } else { "_http._tcp.local." };
    let service = |kind: &str| {
        ServiceInfo::new(kind, &title, &host, "", presence.port, &presence.facts[..])
            .map(ServiceInfo::enable_addr_auto)
            .context(ErrorKind::Internal, "describe the server for the local network")
    };
    Ok(vec![service("_revenge._tcp.local.")?, service(browsers)?])
}

/// As much of a title as a label holds.
fn fitting(title: &str) -> String {
    let ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= LABEL_BYTES);
    title[..ends.last().unwrap_or_default()].to_owned()
}

/// Names as they are typed: letters, digits and hyphens.
pub fn check_name(name: &str) -> Result<()> {
    let is_good = (1..=LABEL_BYTES).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-');
    if is_good {
        return Ok(());
    }
    let rule = "letters, digits and hyphens, 63 at most, and no hyphen at its ends";
    Err(Error::invalid(format!("{name:?} is no name for a machine: it must be {rule}")))
}
