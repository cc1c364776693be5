//! Pure rules: what a file name means, whether a device can play a file, what a playlist says.
//!
//! Invariant: no I/O, no clock, no runtime. Bad input gives a value that says so; nothing here panics.

pub mod blurhash;
pub mod codec_string;
pub mod containers;
pub mod disks;
pub mod file_kind;
pub mod fingerprint;
pub mod fmp4;
pub mod governor;
pub mod h264;
pub mod health;
pub mod hls;
pub mod job;
pub mod job_title;
pub mod library;
pub mod media;
pub mod music;
pub mod naming;
pub mod pictures;
pub mod playback;
pub mod previews;
pub mod range;
pub mod rate;
pub mod schedule;
pub mod subtitles;
pub mod text;
pub mod tone;
pub mod user_name;
pub mod viewer;
pub mod webhook;
