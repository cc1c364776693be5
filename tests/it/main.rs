//! All tests, one binary: `cargo test` runs everything.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod auth;
mod board;
mod cache;
mod catalog;
mod cli;
mod config;
mod containers;
mod db;
mod decide;
mod engine;
mod harness;
mod health;
mod hls;
mod http;
mod inspect;
mod items;
mod jobs;
mod libraries;
mod lifecycle;
mod limits;
mod log;
mod monitoring;
mod naming;
mod openapi;
mod playlists;
mod range;
mod scan;
mod security;
mod stills;
mod subtitles;
mod system;
mod text;
mod thread;
mod web_ui;
