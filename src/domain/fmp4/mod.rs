//! Fragmented MP4 (CMAF) writer: init segments and media segments.
