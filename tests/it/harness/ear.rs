//! Who opens, reads or lists something below a folder, as the kernel tells it.

use std::ffi::OsString;
use std::path::Path;

use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};

/// What happened, and to what in its folder.
pub type Heard = (AddWatchFlags, Option<OsString>);

/// Hears of everything that is opened, read or listed in a tree. Asking for a file's size is not heard.
pub struct Ear {
    inotify: Inotify,
}

impl Ear {
    pub fn at(root: &Path) -> Self {
        let inotify = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).unwrap();
        let mut folders = vec![root.to_owned()];
        let mut next = 0;
        // All are listed before the first is listened at: a listing is heard too.
        while let Some(folder) = folders.get(next).cloned() {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            folders.extend(entries.filter(|path| path.is_dir()));
            next += 1;
        }
        for folder in folders {
            inotify.add_watch(&folder, AddWatchFlags::IN_ALL_EVENTS).unwrap();
        }
        Self { inotify }
    }

    pub fn heard(&self) -> Vec<Heard> {
        match self.inotify.read_events() {
            Ok(events) => events.into_iter().map(|event| (event.mask, event.name)).collect(),
            Err(Errno::EAGAIN) => Vec::new(),
            Err(error) => panic!("{error}"),
        }
    }
}
