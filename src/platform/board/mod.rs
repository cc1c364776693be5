//! The machine: what it is, what it can take, and how to treat its memory.

pub mod memory;
