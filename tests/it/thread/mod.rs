//! The whole thread from outside: the real binary with its own PostgreSQL, real files, ffmpeg as the player.

mod beside;
mod bounded;
mod faults;
pub mod films;
mod governor;
mod play;
mod previews;
mod promise;
pub mod server;
