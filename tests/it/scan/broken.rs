//! Files that cannot be used: each gets its line, the scan goes on.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::Duration;

use revenge::domain::library::LibraryKind;
use revenge::platform::jobs::JobState;

use super::rig::{Rig, clip, tally};
use crate::harness::eventually;

#[tokio::test(flavor = "multi_thread")]
async fn broken_files_are_listed_with_reason_and_remedy_and_the_scan_goes_on() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Good (2001).mkv", 1);
    fs::write(rig.root().join("Empty (2002).mkv"), b"").unwrap();
    fs::write(rig.root().join("Text (2003).mkv"), "just a text\n".repeat(200)).unwrap();
    let whole = fs::read(clip(2)).unwrap();
    fs::write(rig.root().join("Half (2004).mkv"), &whole[..whole.len() / 2]).unwrap();
    symlink("/etc/passwd", rig.root().join("Link (2005).mkv")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        rig.root().join("Pipe (2006).mkv"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    let job = rig.scan().await;
    assert_eq!((tally(&job, "read"), tally(&job, "unusable")), (2, 2), "{job:?}");
    assert_eq!(rig.titles("movie").await, ["Good", "Half"], "what plays in part is there");
    let problems = rig.problems().await;
    for (name, code) in [
        ("Empty (2002).mkv", "empty_file"),
        ("Text (2003).mkv", "not_media"),
        ("Half (2004).mkv", "truncated"),
        ("Link (2005).mkv", "symbolic_link"),
        ("Pipe (2006).mkv", "not_a_file"),
    ] {
        let problem =
            problems.iter().find(|p| p.path.ends_with(name)).unwrap_or_else(|| panic!("{name}: {problems:?}"));
        assert_eq!(problem.code, code);
        assert!(!problem.message.is_empty() && problem.remedy.is_some(), "{problem:?}");
    }
    assert_eq!(problems.len(), 5);

    let again = rig.scan().await;
    let opened = tally(&again, "read") + tally(&again, "unusable");
    assert_eq!(opened, 0, "nothing is opened again: {again:?} {problems:?}");
    assert_eq!(rig.problems().await.len(), 5, "the problems stay listed");
    fs::remove_file(rig.root().join("Link (2005).mkv")).unwrap();
    fs::remove_file(rig.root().join("Empty (2002).mkv")).unwrap();
    rig.copy(&clip(3), "Text (2003).mkv");
    rig.scan().await;
    let left: Vec<_> = rig.problems().await.into_iter().map(|p| p.code).collect();
    assert_eq!(left.len(), 2, "what is cured goes: {left:?}");
    assert_eq!(rig.titles("movie").await, ["Good", "Half", "Text"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_become_items() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let mut long = "x".repeat(251).into_bytes();
    long.extend(b".mkv");
    let names: [&[u8]; 7] = [
        b"new\nline (2001).mkv",
        b"bad\xff\xfebytes (2002).mkv",
        b"-rf (2003).mkv",
        b"q\"'`$(touch x)|! name=y (2004).mkv",
        b"\xe2\x80\xaertl (2005).mkv",
        b"video.x264 ! fakesink (2006).mkv",
        &long,
    ];
    for (i, name) in names.iter().enumerate() {
        rig.copy(&clip(u32::try_from(i).unwrap()), OsString::from_vec(name.to_vec()));
    }
    let before = rig.tree_digest();
    let job = rig.scan().await;
    assert_eq!(tally(&job, "read"), names.len() as u64, "{:?}", rig.problems().await);
    assert_eq!(rig.titles("movie").await.len(), names.len());
    assert_eq!(rig.tree_digest(), before);
    assert_eq!(tally(&rig.scan().await, "read"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_grows_during_the_scan_is_taken_when_it_is_complete() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let whole = fs::read(clip(1)).unwrap();
    let path = rig.root().join("Alpha (2001).mkv");
    let mut writer = fs::File::create(&path).unwrap();
    writer.write_all(&whole[..whole.len() / 2]).unwrap();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let writing = {
        let stop = stop.clone();
        std::thread::spawn(move || {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                writer.write_all(b"x").unwrap();
                std::thread::sleep(Duration::from_millis(1));
            }
        })
    };
    rig.scan().await;
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writing.join().unwrap();
    let problems = rig.problems().await;
    assert!(problems.iter().any(|p| p.code == "still_written"), "{problems:?}");
    assert_eq!(rig.titles("movie").await, [""; 0]);
    fs::write(&path, &whole).unwrap();
    rig.scan().await;
    assert_eq!(rig.titles("movie").await, ["Alpha"]);
    assert_eq!(rig.problems().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_may_not_be_read_leaves_what_is_known_of_it() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001).mkv", 1);
    rig.film("closed/Beta (2002).mkv", 2);
    rig.scan().await;
    let before = rig.items().await;
    let closed = rig.root().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&closed).is_ok() {
        eprintln!("skipped: the tests run with the right to read everything");
        return;
    }
    rig.scan().await;
    assert_eq!(rig.items().await, before);
    assert_eq!(rig.problems().await[0].code, "no_permission");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_scan_stops_soon_and_the_next_one_goes_on() {
    let rig = Rig::new(LibraryKind::Movies).await;
    for i in 0..400 {
        rig.copy(&clip(i % 5), format!("Film {i:03} (2001).mkv"));
    }
    rig.start();
    let id = rig.libraries.request_scan(&rig.viewer, rig.library).await.unwrap();
    eventually("the first file is read", super::rig::SOON, || async {
        rig.files().await.iter().any(|f| f.2).then_some(())
    })
    .await;
    let asked = std::time::Instant::now();
    rig.jobs.cancel(id).await.unwrap();
    let job = rig.finished(id).await;
    assert_eq!(job.state, JobState::Cancelled);
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    let read = rig.files().await.iter().filter(|f| f.2).count();
    assert!(read < 400, "the scan was over before it was cancelled");
    let job = rig.scan().await;
    assert_eq!(tally(&job, "read"), 400 - read as u64, "what was read is not read again");
    assert_eq!(rig.titles("movie").await.len(), 400);
}
