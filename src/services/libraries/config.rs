//! What the room is told by the configuration and the board.

use std::path::PathBuf;
use std::time::Duration;

use crate::platform::fs::{Ledger, Losses};
use crate::platform::gst::Inspector;

#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    /// Where pictures are kept.
    pub images_dir: PathBuf,
    /// Where it is heard which pictures are gone.
    pub losses: Losses,
    /// Where libraries may lie; empty: anywhere that is not forbidden.
    pub allowed: Vec<PathBuf>,
    /// Folders that are no library, besides the data directory, /proc, /sys and /dev.
    pub forbidden: Vec<PathBuf>,
    /// Media files that a scan reads at the same time.
    pub files_at_once: usize,
    /// How long reading one file may take.
    pub file_deadline: Duration,
    /// Where media files are looked into.
    pub inspector: Inspector,
    /// Where it is booked who touches a disk.
    pub ledger: Ledger,
    /// Scheduled scans and pictures wait until a disk that may be asleep is awake anyway.
    pub scans_wait_for_disks: bool,
}
