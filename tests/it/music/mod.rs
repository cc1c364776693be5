//! Music: names, and the sound that a player gets.

mod join;
mod loud;
mod names;
