//! Answers kept for a while: in this process, and in a Redis or Dragonfly that all nodes share, where there is one.
//!
//! `Caches` is the room, `Cache` one use of it, `Shared` the connection to the shared one. Invariant: nothing here is the
//! only copy of anything; whatever goes wrong here is a miss, never a failed request; and nothing that gives rights is
//! taken from the shared cache. Written by whoever loads an answer, made old by `Marks`.

mod caches;
mod flights;
mod handle;
mod hearing;
mod link;
mod marks;
mod memory;
mod metrics;
mod seal;
mod shared;
mod tier;

pub use caches::{CacheConfig, Caches, Use};
pub use handle::{Cache, Lives};
pub use marks::Scope;
pub use memory::Weigh;
pub use metrics::count_cached;
pub use shared::{Away, Script, Shared, SharedConfig};
pub use tier::Pack;
