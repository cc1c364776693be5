//! A small file system of a test's own.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::process::open_dir;

/// Unmounted when it is dropped.
pub struct SmallDisk {
    dir: tempfile::TempDir,
}

impl SmallDisk {
    /// None where this process may not mount: only root may, and a machine where it does not run is not one that what is
    /// tested with it is promised for.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let disk = Self { dir: open_dir() };
        let is_mounted = disk.mounted(&format!("size={megabytes}m,mode=755"));
        assert!(is_mounted || !nix::unistd::geteuid().is_root(), "root mounts a tmpfs");
        is_mounted.then_some(disk)
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Another size; what is there stays.
    pub fn resize(&self, megabytes: u32) {
        assert!(self.mounted(&format!("remount,size={megabytes}m")));
    }

    /// Writes until nothing more fits.
    pub fn fill(&self) {
        let ballast = self.dir.path().join("ballast");
        let block = vec![0; 64 << 10];
        let mut file = fs::File::create(ballast).unwrap();
        while file.write_all(&block).is_ok() {}
    }

    pub fn empty(&self) {
        fs::remove_file(self.dir.path().join("ballast")).unwrap();
    }

    fn mounted(&self, options: &str) -> bool {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(self.dir.path()).status();
        mounted.is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.dir.path()).status());
    }
}
