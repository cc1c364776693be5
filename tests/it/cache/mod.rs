//! Caches: what is kept, how long, and what happens when the shared one is away, slow, full or lying.

mod shared;
