//! How a program of PostgreSQL is started: another account, clean environment, tied to the life of this process.
//!
//! Called by the keeper thread only: the parent-death signal follows the thread that started the child, not the process.
//! `tokio::process` was rejected for that reason; its threads end when they idle.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use nix::unistd::{getpid, getppid};

use super::account::Account;

/// A command with nothing inherited but the standard streams that the caller sets.
pub(super) fn command(program: &Path, account: &Account) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("LC_ALL", "C")
        .env("PATH", "/usr/bin:/bin")
        .current_dir("/")
        .stdin(Stdio::null())
        // A Ctrl-C on our terminal must not reach PostgreSQL before we have finished with it.
        .process_group(0);
    account.become_in(&mut command);
    tie_to_this_thread(&mut command);
    command
}

/// Fast shutdown of PostgreSQL when the thread that started it is gone.
#[expect(unsafe_code, reason = "the parent-death signal can only be set between fork and exec")]
fn tie_to_this_thread(command: &mut Command) {
    let parent = getpid();
    let tie = move || {
        set_pdeathsig(Signal::SIGINT)?;
        // The parent may have died before the line above took effect.
        if getppid() == parent { Ok(()) } else { Err(io::Error::from(io::ErrorKind::BrokenPipe)) }
    };
    // SAFETY: between fork and exec the closure makes two system calls; it allocates nothing and takes no lock.
    unsafe {
        command.pre_exec(tie);
    }
}
