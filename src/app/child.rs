//! Short-lived children of our own binary, for work that may hang or crash.
//!
//! Whoever awaits one owns it: dropping the future kills the child. One that is left over after `kill -9` of the server
//! ends by its own deadline.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

/// Longer than the child gives itself.
const DEADLINE: Duration = Duration::from_secs(15);

/// One test encode. The child says on stderr what went wrong.
pub async fn try_encoder(encoder: &str) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|e| format!("find our own program: {e}"))?;
    let output = Command::new(program)
        .args(["try-encoder", encoder])
        // It must not speak for us.
        .env_remove("NOTIFY_SOCKET")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = match timeout(DEADLINE, output).await {
        Ok(output) => output.map_err(|e| format!("start a test encode: {e}"))?,
        Err(_) => return Err(format!("no end within {} s", DEADLINE.as_secs())),
    };
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().rev().find_map(|line| line.strip_prefix("revenge: ")).map(str::to_owned);
    Err(line.unwrap_or_else(|| format!("the test encode ended with {}", output.status)))
}
