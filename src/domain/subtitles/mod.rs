//! Subtitle texts to WebVTT.
