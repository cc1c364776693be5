//! The outside world behind small concrete types: database, files, GStreamer, jobs, events, board,
//! other servers.
//!
//! Rooms are strangers, except for the edges listed in `tests/it/architecture.rs`.

pub mod board;
pub mod cache;
pub mod db;
pub mod events;
pub mod fs;
pub mod gst;
pub mod jobs;
pub mod lan;
pub mod net;
pub mod rate;
pub mod telemetry;
