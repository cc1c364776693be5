//! All tests, one binary: `cargo test` runs everything.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod board;
mod catalog;
mod cli;
mod config;
mod db;
mod decide;
mod harness;
mod inspect;
mod jobs;
mod lifecycle;
mod naming;
mod range;
mod scan;
mod stills;
mod subtitles;
mod text;
