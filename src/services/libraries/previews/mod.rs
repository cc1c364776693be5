//! Seek previews of a library: what they cost before, the job that makes them, and the one that clears them away.
//!
//! Off until an administrator says otherwise. Work is done in shifts, so that a library of ten thousand films keeps nobody
//! out of the queue, and not at all while somebody plays. Each sheet is kept when it is made: whatever cuts the work off
//! costs one sheet. A set counts as there once its last sheet is.

mod cost;
mod make;
mod prune;
mod sheet;
mod trial;

pub use cost::{PreviewEstimate, PreviewState};
