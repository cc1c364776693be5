//! Where the server looks for itself.

use std::path::PathBuf;

use crate::platform::board::MemoryLimits;
use crate::platform::jobs::Zone;

#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    /// Where the board's sensors are looked for.
    pub board_root: PathBuf,
    /// Of windows.
    pub zone: Zone,
    /// What each part may take.
    pub memory: MemoryLimits,
}
