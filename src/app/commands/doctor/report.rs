//! What the doctor found, for people and programs.

use std::fmt;

use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub ok: bool,
    pub checks: Vec<Check>,
}

#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub name: &'static str,
    pub ok: bool,
    pub detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Check {
    pub(super) fn good(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, ok: true, detail: detail.into(), remedy: None }
    }

    pub(super) fn bad(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, ok: false, detail: detail.into(), remedy: Some(remedy.into()) }
    }
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
