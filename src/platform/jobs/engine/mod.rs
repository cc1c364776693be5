//! The engine: one task that claims, starts, watches and finishes jobs for this node.
//!
//! Everything that happens (a notice, a handler's end, a timer) sets a mark, and `step` brings the database in line with
//! the marks in one fixed order. A step that fails keeps its marks and is tried again, so a restart of PostgreSQL
//! loses nothing. Idle, the engine waits for a notice: no query, no write, no timer under 30 s.

mod ahead;
mod clock;
mod config;
mod drain;
#[expect(clippy::module_inception, reason = "the room is named after what it gives out")]
mod engine;
mod finish;
mod holds;
mod marks;
mod node;
mod run;
mod scheduler;
mod schedules;
mod slots;
mod step;
mod timers;
mod upkeep;

pub use config::EngineConfig;
pub use engine::Engine;
