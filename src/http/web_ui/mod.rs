//! The web UI, embedded in the binary.
