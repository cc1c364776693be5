//! Files: the only door to library paths.
