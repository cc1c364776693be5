//! The walk on real trees: what it reports, what it leaves alone, what it does not touch.

use std::ffi::OsStr;
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};

use revenge::domain::file_kind::FileKind;
use revenge::domain::media::KeyframeIndex;
use revenge::platform::fs::{Change, FileStat, Known, KnownFolder, Obstacle, Rules, Summary, walk};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use uuid::Uuid;

use crate::harness::media::access;

const RULES: Rules = Rules { media: FileKind::Video, max_depth: 16, max_folder_entries: 100_000 };

/// What a database would remember.
#[derive(Default)]
struct Memory {
    files: Vec<Known>,
    folders: Vec<KnownFolder>,
}

impl Memory {
    /// Walks and takes over what the walk reports.
    fn walk(&mut self, root: &Path) -> (Vec<Change>, Summary) {
        let mut changes = Vec::new();
        self.files.sort_by(|a, b| a.rel_path.cmp(&b.rel_path));
        let known = self.files.clone().into_iter().map(Ok);
        let summary = walk((root, &access()), RULES, known, self.folders.clone(), |change| {
            if !matches!(change, Change::Seen(_)) {
                changes.push(change);
            }
            ControlFlow::Continue(())
        });
        for change in &changes {
            self.apply(change);
        }
        (changes, summary.unwrap())
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::New { rel_path, stat } => {
                let (rel_path, stat) = (rel_path.clone(), *stat);
                self.files.push(Known { id: Uuid::now_v7(), rel_path, stat, is_missing: false });
            }
            Change::Changed { id, stat } => self.file(*id).stat = *stat,
            Change::Returned { id } => self.file(*id).is_missing = false,
            Change::Missing { id } => self.file(*id).is_missing = true,
            Change::Folder { rel_path, mtime_ns, is_mount, .. } => {
                self.folders.retain(|f| f.rel_path != *rel_path);
                let (rel_path, mtime_ns, is_mount) = (rel_path.clone(), *mtime_ns, *is_mount);
                self.folders.push(KnownFolder { rel_path, mtime_ns, is_mount });
            }
            Change::FolderGone { rel_path } => self.folders.retain(|f| f.rel_path != *rel_path),
            Change::Problem { .. } | Change::Seen(_) => {}
        }
    }

    fn file(&mut self, id: Uuid) -> &mut Known {
        self.files.iter_mut().find(|f| f.id == id).unwrap()
    }

    fn path_of(&self, id: Uuid) -> String {
        String::from_utf8_lossy(&self.files.iter().find(|f| f.id == id).unwrap().rel_path).into_owned()
    }
}

fn put(root: &Path, name: impl AsRef<OsStr>) {
    let path = root.join(name.as_ref());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, b"x").unwrap();
}

/// Makes every folder old enough for its mtime to be trusted.
fn age(root: &Path) {
    let mut pending = vec![root.to_path_buf()];
    let hour_ago = SystemTime::now() - Duration::from_hours(1);
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                pending.push(entry.path());
            }
        }
        fs::File::open(&folder).unwrap().set_modified(hour_ago).unwrap();
    }
}

fn new_paths(changes: &[Change]) -> Vec<String> {
    let paths = changes.iter().filter_map(|c| match c {
        Change::New { rel_path, .. } => Some(String::from_utf8_lossy(rel_path).into_owned()),
        _ => None,
    });
    paths.collect()
}

fn obstacles(changes: &[Change]) -> Vec<(String, Obstacle)> {
    let problems = changes.iter().filter_map(|c| match c {
        Change::Problem { rel_path, obstacle } => Some((String::from_utf8_lossy(rel_path).into_owned(), *obstacle)),
        _ => None,
    });
    problems.collect()
}

#[test]
fn walk_reports_files_in_path_order_and_passes_over_what_is_not_media() {
    let root = tempfile::tempdir().unwrap();
    for name in ["b.mkv", "a/x.mp4", "a.mkv", "a b/y.avi", "c.txt", ".hidden.mkv", "@eaDir/t.mkv", "a/.x/z.mkv"] {
        put(root.path(), name);
    }
    let (changes, summary) = Memory::default().walk(root.path());
    assert_eq!(new_paths(&changes), ["a b/y.avi", "a.mkv", "a/x.mp4", "b.mkv"]);
    assert_eq!((summary.n_files, summary.n_folders), (4, 3));
}

#[test]
fn second_walk_of_an_unchanged_tree_reports_nothing_and_reads_no_folder() {
    let root = tempfile::tempdir().unwrap();
    for i in 0..40 {
        put(root.path(), format!("s{}/e/{i}.mkv", i % 7));
        put(root.path(), format!("{i}.mkv"));
    }
    fs::create_dir_all(root.path().join("empty/deeper")).unwrap();
    age(root.path());
    let mut memory = Memory::default();
    memory.walk(root.path());
    let (changes, summary) = memory.walk(root.path());
    assert_eq!(changes, []);
    assert_eq!((summary.n_files, summary.n_folders_read), (80, 0));
}

#[test]
fn a_file_that_changed_in_an_unchanged_folder_is_found() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "a/film.mkv");
    put(root.path(), "z.mkv");
    age(root.path());
    let mut memory = Memory::default();
    memory.walk(root.path());
    fs::OpenOptions::new().write(true).open(root.path().join("a/film.mkv")).unwrap().set_len(7).unwrap();
    let (changes, summary) = memory.walk(root.path());
    assert!(matches!(&changes[..], [Change::Changed { stat: FileStat { size_bytes: 7, .. }, .. }]), "{changes:?}");
    assert_eq!(summary.n_folders_read, 0);
}

#[test]
fn new_folder_below_unchanged_ones_is_found() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "show/s1/a.mkv");
    put(root.path(), "show/s3/a.mkv");
    age(root.path());
    let mut memory = Memory::default();
    memory.walk(root.path());
    put(root.path(), "show/s2/a.mkv");
    let (changes, _) = memory.walk(root.path());
    assert_eq!(new_paths(&changes), ["show/s2/a.mkv"]);
}

#[test]
fn removed_and_returned_files_are_told_apart_from_changed_ones() {
    let root = tempfile::tempdir().unwrap();
    for name in ["a.mkv", "b/c.mkv", "b/d.mkv", "e.mkv"] {
        put(root.path(), name);
    }
    let mut memory = Memory::default();
    memory.walk(root.path());
    let away = tempfile::tempdir().unwrap();
    fs::rename(root.path().join("b"), away.path().join("b")).unwrap();
    let (changes, _) = memory.walk(root.path());
    let missing = changes.iter().filter_map(|c| match c {
        Change::Missing { id } => Some(memory.path_of(*id)),
        _ => None,
    });
    assert_eq!(missing.collect::<Vec<_>>(), ["b/c.mkv", "b/d.mkv"]);
    assert!(changes.contains(&Change::FolderGone { rel_path: b"b".to_vec() }));

    fs::rename(away.path().join("b"), root.path().join("b")).unwrap();
    let (changes, _) = memory.walk(root.path());
    let returned = changes.iter().filter(|c| matches!(c, Change::Returned { .. })).count();
    assert_eq!(returned, 2, "{changes:?}");
    assert_eq!(new_paths(&changes), [""; 0]);
}

#[test]
fn links_pipes_sockets_and_devices_are_listed_and_not_entered() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "film.mkv");
    symlink("/etc/passwd", root.path().join("passwd.mkv")).unwrap();
    symlink("/", root.path().join("everything")).unwrap();
    symlink(".", root.path().join("loop")).unwrap();
    symlink("self.mkv", root.path().join("self.mkv")).unwrap();
    mknodat(CWD, root.path().join("pipe.mkv"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.mkv")).unwrap();
    let zero = rustix::fs::makedev(1, 5);
    let has_device = mknodat(CWD, root.path().join("zero.mkv"), FileType::CharacterDevice, Mode::RWXU, zero).is_ok();

    let mut memory = Memory::default();
    for _ in 0..2 {
        let (changes, _) = memory.walk(root.path());
        let found = obstacles(&changes);
        for (name, obstacle) in [
            ("passwd.mkv", Obstacle::SymbolicLink),
            ("everything", Obstacle::SymbolicLink),
            ("loop", Obstacle::SymbolicLink),
            ("self.mkv", Obstacle::SymbolicLink),
            ("pipe.mkv", Obstacle::Fifo),
            ("socket.mkv", Obstacle::Socket),
        ] {
            assert!(found.contains(&(name.to_owned(), obstacle)), "{name}: {found:?}");
        }
        assert!(!has_device || found.contains(&("zero.mkv".to_owned(), Obstacle::Device)), "{found:?}");
        age(root.path());
    }
    assert_eq!(memory.files.len(), 1);
}

#[test]
fn a_known_file_that_became_a_link_is_missing() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "film.mkv");
    let mut memory = Memory::default();
    memory.walk(root.path());
    fs::remove_file(root.path().join("film.mkv")).unwrap();
    symlink("/etc/passwd", root.path().join("film.mkv")).unwrap();
    let (changes, _) = memory.walk(root.path());
    assert!(matches!(changes[0], Change::Missing { .. }), "{changes:?}");
}

#[test]
fn names_are_bytes() {
    let root = tempfile::tempdir().unwrap();
    let mut long = vec![b'x'; 251];
    long.extend(b".mkv");
    let names: [&[u8]; 6] =
        [b"new\nline.mkv", b"bad\xff\xfe.mkv", b"-rf.mkv", b"q\"'`$(x)|!.mkv", &long, b"\xe2\x80\xaertl.mkv"];
    for name in names {
        put(root.path(), std::ffi::OsString::from_vec(name.to_vec()));
    }
    let mut memory = Memory::default();
    let (changes, _) = memory.walk(root.path());
    let found: Vec<_> = changes.iter().filter(|c| matches!(c, Change::New { .. })).collect();
    assert_eq!(found.len(), names.len());
    let (changes, _) = memory.walk(root.path());
    assert!(changes.iter().all(|c| matches!(c, Change::Folder { .. })), "{changes:?}");
    assert!(names.iter().all(|name| root.path().join(OsStr::from_bytes(name)).exists()));
}

#[test]
fn deep_trees_end_at_the_limit_with_a_reason() {
    let root = tempfile::tempdir().unwrap();
    let deep = vec!["d"; 20].join("/");
    put(root.path(), format!("{deep}/film.mkv"));
    put(root.path(), "z.mkv");
    let (changes, _) = Memory::default().walk(root.path());
    assert_eq!(new_paths(&changes), ["z.mkv"]);
    assert_eq!(obstacles(&changes)[0].1, Obstacle::TooDeep);
}

#[test]
fn a_walk_that_is_asked_to_stop_stops() {
    let root = tempfile::tempdir().unwrap();
    for i in 0..50 {
        put(root.path(), format!("{i}.mkv"));
    }
    let mut n = 0;
    let summary = walk((root.path(), &access()), RULES, std::iter::empty(), Vec::new(), |_| {
        n += 1;
        if n == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(summary.unwrap().was_stopped);
    assert_eq!(n, 5);
}

#[test]
fn packed_keyframe_indexes_come_back_as_they_were() {
    let index = KeyframeIndex {
        origin_ns: -21_333_333,
        keyframes_ns: vec![0, 2_002_000_000, 4_004_000_000, i64::MAX],
        end_ns: 7_200_000_000_000,
        n_frames: 172_800,
        group_kib: vec![1200, 0, 77, u32::MAX],
    };
    assert_eq!(KeyframeIndex::unpack(&index.pack()), Some(index.clone()));
    assert_eq!(KeyframeIndex::unpack(&KeyframeIndex::default().pack()), Some(KeyframeIndex::default()));
    // As rows of the first version have it: no count, no weights. Origin -1, end 10, 2 frames, keyframes at 0 and 5.
    let old = KeyframeIndex::unpack(&[1, 1, 20, 2, 0, 10]).unwrap();
    assert_eq!((old.origin_ns, old.end_ns, old.n_frames, &old.keyframes_ns[..]), (-1, 10, 2, &[0, 5][..]));
    assert!(old.group_kib.is_empty());
    for bad in [
        &b""[..],
        b"\x00",
        b"\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        &index.pack()[..2],
        b"\x02\0\0\0\x05\0",
    ] {
        assert_eq!(KeyframeIndex::unpack(bad), None);
    }
}
