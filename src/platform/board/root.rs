//! Reads under a root, with caps on everything.
//!
//! Below another root than `/` lies a captured tree that somebody made: its links lead nowhere outside (the device tree
//! is an absolute one), a FIFO in it stops nobody, and a file without an end is cut.

use std::io::Read;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Dir, Mode, OFlags, ResolveFlags, fstat, open, openat2};

const FILE_CAP_BYTES: u64 = 1 << 20;
/// Names in a folder, strings in a list: no board has as many.
const ENTRIES: usize = 4096;
const STRINGS: usize = 64;
/// A name for people or for a comparison.
const LINE_CHARS: usize = 256;

pub struct Root<'a>(pub &'a Path);

impl Root<'_> {
    /// Whatever is there as text; empty when it is not a readable regular file.
    pub fn text(&self, path: &str) -> String {
        let Some(file) = self.open(path, OFlags::RDONLY) else { return String::new() };
        if !fstat(&file).is_ok_and(|facts| facts.st_mode & 0o170_000 == 0o100_000) {
            return String::new();
        }
        let mut bytes = Vec::new();
        // What was read before an error still counts.
        let _ = std::fs::File::from(file).take(FILE_CAP_BYTES).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The first line, if it says anything.
    pub fn line(&self, path: &str) -> Option<String> {
        plain(self.text(path).lines().next()?)
    }

    /// A folder by its real path, which tells what it belongs to; sysfs is full of links.
    pub fn folder(&self, path: &str) -> Option<PathBuf> {
        std::fs::canonicalize(self.0.join(path)).ok().filter(|real| real.is_dir())
    }

    /// NUL-separated strings, as a device tree has them.
    pub fn strings(&self, path: &str) -> Vec<String> {
        self.text(path).split('\0').filter_map(plain).take(STRINGS).collect()
    }

    /// Names in a directory, sorted.
    pub fn names(&self, path: &str) -> Vec<String> {
        let Some(entries) = self.open(path, OFlags::DIRECTORY).and_then(|folder| Dir::read_from(folder).ok()) else {
            return Vec::new();
        };
        let names = entries.flatten().filter_map(|entry| entry.file_name().to_str().ok().map(str::to_owned));
        let mut names: Vec<_> = names.filter(|name| name != "." && name != "..").take(ENTRIES).collect();
        names.sort();
        names
    }

    /// The last part of where a link leads.
    pub fn link(&self, path: &str) -> Option<String> {
        let target = std::fs::read_link(self.0.join(path)).ok()?;
        plain(target.file_name()?.to_str()?)
    }

    fn open(&self, path: &str, flags: OFlags) -> Option<OwnedFd> {
        let flags = flags | OFlags::NONBLOCK | OFlags::CLOEXEC;
        // The root itself has no name.
        let path = match path.trim_start_matches('/') {
            "" => ".",
            path => path,
        };
        if self.0 != Path::new("/") {
            let root = open(self.0, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok()?;
            match openat2(&root, path, flags, Mode::empty(), ResolveFlags::IN_ROOT) {
                // Kernels before 5.6, and containers that forbid what they do not know.
                Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {}
                opened => return opened.ok(),
            }
        }
        rustix::fs::openat(CWD, self.0.join(path), flags, Mode::empty()).ok()
    }
}

/// What the firmware calls something, fit to be shown: one line, not endless.
fn plain(text: &str) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(LINE_CHARS).collect();
    (!text.is_empty()).then_some(text)
}
