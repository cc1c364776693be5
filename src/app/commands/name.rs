//! `revenge name`: what the name parser makes of each path, for who wonders about a title, and for corpora of names.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::print;
use crate::app::Failure;
use crate::base::Error;
use crate::domain::library::LibraryKind;
use crate::domain::music::place_of;
use crate::domain::naming::{Guess, parse_episode, parse_movie};

#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    Movies,
    Shows,
    Music,
}

impl From<Kind> for LibraryKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Movies => Self::Movies,
            Kind::Shows => Self::Shows,
            Kind::Music => Self::Music,
        }
    }
}

/// Paths are relative to a library's folder, as a scan has them. Without a kind, what has numbers of an episode is one.
pub fn run(kind: Option<Kind>, paths: &[PathBuf], as_json: bool) -> Result<(), Failure> {
    for path in paths {
        let path = path.to_string_lossy();
        let facts = read(kind.map(Into::into), &path)?;
        if as_json {
            print(&Value::Object(facts).to_string())?;
        } else {
            print(&said(&path, &facts))?;
        }
    }
    Ok(())
}

fn read(kind: Option<LibraryKind>, path: &str) -> Result<Map<String, Value>, Error> {
    let below = path.trim_start_matches('/');
    let kind = kind.unwrap_or_else(|| kind_of(below));
    let mut facts = match kind {
        LibraryKind::Movies => facts_of(&parse_movie(below))?,
        LibraryKind::Shows => facts_of(&parse_episode(below))?,
        LibraryKind::Music => {
            let place = place_of(below);
            let mut facts = facts_of(&Guess {
                title: place.title,
                year: place.year.and_then(|year| u16::try_from(year).ok()),
                ..Guess::default()
            })?;
            for (name, value) in [
                ("artist", json!(place.artist)),
                ("album", json!(place.album)),
                ("disc", json!(place.disc)),
                ("track", json!(place.track)),
            ] {
                facts.insert(name.to_owned(), value);
            }
            facts
        }
    };
    facts.insert("path".to_owned(), json!(path));
    facts.insert("kind".to_owned(), json!(kind.as_str()));
    Ok(facts)
}

fn kind_of(path: &str) -> LibraryKind {
    let episode = parse_episode(path);
    let is_episode = episode.season.is_some() || !episode.episodes.is_empty() || episode.date.is_some();
    if is_episode { LibraryKind::Shows } else { LibraryKind::Movies }
}

fn facts_of(guess: &Guess) -> Result<Map<String, Value>, Error> {
    let unwritten = |e| Error::internal("write what a name says").with_source(e);
    let Value::Object(mut facts) = serde_json::to_value(guess).map_err(unwritten)? else {
        return Err(Error::internal("what a name says is no object"));
    };
    if guess.title.is_empty() {
        facts.insert("title".to_owned(), Value::Null);
    }
    Ok(facts)
}

/// The path, then what is known, a line each.
fn said(path: &str, facts: &Map<String, Value>) -> String {
    let is_known = |value: &Value| !(value.is_null() || *value == json!([]) || *value == json!(false));
    let lines = facts.iter().filter(|(name, value)| name.as_str() != "path" && is_known(value)).map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("  {name}: {text}")
    });
    [path.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}
