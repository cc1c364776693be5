//! `revenge doctor`: what stands between this machine and a working server, each with its remedy.
//!
//! Checks are independent: one that fails does not hide the next. Only a configuration that cannot be read ends the
//! list, because every other check asks it.

mod checks;
mod storage;

use std::fmt;

use serde::Serialize;

use super::{print, runtime};
use crate::app::config::Loaded;
use crate::app::{Exit, Failure};

#[derive(Debug, Serialize)]
struct Report {
    ok: bool,
    checks: Vec<Check>,
}

#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Check {
    fn good(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, ok: true, detail: detail.into(), remedy: None }
    }

    fn bad(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, ok: false, detail: detail.into(), remedy: Some(remedy.into()) }
    }
}

/// Takes the configuration as it loaded or failed: that is the first check.
pub fn run(loaded: Result<Loaded, Failure>, as_json: bool) -> Result<(), Failure> {
    let mut checks = Vec::new();
    match loaded {
        Err(failure) => checks.push(Check::bad("configuration", failure.to_string(), "correct the named setting")),
        Ok(loaded) => {
            checks.push(checks::configuration(&loaded));
            checks.push(storage::data_dir(&loaded.config.data_dir));
            checks.push(storage::disk_space(&loaded.config.data_dir));
            checks.push(checks::database(&loaded, &runtime()?));
            checks.push(checks::gstreamer());
            checks.push(checks::board(&loaded));
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

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            writeln!(f, "{:6} {:13}  {}", if check.ok { "ok" } else { "FAILED" }, check.name, check.detail)?;
            if let Some(remedy) = &check.remedy {
                writeln!(f, "{:22}→ {remedy}", "")?;
            }
        }
        Ok(())
    }
}
