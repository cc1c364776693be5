//! Checks of the data directory: ours, private, local, with room.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::sys::statfs::statfs;
use nix::unistd::{AccessFlags, access, geteuid};

use super::Check;
use crate::domain::health::DISK_FREE_CRITICAL_BYTES;
use crate::platform::fs::volume_of;

/// Locks and memory maps of a database do not work over a network. The kernel's numbers have 32 bits, whatever type holds them.
const NETWORK: &[(u32, &str)] =
    &[(0x6969, "NFS"), (0x517b, "SMB"), (0xff53_4d42, "CIFS"), (0xfe53_4d42, "SMB2"), (0x0102_1997, "9P")];

pub(super) fn data_dir(path: &Path) -> Check {
    let name = "data_dir";
    let shown = path.display();
    let Some(existing) = nearest_existing(path) else {
        return Check::bad(name, format!("{shown} has no parent"), "set data_dir to an absolute path");
    };
    if access(existing, AccessFlags::W_OK | AccessFlags::X_OK).is_err() {
        let detail = format!("{} cannot be written", existing.display());
        return Check::bad(name, detail, format!("give it to the server's user: chown USER {}", existing.display()));
    }
    if let Some(system) = network_of(existing) {
        return Check::bad(name, format!("{shown} is on {system}"), "set data_dir to a local directory");
    }
    if existing != path {
        return Check::good(name, format!("{shown} will be made"));
    }
    let Ok(metadata) = path.metadata() else {
        return Check::bad(name, format!("{shown} cannot be read"), "give it to the server's user");
    };
    if !metadata.is_dir() {
        return Check::bad(name, format!("{shown} is no directory"), "set data_dir to a directory");
    }
    if metadata.uid() != geteuid().as_raw() {
        let detail = format!("{shown} belongs to user id {}, this is {}", metadata.uid(), geteuid());
        return Check::bad(name, detail, "run as the server's user (sudo -u revenge revenge doctor), or chown it");
    }
    Check::good(name, format!("{shown}, mode {:o}", metadata.mode() & 0o777))
}

pub(super) fn disk_space(path: &Path) -> Check {
    let name = "disk_space";
    let Some(free) = nearest_existing(path).and_then(volume_of).map(|volume| volume.free_bytes) else {
        return Check::bad(name, "the file system of data_dir cannot be asked", "set data_dir to a local directory");
    };
    let detail = format!("{} MiB free for {}", free >> 20, path.display());
    if free >= DISK_FREE_CRITICAL_BYTES {
        return Check::good(name, detail);
    }
    Check::bad(
        name,
        detail,
        format!("free space, or set data_dir elsewhere: {} MiB are the least", DISK_FREE_CRITICAL_BYTES >> 20),
    )
}

fn nearest_existing(path: &Path) -> Option<&Path> {
    path.ancestors().find(|ancestor| ancestor.exists())
}

fn network_of(path: &Path) -> Option<&'static str> {
    let kind = statfs(path).ok()?.filesystem_type().0 as u32;
    NETWORK.iter().find(|(magic, _)| *magic == kind).map(|(_, name)| *name)
}
