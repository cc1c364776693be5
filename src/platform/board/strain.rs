//! How hard it is for the machine now: warmth, waiting (PSI) and memory, read when somebody asks.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::root::Root;
use super::{cgroup, temperatures};
use crate::domain::governor::{Heat, Readings, Why};

/// Somebody waits for a film to begin.
const PATIENCE: Duration = Duration::from_millis(250);

/// All but who plays, which the kernel does not know. Blocks while the kernel asks its sensors.
pub fn strain(path: &Path) -> Readings {
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
    /// Why the machine can take no more, if so. A sensor that does not answer in time has nothing to say.
    pub async fn overload(&self) -> Option<Why> {
        let root = self.root.clone();
        let look = tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(move || strain(&root)));
        look.await.ok()?.ok()?.overload(self.heat)
    }
}

/// `some avg10=0.12 avg60=…`: percent of the last ten seconds.
fn some_avg10(text: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix("some "))?;
    let value = line.split_whitespace().find_map(|word| word.strip_prefix("avg10="))?.parse::<f64>().ok()?;
    (0.0..=100.0).contains(&value).then_some(value)
}
