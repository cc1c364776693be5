//! All tests, one binary: `cargo test` runs everything.

mod architecture;
