//! Lists, anchors, progress: what a viewer sees of a library, whole and in pages.

use std::collections::BTreeSet;

use revenge::base::{ErrorKind, PageRequest, new_id};
use revenge::domain::text;
use revenge::domain::viewer::{Role, Viewer};
use revenge::platform::events::Events;
use revenge::platform::fs::{ImageStore, Losses, SheetStore};
use revenge::services::catalog::{Catalog, ItemFilter, Progress};
use uuid::Uuid;

use crate::harness::TestDb;

struct Shelf {
    db: TestDb,
    catalog: Catalog,
    viewer: Viewer,
}

impl Shelf {
    async fn new() -> Self {
        let db = TestDb::new().await;
        let catalog = {
            let nowhere = || "/nonexistent".into();
            let stores = (ImageStore::new(nowhere()), SheetStore::new(nowhere()), Losses::default());
            Catalog::new(db.db.clone(), Events::new(16), stores, db.caches())
        };
        let viewer = Viewer {
            user_id: new_id(),
            user_name: "root".into(),
            role: Role::Admin,
            session_id: new_id(),
            libraries: Vec::new(),
        };
        Self { db, catalog, viewer }
    }

    async fn library(&mut self, kind: &str) -> Uuid {
        let id = new_id();
        let sql =
            format!("insert into libraries (id, name, kind, created_at) values ('{id}', '{kind}', '{kind}', now())");
        self.db.owner().await.batch_execute(&format!("set search_path = media; {sql}")).await.unwrap();
        self.viewer.libraries.push(id);
        id
    }

    async fn add(&self, library: Uuid, kind: &str, title: &str, place: Option<(Uuid, i32)>) -> Uuid {
        let (parent, index) = place.unzip();
        let id = new_id();
        let parent = parent.map_or("null".to_owned(), |p| format!("'{p}'"));
        let index_no = index.map_or("null".to_owned(), |n| n.to_string());
        let (title_sql, sort, search) = (title.replace('\'', "''"), text::sort_title(title), text::search_text(title));
        let sql = format!(
            "insert into items (id, library_id, kind, parent_id, match_key, title, sort_title, search_text, year, index_no,
                duration_ms, added_at, updated_at)
             values ('{id}', '{library}', '{kind}', {parent}, '{id}', '{title_sql}', '{sort}', '{search}',
                {}, {index_no}, 100000, now(), now())",
            1900 + i64::try_from(title.len()).unwrap()
        );
        self.db.owner().await.batch_execute(&format!("set search_path = media; {sql}")).await.unwrap();
        id
    }

    /// All titles of a list, read page by page.
    async fn titles(&self, filter: &ItemFilter, limit: u32) -> Vec<String> {
        let mut titles = Vec::new();
        let mut page = PageRequest { limit, cursor: None };
        loop {
            let found = self.catalog.list_items(&self.viewer, filter, &page).await.unwrap().page.clone();
            titles.extend(found.items.into_iter().map(|item| item.title));
            match found.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => return titles,
            }
        }
    }
}

fn sorted(sort: &str) -> ItemFilter {
    ItemFilter { sort: Some(sort.into()), ..ItemFilter::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_size_give_the_same_list() {
    let mut shelf = Shelf::new().await;
    let (one, two) = (shelf.library("movies").await, shelf.library("shows").await);
    for title in ["The Zebra", "alpha", "Beta 2", "Beta 10", "Ångström", "A Gamma"] {
        shelf.add(one, "movie", title, None).await;
    }
    for title in ["Delta", "The Alps"] {
        shelf.add(two, "show", title, None).await;
    }
    let by_title = ["alpha", "The Alps", "Ångström", "Beta 2", "Beta 10", "Delta", "A Gamma", "The Zebra"];
    for sort in ["title", "-title", "added", "-added", "year", "-year"] {
        let whole = shelf.titles(&sorted(sort), 200).await;
        for limit in [1, 2, 3, 7] {
            assert_eq!(shelf.titles(&sorted(sort), limit).await, whole, "{sort} by {limit}");
        }
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), by_title.len(), "{sort}");
    }
    assert_eq!(shelf.titles(&ItemFilter::default(), 200).await, by_title);
    let mut back = by_title;
    back.reverse();
    assert_eq!(shelf.titles(&sorted("-title"), 3).await, back);
    assert_eq!(shelf.titles(&sorted("added"), 3).await[0], "The Alps");
    let only = ItemFilter { library_id: Some(two), ..ItemFilter::default() };
    assert_eq!(shelf.titles(&only, 200).await, ["The Alps", "Delta"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_folds_marks_and_finds_every_word() {
    let mut shelf = Shelf::new().await;
    let library = shelf.library("movies").await;
    for title in ["Das grüne Band", "Band of Brothers", "100% Wolf", "Spider-Man"] {
        shelf.add(library, "movie", title, None).await;
    }
    let search = async |q: &str| shelf.titles(&ItemFilter { q: Some(q.into()), ..ItemFilter::default() }, 200).await;
    assert_eq!(search("GRUN").await, ["Das grüne Band"]);
    assert_eq!(search("gruene").await, ["Das grüne Band"]);
    assert_eq!(search("band das").await, ["Das grüne Band"]);
    assert_eq!(search("band").await.len(), 2);
    assert_eq!(search("spiderman").await, ["Spider-Man"]);
    assert_eq!(search("%").await, Vec::<String>::new());
    assert_eq!(search("' or 1=1 --").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn anchors_point_at_every_hundredth_title() {
    let mut shelf = Shelf::new().await;
    let library = shelf.library("movies").await;
    let values = (0..250).map(|n| {
        let letter = char::from(b'A' + u8::try_from(n / 50).unwrap());
        let title = format!("{letter} film {n:03}");
        format!(
            "('{}', '{library}', 'movie', '{n}', '{title}', '{}', 'x', now(), now())",
            new_id(),
            title.to_lowercase()
        )
    });
    let columns = "id, library_id, kind, match_key, title, sort_title, search_text, added_at, updated_at";
    let sql = format!("insert into items ({columns}) values {}", values.collect::<Vec<_>>().join(","));
    shelf.db.owner().await.batch_execute(&format!("set search_path = media; {sql}")).await.unwrap();

    let anchors = shelf.catalog.get_anchors(&shelf.viewer, &ItemFilter::default()).await.unwrap();
    assert_eq!((anchors.total, anchors.cursors.len()), (250, 3));
    let letters: Vec<_> = anchors.letters.iter().map(|l| (l.letter, l.offset)).collect();
    assert_eq!(letters, [('A', 0), ('B', 50), ('C', 100), ('D', 150), ('E', 200)]);
    let whole = shelf.titles(&ItemFilter::default(), 200).await;
    for (n, cursor) in anchors.cursors.into_iter().enumerate() {
        let page = PageRequest { limit: 100, cursor: Some(cursor) };
        let found = shelf.catalog.list_items(&shelf.viewer, &ItemFilter::default(), &page).await.unwrap().page.clone();
        let titles: Vec<_> = found.items.into_iter().map(|i| i.title).collect();
        assert_eq!(titles, whole[n * 100..(n * 100 + 100).min(250)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_ones_own_and_a_show_is_watched_by_its_episodes() {
    let mut shelf = Shelf::new().await;
    let library = shelf.library("shows").await;
    let show = shelf.add(library, "show", "Small Hours", None).await;
    let season = shelf.add(library, "season", "Season 1", Some((show, 1))).await;
    let second = shelf.add(library, "episode", "Two", Some((season, 2))).await;
    let first = shelf.add(library, "episode", "One", Some((season, 1))).await;
    let page = PageRequest { limit: 1, cursor: None };
    let children = shelf.catalog.list_children(&shelf.viewer, season, &page).await.unwrap().page.clone();
    assert_eq!(children.items[0].id, first);
    assert_eq!(children.items[0].show.as_ref().map(|s| (s.id, s.season)), Some((show, Some(1))));

    let at = |position_ms, completed| Progress { position_ms, completed };
    shelf.catalog.set_progress(&shelf.viewer, first, at(95_000, None)).await.unwrap();
    shelf.catalog.set_progress(&shelf.viewer, second, at(40_000, None)).await.unwrap();
    let detail = shelf.catalog.get_item(&shelf.viewer, first).await.unwrap();
    assert!(detail.summary.user_state.completed && detail.summary.user_state.play_count == 1);
    let begun = ItemFilter { in_progress: true, ..ItemFilter::default() };
    assert_eq!(shelf.titles(&begun, 10).await, ["Two"]);
    let unwatched = ItemFilter { unwatched: true, ..ItemFilter::default() };
    assert_eq!(shelf.titles(&unwatched, 10).await, ["Small Hours"]);

    shelf.catalog.set_progress(&shelf.viewer, second, at(0, Some(true))).await.unwrap();
    assert_eq!(shelf.titles(&unwatched, 10).await, Vec::<String>::new());
    // Watching again does not undo it; saying so does.
    shelf.catalog.set_progress(&shelf.viewer, second, at(1_000, None)).await.unwrap();
    assert_eq!(shelf.titles(&unwatched, 10).await, Vec::<String>::new());
    shelf.catalog.set_progress(&shelf.viewer, second, at(1_000, Some(false))).await.unwrap();
    assert_eq!(shelf.titles(&unwatched, 10).await, ["Small Hours"]);

    let other = Viewer { user_id: new_id(), ..shelf.viewer.clone() };
    let theirs = shelf.catalog.get_item(&other, first).await.unwrap();
    assert!(!theirs.summary.user_state.completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_viewer_may_not_see_does_not_exist() {
    let mut shelf = Shelf::new().await;
    let library = shelf.library("movies").await;
    let film = shelf.add(library, "movie", "Hidden", None).await;
    let stranger = Viewer { libraries: vec![new_id()], ..shelf.viewer.clone() };
    let page = PageRequest { limit: 50, cursor: None };
    let list = shelf.catalog.list_items(&stranger, &ItemFilter::default(), &page).await.unwrap().page.clone();
    assert!(list.items.is_empty());
    let anchors = shelf.catalog.get_anchors(&stranger, &ItemFilter::default()).await.unwrap();
    assert_eq!((anchors.total, anchors.letters.len()), (0, 0));
    let kind = |result: Result<(), revenge::base::Error>| result.unwrap_err().kind();
    assert_eq!(kind(shelf.catalog.get_item(&stranger, film).await.map(|_| ())), ErrorKind::NotFound);
    let progress = Progress { position_ms: 1, completed: None };
    assert_eq!(kind(shelf.catalog.set_progress(&stranger, film, progress).await), ErrorKind::NotFound);
    assert_eq!(kind(shelf.catalog.list_children(&stranger, film, &page).await.map(|_| ())), ErrorKind::NotFound);
    assert_eq!(
        kind(shelf.catalog.get_image(&stranger, (film, "still"), None, &[]).await.map(|_| ())),
        ErrorKind::NotFound
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_filter_is_named() {
    let shelf = Shelf::new().await;
    let page = PageRequest { limit: 50, cursor: None };
    for filter in [
        sorted("size"),
        ItemFilter { kind: Some("film".into()), ..ItemFilter::default() },
        ItemFilter { in_progress: true, sort: Some("title".into()), ..ItemFilter::default() },
    ] {
        let error = shelf.catalog.list_items(&shelf.viewer, &filter, &page).await.unwrap_err();
        assert_eq!((error.kind(), error.fields().len()), (ErrorKind::Invalid, 1), "{filter:?}");
    }
    for cursor in ["", "zz", "7b7d", &"00".repeat(5000)] {
        let page = PageRequest::new(None, Some(cursor.into())).unwrap();
        let error = shelf.catalog.list_items(&shelf.viewer, &ItemFilter::default(), &page).await.unwrap_err();
        assert_eq!(error.fields()[0].pointer, "cursor");
    }
}
