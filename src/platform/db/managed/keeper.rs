//! The thread that owns PostgreSQL: starts it, waits for it, starts it again.
//!
//! All children are started here, because their parent-death signal is bound to this thread, which lives as long as
//! they do. States only climb: `Starting < Running ⇄ Restarting < Stopped`.

use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;
use tokio::sync::{oneshot, watch};

use super::cluster::{Cluster, Which};
use super::config::ManagedConfig;
use super::{launch, leftover, output, socket};
use crate::base::{Error, ErrorKind, Result, ResultExt};

const BACKOFF_FIRST: Duration = Duration::from_millis(100);
const BACKOFF_MAX: Duration = Duration::from_secs(10);
/// Running this long makes the next crash the first one again.
const STEADY: Duration = Duration::from_secs(30);
const READY_STEP: Duration = Duration::from_millis(10);
const PATIENCE_STEP: Duration = Duration::from_secs(10);

/// What the keeper shares with whoever wants PostgreSQL to end.
#[derive(Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Set while the child exists unreaped, so a signal can never hit another process.
    pid: Option<u32>,
    is_stopping: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pid(&self) -> Option<u32> {
        self.lock().pid
    }

    /// No restart from here on, and `signal` to what runs.
    pub(super) fn stop(&self, signal: Signal) {
        let mut state = self.lock();
        state.is_stopping = true;
        if let Some(pid) = state.pid {
            // An error means that it has just ended.
            let _ = kill(Pid::from_raw(pid.cast_signed()), signal);
        }
        self.changed.notify_all();
    }

    fn is_stopping(&self) -> bool {
        self.lock().is_stopping
    }

    /// Sleeps, unless told to stop.
    fn pause(&self, duration: Duration) {
        let state = self.lock();
        drop(self.changed.wait_timeout_while(state, duration, |state| !state.is_stopping));
    }
}

/// Ends of the channels that the keeper reports on.
pub(super) struct Keeper {
    pub shared: Arc<Shared>,
    pub is_up: watch::Sender<bool>,
    /// Answered once: the first start went well, or why not.
    pub first_start: oneshot::Sender<Result<Cluster>>,
    /// Dropped when PostgreSQL is gone for good.
    pub ended: watch::Sender<bool>,
}

impl Keeper {
    pub(super) fn run(self, config: &ManagedConfig, which: Which) {
        let begun = Cluster::prepare(config, which).and_then(|cluster| {
            let child = start(&cluster, &self.shared)?;
            Ok((cluster, child))
        });
        match begun {
            Ok((cluster, child)) => {
                self.is_up.send_replace(true);
                let is_wanted = self.first_start.send(Ok(cluster.clone())).is_ok();
                if !is_wanted {
                    self.shared.stop(Signal::SIGINT);
                }
                keep(&cluster, child, &self.shared, &self.is_up);
                socket::remove_dir(&cluster.socket_dir, &config.data_dir);
            }
            // Nobody left to tell is fine: the start was given up.
            Err(error) => drop(self.first_start.send(Err(error))),
        }
        self.ended.send_replace(true);
    }
}

fn keep(cluster: &Cluster, mut child: Child, shared: &Shared, is_up: &watch::Sender<bool>) {
    let mut backoff = BACKOFF_FIRST;
    loop {
        let began = Instant::now();
        let status = wait(&mut child, shared);
        is_up.send_replace(false);
        if shared.is_stopping() {
            tracing::debug!(%status, "PostgreSQL has ended");
            return;
        }
        tracing::warn!(%status, "PostgreSQL has ended by itself; starting it again");
        if began.elapsed() > STEADY {
            backoff = BACKOFF_FIRST;
        }
        child = loop {
            shared.pause(backoff);
            backoff = (backoff * 2).min(BACKOFF_MAX);
            if shared.is_stopping() {
                return;
            }
            match start(cluster, shared) {
                Ok(child) => break child,
                Err(error) => {
                    tracing::error!(%error, retry_ms = backoff.as_millis() as u64, "PostgreSQL does not start");
                }
            }
        };
        is_up.send_replace(true);
        tracing::info!("PostgreSQL is back");
    }
}

/// Starts PostgreSQL and returns when it takes connections; crash recovery may take its time.
fn start(cluster: &Cluster, shared: &Shared) -> Result<Child> {
    leftover::settle(&cluster.data)?;
    let mut command = launch::command(&cluster.binaries.program("postgres"), &cluster.account);
    command.arg("-D").arg(&cluster.data);
    for setting in &cluster.settings {
        command.args(["-c", setting]);
    }
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.context(ErrorKind::Source, "start PostgreSQL")?;
    shared.lock().pid = Some(child.id());
    if let Some(stderr) = child.stderr.take() {
        let reader = thread::Builder::new().name("pg-log".into()).spawn(move || output::forward(stderr));
        reader.context(ErrorKind::Internal, "start the log thread")?;
    }
    let began = Instant::now();
    let mut next_notice = PATIENCE_STEP;
    while !leftover::is_ready(&cluster.data, child.id()) {
        if has_ended(child.id()) {
            let status = wait(&mut child, shared);
            return Err(Error::source_fault(format!(
                "PostgreSQL ended while it started ({status}): see the log lines before"
            )));
        }
        if began.elapsed() > next_notice {
            next_notice += PATIENCE_STEP;
            tracing::info!(
                seconds = began.elapsed().as_secs(),
                "PostgreSQL is still starting (recovery after a crash?)"
            );
        }
        thread::sleep(READY_STEP);
        if shared.is_stopping() {
            shared.stop(Signal::SIGINT);
        }
    }
    let duration_ms = began.elapsed().as_millis() as u64;
    tracing::debug!(pid = child.id(), duration_ms, "PostgreSQL takes connections");
    Ok(child)
}

fn has_ended(pid: u32) -> bool {
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    let status = waitid(Id::Pid(Pid::from_raw(pid.cast_signed())), flags);
    !matches!(status, Ok(nix::sys::wait::WaitStatus::StillAlive))
}

/// Waits without reaping first, so that the pid stays ours until nobody can signal it any more.
fn wait(child: &mut Child, shared: &Shared) -> ExitStatus {
    let pid = Pid::from_raw(child.id().cast_signed());
    while waitid(Id::Pid(pid), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT) == Err(Errno::EINTR) {}
    let mut state = shared.lock();
    state.pid = None;
    child.wait().unwrap_or_default()
}
