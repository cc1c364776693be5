//! Answers kept for a while: what is shared by all nodes, in Redis or Dragonfly, is optional and never believed.
//!
//! Invariant: nothing here is the only copy of anything, and whatever goes wrong here is a miss, never a failed request.

mod link;
mod metrics;
mod shared;

pub use metrics::count_cached;
pub use shared::{Away, Script, Shared, SharedConfig};
