//! Playback pipelines: one run makes the segments of one rendition of one file, in order from a given segment on.
//!
//! The engine starts a run, moves its limit and stops it; the run hands back an init segment and media segments. Each run
//! owns a thread, which owns the pipeline: building, seeking and ending happen there, so a pipeline that hangs costs
//! that thread and nothing else. Elements are made by factory and set by typed properties; no text of a user or a file
//! enters a description.
//!
//! A restart builds a new pipeline rather than seeking the old one: the demuxers' second flushing seek is where their
//! segments go wrong, and a build costs about 0.1 s.

mod audio_copy;
mod audio_encode;
mod audio_exact;
mod burn_in;
mod collect;
mod control;
mod elements;
mod joined;
mod mix;
mod picture_times;
mod source;
mod spec;
mod thread;
mod track;
mod video_copy;
mod video_encode;

pub use control::Output;
pub use spec::{AudioTarget, ExactCodec, ExactTarget, RunSpec, SourceFile, Work};
pub use thread::Run;
