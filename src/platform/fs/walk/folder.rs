//! The walk itself: one folder after the other, depth first, in path order.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::iter::Peekable;
use std::ops::ControlFlow;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::fs::{CWD, FileType, Mode, OFlags, fstat, openat};
use rustix::io::Errno;

use super::super::disks::Access;
use super::super::media_file::nanoseconds;
use super::change::{Change, Known, KnownFolder, Obstacle, Summary};
use super::entries::{
    Entry, Listing, file_stat, obstacle_of, obstacle_of_error, open_folder, read_entries, stat_entry,
};
use crate::base::{Error, Result};
use crate::domain::file_kind::FileKind;

/// A folder that changed this recently may change again within the same tick of its clock (2 s on FAT): not trusted.
const TICK_NS: i64 = 3_000_000_000;
/// Longer paths do not fit into an index of the database.
const PATH_BYTES_MAX: usize = 2_000;
/// Between two signs of life, which are also the points where a walk can be stopped.
const FILES_PER_SIGN: u64 = 512;

/// What to look for, and where to stop.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub media: FileKind,
    pub max_depth: usize,
    pub max_folder_entries: usize,
}

/// Compares the tree below `root` with what is known of it, both in path order. Blocks; run it on a blocking thread.
/// `emit` stops the walk by breaking.
pub fn walk(
    (root, access): (&Path, &Access),
    rules: Rules,
    known: impl Iterator<Item = Result<Known>>,
    folders: Vec<KnownFolder>,
    mut emit: impl FnMut(Change) -> ControlFlow<()>,
) -> Result<Summary> {
    access.touch(root, Path::new(""));
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let fd = openat(CWD, root, flags, Mode::empty())
        .map_err(|e| Error::source_fault("open the library folder").with_source(e))?;
    let folders = folders
        .into_iter()
        .map(|folder| (with_slash(folder.rel_path), KnownState::new(folder.mtime_ns, folder.is_mount)));
    let mut walk = Walk {
        root,
        access,
        rules,
        known: known.peekable(),
        folders: folders.collect(),
        emit: &mut emit,
        summary: Summary::default(),
        device: None,
    };
    match walk.root(&fd) {
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::Asked) => Ok(Summary { was_stopped: true, ..walk.summary }),
        Ok(()) => Ok(walk.summary),
    }
}

struct Walk<'a, K: Iterator<Item = Result<Known>>> {
    root: &'a Path,
    access: &'a Access,
    rules: Rules,
    known: Peekable<K>,
    /// By path with a trailing slash; the root is the empty path.
    folders: BTreeMap<Vec<u8>, KnownState>,
    emit: &'a mut dyn FnMut(Change) -> ControlFlow<()>,
    summary: Summary,
    /// Device of the folder that is being walked, to notice disks mounted below the root.
    device: Option<u64>,
}

struct KnownState {
    mtime_ns: i64,
    is_mount: bool,
    was_met: bool,
}

impl KnownState {
    fn new(mtime_ns: i64, is_mount: bool) -> Self {
        Self { mtime_ns, is_mount, was_met: false }
    }
}

/// A folder that is open. `prefix` is its path with a slash at the end, empty for the root.
#[derive(Clone, Copy)]
struct Here<'a> {
    fd: &'a OwnedFd,
    prefix: &'a [u8],
    depth: usize,
}

/// Why a walk ends early.
enum Stop {
    Asked,
    Failed(Error),
}

type Step<T = ()> = std::result::Result<T, Stop>;

/// What reading a folder showed.
#[derive(Default)]
struct Contents {
    media: Vec<Vec<u8>>,
    subtitles: Vec<Vec<u8>>,
    /// Something could not be taken: look again next time, so that the problem stays listed while it lasts.
    has_obstacle: bool,
}

impl<K: Iterator<Item = Result<Known>>> Walk<'_, K> {
    fn root(&mut self, fd: &OwnedFd) -> Step {
        self.folder(Here { fd, prefix: b"", depth: 0 })?;
        self.send(Change::Seen(self.summary.n_files))?;
        let gone = self.folders.iter().filter(|(path, state)| !state.was_met && !path.is_empty());
        let gone: Vec<_> = gone.map(|(path, _)| path[..path.len() - 1].to_vec()).collect();
        gone.into_iter().try_for_each(|rel_path| self.send(Change::FolderGone { rel_path }))
    }

    fn folder(&mut self, here: Here<'_>) -> Step {
        let Here { fd, prefix, .. } = here;
        let stat = match fstat(fd) {
            Ok(stat) => stat,
            Err(error) => return self.leave_subtree(prefix, obstacle_of_error(error)),
        };
        let is_mount = self.device.is_some_and(|parent| parent != stat.st_dev);
        let known = self.folders.get_mut(prefix).map(|state| {
            state.was_met = true;
            (state.mtime_ns, state.is_mount)
        });
        if matches!(known, Some((_, true))) && !is_mount {
            return self.leave_subtree(prefix, Obstacle::DiskAway);
        }
        if is_mount {
            // Another disk than the root's.
            self.access.touch(self.root, Path::new(OsStr::from_bytes(prefix)));
        }
        let parent_device = self.device.replace(stat.st_dev);
        self.summary.n_folders += 1;
        let mtime_ns = nanoseconds(stat.st_mtime, stat.st_mtime_nsec);
        if known.is_some_and(|(known_mtime, _)| known_mtime == mtime_ns && known_mtime != 0) {
            self.unchanged_folder(here)?;
        } else {
            self.summary.n_folders_read += 1;
            let before = wall_clock_ns();
            if let Some(contents) = self.read_folder(here)? {
                let is_settled = before.saturating_sub(mtime_ns) > TICK_NS && !contents.has_obstacle;
                let lists_media = !contents.subtitles.is_empty() || known.is_some();
                self.send(Change::Folder {
                    rel_path: without_slash(prefix),
                    mtime_ns: if is_settled { mtime_ns } else { 0 },
                    is_mount,
                    media: if lists_media { contents.media } else { Vec::new() },
                    subtitles: contents.subtitles,
                })?;
            }
        }
        self.device = parent_device;
        Ok(())
    }

    /// The folder has the entries that it had: ask for each known file, and go into each known folder.
    fn unchanged_folder(&mut self, here: Here<'_>) -> Step {
        let prefix = here.prefix;
        let mut after = prefix.to_vec();
        while let Some(child) = self.next_child_folder(prefix, &after) {
            self.known_files_before(here, Some(&child))?;
            self.child_folder(here, &child[prefix.len()..child.len() - 1])?;
            after = child;
        }
        self.known_files_before(here, None)
    }

    /// The first known folder directly below `prefix` that sorts after `after` and all that is below it.
    fn next_child_folder(&self, prefix: &[u8], after: &[u8]) -> Option<Vec<u8>> {
        let mut from = after.to_vec();
        if after.len() > prefix.len() {
            // The byte after '/': skips everything below `after`.
            *from.last_mut()? = b'/' + 1;
        } else {
            // Past the folder itself; no name begins with NUL.
            from.push(0);
        }
        let (path, _) = self.folders.range(from..).next()?;
        let name = path.strip_prefix(prefix)?;
        let end = name.iter().position(|b| *b == b'/')?;
        Some(path[..=prefix.len() + end].to_vec())
    }

    fn known_files_before(&mut self, here: Here<'_>, before: Option<&[u8]>) -> Step {
        let Here { fd, prefix, .. } = here;
        while let Some(known) = self.next_known(|path| match before {
            Some(before) => path < before,
            None => path.starts_with(prefix),
        })? {
            let name = known.rel_path[prefix.len().min(known.rel_path.len())..].to_vec();
            self.compare(fd, &name, known)?;
        }
        Ok(())
    }

    /// Reads the entries and merges them with the known files. `None` when they could not be read.
    fn read_folder(&mut self, here: Here<'_>) -> Step<Option<Contents>> {
        let Here { fd, prefix, .. } = here;
        let entries = match read_entries(fd, self.rules.max_folder_entries) {
            Ok(Listing::Entries(entries)) => entries,
            Ok(Listing::TooMany) => return self.leave_subtree(prefix, Obstacle::TooManyEntries).map(|()| None),
            Err(error) => return self.leave_subtree(prefix, obstacle_of_error(error)).map(|()| None),
        };
        let mut contents = Contents::default();
        for entry in entries {
            let path = [prefix, &entry.key].concat();
            while let Some(known) = self.next_known(|known| known < path.as_slice())? {
                self.missing(&known)?;
            }
            self.entry(here, entry, &mut contents)?;
        }
        while let Some(known) = self.next_known(|known| known.starts_with(prefix))? {
            self.missing(&known)?;
        }
        Ok(Some(contents))
    }

    fn entry(&mut self, here: Here<'_>, entry: Entry, contents: &mut Contents) -> Step {
        let Here { fd, prefix, .. } = here;
        let name = entry.key;
        if entry.file_type == FileType::Directory {
            return self.child_folder(here, &name[..name.len() - 1]);
        }
        let path = [prefix, &name].concat();
        if let Some(obstacle) = obstacle_of(entry.file_type) {
            contents.has_obstacle = true;
            if let Some(known) = self.next_known(|known| known == path.as_slice())? {
                self.missing(&known)?;
            }
            return self.send(Change::Problem { rel_path: path, obstacle });
        }
        match FileKind::of(&name) {
            FileKind::Subtitle => contents.subtitles.push(name),
            kind if kind == self.rules.media => {
                contents.media.push(name.clone());
                match self.next_known(|known| known == path.as_slice())? {
                    Some(known) => self.compare(fd, &name, known)?,
                    None => self.new_file(fd, &name, path, contents)?,
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn new_file(&mut self, fd: &OwnedFd, name: &[u8], rel_path: Vec<u8>, contents: &mut Contents) -> Step {
        match stat_entry(fd, name) {
            Ok(stat) if FileType::from_raw_mode(stat.st_mode).is_file() => {
                self.count_file()?;
                self.send(Change::New { rel_path, stat: file_stat(&stat) })
            }
            // Gone or replaced since the folder was read: its mtime says so to the next walk.
            Ok(_) | Err(Errno::NOENT) => {
                contents.has_obstacle = true;
                Ok(())
            }
            Err(error) => {
                contents.has_obstacle = true;
                self.send(Change::Problem { rel_path, obstacle: obstacle_of_error(error) })
            }
        }
    }

    fn child_folder(&mut self, here: Here<'_>, name: &[u8]) -> Step {
        let child = [here.prefix, name, b"/"].concat();
        if here.depth == self.rules.max_depth || child.len() > PATH_BYTES_MAX {
            return self.leave_subtree(&child, Obstacle::TooDeep);
        }
        match open_folder(here.fd, name) {
            Ok(fd) => self.folder(Here { fd: &fd, prefix: &child, depth: here.depth + 1 }),
            // Gone since its parent was read, or no folder any more.
            Err(Errno::NOENT | Errno::NOTDIR) => {
                while let Some(known) = self.next_known(|known| known.starts_with(&child))? {
                    self.missing(&known)?;
                }
                Ok(())
            }
            Err(error) => self.leave_subtree(&child, obstacle_of_error(error)),
        }
    }

    /// What is below cannot be read: what is known of it stays as it is.
    fn leave_subtree(&mut self, prefix: &[u8], obstacle: Obstacle) -> Step {
        let is_mount = self.folders.get(prefix).is_some_and(|state| state.is_mount);
        for (_, state) in self.folders.range_mut(prefix.to_vec()..).take_while(|(path, _)| path.starts_with(prefix)) {
            state.was_met = true;
        }
        while self.next_known(|known| known.starts_with(prefix))?.is_some() {}
        let rel_path = without_slash(prefix);
        self.send(Change::Problem { rel_path: rel_path.clone(), obstacle })?;
        // Remembered, so that the next walk tries again even where the folder above it did not change.
        self.send(Change::Folder { rel_path, mtime_ns: 0, is_mount, media: Vec::new(), subtitles: Vec::new() })
    }

    fn compare(&mut self, fd: &OwnedFd, name: &[u8], known: Known) -> Step {
        let stat = match stat_entry(fd, name) {
            Ok(stat) if FileType::from_raw_mode(stat.st_mode).is_file() => file_stat(&stat),
            Ok(_) | Err(Errno::NOENT | Errno::NOTDIR) => return self.missing(&known),
            Err(error) => {
                return self.send(Change::Problem { rel_path: known.rel_path, obstacle: obstacle_of_error(error) });
            }
        };
        self.count_file()?;
        if stat != known.stat {
            self.send(Change::Changed { id: known.id, stat })
        } else if known.is_missing {
            self.send(Change::Returned { id: known.id })
        } else {
            Ok(())
        }
    }

    fn missing(&mut self, known: &Known) -> Step {
        if known.is_missing { Ok(()) } else { self.send(Change::Missing { id: known.id }) }
    }

    fn next_known(&mut self, is_wanted: impl Fn(&[u8]) -> bool) -> Step<Option<Known>> {
        let next = self.known.next_if(|known| known.as_ref().map_or(true, |known| is_wanted(&known.rel_path)));
        next.transpose().map_err(Stop::Failed)
    }

    fn count_file(&mut self) -> Step {
        self.summary.n_files += 1;
        if self.summary.n_files.is_multiple_of(FILES_PER_SIGN) {
            return self.send(Change::Seen(self.summary.n_files));
        }
        Ok(())
    }

    fn send(&mut self, change: Change) -> Step {
        match (self.emit)(change) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Asked),
        }
    }
}

fn with_slash(mut path: Vec<u8>) -> Vec<u8> {
    if !path.is_empty() {
        path.push(b'/');
    }
    path
}

fn without_slash(prefix: &[u8]) -> Vec<u8> {
    prefix.strip_suffix(b"/").unwrap_or(prefix).to_vec()
}

fn wall_clock_ns() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
