//! Short-lived children of our own binary: whatever decodes a stranger's file runs in one, never in the server.
//!
//! Parent's side: the media file is the child's standard input (so no path is passed and nothing is inherited by
//! accident), the answer comes by standard output, up to a cap. At the deadline the whole process group is killed.
//! Child's side: `confine`, first thing in `main` while there is one thread: dies with its parent, no network, no
//! writing, little memory, no cores. What a kernel does not offer is left out, except for the limits.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use landlock::{ABI, Access, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError};
use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::base::Priority;
use crate::platform::fs::MediaFile;

/// The name of the subcommand that a child is started with.
pub const SUBCOMMAND: &str = "probe-file";

/// Address space of a child. A 4K HEVC decoder with its threads needs about a quarter.
const MEMORY_BYTES: u64 = 3 << 30;
const CPU_SECONDS: u64 = 60;
const DESCRIPTORS: u64 = 256;
/// More answer than this is no answer.
const ANSWER_BYTES: usize = 16 << 20;
/// How often it is asked whether the answer is still wanted.
const ASKING: Duration = Duration::from_millis(200);
/// From the end of the answer to the end of the process.
const PARTING: Duration = Duration::from_secs(1);
/// All of the environment that a child sees.
const PASSED_ON: [&str; 6] = ["PATH", "HOME", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "GST_PLUGIN_PATH", "GST_REGISTRY"];

/// The binary whose children do the work: ourselves.
#[derive(Clone, Debug)]
pub struct Program(PathBuf);

impl Program {
    /// This process's own binary, also after an upgrade has replaced it on disk.
    pub fn own() -> Self {
        let running = PathBuf::from("/proc/self/exe");
        let starter = std::fs::read_link(&running).ok().and_then(|exe| starter_of(&exe));
        Self(starter.unwrap_or(running))
    }

    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// A self-contained package brings a C library, whose loader is then what the kernel runs: `lib/ld.so`. Such a program
/// is started again by the package's `bin/revenge`.
fn starter_of(exe: &Path) -> Option<PathBuf> {
    let starter = exe.parent()?.parent()?.join("bin/revenge");
    (exe.file_name()? == "ld.so" && starter.exists()).then_some(starter)
}

#[derive(Debug)]
pub enum ChildError {
    Io(std::io::Error),
    /// Killed at the deadline.
    TimedOut,
    /// Crashed, or was ended by one of its limits.
    Died(ExitStatus),
    TooMuch,
    /// Killed because nobody wanted the answer any more.
    Unwanted,
}

impl From<std::io::Error> for ChildError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl std::fmt::Display for ChildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(e) => write!(f, "run a child process: {e}"),
            Self::TimedOut => f.write_str("the child process did not end in time"),
            Self::Died(status) => write!(f, "the child process died: {status}"),
            Self::TooMuch => f.write_str("the child process said too much"),
            Self::Unwanted => f.write_str("the child process was called off"),
        }
    }
}

impl std::error::Error for ChildError {}

/// What a child is to do, and for how long.
pub struct Order<'a> {
    pub task: &'a str,
    /// Flags and numbers of our own making.
    pub arguments: &'a [String],
    pub deadline: Duration,
    /// Asked a few times per second; once it says no, the child is killed.
    pub is_wanted: &'a dyn Fn() -> bool,
}

/// Runs `revenge probe-file TASK` on the file and returns what it wrote. Blocks up to the deadline.
pub fn run(program: &Program, task: &str, file: &MediaFile, deadline: Duration) -> Result<Vec<u8>, ChildError> {
    carry_out(program, &Order { task, arguments: &[], deadline, is_wanted: &|| true }, file)
}

/// The same for an order that may be taken back.
pub fn carry_out(program: &Program, order: &Order<'_>, file: &MediaFile) -> Result<Vec<u8>, ChildError> {
    let until = Instant::now() + order.deadline;
    let mut owned =
        Owned(spawn(program, (order.task, order.arguments), Stdio::from(file.as_file().try_clone()?), Stdio::piped())?);
    let stdout = owned.0.stdout.take().expect("the child was started with a pipe");
    let answer = read_answer(stdout, until, order.is_wanted)?;
    match owned.end()? {
        status if status.success() => Ok(answer),
        status => Err(ChildError::Died(status)),
    }
}

/// Starts a child for a task with its arguments, with what it reads and where it answers.
pub(super) fn spawn(
    program: &Program,
    (task, arguments): (&str, &[String]),
    input: Stdio,
    output: Stdio,
) -> std::io::Result<Child> {
    let environment = PASSED_ON.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)));
    Command::new(&program.0)
        .args([SUBCOMMAND, task])
        .args(arguments)
        .env_clear()
        .envs(environment)
        // An arena reserves 64 MiB of address space for each thread.
        .env("MALLOC_ARENA_MAX", "2")
        // The parent keeps the registry fresh; a child may not write it.
        .env("GST_REGISTRY_UPDATE", "no")
        .stdin(input)
        .stdout(output)
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

fn read_answer(mut stdout: ChildStdout, until: Instant, is_wanted: &dyn Fn() -> bool) -> Result<Vec<u8>, ChildError> {
    let mut answer = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        if !is_wanted() {
            return Err(ChildError::Unwanted);
        }
        let left = until.saturating_duration_since(Instant::now());
        let wait = left.min(ASKING);
        let timeout = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) };
        let mut waiting = [PollFd::new(&stdout, PollFlags::IN)];
        match poll(&mut waiting, Some(&timeout)) {
            Ok(0) if left <= ASKING => return Err(ChildError::TimedOut),
            Ok(0) | Err(rustix::io::Errno::INTR) => continue,
            Ok(_) => {}
            Err(e) => return Err(ChildError::Io(e.into())),
        }
        match stdout.read(&mut buffer)? {
            0 => return Ok(answer),
            n if answer.len() + n > ANSWER_BYTES => return Err(ChildError::TooMuch),
            n => answer.extend_from_slice(&buffer[..n]),
        }
    }
}

/// A running child. Dropped, it is killed with everything that it started, and reaped.
struct Owned(Child);

impl Owned {
    /// Waits for the end, which is near: the answer is complete.
    fn end(&mut self) -> Result<ExitStatus, ChildError> {
        let pid = rustix::process::Pid::from_child(&self.0);
        // The descriptor becomes readable when the process ends.
        if let Ok(ended) = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()) {
            let timeout = Timespec { tv_sec: PARTING.as_secs() as i64, tv_nsec: 0 };
            poll(&mut [PollFd::new(&ended, PollFlags::IN)], Some(&timeout)).map_err(|e| ChildError::Io(e.into()))?;
        }
        self.0.try_wait()?.ok_or(ChildError::TimedOut)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            // Both may fail only because the child is gone already.
            killpg(Pid::from_raw(self.0.id() as i32), Signal::SIGKILL).ok();
            self.0.wait().ok();
        }
    }
}

/// The child's first act, for work of one file. Fails only where a limit cannot be set.
pub fn confine() -> Result<(), String> {
    Priority::Background.lower_this_thread();
    // The thread that started us waits for us; when it dies, so does the server.
    nix::sys::prctl::set_pdeathsig(Signal::SIGKILL).map_err(|e| format!("tie our life to the parent's: {e}"))?;
    confine_for_long()
}

/// The same for a child that outlives the thread that started it. It notices the parent's end by its socket.
pub fn confine_for_long() -> Result<(), String> {
    let limits = [
        (Resource::As, MEMORY_BYTES),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::Nofile, DESCRIPTORS),
        (Resource::Core, 0),
    ];
    for (resource, limit) in limits {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })
            .map_err(|e| format!("set a limit: {e}"))?;
    }
    // Root may leave the network at once; others need a user namespace first, which containers often refuse.
    unshare(CloneFlags::CLONE_NEWNET).or_else(|_| unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET)).ok();
    forbid_writing().ok();
    Ok(())
}

/// Everything may be read, nothing written, made or removed. Kernels before 5.13 know no such rule.
fn forbid_writing() -> Result<(), RulesetError> {
    let abi = ABI::V3;
    let Ok(root) = PathFd::new("/") else { return Ok(()) };
    Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .create()?
        .add_rule(PathBeneath::new(root, AccessFs::from_read(abi)))?
        .restrict_self()?;
    Ok(())
}
