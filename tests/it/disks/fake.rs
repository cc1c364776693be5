//! A made-up machine: `/sys`, `/proc` and `/dev` as far as disks are concerned, in a folder.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use revenge::platform::fs::Ledger;
use tempfile::TempDir;
use time::OffsetDateTime;

pub const PAUSE: Duration = Duration::from_mins(10);

pub struct Machine {
    dir: TempDir,
}

impl Machine {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn ledger(&self, now: OffsetDateTime) -> Ledger {
        Ledger::begun(self.root().to_owned(), PAUSE, now)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn link(&self, path: &str, target: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }

    /// A block device with its number; `below` is its folder in `/sys/devices`.
    fn device(&self, below: &str, number: &str) {
        let name = below.rsplit('/').next().unwrap();
        self.write(&format!("sys/devices/{below}/dev"), &format!("{number}\n"));
        self.link(&format!("sys/class/block/{name}"), &format!("../../devices/{below}"));
        self.link(&format!("sys/dev/block/{number}"), &format!("../../devices/{below}"));
        self.n_requests(name, 0);
    }

    pub fn disk(&self, name: &str, number: &str, turns: bool) {
        self.device(name, number);
        self.write(&format!("sys/devices/{name}/queue/rotational"), if turns { "1\n" } else { "0\n" });
        self.write(&format!("sys/devices/{name}/device/model"), "WDC WD40EFRX-68N\n");
        self.write(&format!("sys/devices/{name}/removable"), "0\n");
    }

    pub fn partition(&self, disk: &str, name: &str, number: &str) {
        self.device(&format!("{disk}/{name}"), number);
        self.write(&format!("sys/devices/{disk}/{name}/partition"), "1\n");
    }

    /// A device that is made of others: LVM, LUKS, RAID.
    pub fn stacked(&self, name: &str, number: &str, parts: &[&str]) {
        self.device(name, number);
        for part in parts {
            self.link(&format!("sys/devices/{name}/slaves/{part}"), &format!("../../../class/block/{part}"));
        }
    }

    /// What the kernel has counted for a disk.
    pub fn n_requests(&self, disk: &str, n: u64) {
        let text = format!("{n:8} 0 800 12 0 0 0 0 0 12 12 0 0 0 0 0 0\n");
        let folder = fs::canonicalize(self.root().join("sys/class/block").join(disk)).unwrap();
        fs::write(folder.join("stat"), text).unwrap();
    }

    /// Adds a line to the table of mounts.
    pub fn mount(&self, number: &str, point: &Path, kind: &str, source: &str) {
        let table = self.root().join("proc/self/mountinfo");
        let before = fs::read_to_string(&table).unwrap_or_default();
        let point = point.to_str().unwrap().replace(' ', "\\040");
        let line = format!("36 25 {number} / {point} rw,relatime shared:1 - {kind} {source} rw\n");
        self.write("proc/self/mountinfo", &(before + &line));
    }
}
