//! Starting GStreamer once per process.
//!
//! Rejected: letting `GST_DEBUG` through as it is. matroskademux writes one warning per cue entry of ordinary files
//! (1.22), which floods the log of a scan; whoever debugs sets the variable, nobody gets it by default.

use std::sync::OnceLock;

use crate::base::{Error, ErrorKind, Result, ResultExt};

/// Loads GStreamer. Every call after the first is free and gives the same answer.
pub fn init() -> Result<()> {
    static DONE: OnceLock<std::result::Result<(), String>> = OnceLock::new();
    let done = DONE.get_or_init(|| {
        gstreamer::init().map_err(|e| e.to_string())?;
        if std::env::var_os("GST_DEBUG").is_none() {
            gstreamer::log::set_default_threshold(gstreamer::DebugLevel::None);
        }
        Ok(())
    });
    done.clone().map_err(Error::internal).context(ErrorKind::Internal, "start GStreamer")
}
