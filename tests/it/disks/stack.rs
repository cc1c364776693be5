//! From a path to its disks, through whatever lies between.

use std::path::{Path, PathBuf};

use revenge::domain::disks::{Cause, Kind};
use revenge::platform::fs::DiskKind;
use time::OffsetDateTime;

use super::fake::Machine;

/// Names and kinds of the disks under a path that exists only in the table of mounts.
fn disks(machine: &Machine, path: &str) -> Vec<(String, DiskKind)> {
    let now = OffsetDateTime::UNIX_EPOCH;
    let ledger = machine.ledger(now);
    ledger.set_roots(vec![PathBuf::from(path)], now);
    ledger.report(now).into_iter().map(|disk| (disk.name, disk.kind)).collect()
}

/// Two disks that turn with a partition each, one that does not.
fn machine() -> Machine {
    let machine = Machine::new();
    for (n, disk) in ["sda", "sdb"].into_iter().enumerate() {
        machine.disk(disk, &format!("8:{}", 16 * n), true);
        machine.partition(disk, &format!("{disk}1"), &format!("8:{}", 16 * n + 1));
    }
    machine.disk("nvme0n1", "259:0", false);
    machine.mount("259:0", Path::new("/"), "ext4", "/dev/nvme0n1");
    machine
}

fn hdds(names: &[&str]) -> Vec<(String, DiskKind)> {
    names.iter().map(|name| ((*name).to_owned(), DiskKind::Hdd)).collect()
}

#[test]
fn a_partition_lies_on_its_disk_and_the_deepest_mount_counts() {
    let machine = machine();
    machine.mount("8:1", Path::new("/srv/my films"), "ext4", "/dev/sda1");
    assert_eq!(disks(&machine, "/srv/my films/old"), hdds(&["sda"]));
    assert_eq!(disks(&machine, "/srv"), [("nvme0n1".to_owned(), DiskKind::Ssd), hdds(&["sda"])[0].clone()]);
    assert_eq!(disks(&machine, "/srv/my filmsandmore"), [("nvme0n1".to_owned(), DiskKind::Ssd)]);
}

#[test]
fn lvm_on_raid_lies_on_all_its_disks() {
    let machine = machine();
    machine.stacked("md0", "9:0", &["sda1", "sdb1"]);
    machine.stacked("dm-0", "253:0", &["md0"]);
    machine.write("sys/devices/dm-0/dm/name", "vg-films\n");
    machine.mount("253:0", Path::new("/films"), "xfs", "/dev/mapper/vg-films");
    assert_eq!(disks(&machine, "/films"), hdds(&["sda", "sdb"]));
}

#[test]
fn file_systems_without_a_device_number_are_found_by_their_source() {
    let machine = machine();
    // btrfs gives each subvolume a number that no device has.
    machine.mount("0:41", Path::new("/pool"), "btrfs", "/dev/sda1");
    for member in ["sda1", "sdb1"] {
        machine.write(&format!("sys/fs/btrfs/0c7a/devices/{member}/size"), "1\n");
    }
    assert_eq!(disks(&machine, "/pool/films"), hdds(&["sda", "sdb"]));
    machine.stacked("dm-1", "253:1", &["sdb1"]);
    machine.write("sys/devices/dm-1/dm/name", "locked\n");
    machine.mount("0:42", Path::new("/locked"), "btrfs", "/dev/mapper/locked");
    assert_eq!(disks(&machine, "/locked"), hdds(&["sdb"]));
    machine.mount("0:43", Path::new("/tank/films"), "zfs", "tank/films");
    assert_eq!(disks(&machine, "/tank/films"), [("tank/films".to_owned(), DiskKind::Unknown)]);
    machine.write("run/udev/data/b8:17", "E:ID_FS_TYPE=zfs_member\nE:ID_FS_LABEL=tank\n");
    assert_eq!(disks(&machine, "/tank/films"), hdds(&["sdb"]));
}

#[test]
fn what_has_no_disk_here_is_named_after_its_mount() {
    let machine = machine();
    machine.mount("0:50", Path::new("/nas"), "nfs4", "nas:/export/films");
    machine.mount("0:51", Path::new("/pooled"), "fuse.mergerfs", "disk1:disk2");
    assert_eq!(disks(&machine, "/nas/a"), [("nas:/export/films".to_owned(), DiskKind::Network)]);
    assert_eq!(disks(&machine, "/pooled"), [("disk1:disk2".to_owned(), DiskKind::Unknown)]);
}

#[test]
fn an_image_lies_where_its_file_lies_and_a_ring_of_devices_has_an_end() {
    let machine = machine();
    machine.mount("8:1", Path::new("/srv"), "ext4", "/dev/sda1");
    machine.stacked("loop0", "7:0", &[]);
    machine.write("sys/devices/loop0/loop/backing_file", "/srv/image\n");
    machine.mount("7:0", Path::new("/image"), "ext4", "/dev/loop0");
    assert_eq!(disks(&machine, "/image"), hdds(&["sda"]));
    machine.stacked("dm-7", "253:7", &["dm-8"]);
    machine.stacked("dm-8", "253:8", &["dm-7"]);
    machine.mount("253:7", Path::new("/ring"), "ext4", "/dev/dm-7");
    assert_eq!(disks(&machine, "/ring"), [("/dev/dm-7".to_owned(), DiskKind::Unknown)]);
}

/// A folder of folders, each a disk of its own: only the touched one is booked.
#[test]
fn a_disk_below_a_root_is_booked_for_itself() {
    let machine = machine();
    let media = tempfile::tempdir().unwrap();
    let root = media.path().canonicalize().unwrap();
    machine.mount("8:1", &root.join("one"), "ext4", "/dev/sda1");
    machine.mount("8:17", &root.join("two"), "ext4", "/dev/sdb1");
    let now = OffsetDateTime::UNIX_EPOCH;
    let ledger = machine.ledger(now);
    ledger.set_roots(vec![root.clone()], now);
    ledger.book(&root, Path::new("two/Film.mkv"), Cause::new(Kind::Probe), now);
    let touched = |disk: &str| {
        let disks = ledger.report(now);
        disks.iter().find(|report| report.name == disk).unwrap().last_access.is_some()
    };
    assert_eq!(["nvme0n1", "sda", "sdb"].map(touched), [false, false, true]);
}
