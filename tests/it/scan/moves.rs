//! Files that move, change or come twice: what belongs to whom afterwards.

use std::fs;

use revenge::domain::library::LibraryKind;
use revenge::services::libraries::LibraryChange;

use super::rig::{Rig, clip, tally};

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_film_keeps_its_item_and_watched_state() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let path = rig.film("Alhpa (2001).mkv", 1);
    rig.film("Beta (2002).mkv", 2);
    rig.scan().await;
    let before = rig.item("Alhpa").await;
    rig.watch(before.id).await;
    fs::create_dir(rig.root().join("A")).unwrap();
    fs::rename(path, rig.root().join("A/Alpha (2001).mkv")).unwrap();
    let job = rig.scan().await;
    assert_eq!((tally(&job, "moved"), tally(&job, "missing")), (1, 1), "{job:?}");
    let after = rig.item("Alpha").await;
    assert_eq!((after.id, after.is_present), (before.id, true));
    assert_eq!(rig.watched(after.id).await, Some(4200));
    assert_eq!(rig.items().await.len(), 2);
    assert_eq!(rig.files().await.len(), 2, "{:?}", rig.files().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_show_folder_keeps_show_seasons_and_episodes() {
    let rig = Rig::new(LibraryKind::Shows).await;
    for (season, episode, seed) in [(1, 1, 1), (1, 2, 2), (2, 1, 3)] {
        rig.film(&format!("Gama/Season {season}/Gama S{season:02}E{episode:02}.mkv"), seed);
    }
    rig.scan().await;
    let mut before: Vec<_> = rig.items().await.into_iter().map(|i| i.id).collect();
    let root = rig.root();
    for (season, episode) in [(1, 1), (1, 2), (2, 1)] {
        let name = |show: &str| root.join(format!("{show}/Season {season}/{show} S{season:02}E{episode:02}.mkv"));
        fs::create_dir_all(name("Gamma").parent().unwrap()).unwrap();
        fs::rename(name("Gama"), name("Gamma")).unwrap();
    }
    fs::remove_dir_all(root.join("Gama")).unwrap();
    let job = rig.scan().await;
    assert_eq!(tally(&job, "moved"), 3);
    let items = rig.items().await;
    assert_eq!(rig.titles("show").await, ["Gamma"]);
    assert!(items.iter().all(|i| i.is_present), "{items:?}");
    let mut after: Vec<_> = items.into_iter().map(|i| i.id).collect();
    before.sort();
    after.sort();
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn episodes_that_shift_by_one_keep_what_was_watched() {
    let rig = Rig::new(LibraryKind::Shows).await;
    let name = |n: u32| format!("Gamma/Season 1/Gamma S01E{n:02}.mkv");
    for n in 1..=3 {
        rig.film(&name(n), n);
    }
    rig.scan().await;
    let before = rig.items().await;
    let episode = |items: &[super::rig::Item], n: i32| {
        items.iter().find(|i| i.kind == "episode" && i.index == Some(n)).map(|i| i.id)
    };
    rig.watch(episode(&before, 3).unwrap()).await;
    for n in (1..=3).rev() {
        fs::rename(rig.root().join(name(n)), rig.root().join(name(n + 1))).unwrap();
    }
    rig.scan().await;
    let after = rig.items().await;
    // Contents at a known path replace what was there; the last one went to a new path and took its item along.
    assert_eq!(after.iter().filter(|i| i.kind == "episode" && i.is_present).count(), 3, "{after:?}");
    assert!(episode(&after, 4).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_contents_at_the_same_path_keep_the_item() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let path = rig.film("Alpha (2001).mkv", 1);
    rig.scan().await;
    let before = rig.item("Alpha").await;
    rig.watch(before.id).await;
    fs::remove_file(&path).unwrap();
    rig.copy(&clip(9), "Alpha (2001).mkv");
    let job = rig.scan().await;
    assert_eq!((tally(&job, "changed"), tally(&job, "read"), tally(&job, "new")), (1, 1, 0), "{job:?}");
    assert_eq!(rig.item("Alpha").await, before);
    assert_eq!(rig.watched(before.id).await, Some(4200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_better_encode_beside_the_old_one_takes_over_its_item() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let old = rig.film("Alpha (2001) 480p.mkv", 1);
    rig.scan().await;
    let before = rig.item("Alpha").await;
    rig.watch(before.id).await;
    rig.film("Alpha (2001) 1080p.mkv", 2);
    rig.scan().await;
    fs::remove_file(old).unwrap();
    rig.scan().await;
    let after = rig.item("Alpha").await;
    assert_eq!((after.id, after.is_present), (before.id, true));
    assert_eq!(rig.watched(after.id).await, Some(4200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_file_hides_its_item_until_it_returns() {
    let rig = Rig::new(LibraryKind::Shows).await;
    let path = rig.film("Gamma/Season 1/Gamma S01E01.mkv", 1);
    rig.film("Delta/Season 1/Delta S01E01.mkv", 2);
    rig.scan().await;
    let away = tempfile::tempdir_in(rig.data.path()).unwrap();
    let kept = away.path().join("kept.mkv");
    fs::rename(&path, &kept).unwrap();
    rig.scan().await;
    assert_eq!(rig.titles("show").await, ["Delta"]);
    assert_eq!(rig.files().await.iter().filter(|f| f.1 == "missing").count(), 1);
    fs::rename(&kept, &path).unwrap();
    let job = rig.scan().await;
    assert_eq!(rig.titles("show").await, ["Delta", "Gamma"]);
    // A rename changes the file's ctime, so it was looked at again; it is the same row all the same.
    assert_eq!((tally(&job, "new"), tally(&job, "moved")), (0, 0), "{job:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_moves_to_another_folder_keeps_its_items() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001).mkv", 1);
    rig.film("Beta (2002).mkv", 2);
    rig.scan().await;
    let before = rig.items().await;
    rig.watch(before[0].id).await;
    let other = tempfile::tempdir().unwrap();
    for name in ["Alpha (2001).mkv", "Beta (2002).mkv"] {
        fs::rename(rig.root().join(name), other.path().join(name)).unwrap();
    }
    let change = LibraryChange { paths: Some(vec![other.path().to_str().unwrap().into()]), ..LibraryChange::default() };
    rig.libraries.update_library(&rig.viewer, rig.library, change).await.unwrap();
    rig.scan().await;
    assert_eq!(rig.items().await, before);
    assert_eq!(rig.watched(before[0].id).await, Some(4200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_joins_during_a_scan_is_scanned_too() {
    let rig = Rig::new(LibraryKind::Movies).await;
    for i in 0..150 {
        rig.copy(&clip(i % 5), format!("Film {i:03} (2001).mkv"));
    }
    rig.start();
    let scan = rig.libraries.request_scan(&rig.viewer, rig.library).await.unwrap();
    crate::harness::eventually("files are found", super::rig::SOON, || async {
        (!rig.files().await.is_empty()).then_some(())
    })
    .await;
    let other = tempfile::tempdir().unwrap();
    fs::copy(clip(9), other.path().join("Omega (2009).mkv")).unwrap();
    let paths = vec![rig.root().to_str().unwrap().into(), other.path().to_str().unwrap().into()];
    let change = LibraryChange { paths: Some(paths), ..LibraryChange::default() };
    rig.libraries.update_library(&rig.viewer, rig.library, change).await.unwrap();
    rig.finished(scan).await;
    crate::harness::eventually("the new folder's film is there", super::rig::SOON, || async {
        rig.titles("movie").await.contains(&"Omega".to_owned()).then_some(())
    })
    .await;
}
