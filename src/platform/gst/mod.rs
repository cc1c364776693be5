//! GStreamer: probing, remuxing, transcoding, stills, previews. The only room that names it.
//!
//! Invariant: a pipeline's description never contains user text; elements are made by factory and set by typed
//! properties, files are read as `/proc/self/fd/N`. Every pipeline ends when told to; a hung one is abandoned and
//! counted. In the server process only demuxing and playback happen, other decoding runs in a child.

pub mod backend;
pub mod child;
mod decoder;
mod elements;
mod init;
mod inspect;
pub mod pictures;
pub mod previews;
pub mod run;
pub mod stills;
mod subtitles;
pub mod texts;
mod threads;
pub mod timeline;
mod tone;
pub mod trial;

pub use elements::{has_element, library_version, missing_elements, version};
pub use init::init;
pub use inspect::{
    InspectError, InspectErrorKind, Inspection, Inspector, Warning, inspect, n_abandoned, serve_inspections,
};
