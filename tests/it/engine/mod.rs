//! The HLS engine on real files and real pipelines; ffmpeg and ffprobe judge what comes out.

pub mod clips;
mod corpus;
pub mod fragment;
mod init;
pub mod stream;

mod flow;
mod fuzz;
mod seek;
mod sound;
mod whole;
