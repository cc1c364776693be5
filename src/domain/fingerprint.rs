//! Content identity of a file.
