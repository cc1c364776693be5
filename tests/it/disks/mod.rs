//! Disks that sleep: that nothing of ours wakes them without need, and that who does is known.

mod face;
mod fake;
pub mod silence;
mod stack;
mod waits;
mod wakes;
