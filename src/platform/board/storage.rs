//! What the data directory lies on, as far as that is told without touching it.

use std::path::Path;

use super::hardware::Storage;
use super::root::Root;

/// Not what anything lies on in the end.
const VIRTUAL: [&str; 8] = ["loop", "ram", "zram", "dm-", "md", "sr", "mtdblock", "nbd"];

pub(super) fn kind(root: &Root<'_>, data_dir: &Path) -> Storage {
    let disks: Vec<String> = root.names("sys/block");
    let real = || disks.iter().filter(|disk| !VIRTUAL.iter().any(|kind| disk.starts_with(kind)));
    let source = source_of(root, data_dir).unwrap_or_default();
    let device = source.strip_prefix("/dev/").unwrap_or_default();
    // `sda2` lies on `sda`, `mmcblk0p2` on `mmcblk0`.
    if let Some(disk) = real().filter(|disk| device.starts_with(disk.as_str())).max_by_key(|disk| disk.len()) {
        return kind_of(root, disk);
    }
    // An array, a mapping, a container's own file system: told only where all that is there is of one kind.
    let mut kinds: Vec<Storage> = real().map(|disk| kind_of(root, disk)).collect();
    kinds.dedup();
    match kinds.as_slice() {
        [kind] => *kind,
        _ => Storage::Unknown,
    }
}

fn kind_of(root: &Root<'_>, disk: &str) -> Storage {
    if disk.starts_with("mmcblk") {
        return Storage::Card;
    }
    match root.line(&format!("sys/block/{disk}/queue/rotational")).as_deref() {
        Some("0") => Storage::Ssd,
        Some("1") => Storage::Disk,
        _ => Storage::Unknown,
    }
}

/// The device of the deepest mount above the path.
fn source_of(root: &Root<'_>, path: &Path) -> Option<String> {
    let text = root.text("proc/self/mountinfo");
    let mounts = text.lines().filter_map(|line| {
        let (place, what) = line.split_once(" - ")?;
        Some((place.split(' ').nth(4)?, what.split(' ').nth(1)?))
    });
    let above = mounts.filter(|(point, _)| path.starts_with(point));
    above.max_by_key(|(point, _)| Path::new(point).components().count()).map(|(_, source)| source.to_owned())
}
