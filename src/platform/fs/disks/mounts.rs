//! The table of mounts: what a path lies on, told without touching the path.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use crate::platform::board::Root;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub point: PathBuf,
    /// `8:1`; of file systems without a device of their own, like btrfs and NFS, `0:N`.
    pub number: String,
    pub kind: String,
    pub source: String,
}

/// All mounts, in the order in which they were made.
pub(super) fn read(root: &Root<'_>) -> Vec<Mount> {
    root.text("proc/self/mountinfo").lines().filter_map(parse).collect()
}

/// What the path lies on: the deepest mount above it, the last of those on one point.
pub(super) fn of<'a>(mounts: &'a [Mount], path: &Path) -> Option<&'a Mount> {
    let above = mounts.iter().filter(|mount| path.starts_with(&mount.point));
    above.max_by_key(|mount| mount.point.components().count())
}

/// Fields up to a lone dash, then kind and source.
fn parse(line: &str) -> Option<Mount> {
    let (place, what) = line.split_once(" - ")?;
    let mut place = place.split(' ').skip(2);
    let (number, point) = (place.next()?, place.nth(1)?);
    let mut what = what.split(' ');
    let (kind, source) = (what.next()?, what.next()?);
    Some(Mount {
        point: PathBuf::from(OsString::from_vec(plain(point))),
        number: number.to_owned(),
        kind: kind.to_owned(),
        source: String::from_utf8_lossy(&plain(source)).into_owned(),
    })
}

/// The kernel writes blanks and backslashes as `\040`.
fn plain(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octal = after.get(..3).filter(|_| *first == b'\\').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = octal.and_then(|digits| u8::from_str_radix(digits, 8).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[3..] } else { after };
    }
    bytes
}
