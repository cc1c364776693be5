//! What background work may take of the machine now, and why not more.
//!
//! Pure: readings and times are arguments. Order of sacrifice: bulk, then low, then default work; `critical` and `high` start
//! always, because somebody waits for them. Invariant: work is held at once and let go late, so that no reading, however
//! it jumps, makes it start and stop in turn.

mod holds;
mod judge;
mod level;
mod window;

pub use holds::{Allowance, Hold, Holds, Rule, Rules, Why};
pub use judge::{Heat, Judge, Overload, Readings};
pub use window::{Window, WindowFault};
