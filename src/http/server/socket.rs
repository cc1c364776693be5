//! What the kernel watches over for us: peers that are gone, and peers that take nothing.
//!
//! Set once on the listener; Linux hands these options to every socket that it accepts. `TCP_USER_TIMEOUT` ends a
//! connection whose peer acknowledges nothing for so long and also, unlike keepalive alone, one whose peer answers but keeps
//! its window shut: a reader that has stopped reading. Rejected: a timer of our own around each write, which costs a
//! wake-up per write and hides the socket from `sendfile`.

use std::time::Duration;

use nix::sys::socket::setsockopt;
use nix::sys::socket::sockopt::{KeepAlive, TcpKeepCount, TcpKeepIdle, TcpKeepInterval, TcpNoDelay, TcpUserTimeout};
use tokio::net::TcpListener;

/// A silent connection is asked whether it is still there after this time, and then every so often.
const ASK_AFTER_S: u32 = 60;
const ASK_EVERY_S: u32 = 15;
const ASK_TIMES: u32 = 4;

/// A kernel that refuses one of these serves anyway.
pub fn prepare(listener: &TcpListener, unread: Duration) {
    let results = [
        // Small answers must not wait for a full segment.
        setsockopt(listener, TcpNoDelay, &true),
        setsockopt(listener, KeepAlive, &true),
        setsockopt(listener, TcpKeepIdle, &ASK_AFTER_S),
        setsockopt(listener, TcpKeepInterval, &ASK_EVERY_S),
        setsockopt(listener, TcpKeepCount, &ASK_TIMES),
        setsockopt(listener, TcpUserTimeout, &u32::try_from(unread.as_millis()).unwrap_or(u32::MAX)),
    ];
    if let Some(error) = results.into_iter().find_map(Result::err) {
        tracing::warn!(%error, "not all options of the listening socket could be set");
    }
}
