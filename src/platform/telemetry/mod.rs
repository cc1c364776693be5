//! Logs and the process's own numbers: set up once, readable where they end up.
//!
//! Everybody writes through `tracing`. Text on a terminal, lines with a priority prefix where systemd's journal reads
//! stderr, JSON otherwise. Stdout stays free for answers.

mod journal;
mod lines;
mod log;
mod minutes;
mod process;
mod repeats;
mod request;
mod traffic;
mod tree;

pub use log::{LogConfig, LogStyle, Telemetry, parse_level};
pub use minutes::Minutes;
pub use process::resident_bytes;
pub use request::{current_request, on_behalf_of};
pub use traffic::{LATENCY_SECONDS, Traffic};
pub use tree::{TreeMemory, tree_memory};
