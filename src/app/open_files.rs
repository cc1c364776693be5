//! How many files and sockets the process may have open.
//!
//! Shells and old init systems give 1024, which a server with many connections outgrows. Raised at the start to what the
//! configuration needs, as far as the hard limit goes; where that is not enough, fewer connections are taken, because a
//! process that cannot open files is worse than one that is full.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Media files, the database, pipelines, their children, logs.
const BESIDE_CONNECTIONS: u64 = 1024;
/// Raises the limit; returns how many of the wanted connections fit.
pub fn make_room(connections: usize) -> usize {
    let wanted = connections as u64;
    let limit = getrlimit(Resource::Nofile);
    // None is no limit at all.
    let hard = limit.maximum.unwrap_or(u64::MAX);
    let needed = (wanted + BESIDE_CONNECTIONS).min(hard);
    if limit.current.is_some_and(|soft| soft < needed) {
        let raised = Rlimit { current: Some(needed), maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, needed, "the limit of open files cannot be raised");
        }
    }
    let allowed = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let fits = wanted.min(allowed - BESIDE_CONNECTIONS.min(allowed / 2));
    if fits < wanted {
        tracing::warn!(
            limit = allowed,
            wanted,
            connections = fits,
            "few files may be open: fewer connections are taken"
        );
    }
    usize::try_from(fits).unwrap_or(usize::MAX)
}
