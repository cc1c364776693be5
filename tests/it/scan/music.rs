//! Artists, albums and tracks that a scan makes of tags, and of paths where there are none.

use std::fs;
use std::path::PathBuf;

use revenge::base::PageRequest;
use revenge::domain::library::LibraryKind;
use revenge::domain::viewer::Viewer;
use revenge::platform::events::Events;
use revenge::platform::fs::{ImageStore, Losses, SheetStore};
use revenge::services::catalog::{Catalog, ItemFilter, ItemSummary};
use uuid::Uuid;

use super::rig::{Item, Rig, tally};
use crate::harness::media::{ffmpeg, made};

/// Half a second of a tone with tags, its contents by the tags.
pub fn song(extension: &str, tags: &[(&str, &str)]) -> PathBuf {
    let codec = match extension {
        "mp3" => "libmp3lame",
        "m4a" => "aac",
        "opus" => "libopus",
        "ogg" => "libvorbis",
        _ => "flac",
    };
    let recipe = format!("song {extension} {tags:?}");
    made(&recipe, extension, |target| {
        let pairs: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let mut arguments =
            vec!["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=0.5", "-c:a", codec];
        for pair in &pairs {
            arguments.extend(["-metadata", pair]);
        }
        ffmpeg(&arguments, target);
    })
}

async fn strings(rig: &Rig, sql: &str) -> Vec<String> {
    let client = rig.test.owner().await;
    client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// Titles of what stands below an item, in the order that everybody sees.
async fn below(rig: &Rig, parent: Uuid) -> Vec<String> {
    let client = rig.test.owner().await;
    let sql = "select title from media.items where parent_id = $1 and is_present
        order by coalesce(order_no, -1), sort_title, id";
    client.query(sql, &[&parent]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn credits(rig: &Rig, item: Uuid, role: &str) -> Vec<String> {
    let client = rig.test.owner().await;
    let sql = "select a.title from media.credits c join media.items a on a.id = c.artist_id
        where c.item_id = $1 and c.role = $2 order by c.position";
    client.query(sql, &[&item, &role]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

fn of_kind<'a>(items: &'a [Item], kind: &str) -> Vec<&'a Item> {
    items.iter().filter(|item| item.kind == kind && item.is_present).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_multi_disc_multi_artist_set_is_one_album_with_every_artist_linked() {
    let rig = Rig::new(LibraryKind::Music).await;
    for extension in ["flac", "mp3", "m4a", "opus", "ogg"] {
        let album = format!("Gold {extension}");
        let tags = |title, artist, disc, track| {
            [
                ("title", title),
                ("artist", artist),
                ("album", album.as_str()),
                ("album_artist", "Beta"),
                ("disc", disc),
                ("track", track),
                ("date", "1999-05-01"),
                ("genre", "Rock;Jazz"),
                ("composer", "Zeta"),
            ]
        };
        let files = [
            ("CD1/a", tags("One", "Beta", "1/2", "1/2")),
            ("CD1/b", tags("Two", "Beta feat. Gamma", "1/2", "2/2")),
            ("CD2/a", tags("Three", "Beta;Delta", "2/2", "1/1")),
        ];
        for (name, tags) in files {
            rig.copy(&song(extension, &tags), format!("{album}/{name}.{extension}"));
        }
    }
    let job = rig.scan().await;
    assert_eq!((tally(&job, "read"), tally(&job, "unusable")), (15, 0), "{job:?}");
    let items = rig.items().await;
    let albums = of_kind(&items, "album");
    assert_eq!(albums.len(), 5, "{albums:?}");
    let mut artists: Vec<&str> = of_kind(&items, "artist").iter().map(|item| item.title.as_str()).collect();
    artists.sort_unstable();
    assert_eq!(artists, ["Beta", "Delta", "Gamma", "Zeta"]);
    let beta = rig.item("Beta").await;
    for album in albums {
        assert_eq!((album.parent, album.year), (Some(beta.id), Some(1999)), "{album:?}");
        assert_eq!(below(&rig, album.id).await, ["One", "Two", "Three"], "{}", album.title);
        assert_eq!(credits(&rig, album.id, "album_artist").await, ["Beta"]);
        let tracks: Vec<&Item> = items.iter().filter(|item| item.parent == Some(album.id)).collect();
        let of = |title: &str| tracks.iter().find(|track| track.title == title).unwrap().id;
        assert_eq!(credits(&rig, of("Two"), "artist").await, ["Beta", "Gamma"], "{}", album.title);
        assert_eq!(credits(&rig, of("Three"), "artist").await, ["Beta", "Delta"], "{}", album.title);
        assert_eq!(credits(&rig, of("One"), "composer").await, ["Zeta"], "{}", album.title);
    }
    let genres =
        strings(&rig, "select distinct array_to_string(genres, ',') from media.items where kind = 'album'").await;
    assert_eq!(genres, ["Jazz,Rock"]);
    let found =
        strings(&rig, "select title from media.items where kind = 'track' and search_text like '%gamma%'").await;
    assert_eq!(found.len(), 5, "a track is found by whoever is credited");
    let job = rig.scan().await;
    assert_eq!(tally(&job, "read"), 0);
    assert_eq!(rig.items().await, items, "a second scan changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compilation_is_by_various_artists_whether_its_tags_say_so_or_its_folder() {
    let rig = Rig::new(LibraryKind::Music).await;
    for (n, artist) in [("1", "Alpha"), ("2", "Beta")] {
        let tags = [("title", artist), ("artist", artist), ("album", "Hits"), ("track", n), ("compilation", "1")];
        rig.copy(&song("flac", &tags), format!("Hits/{n}.flac"));
        rig.copy(&song("mp3", &tags), format!("Tapes/{n}.mp3"));
        let tags = [("title", artist), ("artist", artist), ("album", "Mixed"), ("track", n)];
        rig.copy(&song("ogg", &tags), format!("Mixed/{n}.ogg"));
        let tags = [("title", n), ("artist", "Alpha"), ("album", "Own"), ("track", n)];
        rig.copy(&song("ogg", &tags), format!("Own/{n}.ogg"));
    }
    rig.scan().await;
    assert_eq!(rig.titles("album").await, ["Hits", "Mixed", "Own"]);
    assert_eq!(rig.titles("artist").await, ["Alpha", "Beta", "Various Artists"]);
    let various = rig.item("Various Artists").await;
    assert_eq!(below(&rig, various.id).await, ["Hits", "Mixed"]);
    assert_eq!(below(&rig, rig.item("Alpha").await.id).await, ["Own"]);
    assert_eq!(rig.item("Hits").await.n_files, 0);
    let hits = rig.item("Hits").await.id;
    assert_eq!(below(&rig, hits).await, ["Alpha", "Beta"], "FLAC and MP3 of a track are its versions");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_releases_of_a_title_are_two_albums_and_an_id_names_one() {
    let rig = Rig::new(LibraryKind::Music).await;
    let tags = |track, date| {
        [("album", "Beta"), ("artist", "Beta"), ("album_artist", "Beta"), ("track", track), ("date", date)]
    };
    for (folder, date) in [("Beta 1994", "1994"), ("Beta 2001", "2001")] {
        for n in ["1", "2"] {
            rig.copy(&song("flac", &tags(n, date)), format!("{folder}/{n}.flac"));
        }
    }
    // Years of recording differ within a folder.
    rig.copy(&song("flac", &tags("3", "1990")), "Beta 1994/3.flac");
    let id = "11111111-2222-3333-4444-555555555555";
    for (n, title, folder) in [("1", "Box", "Box/CD1"), ("2", "Box!", "Elsewhere")] {
        let tags = [("album", title), ("artist", "Beta"), ("track", n), ("MUSICBRAINZ_ALBUMID", id)];
        rig.copy(&song("flac", &tags), format!("{folder}/{n}.flac"));
    }
    rig.scan().await;
    let items = rig.items().await;
    let albums: Vec<(&str, Option<i32>)> =
        of_kind(&items, "album").iter().map(|item| (item.title.as_str(), item.year)).collect();
    assert_eq!(albums.len(), 3, "{albums:?}");
    assert!(albums.iter().any(|(title, year)| *title == "Beta" && *year == Some(2001)), "{albums:?}");
    let ids =
        strings(&rig, "select external_ids ->> 'musicbrainz_release' from media.items where external_ids <> '{}'")
            .await;
    assert_eq!(ids, [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn untagged_files_are_shelved_by_their_folders() {
    let rig = Rig::new(LibraryKind::Music).await;
    rig.copy(&song("flac", &[("comment", "1")]), "Beta/Gold (1999)/CD1/01 - One.flac");
    rig.copy(&song("mp3", &[("comment", "2")]), "Beta/Gold (1999)/CD2/01 - Two.mp3");
    rig.copy(&song("ogg", &[("comment", "3")]), "Loose.ogg");
    rig.scan().await;
    let gold = rig.item("Gold").await;
    assert_eq!((gold.kind.as_str(), gold.year, gold.parent), ("album", Some(1999), Some(rig.item("Beta").await.id)));
    assert_eq!(below(&rig, gold.id).await, ["One", "Two"]);
    assert_eq!(credits(&rig, rig.item("Two").await.id, "artist").await, ["Beta"]);
    assert_eq!(rig.item("Loose").await.parent, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retag_moves_tracks_and_albums_and_keeps_ids_and_what_was_played() {
    let rig = Rig::new(LibraryKind::Music).await;
    let tags = |title, artist, album, track| {
        [("title", title), ("artist", artist), ("album_artist", artist), ("album", album), ("track", track)]
    };
    for (n, title) in [("1", "One"), ("2", "Two")] {
        rig.copy(&song("flac", &tags(title, "Beta", "Gold", n)), format!("x/{n}.flac"));
        rig.copy(&song("flac", &tags(title, "Beta", "Tin", n)), format!("y/{n}.flac"));
    }
    rig.scan().await;
    let before = rig.items().await;
    let gold = rig.item("Gold").await;
    let one = before.iter().find(|item| item.title == "One" && item.parent == Some(gold.id)).unwrap().clone();
    rig.watch(one.id).await;
    // The whole album gets another name and another artist; of the other album one track goes to a new one.
    for (n, title) in [("1", "Uno"), ("2", "Due")] {
        rig.copy(&song("flac", &tags(title, "Gamma", "Oro", n)), format!("x/{n}.flac"));
    }
    rig.copy(&song("flac", &tags("Two", "Beta", "Lead", "1")), "y/2.flac");
    let job = rig.scan().await;
    assert_eq!(tally(&job, "changed"), 3, "{job:?}");
    let oro = rig.item("Oro").await;
    assert_eq!((oro.id, oro.parent), (gold.id, Some(rig.item("Gamma").await.id)));
    let uno = rig.item("Uno").await;
    assert_eq!((uno.id, uno.parent), (one.id, Some(gold.id)));
    assert_eq!(rig.watched(uno.id).await, Some(4200));
    assert_eq!(credits(&rig, uno.id, "artist").await, ["Gamma"]);
    assert_eq!(rig.titles("album").await, ["Lead", "Oro", "Tin"]);
    assert_eq!(below(&rig, rig.item("Lead").await.id).await, ["Two"]);
    assert_eq!(below(&rig, rig.item("Tin").await.id).await, ["One"]);
    let ids = |items: &[Item]| {
        let mut ids: Vec<Uuid> = of_kind(items, "track").iter().map(|item| item.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids(&rig.items().await), ids(&before));
    // What has no track any more is on no shelf, and comes back with it.
    fs::remove_dir_all(rig.root().join("y")).unwrap();
    rig.scan().await;
    assert_eq!(
        (rig.titles("album").await, rig.titles("artist").await),
        (vec!["Oro".to_owned()], vec!["Gamma".to_owned()])
    );
    rig.copy(&song("flac", &tags("One", "Beta", "Tin", "1")), "y/1.flac");
    rig.scan().await;
    assert_eq!(rig.titles("album").await, ["Oro", "Tin"]);
    assert_eq!(ids(&rig.items().await).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_away_keeps_its_music() {
    let rig = Rig::new(LibraryKind::Music).await;
    let tags = [("title", "One"), ("artist", "Beta"), ("album", "Gold"), ("track", "1")];
    rig.copy(&song("flac", &tags), "x/1.flac");
    rig.scan().await;
    let before = rig.items().await;
    let away = rig.root().with_extension("away");
    fs::rename(rig.root(), &away).unwrap();
    rig.scan().await;
    assert_eq!(rig.items().await, before);
    fs::rename(&away, rig.root()).unwrap();
    rig.scan().await;
    assert_eq!(rig.items().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_and_its_tracks_are_found_by_everybody_who_is_credited() {
    let rig = Rig::new(LibraryKind::Music).await;
    for (n, title, artist) in [("2", "Two", "Beta;Gamma"), ("1", "One", "Beta")] {
        let tags = [
            ("title", title),
            ("artist", artist),
            ("album_artist", "Beta"),
            ("album", "Gold"),
            ("track", n),
            ("composer", "Zoltán Delta"),
        ];
        rig.copy(&song("flac", &tags), format!("x/{n}.flac"));
    }
    rig.scan().await;
    let nowhere = || "/nonexistent".into();
    let stores = (ImageStore::new(nowhere()), SheetStore::new(nowhere()), Losses::default());
    let catalog = Catalog::new(rig.test.db.clone(), Events::new(16), stores, rig.test.caches());
    let page = PageRequest::new(Some(50), None).unwrap();
    let found = async |kind: Option<&str>, q: &str| -> Vec<String> {
        let filter = ItemFilter { kind: kind.map(str::to_owned), q: Some(q.to_owned()), ..ItemFilter::default() };
        let listed = catalog.list_items(&rig.viewer, &filter, &page).await.unwrap();
        listed.page.items.iter().map(|item| item.title.clone()).collect()
    };
    assert_eq!(found(None, "gam").await, ["Gamma"]);
    assert_eq!(found(None, "zoltan").await, ["Zoltán Delta"]);
    assert_eq!(found(Some("track"), "gamma").await, ["Two"]);
    assert_eq!(found(Some("track"), "delta").await, ["One", "Two"]);
    assert_eq!(found(Some("album"), "beta").await, ["Gold"]);
    let gold = rig.item("Gold").await.id;
    let tracks = catalog.list_children(&rig.viewer, gold, &page).await.unwrap();
    let names = |item: &ItemSummary| -> Vec<String> { item.artists.iter().map(|artist| artist.name.clone()).collect() };
    let shown: Vec<_> = tracks.page.items.iter().map(|t| (t.title.as_str(), t.index, names(t))).collect();
    assert_eq!(
        shown,
        [("One", Some(1), vec!["Beta".to_owned()]), ("Two", Some(2), vec!["Beta".to_owned(), "Gamma".to_owned()])]
    );
    assert_eq!(tracks.page.items[0].album.as_ref().map(|album| album.id), Some(gold));
    let appears = async |name: &str| -> Vec<String> {
        let artist = rig.item(name).await.id;
        let listed = catalog.list_appearances(&rig.viewer, artist, &page).await.unwrap();
        listed.page.items.iter().map(|item| item.title.clone()).collect()
    };
    assert_eq!(appears("Gamma").await, ["Gold"]);
    assert_eq!(appears("Zoltán Delta").await, ["Gold"]);
    assert!(appears("Beta").await.is_empty(), "an own album is no appearance");
    let two = catalog.get_item(&rig.viewer, rig.item("Two").await.id).await.unwrap();
    let roles: Vec<_> = two.credits.iter().map(|credit| (credit.role.as_str(), credit.name.as_str())).collect();
    assert_eq!(roles, [("artist", "Beta"), ("artist", "Gamma"), ("composer", "Zoltán Delta")]);
    let album = catalog.get_item(&rig.viewer, gold).await.unwrap();
    assert!(album.summary.duration_ms.is_some_and(|ms| (900..1200).contains(&ms)), "{:?}", album.summary);
    assert_eq!(names(&album.summary), ["Beta"]);
    let stranger = Viewer { libraries: Vec::new(), ..rig.viewer.clone() };
    assert!(catalog.list_appearances(&stranger, rig.item("Gamma").await.id, &page).await.is_err());
}
