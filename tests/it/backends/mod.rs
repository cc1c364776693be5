//! Ways to encode: what a pipeline of each board is made of, and what happens when a device is bad.
//!
//! There is no hardware here. Pipelines are read as text; devices are fakes around x264 that fail in one way each.

mod fakes;
mod fallback;
mod h264;
mod pipelines;
mod trial;
