//! Names of films and episodes: two corpora with the right answers, and what must hold for any text.
//!
//! The `.tsv` files are written from knowledge of the works, never from what the parser said. A line is the path, then
//! `field=value` columns; a field that is not named is not asked, `field=` asks for absence.

mod rules;

use std::fmt::Write;

use revenge::domain::naming::{Guess, parse_episode, parse_movie};

/// One line of a corpus.
struct Case<'c> {
    line: usize,
    path: &'c str,
    expected: Vec<(&'c str, &'c str)>,
}

fn cases(corpus: &str) -> Vec<Case<'_>> {
    let lines = corpus.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with("# "));
    lines
        .map(|(index, line)| {
            let mut columns = line.split('\t').filter(|column| !column.is_empty());
            let path = columns.next().expect("a line has a path");
            let expected = columns.map(|column| column.split_once('=').expect("columns are field=value")).collect();
            Case { line: index + 1, path, expected }
        })
        .collect()
}

fn field(guess: &Guess, name: &str) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match name {
        "title" => guess.title.clone(),
        "year" => guess.year.map(|year| year.to_string()).unwrap_or_default(),
        "season" => guess.season.map(|season| season.to_string()).unwrap_or_default(),
        "episodes" => guess.episodes.iter().map(u32::to_string).collect::<Vec<_>>().join(","),
        "episode_title" => text(&guess.episode_title),
        "date" => guess.date.map(|date| date.to_string()).unwrap_or_default(),
        "edition" => text(&guess.edition),
        "part" => guess.part.map(|part| part.to_string()).unwrap_or_default(),
        "group" => text(&guess.release_group),
        "resolution" => text(&guess.resolution),
        "source" => text(&guess.source),
        "language" => text(&guess.language),
        "extra" => guess.is_extra.to_string(),
        "tmdb" => guess.ids.tmdb.map(|id| id.to_string()).unwrap_or_default(),
        "tvdb" => guess.ids.tvdb.map(|id| id.to_string()).unwrap_or_default(),
        "imdb" => text(&guess.ids.imdb),
        other => panic!("unknown field {other}"),
    }
}

/// At least `share` of the lines must be right in every named field; misses are listed either way.
#[expect(clippy::print_stdout, reason = "the test runner captures it and shows it on failure or on request")]
fn check(corpus: &str, at_least: usize, share: f64, parse: fn(&str) -> Guess) {
    let cases = cases(corpus);
    assert!(cases.len() >= at_least, "the corpus has {} lines, {at_least} were promised", cases.len());
    let mut misses = String::new();
    let mut n_right = 0;
    for case in &cases {
        let guess = parse(case.path);
        let wrong: Vec<String> = case
            .expected
            .iter()
            .filter(|(name, value)| field(&guess, name) != *value)
            .map(|(name, value)| format!("{name}: {:?} instead of {value:?}", field(&guess, name)))
            .collect();
        if wrong.is_empty() {
            n_right += 1;
        } else {
            let _ = writeln!(misses, "  {}: {}\n      {}", case.line, case.path, wrong.join("; "));
        }
    }
    let reached = f64::from(n_right) / cases.len() as f64;
    println!("{n_right} of {} right\n{misses}", cases.len());
    assert!(reached >= share, "only {:.1} % right:\n{misses}", reached * 100.0);
}

#[test]
fn films_get_their_right_title_and_year() {
    check(include_str!("movies.tsv"), 250, 0.98, parse_movie);
}

#[test]
fn ordinary_episodes_get_their_right_numbers() {
    check(include_str!("shows.tsv"), 130, 0.99, parse_episode);
}

#[test]
fn odd_episodes_mostly_get_their_right_numbers() {
    check(include_str!("odd_shows.tsv"), 120, 0.90, parse_episode);
}
