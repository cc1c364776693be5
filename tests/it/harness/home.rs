//! A network at home: two machines and a cable between them, as two network namespaces. Needs root, or the right to be it.
//!
//! Nothing of it is seen outside, and it is gone with its two holders.

use std::os::fd::AsFd;
use std::path::PathBuf;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use nix::sched::{CloneFlags, setns};

use super::process;

/// Where the server is, and where its viewers are.
pub const SERVER: &str = "192.168.83.1";
pub const VIEWER: &str = "192.168.83.2";

pub struct Home {
    pub server: Machine,
    pub viewer: Machine,
}

pub struct Machine {
    holder: Child,
}

impl Home {
    pub fn new() -> Self {
        let (server, viewer) = (Machine::new(), Machine::new());
        server.run(&["ip", "link", "add", "cable", "type", "veth", "peer", "name", "end"]);
        server.run(&["ip", "link", "set", "end", "netns", &viewer.holder.id().to_string()]);
        for (machine, interface, address) in [(&server, "cable", SERVER), (&viewer, "end", VIEWER)] {
            machine.run(&["ip", "address", "add", &format!("{address}/24"), "dev", interface]);
            for name in ["lo", interface] {
                machine.run(&["ip", "link", "set", name, "up"]);
            }
            machine.run(&["ip", "route", "add", "default", "dev", interface]);
        }
        Self { server, viewer }
    }
}

impl Machine {
    fn new() -> Self {
        let holder = Command::new("unshare").args(["--net", "sleep", "600"]).spawn().unwrap();
        let machine = Self { holder };
        let outside = std::fs::read_link("/proc/self/ns/net").unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::fs::read_link(machine.network()).is_ok_and(|network| network == outside) {
            assert!(Instant::now() < deadline, "no network namespace could be made");
            std::thread::yield_now();
        }
        machine
    }

    fn network(&self) -> PathBuf {
        format!("/proc/{}/ns/net", self.holder.id()).into()
    }

    /// What this command does on this machine.
    pub fn command(&self, command: &Command) -> Command {
        let mut here = Command::new("nsenter");
        here.arg(format!("--net={}", self.network().display())).arg("--");
        here.arg(command.get_program()).args(command.get_args()).env_clear();
        let set = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
        here.envs(set).env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        here
    }

    /// The real program on this machine.
    pub fn revenge(&self, args: &[&str], variables: &[(&str, &str)]) -> Command {
        self.command(&process::command(args, variables))
    }

    /// What a command prints, which must end well.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.try_run(args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn try_run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(args[0]);
        command.args(&args[1..]);
        self.command(&command).output().unwrap()
    }

    /// What is opened by this thread is on this machine.
    pub fn within<T: Send>(&self, open: impl FnOnce() -> T + Send) -> T {
        let network = std::fs::File::open(self.network()).unwrap();
        std::thread::scope(|scope| {
            let thread = scope.spawn(move || {
                setns(network.as_fd(), CloneFlags::CLONE_NEWNET).unwrap();
                open()
            });
            thread.join().unwrap()
        })
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        drop(self.holder.kill());
        drop(self.holder.wait());
    }
}
