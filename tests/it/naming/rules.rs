//! What must hold for any name: keys that join versions, names rendered in every usual way, and no text that hurts.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use revenge::domain::naming::{edition_key, episode_key, movie_key, parse_episode, parse_movie, season_key, show_key};
use revenge::domain::text::match_key;

/// Films whose names contain words that releases use, numbers, years, signs and other scripts.
const FILMS: [(&str, u16); 72] = [
    ("The Shawshank Redemption", 1994),
    ("12 Angry Men", 1957),
    ("Schindler's List", 1993),
    ("The Good, the Bad and the Ugly", 1966),
    ("Se7en", 1995),
    ("City of God", 2002),
    ("Léon", 1994),
    ("Spider-Man Into the Spider-Verse", 2018),
    ("WALL-E", 2008),
    ("2001 A Space Odyssey", 1968),
    ("1917", 2019),
    ("300", 2006),
    ("Blade Runner 2049", 2017),
    ("Apollo 13", 1995),
    ("District 9", 2009),
    ("127 Hours", 2010),
    ("Toy Story 3", 2010),
    ("K-PAX", 2001),
    ("The English Patient", 1996),
    ("The Italian Job", 2003),
    ("The French Connection", 1971),
    ("Good German", 2006),
    ("American Hustle", 2013),
    ("An American in Paris", 1951),
    ("The Danish Girl", 2015),
    ("Lost in Translation", 2003),
    ("Charlotte's Web", 2006),
    ("The Web of Fear", 1968),
    ("Mad Max Fury Road", 2015),
    ("Max", 2015),
    ("Red", 2010),
    ("Red Dragon", 2002),
    ("Three Colours Red", 1994),
    ("The Hunt for Red October", 1990),
    ("Real Steel", 2011),
    ("The Real McCoy", 1993),
    ("Limitless", 2011),
    ("The Limited", 2014),
    ("Proper Manners", 2012),
    ("Internal Affairs", 1990),
    ("Complete Unknown", 2016),
    ("A Complete Unknown", 2024),
    ("Extended Family", 2011),
    ("Uncut Gems", 2019),
    ("The Cut", 2014),
    ("Final Destination", 2000),
    ("Special Correspondents", 2016),
    ("Ultimate Avengers", 2006),
    ("Limited Partnership", 2014),
    ("The Collector", 2009),
    ("Hybrid", 2010),
    ("Dual", 2022),
    ("Multiplicity", 1996),
    ("Cam", 2018),
    ("Sample People", 2000),
    ("Sub", 2005),
    ("Submarine", 2010),
    ("It", 2017),
    ("It Follows", 2014),
    ("Stan & Ollie", 2018),
    ("Cats & Dogs", 2001),
    ("Part of Me", 2012),
    ("The Party", 2017),
    ("Disc Jockey", 1951),
    ("CD Baby", 2003),
    ("Amour", 2012),
    ("Das weiße Band", 2009),
    ("Сталкер", 1979),
    ("七人の侍", 1954),
    ("기생충", 2019),
    ("S.W.A.T.", 2003),
    ("M", 1931),
];

/// A film's name as people and groups write it.
fn spellings(title: &str, year: u16) -> Vec<String> {
    let dots = title.replace([' ', '-'], ".").replace([',', '\'', '&'], "").replace("..", ".");
    let dots = dots.trim_end_matches('.');
    vec![
        format!("{title} ({year}).mkv"),
        format!("{title} ({year})/{title} ({year}).mkv"),
        format!("{title} ({year})/{title}.mkv"),
        format!("{title} ({year})/abc-xyz.mkv"),
        format!("{title} ({year})/{title} ({year}) - 1080p.mkv"),
        format!("{title} ({year}) [1080p] [BluRay] [5.1] [YTS.MX].mp4"),
        format!("{title} ({year}) {{tmdb-12345}}/{title} ({year}) {{edition-Final Cut}}.mkv"),
        format!("{title} [{year}].avi"),
        format!("{title} {year} 720p WEB-DL H264 AAC-GRP.mkv"),
        format!("Movies/Drama/{title} ({year})/{title} ({year}) cd2.avi"),
        format!("[Group] {title} ({year}) [BD 1080p HEVC][0A1B2C3D].mkv"),
        format!("{dots}.{year}.1080p.BluRay.x264-GRP.mkv"),
        format!("{dots}.{year}.EXTENDED.German.DL.2160p.UHD.BluRay.DV.HDR10+.TrueHD.7.1.Atmos.x265-GRP.mkv"),
        format!("{dots}.{year}.PROPER.DVDRip.XviD-GRP/grp-abc.avi"),
        format!("www.site.org - {title} {year} 1080p.mkv"),
        format!("{}_{year}_1080p.mkv", title.replace(' ', "_")),
    ]
}

#[test]
fn a_film_keeps_its_key_however_it_is_spelled() {
    let key = |text: &str| match_key(&text.replace('&', ""));
    let mut misses = Vec::new();
    let mut n = 0_usize;
    for (title, year) in FILMS {
        for path in spellings(title, year) {
            n += 1;
            let guess = parse_movie(&path);
            if key(&guess.title) != key(title) || guess.year != Some(year) || guess.is_extra {
                misses.push(format!("{path}: {:?} {:?}", guess.title, guess.year));
            }
        }
    }
    assert!(misses.len() * 100 <= n, "{} of {n} wrong:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn an_episode_keeps_its_numbers_however_it_is_spelled() {
    let shows = [
        "Breaking Bad",
        "The 100",
        "Mr. Robot",
        "9-1-1",
        "24",
        "Babylon 5",
        "The Office (US)",
        "S.W.A.T.",
        "Бригада",
        "Dark",
        "1923",
        "House",
    ];
    let mut misses = Vec::new();
    let mut n = 0_usize;
    for show in shows {
        for (season, episode) in [(1_u32, 2_u32), (2, 10), (11, 24), (0, 3), (3, 101)] {
            let dots = show.replace(' ', ".").replace(['(', ')'], "");
            let dots = dots.trim_end_matches('.');
            let paths = [
                format!("{show}/Season {season}/{show} - S{season:02}E{episode:02} - Title.mkv"),
                format!("{show}/Season {season:02}/S{season:02}E{episode:02}.mkv"),
                format!("{show}/Season {season}/Episode {episode}.mkv"),
                format!("{show}/Season {season}/{episode:02} - Title.mkv"),
                format!("{show}/Season {season}/{episode:02}. Title.mkv"),
                format!("{show}/S{season:02}/E{episode:02}.mkv"),
                format!("{show}/Staffel {season}/Folge {episode}.mkv"),
                format!("{show}/Saison {season}/{show} {season}x{episode:02}.avi"),
                format!("{show}/{show} - s{season}e{episode}.mkv"),
                format!("{show}/{season}x{episode:02} - Title.mkv"),
                format!("{show}/{show} Season {season} Episode {episode}.mkv"),
                format!("{show} - {season}x{episode:02} - Title.avi"),
                format!("{dots}.S{season:02}E{episode:02}.1080p.WEB-DL.DDP5.1.H.264-GRP.mkv"),
                format!("{dots}.s{season:02}e{episode:02}.hdtv.xvid-grp.avi"),
                format!(
                    "{dots}.S{season:02}.1080p.BluRay.x264-GRP/{dots}.S{season:02}E{episode:02}.1080p.BluRay.x264-GRP.mkv"
                ),
                format!("TV/{show}/Season {season}/{show} - S{season:02}E{episode:02} [1080p][x265].mkv"),
            ];
            for path in paths {
                n += 1;
                let guess = parse_episode(&path);
                let is_title = match_key(&guess.title) == match_key(show);
                if !is_title || guess.season != Some(season) || guess.episodes != [episode] {
                    misses.push(format!("{path}: {:?} {:?} {:?}", guess.title, guess.season, guess.episodes));
                }
            }
        }
    }
    assert!(misses.len() * 100 <= n, "{} of {n} wrong:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn versions_of_a_film_share_their_key() {
    let versions = [
        "Blade Runner (1982)/Blade Runner (1982) - 1080p.mkv",
        "Blade Runner (1982)/Blade Runner (1982) - 2160p.mkv",
        "Blade.Runner.1982.The.Final.Cut.1080p.BluRay.x264-GRP.mkv",
        "Blade Runner (1982) {edition-Director's Cut}.mkv",
        "blade_runner_1982_cd1.avi",
        "Blade Runner [1982] {tmdb-78}.mkv",
    ];
    for path in versions {
        assert_eq!(movie_key(&parse_movie(path)), "bladerunner/1982", "{path}");
    }
    assert_ne!(movie_key(&parse_movie("The Thing (1982).mkv")), movie_key(&parse_movie("The Thing (2011).mkv")));
    let edition = |path: &str| edition_key(&parse_movie(path));
    assert_eq!(edition("Alien (1979) Extended Edition.mkv"), edition("Alien.1979.EXTENDED.1080p.mkv"));
    assert_ne!(edition("Alien (1979) Extended Edition.mkv"), edition("Alien (1979) Director's Cut.mkv"));
    assert_eq!(edition("Alien (1979).mkv"), "");
}

#[test]
fn episodes_have_keys_within_their_season_and_show() {
    let guess = parse_episode("Lost (2004)/Season 1/Lost - S01E01-E02.mkv");
    assert_eq!(show_key(&guess), "lost/2004");
    assert_eq!(season_key(&guess), "lost/2004/s01");
    assert_eq!(episode_key(&guess), "lost/2004/s01/e001-002");
    let key = |path: &str| episode_key(&parse_episode(path));
    assert_eq!(key("Lost/Season 1/Lost S01E03.mkv"), key("Lost/Season 1/1x03 - Tabula Rasa.avi"));
    assert_eq!(key("One Piece/[Group] One Piece - 1001v2 [1080p].mkv"), "onepiece//s01/e1001");
    assert_eq!(key("The Daily Show/The.Daily.Show.2023.05.17.mkv"), "thedailyshow//s01/d2023-05-17");
    assert_ne!(key("Doctor Who/Specials/The Christmas Invasion.mkv"), key("Doctor Who/Specials/The Runaway Bride.mkv"));
    assert_ne!(key("Show/[Group] Show - 07.5.mkv"), key("Show/[Group] Show - 12.5.mkv"));
}

#[test]
fn a_guess_is_written_with_the_names_of_the_contract() {
    let guess = parse_episode("The.Daily.Show.2023.05.17.Guest.720p.WEB.h264-EDITH.mkv");
    let json = serde_json::to_value(&guess).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "title": "The Daily Show", "year": null, "season": null, "episodes": [], "episode_title": "Guest",
            "date": "2023-05-17", "edition": null, "part": null, "release_group": "EDITH", "resolution": "720p",
            "source": "WEB", "language": null, "is_extra": false
        })
    );
}

#[test]
fn four_kilobytes_of_anything_are_read_at_once() {
    let pieces = [
        "a.",
        "(",
        ")",
        "[a]",
        "1984 of ",
        "S01E01",
        "-",
        " - 1",
        "1x02",
        "2001 - ",
        "/",
        "a/",
        "[1]",
        "part 1 ",
        "{tmdb-1}",
        "the final cut ",
        "第1",
        "\u{fffd}",
        "e1-",
        "AKA ",
    ];
    let began = Instant::now();
    for piece in pieces {
        for end in ["", "x", " (2010)", ".1080p", "/x.mkv"] {
            let text = piece.repeat(4096 / piece.len()) + end;
            let _ = (parse_movie(&text), parse_episode(&text));
        }
    }
    // 200 readings; an unoptimised build on a small board still has to stay far below a second each.
    assert!(began.elapsed() < Duration::from_secs(60), "took {:?}", began.elapsed());
}

/// Text made of the pieces that the rules look for, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-z]{1,8}",
        "[0-9]{1,9}",
        prop::sample::select(vec![
            " ",
            ".",
            "-",
            "_",
            " - ",
            "/",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "S01E02",
            "1x02",
            "2010",
            "1080p",
            "part 1",
            "cd2",
            "Season 1",
            "Specials",
            "第1季",
            "話",
            "DTS-HD.MA.5.1",
            "x264",
            "Director's Cut",
            "www.a.org",
            "&",
            "E",
            "v2",
            ".mkv",
            "tmdb-1",
            "\u{fffd}",
            "é",
            "e\u{301}",
            "'",
            "AKA",
            "trailer",
            "sample",
            "12.5",
            "OVA",
            "–",
            "½",
            "İ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_name(text in "\\PC{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for path in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            let _ = (movie_key(&parse_movie(&path)), episode_key(&parse_episode(&path)));
        }
    }

    #[test]
    fn any_mixture_of_marks_is_a_name(path in soup()) {
        let (film, episode) = (parse_movie(&path), parse_episode(&path));
        prop_assert!(episode.episodes.is_sorted(), "{:?}", episode.episodes);
        for title in [&film.title, &episode.title] {
            prop_assert_eq!(title.trim(), title.as_str());
            prop_assert!(!title.contains('/'));
        }
    }

    #[test]
    fn a_rendered_film_is_read_back(words in prop::collection::vec("[A-Z][a-z]{3,9}", 1..5), year in 1920_u16..2030) {
        let title = words.join(" ");
        let guess = parse_movie(&format!("{title} ({year})/{title} ({year}).mkv"));
        prop_assert_eq!((guess.title.as_str(), guess.year), (title.as_str(), Some(year)));
        let again = parse_movie(&format!("{} ({year}).mkv", guess.title));
        prop_assert_eq!(movie_key(&again), movie_key(&guess));
    }

    #[test]
    fn a_rendered_episode_is_read_back(words in prop::collection::vec("[A-Z][a-z]{3,9}", 1..4), season in 0_u32..60, first in 0_u32..300, n in 1_u32..5) {
        let show = words.join(" ");
        let last = first + n - 1;
        let span = if n == 1 { format!("E{first:02}") } else { format!("E{first:02}-E{last:02}") };
        let guess = parse_episode(&format!("{show}/Season {season}/{show} - S{season:02}{span} - Name.mkv"));
        prop_assert_eq!(guess.title, show);
        prop_assert_eq!((guess.season, guess.episodes), (Some(season), (first..=last).collect::<Vec<_>>()));
        prop_assert_eq!(guess.episode_title.as_deref(), Some("Name"));
    }
}
