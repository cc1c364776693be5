//! Where the server looks for itself.

use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    /// Where the board's sensors are looked for.
    pub board_root: PathBuf,
    /// Process, cache and segments together.
    pub memory_bytes: u64,
}
