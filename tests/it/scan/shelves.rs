//! Items that a scan makes of names.

use std::fs;

use revenge::domain::library::LibraryKind;

use super::rig::{Rig, clip, tally};

#[tokio::test(flavor = "multi_thread")]
async fn films_become_items_with_title_year_and_length() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001)/Alpha (2001) 1080p.mkv", 1);
    rig.film("The Beta.2002.720p.BluRay.x264-GRP.mkv", 2);
    rig.film("Gamma/Sample/gamma-sample.mkv", 3);
    let before = rig.tree_digest();
    let job = rig.scan().await;
    assert_eq!((tally(&job, "new"), tally(&job, "read")), (2, 2), "{job:?}");
    assert_eq!(rig.titles("movie").await, ["Alpha", "The Beta"]);
    assert_eq!(rig.item("Alpha").await.year, Some(2001));
    let library = rig.libraries.get_library(&rig.viewer, rig.library).await.unwrap();
    assert_eq!((library.n_items, library.n_files, library.n_problems), (2, 2, 0));
    assert!(library.last_scan_at.is_some());
    assert_eq!(rig.tree_digest(), before, "a scan changes nothing below the library");
    let client = rig.test.owner().await;
    let row = client.query_one("select duration_ms from media.items where title = 'Alpha'", &[]).await.unwrap();
    let duration: i64 = row.get(0);
    assert!((900..1200).contains(&duration), "{duration}");
    let sql = "select count(*) from (select kind from core.jobs union all select kind from core.job_history) j
        where kind = 'extract_still'";
    let stills = client.query_one(sql, &[]).await.unwrap();
    assert_eq!(stills.get::<_, i64>(0), 2, "a picture is asked for each item");
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_parts_and_editions_of_a_film_are_one_item() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001)/Alpha (2001) - 1080p.mkv", 1);
    rig.film("Alpha (2001)/Alpha (2001) - 2160p.mkv", 2);
    rig.film("Alpha (2001)/Alpha (2001) Director's Cut.mkv", 3);
    rig.film("Beta (2002)/Beta (2002) cd1.mkv", 4);
    rig.film("Beta (2002)/Beta (2002) cd2.mkv", 5);
    rig.scan().await;
    assert_eq!(rig.titles("movie").await, ["Alpha", "Beta"]);
    assert_eq!(rig.item("Alpha").await.n_files, 3);
    assert_eq!(rig.item("Beta").await.n_files, 2);
    let client = rig.test.owner().await;
    let rows = client.query("select edition, part from media.item_files order by part, edition", &[]).await.unwrap();
    let parts: Vec<Option<i32>> = rows.iter().map(|r| r.get(1)).collect();
    assert_eq!(parts, [Some(1), Some(2), None, None, None]);
    assert_eq!(rows.iter().filter(|r| r.get::<_, Option<&str>>(0).is_some()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn shows_have_seasons_specials_double_and_dated_episodes() {
    let rig = Rig::new(LibraryKind::Shows).await;
    rig.film("Gamma (2010)/Season 1/Gamma S01E01 The Start.mkv", 1);
    rig.film("Gamma (2010)/Season 1/Gamma S01E02-E03.mkv", 2);
    rig.film("Gamma (2010)/Season 02/Gamma.S02E01.720p.mkv", 3);
    rig.film("Gamma (2010)/Specials/Gamma S00E01.mkv", 4);
    rig.film("Daily News/Daily.News.2015.03.14.mkv", 5);
    rig.scan().await;
    assert_eq!(rig.titles("show").await, ["Daily News", "Gamma"]);
    let items = rig.items().await;
    let gamma = rig.item("Gamma").await;
    assert_eq!(gamma.year, Some(2010));
    let seasons: Vec<_> =
        items.iter().filter(|i| i.kind == "season" && i.parent == Some(gamma.id)).map(|i| i.index.unwrap()).collect();
    assert_eq!(seasons, [1, 2, 0], "sorted by title: Season 1, Season 2, Specials");
    let first = rig.item("The Start").await;
    assert_eq!(first.index, Some(1));
    let client = rig.test.owner().await;
    let double =
        client.query_one("select index_no, index_end from media.items where index_end is not null", &[]).await.unwrap();
    assert_eq!((double.get::<_, i32>(0), double.get::<_, i32>(1)), (2, 3));
    let dated = client.query_one("select air_date::text from media.items where air_date is not null", &[]).await;
    assert_eq!(dated.unwrap().get::<_, &str>(0), "2015-03-14");
}

#[tokio::test(flavor = "multi_thread")]
async fn second_scan_of_an_unchanged_tree_reads_nothing_and_changes_nothing() {
    let rig = Rig::new(LibraryKind::Shows).await;
    for i in 1..=6 {
        rig.film(&format!("Gamma/Season 1/Gamma S01E{i:02}.mkv"), i);
    }
    rig.scan().await;
    let items = rig.items().await;
    let opens = Opens::below(&rig.root().join("Gamma/Season 1"));
    let job = rig.scan().await;
    assert_eq!(opens.count(), 0, "no media file is opened");
    for name in ["new", "changed", "missing", "read"] {
        assert_eq!(tally(&job, name), 0, "{name}");
    }
    assert_eq!(tally(&job, "found"), 6);
    assert_eq!(rig.items().await, items);
    fs::read(rig.root().join("Gamma/Season 1/Gamma S01E01.mkv")).unwrap();
    assert_eq!(opens.count(), 1, "the counter counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_files_with_the_same_contents_are_two_items() {
    let rig = Rig::new(LibraryKind::Movies).await;
    let first = rig.copy(&clip(1), "Alpha (2001).mkv");
    fs::hard_link(&first, rig.root().join("Beta (2002).mkv")).unwrap();
    rig.copy(&clip(1), "Gamma (2003).mkv");
    rig.scan().await;
    assert_eq!(rig.titles("movie").await, ["Alpha", "Beta", "Gamma"]);
    let job = rig.scan().await;
    assert_eq!(tally(&job, "moved"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn subtitles_beside_a_film_are_kept_with_it() {
    let rig = Rig::new(LibraryKind::Movies).await;
    rig.film("Alpha (2001).mkv", 1);
    rig.film("Alpha 2 (2003).mkv", 2);
    for name in ["Alpha (2001).en.srt", "Alpha (2001).de.forced.ass", "Alpha 2 (2003).srt", "Other.srt"] {
        fs::write(rig.root().join(name), "1\n00:00:00,000 --> 00:00:01,000\nHello\n").unwrap();
    }
    rig.scan().await;
    let client = rig.test.owner().await;
    let sql = "select convert_from(f.rel_path, 'utf8'), s.language, s.forced, s.format
        from media.sidecars s join media.files f on f.id = s.file_id order by 1, 2";
    let rows = client.query(sql, &[]).await.unwrap();
    let found: Vec<(String, Option<String>, bool, String)> =
        rows.iter().map(|r| (r.get(0), r.get(1), r.get(2), r.get(3))).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], ("Alpha (2001).mkv".into(), Some("de".into()), true, "ass".into()));
    assert_eq!(found[1], ("Alpha (2001).mkv".into(), Some("en".into()), false, "srt".into()));
    assert_eq!(found[2].0, "Alpha 2 (2003).mkv");
}

/// Counts how often files in one folder are opened, by inotify.
struct Opens {
    watcher: std::os::fd::OwnedFd,
}

impl Opens {
    fn below(folder: &std::path::Path) -> Self {
        use rustix::fs::inotify;
        let watcher = inotify::init(inotify::CreateFlags::NONBLOCK | inotify::CreateFlags::CLOEXEC).unwrap();
        inotify::add_watch(&watcher, folder, inotify::WatchFlags::OPEN).unwrap();
        Self { watcher }
    }

    /// Opens of files, not of the folder itself, since the last call.
    fn count(&self) -> usize {
        use rustix::fs::inotify::Reader;
        let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(&self.watcher, &mut buffer);
        let mut n = 0;
        while let Ok(event) = reader.next() {
            n += usize::from(event.file_name().is_some_and(|name| !name.is_empty()));
        }
        n
    }
}
