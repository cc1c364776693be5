//! Composition root: configuration, command line, wiring, workers, lifecycle.
//!
//! The only layer that knows all others. `run` is the whole program; everything it can fail with is a `Failure`, which
//! carries the exit code that operators and packages rely on.

pub mod backends;
pub mod build;
pub mod child;
mod cli;
mod commands;
pub mod config;
mod data_dir;
mod database;
mod doors;
mod exit;
mod lifecycle;
mod measure;
mod memory;
mod moving;
mod notify;
mod open_files;
mod process;
mod restore;
mod signals;
mod standstill;
mod trim;
pub mod watchdog;
mod worker;
pub mod workers;

pub use cli::run;
pub use exit::{Exit, Failure};
pub use notify::Notify;
