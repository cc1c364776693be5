//! Files: the only door to library paths.
//!
//! Invariant: nothing here writes below a library root. `media_file` opens one regular file for reading without
//! following a symlink; `walk` compares a tree with what is known of it, `root` tells disks apart, `folders` serves the
//! folder picker, `images` and `sheets` are our own stores of pictures, `losses` what they should have and have not. Whoever touches a library path brings an `Access`,
//! which books the touch with its cause (`disks`).

mod chunks;
mod disks;
mod folders;
mod images;
mod losses;
mod media_file;
mod root;
mod sheets;
mod volume;
mod walk;
mod whole;

pub use chunks::Chunks;
pub use disks::{Access, DiskKind, DiskReport, Ledger};
pub use folders::{FolderFault, Listing, RealFolder, ancestors, list_folder, resolve_folder};
pub use images::{ImageStore, PictureFormat};
pub use losses::{Losses, LossesHeard};
pub use media_file::{FileStamp, MediaFile, OpenError};
pub use root::{RootFault, RootState, count_matching, inspect_root};
pub use sheets::SheetStore;
pub use volume::volume_of;
pub use walk::{Change, FileStat, Known, KnownFolder, Obstacle, Rules, Summary, walk};
