//! Short-lived children of our own binary, for work that may hang or crash.
//!
//! Whoever awaits one owns it: dropping the future kills the child. One that is left over after `kill -9` of the server
//! ends by its own deadlines.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::platform::board::BackendElement;
use crate::platform::gst::backend::Backend;
use crate::platform::gst::trial::{Step, steps};

/// The name of the subcommand that a child is started with.
pub const SUBCOMMAND: &str = "try-backend";

/// For one element: longer than the child gives itself.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Tries a back-end, one element after the other, in children of this program. One that hangs or crashes takes its child
/// with it; the next child goes on behind it.
pub async fn try_backend(program: &Path, backend: &Backend, deadline: Duration) -> Vec<BackendElement> {
    let steps = steps(backend);
    let mut found = Vec::new();
    while let Some(step) = steps.get(found.len()) {
        if let Err(reason) = try_from(program, backend, (&mut found, steps.len()), deadline).await {
            // Its child may have come some elements further.
            found.push(failed(steps.get(found.len()).unwrap_or(step), reason));
        }
    }
    found
}

/// Its encoder alone, tried anew. `None` where it does not work within `deadline`.
pub async fn try_encoder(program: &Path, backend: &Backend, deadline: Duration) -> Option<BackendElement> {
    let mut found: Vec<BackendElement> = Vec::new();
    // The encoder is what is tried first.
    try_from(program, backend, (&mut found, 1), deadline).await.ok()?;
    found.into_iter().next().filter(|element| element.is_encoder() && element.works())
}

fn failed(step: &Step, reason: String) -> BackendElement {
    let trial = serde_json::to_value(step.failed(reason)).and_then(serde_json::from_value);
    trial.expect("what the trial tells is what the board lists")
}

/// One child, from the first element that was not tried yet; what it tells is added as it comes.
async fn try_from(
    program: &Path,
    backend: &Backend,
    (found, n_steps): (&mut Vec<BackendElement>, usize),
    deadline: Duration,
) -> Result<(), String> {
    let spec = serde_json::to_string(backend.spec()).map_err(|e| format!("write a back-end as JSON: {e}"))?;
    let mut child = Command::new(program)
        .args([SUBCOMMAND, &spec, "--from", &found.len().to_string()])
        // It must not speak for us.
        .env_remove("NOTIFY_SOCKET")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|e| format!("start a trial: {e}"))?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("a child without a voice")?).lines();
    while found.len() < n_steps {
        match timeout(deadline, lines.next_line()).await {
            Err(_) => return Err(format!("it hangs: no end within {} s", deadline.as_secs())),
            Ok(Ok(Some(line))) => found.push(serde_json::from_str(&line).map_err(|e| format!("read a trial: {e}"))?),
            Ok(_) => {
                let status = child.wait().await.map_err(|e| format!("end a trial: {e}"))?;
                return Err(format!("it took the process down ({status})"));
            }
        }
    }
    Ok(())
}
