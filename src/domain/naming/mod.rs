//! What a file name means.
