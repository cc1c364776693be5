//! Short-lived children of our own binary, for work that may hang or crash.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than the child gives itself.
const DEADLINE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(10);

/// One test encode. The child says on stderr what went wrong.
pub fn try_encoder(encoder: &str) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|e| format!("find our own program: {e}"))?;
    let mut child = Command::new(program)
        .args(["try-encoder", encoder])
        .env_remove("NOTIFY_SOCKET")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("start a test encode: {e}"))?;
    let began = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if began.elapsed() < DEADLINE => std::thread::sleep(POLL),
            _ => {
                // It is ours and may already be gone.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("no end within {} s", DEADLINE.as_secs()));
            }
        }
    };
    if status.success() {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        // What it said is a comfort, not a need.
        let _ = stderr.take(4096).read_to_string(&mut said);
    }
    let line = said.lines().rev().find_map(|line| line.strip_prefix("revenge: ")).map(str::to_owned);
    Err(line.unwrap_or_else(|| format!("the test encode ended with {status}")))
}
