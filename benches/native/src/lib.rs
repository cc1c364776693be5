//! Measures that need Rust on both sides: the job engine against other ways to queue on the same PostgreSQL.
//!
//! Ours and the reference take turns on one database; printed are medians, one line each, as `benches/run.py` prints them.

pub mod enqueue;
pub mod fairness;
pub mod graphile;
pub mod idle;
pub mod plain;
pub mod report;
pub mod stage;
pub mod wake;
pub mod work;
