//! Music: names, and the sound that a player gets.

mod names;
