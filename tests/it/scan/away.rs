//! Disks that come and go: nothing is lost, nothing is read again when they return.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use revenge::domain::library::LibraryKind;

use super::rig::{Rig, tally};

/// A tmpfs of its own, unmounted at the end.
struct Disk {
    at: PathBuf,
}

impl Disk {
    /// `None` where the machine does not let us mount.
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn mount(at: &Path) -> Option<Self> {
        let status = Command::new("mount").args(["-t", "tmpfs", "revenge-test"]).arg(at).output().ok()?.status;
        if !status.success() {
            eprintln!("skipped: mounting a tmpfs is not permitted here");
            return None;
        }
        Some(Self { at: at.to_path_buf() })
    }

    /// Puts the disk where nobody sees it; `back` returns it.
    fn move_to(&mut self, to: &Path) {
        let status = Command::new("mount").arg("--move").arg(&self.at).arg(to).status().unwrap();
        assert!(status.success());
        self.at = to.to_path_buf();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.at).status());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn absent_mount_deletes_nothing() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001).mkv", 1);
    rig.film("b/Beta (2002).mkv", 2);
    rig.scan().await;
    let before = rig.items().await;
    rig.watch(before[0].id).await;
    let away = rig.data.path().join("away");
    fs::rename(rig.root(), &away).unwrap();

    let job = rig.scan().await;
    assert_eq!(tally(&job, "missing"), 0, "a disk that is away is no list of removed files");
    assert_eq!(rig.items().await, before, "items stay on the shelf");
    assert!(rig.files().await.iter().all(|f| f.1 == "missing"), "{:?}", rig.files().await);
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    let since = library.roots[0].offline_since.expect("the root says since when");
    rig.scan().await;
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    assert_eq!(library.roots[0].offline_since, Some(since), "and keeps the first moment");

    fs::rename(&away, rig.root()).unwrap();
    let job = rig.scan().await;
    assert_eq!((tally(&job, "read"), tally(&job, "new"), tally(&job, "returned")), (0, 0, 2), "{job:?}");
    assert_eq!(rig.items().await, before);
    assert_eq!(rig.watched(before[0].id).await, Some(4200));
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    assert_eq!(library.roots[0].offline_since, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_folder_where_films_were_deletes_nothing() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let path = rig.film("Alpha (2001).mkv", 1);
    rig.scan().await;
    let before = rig.items().await;
    let kept = rig.data.path().join("kept.mkv");
    fs::rename(&path, &kept).unwrap();
    fs::create_dir(rig.root().join("lost+found")).unwrap();
    rig.scan().await;
    assert_eq!(rig.items().await, before);
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    assert!(library.roots[0].offline_reason.as_ref().unwrap().contains("empty"), "{library:?}");
    fs::rename(&kept, &path).unwrap();
    rig.scan().await;
    assert_eq!(rig.items().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_disk_at_the_same_path_changes_nothing_until_the_known_one_returns() {
    let mut rig = Rig::bare().await;
    let point = rig.root().join("disk");
    let hidden = rig.data.path().join("hidden");
    fs::create_dir(&point).unwrap();
    fs::create_dir(&hidden).unwrap();
    let Some(mut known) = Disk::mount(&point) else { return };
    for (name, seed) in [("Alpha (2001).mkv", 1), ("Beta (2002).mkv", 2)] {
        rig.film(&format!("disk/{name}"), seed);
    }
    rig.library = rig.create("Test", LibraryKind::Movies, &[point.to_str().unwrap().into()]).await.id;
    rig.scan().await;
    let before = rig.items().await;
    assert_eq!(before.len(), 2);

    // Mounts below a shared mount cannot be moved on every machine; then the disk is simply covered by another.
    let other = {
        let shared = Command::new("findmnt").args(["-no", "PROPAGATION", "-T"]).arg(rig.root()).output().unwrap();
        if String::from_utf8_lossy(&shared.stdout).contains("shared") {
            Disk::mount(&point).unwrap()
        } else {
            known.move_to(&hidden);
            Disk::mount(&point).unwrap()
        }
    };
    rig.film("disk/Gamma (2003).mkv", 3);
    let job = rig.scan().await;
    assert_eq!((tally(&job, "new"), tally(&job, "missing")), (0, 0), "{job:?}");
    assert_eq!(rig.items().await, before);
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    assert!(library.roots[0].offline_reason.as_ref().unwrap().contains("Another disk"), "{library:?}");

    assert!(Command::new("umount").arg(&point).status().unwrap().success());
    std::mem::drop(other);
    if known.at == hidden {
        known.move_to(&point);
    }
    let job = rig.scan().await;
    assert_eq!(tally(&job, "read"), 0, "nothing is read again: {job:?}");
    assert_eq!(rig.items().await, before);
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    assert_eq!(library.roots[0].offline_since, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_mounted_below_the_root_may_be_away() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001).mkv", 1);
    let point = rig.root().join("second");
    fs::create_dir(&point).unwrap();
    let Some(disk) = Disk::mount(&point) else { return };
    rig.film("second/Beta (2002).mkv", 2);
    rig.scan().await;
    let before = rig.items().await;
    assert_eq!(before.len(), 2);
    drop(disk);
    let job = rig.scan().await;
    assert_eq!(tally(&job, "missing"), 0, "{job:?}");
    assert_eq!(rig.items().await, before);
    let problems = rig.problems().await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].code, "disk_away");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_that_changed_is_believed_when_the_files_are_there() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001).mkv", 1);
    rig.scan().await;
    let client = rig.test.owner().await;
    client.execute("update media.roots set identity = 'ext4 0123456789abcdef'", &[]).await.unwrap();
    let job = rig.scan().await;
    assert_eq!(tally(&job, "read"), 0);
    let row = client.query_one("select identity, offline_since is null from media.roots", &[]).await.unwrap();
    assert!(row.get::<_, bool>(1));
    assert_ne!(row.get::<_, &str>(0), "ext4 0123456789abcdef");
}
