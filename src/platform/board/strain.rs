//! How hard it is for the machine now: warmth, waiting (PSI) and memory, read when somebody asks.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::timeout;

use super::root::Root;
use super::{cgroup, temperatures};
use crate::domain::governor::{Heat, Overload, Readings};

/// Somebody waits for a film to begin.
const PATIENCE: Duration = Duration::from_millis(250);

/// All but who plays, which the kernel does not know. A sensor that takes longer than `patience` has nothing to say.
pub async fn strain(root: &Path, patience: Duration) -> Readings {
    let root = root.to_owned();
    let look = timeout(patience, tokio::task::spawn_blocking(move || read(&root)));
    look.await.ok().and_then(Result::ok).unwrap_or_default()
}

/// Blocks while the kernel asks its sensors.
fn read(path: &Path) -> Readings {
    let root = Root(path);
    let pressure = |of: &str| some_avg10(&root.text(&format!("proc/pressure/{of}")));
    Readings {
        celsius: temperatures(path).into_values().reduce(f64::max),
        cpu_pressure: pressure("cpu"),
        io_pressure: pressure("io"),
        memory_pressure: pressure("memory"),
        memory_share: cgroup::memory_share(&root),
        is_playing: false,
    }
}

/// Where the machine is asked how it is, and what is too much for it.
#[derive(Clone, Debug)]
pub struct Strength {
    pub root: PathBuf,
    pub heat: Heat,
}

impl Strength {
    /// Why the machine can take no more, if so.
    pub async fn overload(&self) -> Option<Overload> {
        strain(&self.root, PATIENCE).await.overload(self.heat)
    }
}

/// `some avg10=0.12 avg60=…`: percent of the last ten seconds.
fn some_avg10(text: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix("some "))?;
    let value = line.split_whitespace().find_map(|word| word.strip_prefix("avg10="))?.parse::<f64>().ok()?;
    (0.0..=100.0).contains(&value).then_some(value)
}
