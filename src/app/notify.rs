//! What systemd is told, by the datagram protocol of sd_notify(3). Without NOTIFY_SOCKET every call is a no-op.
//!
//! Own code instead of a crate: it is one datagram. The environment is read once and never changed; children are
//! started with a clean one, so that none of them can speak for us.

use std::os::fd::AsRawFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use nix::sys::socket::{MsgFlags, send};

/// What the supervisor is asked for at a time while a start takes long: a large database is copied and changed.
const STEP_PATIENCE: Duration = Duration::from_mins(2);

/// Handle to the supervisor.
#[derive(Debug)]
pub struct Notify {
    socket: Option<UnixDatagram>,
    watchdog: Option<Duration>,
}

impl Notify {
    pub fn from_environment() -> Self {
        std::env::var("NOTIFY_SOCKET")
            .map_or(Self { socket: None, watchdog: None }, |path| Self::to(&path, watchdog_interval()))
    }

    /// To the socket at `path`, or of the name behind its `@`; a sign of life is wanted that often.
    pub fn to(path: &str, watchdog: Option<Duration>) -> Self {
        Self { socket: connect(path), watchdog }
    }

    /// How often `watchdog` must be called: half of what the unit allows.
    pub fn watchdog_interval(&self) -> Option<Duration> {
        self.socket.as_ref().and(self.watchdog)
    }

    pub fn ready(&self) {
        self.ready_but("serving");
    }

    /// Started, and not to be started again: it waits for a person, who reads why.
    pub fn ready_but(&self, status: &str) {
        self.send(&format!("READY=1\nSTATUS={status}"));
    }

    /// The start goes on and must not be given up. Never returns.
    pub async fn still_starting(&self) {
        if self.socket.is_none() {
            std::future::pending::<()>().await;
        }
        loop {
            self.send(&format!("EXTEND_TIMEOUT_USEC={}", STEP_PATIENCE.as_micros()));
            tokio::time::sleep(STEP_PATIENCE / 2).await;
        }
    }

    pub fn status(&self, text: &str) {
        self.try_send(&format!("STATUS={text}"));
    }

    pub fn reloading(&self) {
        // systemd wants the time at which the reload began on its own clock (CLOCK_MONOTONIC).
        let now = nix::time::clock_gettime(nix::time::ClockId::CLOCK_MONOTONIC);
        let usec = now.map_or(0, |t| t.tv_sec() * 1_000_000 + t.tv_nsec() / 1000);
        self.send(&format!("RELOADING=1\nMONOTONIC_USEC={usec}"));
    }

    pub fn stopping(&self) {
        self.send("STOPPING=1\nSTATUS=stopping");
    }

    pub fn watchdog(&self) {
        self.try_send("WATCHDOG=1");
    }

    /// What may be lost does not wait for a supervisor that takes nothing at the moment.
    fn try_send(&self, message: &str) {
        if let Some(socket) = &self.socket
            && let Err(error) = send(socket.as_raw_fd(), message.as_bytes(), MsgFlags::MSG_DONTWAIT)
        {
            tracing::debug!(%error, message, "the supervisor did not take a notification");
        }
    }

    fn send(&self, message: &str) {
        let Some(socket) = &self.socket else { return };
        if let Err(error) = socket.send(message.as_bytes()) {
            tracing::debug!(%error, "the supervisor did not take a notification");
        }
    }
}

fn connect(path: &str) -> Option<UnixDatagram> {
    let address = match path.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(path),
    };
    let socket = UnixDatagram::unbound().ok()?;
    socket.connect_addr(&address.ok()?).ok()?;
    Some(socket)
}

fn watchdog_interval() -> Option<Duration> {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let for_us = number("WATCHDOG_PID").is_none_or(|pid| pid == u64::from(std::process::id()));
    let usec = number("WATCHDOG_USEC").filter(|usec| for_us && *usec > 0)?;
    Some(Duration::from_micros(usec / 2))
}
