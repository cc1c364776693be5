//! Whose turn it is when the processor is short: requests before media work before what nobody waits for.
//!
//! Threads lower themselves, and what they start inherits it. The kernel derives the I/O priority from the same number, so
//! there is nothing more to set. Invariant: nothing is ever raised again; without privilege that is refused, and a thread
//! that serves requests (the runtime's, its blocking pool's) is therefore never lowered.
//!
//! Real-time classes and cgroups were rejected: both need privileges that a container does not give.

use rustix::process::{getpriority_process, setpriority_process};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Pipelines and scans. One level for both: GLib hands threads from one pipeline to the next.
    Media,
    /// Children and walks that nobody waits for.
    Background,
}

impl Priority {
    /// The share of a core that is left beside a busy thread of the normal level: a tenth, a thirtieth.
    fn nice(self) -> i32 {
        match self {
            Self::Media => 10,
            Self::Background => 15,
        }
    }

    /// Lowers the calling thread. Where the kernel refuses, it stays as it is: that costs fairness, not work.
    pub fn lower_this_thread(self) {
        // None is the calling thread on Linux, whatever POSIX says of processes.
        if getpriority_process(None).is_ok_and(|present| present < self.nice()) {
            let _is_lower = setpriority_process(None, self.nice());
        }
    }
}
