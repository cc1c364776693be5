//! `revenge board`: the detected board and the limits in force, each with its source.

use super::{print, runtime};
use crate::app::config::Loaded;
use crate::app::{Exit, Failure, backends};
use crate::base::Priority;
use crate::platform::board::Report;
use crate::platform::gst::backend::Backend;
use crate::platform::gst::trial;

pub fn show(loaded: &Loaded, as_json: bool) -> Result<(), Failure> {
    let report = runtime()?.block_on(report(loaded));
    if !as_json {
        return print(&report.to_string());
    }
    let json = serde_json::to_string_pretty(&report)
        .map_err(|e| Failure::new(Exit::Failed, format!("write the board as JSON: {e}")))?;
    print(&json)
}

/// Tries the back-ends, whatever earlier trials said.
pub async fn report(loaded: &Loaded) -> Report {
    let backends = backends::verify(&loaded.board).await;
    Report::new(&loaded.board, loaded.limit_reports(), backends)
}

/// `revenge try-backend`: the child's side of a trial, a line of JSON for each element.
pub fn try_backend(spec: &str, from: usize) -> Result<(), Failure> {
    // A process of its own, so all of its threads follow.
    Priority::Background.lower_this_thread();
    let spec = serde_json::from_str(spec).map_err(|e| Failure::usage(format!("a back-end: {e}")))?;
    let backend = Backend::new(spec).map_err(|e| Failure::usage(e.what()))?;
    for step in trial::steps(&backend).iter().skip(from) {
        let tried = serde_json::to_string(&trial::try_step(&backend, step));
        print(&tried.map_err(|e| Failure::new(Exit::Failed, format!("write a trial as JSON: {e}")))?)?;
    }
    Ok(())
}
