//! From a mount to the disks below it: partitions, LVM and LUKS (dm), RAID (md), btrfs, ZFS, images in files.
//!
//! As far as sysfs and udev's database tell, which any user may read. What they do not tell (the branches of a FUSE pool) is
//! shown by the name of its mount, as unknown. Rejected: asking the disk (`CHECK POWER MODE` by SG_IO), which needs root.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::mounts::{self, Mount};
use crate::domain::disks::Counters;
use crate::platform::board::Root;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskKind {
    Hdd,
    Ssd,
    /// A share of another machine, whose disks nobody here sees.
    Network,
    Unknown,
}

/// A disk, or what stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The kernel's name, or the source of a mount.
    pub name: String,
    pub model: Option<String>,
    pub kind: DiskKind,
    pub is_removable: bool,
    /// Whether the kernel counts its requests.
    pub has_counters: bool,
}

/// The disks that a mount lies on; at least one.
pub(super) fn disks_below(root: &Root<'_>, mounts: &[Mount], mount: &Mount) -> Vec<Found> {
    let names = descend(root, mounts, devices_of(root, mount));
    if names.is_empty() {
        return vec![stand_in(mount)];
    }
    names.into_iter().map(|name| describe(root, name)).collect()
}

/// Requests of a disk so far.
pub(super) fn counters(root: &Root<'_>, disk: &str) -> Option<Counters> {
    let text = root.text(&format!("sys/class/block/{disk}/stat"));
    let fields: Vec<u64> = text.split_whitespace().map_while(|field| field.parse().ok()).collect();
    let field = |n: usize| fields.get(n).copied().unwrap_or(0);
    // Reads, writes, discards, flushes. The last two came with later kernels.
    let n_done = [0, 4, 11, 15].into_iter().map(field).fold(0, u64::wrapping_add);
    (fields.len() >= 9).then(|| Counters { n_done, n_in_flight: field(8) })
}

/// Whether the kernel itself has put the disk to sleep. A disk that sleeps by its own timer does not show here.
pub(super) fn is_suspended(root: &Root<'_>, disk: &str) -> bool {
    let status = root.line(&format!("sys/class/block/{disk}/device/power/runtime_status"));
    status.is_some_and(|status| status == "suspended")
}

/// Disks that turn.
pub(super) fn rotating(root: &Root<'_>) -> Vec<Found> {
    let disks = root.names("sys/class/block").into_iter().filter(|name| {
        let is_disk = root.folder(&format!("sys/class/block/{name}/device")).is_some();
        is_disk && root.line(&format!("sys/class/block/{name}/queue/rotational")).is_some_and(|flag| flag == "1")
    });
    disks.map(|name| describe(root, name)).collect()
}

fn describe(root: &Root<'_>, name: String) -> Found {
    let line = |file: &str| root.line(&format!("sys/class/block/{name}/{file}"));
    let kind = match line("queue/rotational").as_deref() {
        Some("1") => DiskKind::Hdd,
        Some("0") => DiskKind::Ssd,
        _ => DiskKind::Unknown,
    };
    Found {
        // Cards have a name and no model.
        model: line("device/model").or_else(|| line("device/name")),
        kind,
        is_removable: line("removable").is_some_and(|flag| flag == "1"),
        has_counters: counters(root, &name).is_some(),
        name,
    }
}

/// Block devices that a mount is made of, by their folders in sysfs.
fn devices_of(root: &Root<'_>, mount: &Mount) -> Vec<PathBuf> {
    if let Some(device) = root.folder(&format!("sys/dev/block/{}", mount.number)) {
        return vec![device];
    }
    if mount.kind == "zfs" {
        let pool = mount.source.split('/').next().unwrap_or_default();
        return zfs_members(root, pool);
    }
    let Some(name) = device_name(root, &mount.source) else { return Vec::new() };
    let names = if mount.kind == "btrfs" { btrfs_members(root, &name) } else { Vec::new() };
    let names = if names.is_empty() { vec![name] } else { names };
    names.iter().filter_map(|name| class_folder(root, name)).collect()
}

fn class_folder(root: &Root<'_>, name: &str) -> Option<PathBuf> {
    root.folder(&format!("sys/class/block/{name}"))
}

/// `/dev/sda1` is called `sda1`; `/dev/mapper/NAME` and `/dev/VG/LV` are links, or known to sysfs by name.
fn device_name(root: &Root<'_>, source: &str) -> Option<String> {
    let below = source.strip_prefix("/dev/")?;
    if class_folder(root, below).is_some() {
        return Some(below.to_owned());
    }
    if let Ok(target) = fs::read_link(root.0.join("dev").join(below)) {
        return Some(target.file_name()?.to_str()?.to_owned());
    }
    let mapped = below.strip_prefix("mapper/")?;
    let mut names = root.names("sys/class/block").into_iter();
    names.find(|name| root.line(&format!("sys/class/block/{name}/dm/name")).is_some_and(|of| of == mapped))
}

/// All devices of the btrfs that this one belongs to.
fn btrfs_members(root: &Root<'_>, device: &str) -> Vec<String> {
    let members = root.names("sys/fs/btrfs").into_iter().map(|id| root.names(&format!("sys/fs/btrfs/{id}/devices")));
    members.into_iter().find(|members| members.iter().any(|member| member == device)).unwrap_or_default()
}

/// Devices that udev has seen to belong to a pool.
fn zfs_members(root: &Root<'_>, pool: &str) -> Vec<PathBuf> {
    let is_member = |name: &String| {
        let number = root.line(&format!("sys/class/block/{name}/dev")).unwrap_or_default();
        let facts = root.text(&format!("run/udev/data/b{number}"));
        let label = format!("E:ID_FS_LABEL={pool}");
        facts.lines().any(|line| line == "E:ID_FS_TYPE=zfs_member") && facts.lines().any(|line| line == label)
    };
    let names = root.names("sys/class/block").into_iter().filter(is_member);
    names.filter_map(|name| class_folder(root, &name)).collect()
}

/// Down to what has nothing below it.
fn descend(root: &Root<'_>, mounts: &[Mount], from: Vec<PathBuf>) -> BTreeSet<String> {
    let (mut pending, mut seen, mut disks) = (from, BTreeSet::new(), BTreeSet::new());
    while let Some(device) = pending.pop() {
        // A table that lies may go round in a ring.
        if !seen.insert(device.clone()) {
            continue;
        }
        let Some(name) = device.file_name().and_then(|name| name.to_str()) else { continue };
        let below = if device.join("partition").exists() {
            device.parent().map(Path::to_owned).into_iter().collect()
        } else {
            parts_of(root, mounts, name)
        };
        if below.is_empty() {
            disks.insert(name.to_owned());
        }
        pending.extend(below);
    }
    disks
}

/// What a device is made of: other devices, or a file on some.
fn parts_of(root: &Root<'_>, mounts: &[Mount], name: &str) -> Vec<PathBuf> {
    let slaves = root.names(&format!("sys/class/block/{name}/slaves"));
    let image = root.line(&format!("sys/class/block/{name}/loop/backing_file"));
    match image.as_deref().and_then(|image| mounts::of(mounts, Path::new(image))) {
        Some(mount) => devices_of(root, mount),
        None => slaves.iter().filter_map(|slave| class_folder(root, slave)).collect(),
    }
}

/// Whether a mount is something that files are kept on; most of a table is made up by the kernel.
pub(super) fn is_storage(mount: &Mount) -> bool {
    mount.source.starts_with('/') || mount.kind == "zfs" || mount.kind.starts_with("fuse.") || is_share(mount)
}

fn is_share(mount: &Mount) -> bool {
    let kind = mount.kind.as_str();
    kind.starts_with("nfs")
        || matches!(kind, "cifs" | "smb3" | "9p" | "ceph" | "fuse.sshfs" | "fuse.rclone" | "fuse.glusterfs")
}

fn stand_in(mount: &Mount) -> Found {
    let kind = if is_share(mount) { DiskKind::Network } else { DiskKind::Unknown };
    Found { name: mount.source.clone(), model: None, kind, is_removable: false, has_counters: false }
}
