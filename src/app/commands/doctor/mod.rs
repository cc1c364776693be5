//! `revenge doctor`: what stands between this machine and a working server, each with its remedy.
//!
//! Checks are independent: one that fails does not hide the next. Only a configuration that cannot be read ends the
//! list, because every other check asks it.

mod checks;
mod report;
mod storage;
mod transcode;

use std::path::Path;

use report::{Check, Report};

use super::{print, runtime};
use crate::app::config::Loaded;
use crate::app::{Exit, Failure};

/// `revenge doctor --transcode`; `film` is one of the owner's.
pub fn transcode(loaded: &Loaded, film: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    transcode::run(loaded, film, as_json)
}

/// Takes the configuration as it loaded or failed: that is the first check.
pub fn run(loaded: Result<Loaded, Failure>, as_json: bool) -> Result<(), Failure> {
    let mut checks = Vec::new();
    match loaded {
        Err(failure) => checks.push(Check::bad("configuration", failure.to_string(), "correct the named setting")),
        Ok(loaded) => {
            let runtime = runtime()?;
            checks.push(checks::configuration(&loaded));
            checks.push(storage::data_dir(&loaded.config.data_dir));
            checks.push(storage::disk_space(&loaded.config.data_dir));
            checks.push(checks::database(&loaded, &runtime));
            checks.extend(checks::cache(&loaded, &runtime));
            checks.extend(checks::certificate(&loaded));
            checks.push(checks::gstreamer());
            checks.push(checks::board(&loaded, &runtime));
            checks.push(checks::devices(&loaded));
        }
    }
    let report = Report { ok: checks.iter().all(|check| check.ok), checks };
    if as_json {
        let json = serde_json::to_string_pretty(&report);
        print(&json.map_err(|e| Failure::new(Exit::Failed, format!("write the report as JSON: {e}")))?)?;
    } else {
        print(&report.to_string())?;
    }
    let failed: Vec<_> = report.checks.iter().filter(|check| !check.ok).map(|check| check.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(Exit::Failed, format!("failed: {}", failed.join(", ")))) }
}
