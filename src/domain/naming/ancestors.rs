//! What the folders above a file are: the film's own folder, a disc's structure, or a shelf that holds many works.

use super::release::is_digits;

/// Structure of discs and encodes inside a film's folder: looked through.
const STRUCTURE: [&str; 20] = [
    "bdmv",
    "stream",
    "playlist",
    "clipinf",
    "backup",
    "video ts",
    "audio ts",
    "certificate",
    "movie",
    "film",
    "feature",
    "main",
    "video",
    "main feature",
    "files",
    "hvdvd ts",
    "subs",
    "2d",
    "3d",
    "rip",
];

/// Words of shelves. A folder made of these names no work.
#[rustfmt::skip]
const SHELF_WORDS: &[&str] = &[
    "movies", "movie", "films", "film", "filme", "filmy", "filmes", "peliculas", "películas", "kino", "cinema",
    "video", "videos", "media", "download", "downloads", "torrents", "torrent", "complete", "completed", "incoming",
    "new", "old", "archive", "library", "collection", "collections", "hd", "uhd", "4k", "3d", "dvd", "dvds", "bluray",
    "blurays", "bd", "kids", "family", "action", "comedy", "drama", "horror", "scifi", "sci", "fi", "thriller",
    "anime", "animation", "animated", "animes", "documentary", "documentaries", "docs", "foreign", "classics",
    "classic", "watched", "unwatched", "misc", "temp", "tmp", "tv", "show", "shows", "series", "serien", "serie",
    "séries", "staging", "unsorted", "sorted", "best", "top", "imdb", "oscar", "oscars", "marvel", "disney", "pixar",
    "dc", "mcu", "english", "german", "french", "hindi", "bollywood", "hollywood", "dramas", "cartoons", "cartoon",
    "reality", "data", "share", "nas", "usb", "mnt", "ongoing", "airing", "finished", "seasonal", "winter", "spring",
    "summer", "fall", "autumn", "фильмы", "сериалы", "аниме", "мультфильмы", "映画", "アニメ", "ドラマ", "电影", "电视剧", "动漫",
];

/// Words between them: alone they name works ("The 100").
const LINKS: [&str; 9] = ["of", "and", "the", "my", "a", "to", "100", "250", "watch"];

/// Last words of folders that hold a series of films.
const SET_WORDS: [&str; 20] = [
    "collection",
    "trilogy",
    "saga",
    "anthology",
    "boxset",
    "quadrilogy",
    "tetralogy",
    "pentalogy",
    "duology",
    "filmography",
    "pack",
    "films",
    "movies",
    "films)",
    "collections",
    "duologie",
    "trilogie",
    "hexalogy",
    "filmreihe",
    "series",
];

/// Names of files that say nothing.
const EMPTY_TITLES: [&str; 23] = [
    "movie",
    "film",
    "video",
    "feature",
    "main",
    "mainmovie",
    "main movie",
    "main feature",
    "title",
    "untitled",
    "index",
    "file",
    "the movie",
    "full movie",
    "bdmv",
    "stream",
    "disc",
    "cd",
    "dvd",
    "vts",
    "video ts",
    "rip",
    "output",
];

pub(crate) fn is_structure(words: &[&str]) -> bool {
    let joined = words.join(" ");
    STRUCTURE.contains(&joined.as_str())
}

/// A shelf: "Movies", "Best of 2010", "A", "1980s", "Star Wars Collection".
pub(crate) fn is_shelf(words: &[&str]) -> bool {
    let Some(last) = words.last() else { return true };
    let is_shelf_word = |word: &str| SHELF_WORDS.contains(&word) || is_decade(word);
    let has_only_shelf_words = words.iter().any(|word| is_shelf_word(word))
        && words.iter().all(|word| is_shelf_word(word) || LINKS.contains(word));
    let is_letter = words.len() == 1 && last.chars().count() == 1 && !is_digits(last);
    has_only_shelf_words || is_letter || words.len() > 1 && SET_WORDS.contains(last) || words.ends_with(&["box", "set"])
}

/// A title that is no title: an encoder's default, a disc's numbering, a random string.
pub(crate) fn is_empty_title(words: &[&str]) -> bool {
    let joined = words.join(" ");
    if joined.is_empty() || EMPTY_TITLES.contains(&joined.as_str()) {
        return true;
    }
    let is_track = |word: &str| word.strip_prefix('t').is_some_and(is_digits);
    match words {
        [word] => is_digits(word) && word.len() >= 5 || is_random(word) || is_makemkv(word),
        ["title" | "b1" | "c1" | "d1" | "a1", track] => is_track(track) || is_digits(track),
        ["vts", rest @ ..] => rest.iter().all(|word| is_digits(word)),
        _ => false,
    }
}

fn is_makemkv(word: &str) -> bool {
    word.strip_prefix("title").is_some_and(is_digits)
}

/// Hashes and obfuscated posts: long, letters and digits mixed several times, or hexadecimal.
fn is_random(word: &str) -> bool {
    if word.len() < 12 || !word.is_ascii() {
        return false;
    }
    let bytes = word.as_bytes();
    let switches = bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let is_hex = bytes.iter().all(u8::is_ascii_hexdigit) && bytes.iter().any(u8::is_ascii_digit);
    is_hex || switches >= 4 || !word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn is_decade(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let ending = &word[digits.len()..];
    matches!(ending, "s" | "er") && matches!(digits.len(), 2 | 4) && is_digits(digits)
}
