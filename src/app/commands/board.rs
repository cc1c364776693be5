//! `revenge board`: the detected board and the limits in force, each with its source.

use super::{print, runtime};
use crate::app::config::Loaded;
use crate::app::{Exit, Failure, backends};
use crate::platform::board::Report;
use crate::platform::gst;

pub fn show(loaded: &Loaded, as_json: bool) -> Result<(), Failure> {
    let report = runtime()?.block_on(report(loaded));
    if !as_json {
        return print(&report.to_string());
    }
    let json = serde_json::to_string_pretty(&report)
        .map_err(|e| Failure::new(Exit::Failed, format!("write the board as JSON: {e}")))?;
    print(&json)
}

/// Tries the encoders that need no driver, whatever earlier tries said.
pub async fn report(loaded: &Loaded) -> Report {
    let backends = backends::verify(&loaded.board).await;
    Report::new(&loaded.board, loaded.limit_reports(), backends)
}

/// `revenge try-encoder`: the child's side of a test encode.
pub fn try_encoder(encoder: &str) -> Result<(), Failure> {
    gst::try_encoder(encoder).map_err(|reason| Failure::new(Exit::Failed, reason))
}
