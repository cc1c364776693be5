//! A PostgreSQL that is still there from a server that was killed: waited for, and stopped if it does not end by itself.
//!
//! The lock on the data directory is ours by now, so no other server needs it. A postmaster.pid of a process that is
//! something else by now (the pid came round again after a power cut) would keep PostgreSQL from starting; it is removed.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::base::{Error, ErrorKind, Result, ResultExt};

/// A shutdown checkpoint on a slow disk can take this long.
const DEADLINE: Duration = Duration::from_mins(1);
/// The parent-death signal has already asked it to end; after this we ask ourselves.
const GRACE: Duration = Duration::from_secs(2);
const STEP: Duration = Duration::from_millis(20);

/// Returns when no PostgreSQL runs on `data`.
pub(super) fn settle(data: &Path) -> Result<()> {
    let Some(pid) = recorded_pid(data) else { return Ok(()) };
    if !is_postgres_on(data, pid) {
        fs::remove_file(data.join("postmaster.pid")).context(ErrorKind::Source, "remove a stale postmaster.pid")?;
        return Ok(());
    }
    tracing::info!(pid = pid.as_raw(), "waiting for the PostgreSQL of an earlier run to end");
    let began = Instant::now();
    let mut is_asked = false;
    while is_postgres_on(data, pid) {
        if began.elapsed() > GRACE && !is_asked {
            is_asked = true;
            // An error means that it has just ended.
            let _ = kill(pid, Signal::SIGINT);
        }
        if began.elapsed() > DEADLINE {
            return Err(Error::conflict(format!(
                "PostgreSQL of an earlier run (pid {pid}) does not end: stop it with kill -QUIT {pid}"
            )));
        }
        thread::sleep(STEP);
    }
    Ok(())
}

/// The pid in postmaster.pid.
pub(super) fn recorded_pid(data: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    text.lines().next()?.trim().parse().ok().map(Pid::from_raw)
}

/// True when PostgreSQL with this pid has written that it takes connections.
pub(super) fn is_ready(data: &Path, pid: u32) -> bool {
    let text = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let mut lines = text.lines();
    lines.next().is_some_and(|line| line.trim() == pid.to_string()) && lines.nth(6).is_some_and(|s| s.trim() == "ready")
}

/// A postmaster works in its data directory.
fn is_postgres_on(data: &Path, pid: Pid) -> bool {
    let cwd = fs::read_link(format!("/proc/{pid}/cwd"));
    cwd.is_ok_and(|cwd| data.canonicalize().is_ok_and(|data| data == cwd))
}
