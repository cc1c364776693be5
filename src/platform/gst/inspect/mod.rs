//! Looking into a media file: streams, duration, keyframes, identity, in one visit. Nothing is decoded.
//!
//! Called by scans and by the first play of an unscanned file, on a bounded blocking pool. The work runs on a thread of
//! its own, so that a disk that hangs costs the caller its deadline and no more; the thread is then abandoned and
//! counted, and with too many of them new files are refused at once. Where memory allows, all of it happens in a child
//! process (`Inspector`), since nobody knows what a stranger's file does to a demuxer.

mod codecs;
mod collect;
mod error;
mod isolated;
mod loudness;
mod merge;
mod pass;
mod run;
mod streams;
mod tags;

pub use error::{InspectError, InspectErrorKind};
pub use isolated::{Inspector, serve_inspections};
pub use run::{Inspection, Warning, inspect, n_abandoned};
