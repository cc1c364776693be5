//! Ids and editions that people write in brackets: `{tmdb-603}`, `[imdbid-tt0133093]`, `{edition-Final Cut}`.

use super::guess::ExternalIds;
use super::token::Name;

#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    pub ids: ExternalIds,
    /// As written after `edition-`.
    pub edition: Option<String>,
    /// Indexes of the groups that hold a label.
    pub groups: Vec<usize>,
}

pub(crate) fn find(name: &Name) -> Labels {
    let mut labels = Labels::default();
    for (index, group) in name.groups.iter().enumerate() {
        if group.first == group.last {
            continue;
        }
        let content = &name.text[name.tokens[group.first].start..name.tokens[group.last - 1].end];
        if read(content, &mut labels) {
            labels.groups.push(index);
        }
    }
    if labels.ids.imdb.is_none() {
        labels.ids.imdb =
            name.tokens.iter().map(|token| token.norm.as_str()).find(|word| is_imdb(word)).map(str::to_owned);
    }
    labels
}

fn read(content: &str, labels: &mut Labels) -> bool {
    let Some((key, value)) = content.split_once(['-', '=', ':', ' ']) else {
        return is_imdb(&content.to_lowercase());
    };
    let value = value.trim();
    match key.trim().to_lowercase().as_str() {
        "tmdb" | "tmdbid" | "themoviedb" => set(&mut labels.ids.tmdb, value.parse().ok()),
        "tvdb" | "tvdbid" | "thetvdb" => set(&mut labels.ids.tvdb, value.parse().ok()),
        "imdb" | "imdbid" => {
            let id = value.to_lowercase();
            is_imdb(&id) && set(&mut labels.ids.imdb, Some(id))
        }
        "edition" if !value.is_empty() => set(&mut labels.edition, Some(value.to_owned())),
        // Other agents' ids are not kept, but they are no words of the title either.
        "anidb" | "anidb2" | "anilist" | "mal" | "tvmaze" | "trakt" | "letterboxd" => super::release::is_digits(value),
        _ => false,
    }
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let known = value.is_some();
    if slot.is_none() {
        *slot = value;
    }
    known
}

fn is_imdb(word: &str) -> bool {
    word.strip_prefix("tt").is_some_and(|id| (7..=9).contains(&id.len()) && super::release::is_digits(id))
}
