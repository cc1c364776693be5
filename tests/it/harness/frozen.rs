//! A PostgreSQL that is there and answers nobody: every process of it stopped.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A PostgreSQL of which no process does anything, until this is dropped.
pub struct Frozen(Vec<Pid>);

impl Frozen {
    /// The postmaster is stopped first: then it makes no more processes, and those that there are can be counted.
    pub fn whole(postmaster: u32) -> Self {
        let pid = |text: &str| Pid::from_raw(text.parse().unwrap());
        let mut stopped = vec![Pid::from_raw(postmaster.cast_signed())];
        kill(stopped[0], Signal::SIGSTOP).unwrap();
        let is_stopped = || {
            let stat = std::fs::read_to_string(format!("/proc/{postmaster}/stat")).unwrap();
            stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('T'))
        };
        while !is_stopped() {
            std::thread::yield_now();
        }
        let children = std::fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children")).unwrap();
        for child in children.split_whitespace().map(pid) {
            // One that has just ended answers nobody either.
            let _gone = kill(child, Signal::SIGSTOP);
            stopped.push(child);
        }
        Self(stopped)
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        for pid in &self.0 {
            let _gone = kill(*pid, Signal::SIGCONT);
        }
    }
}
