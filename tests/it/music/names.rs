//! Artists in one field, and what paths say of files without tags.

use revenge::domain::music::{MusicBrainz, Role, Tags, names, place_of, song_of};

#[test]
fn names_are_cut_where_no_name_has_a_sign() {
    let check = |values: &[&str], expected: &[&str]| {
        assert_eq!(names(values.iter().copied()), expected, "{values:?}");
    };
    check(&["A One;B Two"], &["A One", "B Two"]);
    check(&["A One", "B Two", "a one"], &["A One", "B Two"]);
    check(&["Simon & Garfunkel"], &["Simon & Garfunkel"]);
    check(&["AC/DC"], &["AC/DC"]);
    check(&["Earth, Wind & Fire"], &["Earth, Wind & Fire"]);
    check(&["A feat. B"], &["A", "B"]);
    check(&["A (feat. B)"], &["A", "B"]);
    check(&["A Ft. B / C"], &["A", "B", "C"]);
    check(&["Sunn O)))"], &["Sunn O)))"]);
    check(&["Lefeat. X"], &["Lefeat. X"]);
    check(&[" ; "], &[]);
    check(&["Ünï;Ö feat. Å"], &["Ünï", "Ö", "Å"]);
}

/// Folder, artist, album, year, disc, track, title.
type Expected<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<i32>, Option<u32>, Option<u32>, &'a str);

#[test]
fn paths_say_artist_album_disc_number_and_title() {
    let cases: [(&str, Expected); 15] = [
        (
            "Beta/Gold (1999)/02 - Song.flac",
            ("Beta/Gold (1999)", Some("Beta"), Some("Gold"), Some(1999), None, Some(2), "Song"),
        ),
        (
            "Beta/1999 - Gold/02. Song.mp3",
            ("Beta/1999 - Gold", Some("Beta"), Some("Gold"), Some(1999), None, Some(2), "Song"),
        ),
        ("Beta/Gold/CD2/03 Song.ogg", ("Beta/Gold", Some("Beta"), Some("Gold"), None, Some(2), Some(3), "Song")),
        (
            "Beta/Gold/Disc 1 - Live/3-Song.ogg",
            ("Beta/Gold", Some("Beta"), Some("Gold"), None, Some(1), Some(3), "Song"),
        ),
        ("Beta/Gold/2-03 Song.ogg", ("Beta/Gold", Some("Beta"), Some("Gold"), None, Some(2), Some(3), "Song")),
        (
            "Beta - Gold [2001]/01_Song_Two.m4a",
            ("Beta - Gold [2001]", Some("Beta"), Some("Gold"), Some(2001), None, Some(1), "Song Two"),
        ),
        (
            "Beta/Beta - Gold/01 - Beta - Song.m4a",
            ("Beta/Beta - Gold", Some("Beta"), Some("Gold"), None, None, Some(1), "Song"),
        ),
        ("Gold/Song.wav", ("Gold", None, Some("Gold"), None, None, None, "Song")),
        ("Song.wav", ("", None, None, None, None, None, "Song")),
        ("A/B/99 Luftballons.mp3", ("A/B", Some("A"), Some("B"), None, None, Some(99), "Luftballons")),
        ("A/B/1999.mp3", ("A/B", Some("A"), Some("B"), None, None, None, "1999")),
        ("A/B/07.mp3", ("A/B", Some("A"), Some("B"), None, None, Some(7), "07")),
        ("A/CDs/01 x.mp3", ("A/CDs", Some("A"), Some("CDs"), None, None, Some(1), "x")),
        ("A/(1987)/01 x.mp3", ("A/(1987)", Some("A"), Some("(1987)"), None, None, Some(1), "x")),
        ("CD1/01 x.mp3", ("CD1", None, Some("CD1"), None, None, Some(1), "x")),
    ];
    for (path, expected) in cases {
        let p = place_of(path);
        let found =
            (p.folder.as_str(), p.artist.as_deref(), p.album.as_deref(), p.year, p.disc, p.track, p.title.as_str());
        assert_eq!(found, expected, "{path}");
    }
    for odd in ["", "/", "..", "a/../b", "\u{0}", "((((", "1-", "- - -", "[1999]", "(", "A/(/x", "1999 - /1-1-1"] {
        place_of(odd);
        song_of(&Tags::default(), odd);
    }
}

fn tagged(artist: &str, album: &str) -> Tags {
    Tags { title: Some("Song".into()), artists: names([artist]), album: Some(album.into()), ..Tags::default() }
}

#[test]
fn a_release_is_told_by_its_id_else_by_artist_title_and_year_else_by_its_folder() {
    let album = |tags: &Tags, path: &str| song_of(tags, path).album.unwrap();
    let guessed = album(&tagged("A", "Gold"), "x/y/1.flac");
    assert!(guessed.is_guessed && guessed.artist == "A");
    assert_eq!(guessed.key, album(&tagged("B", "gold!"), "x/y/2.flac").key, "one folder, one title");
    assert_ne!(guessed.key, album(&tagged("A", "Gold"), "x/z/1.flac").key);
    let known = Tags { album_artists: vec!["Á".into()], year: Some(1999), ..tagged("A feat. B", "Gold") };
    assert_eq!(album(&known, "x/1.mp3").key, "gold/a/1999");
    assert_eq!(album(&known, "x/1.mp3").key, album(&known, "z/1.mp3").key);
    let various = Tags { is_compilation: true, ..tagged("A", "Gold") };
    assert_eq!(album(&various, "x/1.mp3").artist, "Various Artists");
    let release = Some("11111111-1111-1111-1111-111111111111".to_owned());
    let by_id = Tags { musicbrainz: MusicBrainz { release, ..MusicBrainz::default() }, ..various };
    assert_eq!(album(&by_id, "x/1.mp3").key, "mb:11111111-1111-1111-1111-111111111111");
}

#[test]
fn everybody_is_credited_once_for_each_role() {
    let ids = vec!["1".to_owned(), "2".to_owned()];
    let tags = Tags {
        composers: vec!["C".into()],
        musicbrainz: MusicBrainz { artists: ids, ..MusicBrainz::default() },
        ..tagged("A;B", "Gold")
    };
    let credits = song_of(&tags, "x.flac").credits;
    let found: Vec<_> = credits.iter().map(|c| (c.role, c.name.as_str(), c.id.as_deref())).collect();
    assert_eq!(found, [(Role::Artist, "A", Some("1")), (Role::Artist, "B", Some("2")), (Role::Composer, "C", None)]);
    let untagged = song_of(&Tags::default(), "Beta/Gold (1999)/02 - Song.flac");
    assert_eq!((untagged.title.as_str(), untagged.track, untagged.year), ("Song", Some(2), Some(1999)));
    assert_eq!(untagged.credits[0].name, "Beta");
    assert!(!untagged.album.unwrap().is_guessed);
}
