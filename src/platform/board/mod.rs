//! Board: detection and effective limits.
