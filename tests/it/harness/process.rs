//! The real program as a process of its own: what a supervisor, a shell or a power cut sees of it.
//!
//! Its environment holds nothing of the machine's. Ends gracefully when dropped (so that a measured run keeps its
//! counts), and shows its log when the test has failed.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::eventually;

/// Debug builds on a shared machine; promises are asserted with their own numbers.
const PATIENCE: Duration = Duration::from_secs(60);
/// Lines of the log that a failed test shows.
const SHOWN_LINES: usize = 60;

/// The program with these arguments and variables, not started.
pub fn command(args: &[&str], variables: &[(&str, &str)]) -> Command {
    by(Command::new(env!("CARGO_BIN_EXE_revenge")), args, variables)
}

/// The same in a control group, with everything that it starts.
pub fn command_in(group: &Path, args: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "echo $$ > \"$0\" && exec \"$@\""]).arg(group.join("cgroup.procs"));
    shell.arg(env!("CARGO_BIN_EXE_revenge"));
    by(shell, args, variables)
}

fn by(mut command: Command, args: &[&str], variables: &[(&str, &str)]) -> Command {
    command.args(args).env_clear().env("PATH", "/usr/bin:/bin").envs(variables.iter().copied());
    // Where a measured run of the tests counts lines.
    command.envs(std::env::vars_os().filter(|(name, _)| name == "LLVM_PROFILE_FILE"));
    command
}

/// A temporary directory that the managed database can reach: it is another user when the tests run as root.
pub fn open_dir() -> tempfile::TempDir {
    let dir = tempfile::Builder::new().prefix("revenge-").tempdir().unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), open).unwrap();
    dir
}

/// A program that does this in a shell.
pub fn script(dir: &Path, body: &str) -> PathBuf {
    let path = dir.join("child");
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    path
}

/// Waits until the server at this address can do its work.
pub async fn ready(url: &str) {
    let url = format!("{url}/readyz");
    eventually("the server is ready", PATIENCE, async || {
        let answer = reqwest::get(&url).await.ok()?;
        answer.status().is_success().then_some(())
    })
    .await;
}

pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts the program; what it logs goes to the end of the file `log`.
    pub fn start(args: &[&str], variables: &[(&str, &str)], log: &Path) -> Self {
        Self::start_by(command(args, variables), log)
    }

    fn start_by(mut command: Command, log: &Path) -> Self {
        let log_file: File = OpenOptions::new().create(true).append(true).open(log).unwrap();
        let child = command.stdout(Stdio::piped()).stderr(log_file).spawn().unwrap();
        Self { child, log: log.to_owned() }
    }

    /// Starts a server; returns it with the address that it prints.
    pub fn serve(args: &[&str], variables: &[(&str, &str)], log: &Path) -> (Self, String) {
        Self::serve_by(command(&[&["serve"], args].concat(), variables), log)
    }

    /// The same for a command that becomes a server.
    pub fn serve_by(command: Command, log: &Path) -> (Self, String) {
        let mut server = Self::start_by(command, log);
        let lines = BufReader::new(server.child.stdout.take().unwrap()).lines();
        let url = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        let url = url.unwrap_or_else(|| panic!("the server prints no address: {}", server.log()));
        (server, url)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
    }

    /// Power cut: no signal handler runs.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Memory of the process itself, without its database.
    pub fn resident_bytes(&self) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// Everything logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits for the end: status, time until then, and everything that was logged.
    pub fn ended(&mut self) -> (ExitStatus, Duration, String) {
        let began = Instant::now();
        let status = self.wait_until(began + PATIENCE).unwrap_or_else(|| panic!("it does not end:\n{}", self.log()));
        (status, began.elapsed(), self.log())
    }

    fn wait_until(&mut self, deadline: Instant) -> Option<ExitStatus> {
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A stopped process (SIGSTOP) would not hear the SIGTERM; one that is gone needs neither.
        for signal in [Signal::SIGTERM, Signal::SIGCONT] {
            let _gone = kill(Pid::from_raw(self.child.id().cast_signed()), signal);
        }
        if self.wait_until(Instant::now() + PATIENCE).is_none() {
            drop(self.child.kill());
            drop(self.child.wait());
        }
        if std::thread::panicking() {
            // Its directory may be gone already, and a second panic would end all tests.
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            let lines: Vec<_> = log.lines().collect();
            #[expect(clippy::print_stderr, reason = "a failed test shows the log of what it ran")]
            {
                eprintln!(
                    "--- the log of the process\n{}",
                    lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n")
                );
            }
        }
    }
}
