//! A Redis of one's own, from Debian's package: a unix socket in a directory of its own, nothing on disk, no network.
//!
//! It can be killed, stopped and continued, and is killed when it is dropped or when this process ends.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use redis::aio::MultiplexedConnection;

use super::eventually;

pub struct Redis {
    dir: tempfile::TempDir,
    child: Child,
}

impl Redis {
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let child = spawn(&dir);
        let server = Self { dir, child };
        server.is_ready().await;
        server
    }

    /// What `cache.url` says.
    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.dir.path().join("redis.sock").display())
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// After `kill`: empty, at the same address.
    pub async fn start_again(&mut self) {
        self.child = spawn(&self.dir);
        self.is_ready().await;
    }

    /// It hangs: connections stay open, nothing is answered.
    pub fn hang(&self) {
        kill(self.pid(), Signal::SIGSTOP).unwrap();
    }

    pub fn go_on(&self) {
        kill(self.pid(), Signal::SIGCONT).unwrap();
    }

    /// A connection of a stranger.
    pub async fn connection(&self) -> MultiplexedConnection {
        let config = redis::AsyncConnectionConfig::new().set_response_timeout(Some(Duration::from_secs(30)));
        let client = redis::Client::open(self.url()).unwrap();
        client.get_multiplexed_async_connection_with_config(&config).await.unwrap()
    }

    /// One command of a stranger: `["SET", "key", "value"]`.
    pub async fn order<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let mut command = redis::cmd(words[0]);
        words[1..].iter().for_each(|word| {
            command.arg(*word);
        });
        command.query_async(&mut self.connection().await).await.unwrap()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap())
    }

    async fn is_ready(&self) {
        eventually("Redis answers", Duration::from_secs(10), async || {
            redis::Client::open(self.url()).unwrap().get_multiplexed_async_connection().await.ok()
        })
        .await;
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // Gone already when the test killed it.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(dir: &tempfile::TempDir) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no"]);
    command.arg("--unixsocket").arg(dir.path().join("redis.sock")).arg("--dir").arg(dir.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().expect("redis-server is installed (.ci/deps)")
}
