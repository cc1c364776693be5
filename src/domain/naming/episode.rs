//! Episodes: numbers come from the file, the show from the folder above its seasons when there is one.
//!
//! A folder's title is believed over the file's because all episodes of a show share it, whatever each file is called.

use super::absolute::{self, Around};
use super::ancestors::{is_shelf, is_structure};
use super::guess::Guess;
use super::lexeme;
use super::numbering::{self, Numbering};
use super::path::Path;
use super::release::{self, Mark};
use super::release_table::Strength;
use super::season::{self, Folder};
use super::title::render;
use super::token::Name;
use super::{date, edition, extras, film, ids, part, prefix, year};
use crate::domain::text::match_key;

/// Reads an episode's path relative to its library root, `/` between components.
pub fn parse_episode(path: &str) -> Guess {
    let path = Path::new(path);
    let above = Above::read(&path.folders);
    let mut guess = read_file(&path.stem, &above);
    guess.is_extra |= above.is_extra;
    guess.season = guess.season.or(above.season);
    guess.part = guess.part.or(above.part);
    if let Some(show) = choose_show(&guess, &above) {
        guess.season = guess.season.or(show.season);
        if guess.episodes.is_empty() && guess.date.is_none() {
            guess.episode_title = guess.episode_title.and_then(|title| without_show(&title, &show.title));
        }
        let file_year = guess.year.filter(|_| match_key(&guess.title) == match_key(&show.title));
        guess.title.clone_from(&show.title);
        guess.year = show.year.or(file_year);
        guess.ids = guess.ids.or(show.ids.clone());
        guess.resolution = guess.resolution.or_else(|| show.resolution.clone());
        guess.source = guess.source.or_else(|| show.source.clone());
        guess.language = guess.language.or_else(|| show.language.clone());
        guess.release_group = guess.release_group.or_else(|| show.release_group.clone());
    }
    guess
}

/// `Downton Abbey - Christmas Special` in the folder of Downton Abbey is "Christmas Special".
fn without_show(title: &str, show: &str) -> Option<String> {
    let has_prefix = title.get(..show.len()).is_some_and(|start| match_key(start) == match_key(show));
    let rest = title.get(show.len()..).filter(|rest| has_prefix && !rest.starts_with(char::is_alphanumeric));
    let rest = rest.map_or(title, |rest| rest.trim_start_matches([' ', '-', '–', '_', '.']));
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// What the folders say together.
struct Above {
    season: Option<u32>,
    part: Option<u32>,
    is_extra: bool,
    /// Folders that may be the show, nearest first; shelves are left out.
    shows: Vec<Guess>,
}

impl Above {
    fn read(folders: &[String]) -> Self {
        let mut above = Self { season: None, part: None, is_extra: false, shows: Vec::new() };
        for (depth, folder) in folders.iter().enumerate().rev() {
            let name = Name::new(folder);
            let words: Vec<&str> = name.tokens.iter().map(|token| token.norm.as_str()).collect();
            let is_encode = !words.is_empty() && release::mark(&name).iter().all(Option::is_some);
            let disc = part::at(&name, 0).filter(|part| part.is_certain && part.words == name.len());
            if let Folder::Season(season) = season::folder(folder, depth == 0) {
                above.season = above.season.or(Some(season));
                // `S01 Extras`.
                let is_extras =
                    words.len() > 1 && words.last().is_some_and(|word| extras::is_extras_folder(word, true));
                above.is_extra |= above.shows.is_empty() && is_extras;
            } else if above.shows.is_empty() && depth > 0 && extras::is_extras_folder(folder, false) {
                above.is_extra = true;
            } else if disc.is_some() || is_encode || depth > 0 && is_structure(&words) {
                // Discs of a season are no pieces of an episode.
            } else {
                let show = read_folder(folder);
                // What holds seasons is a show, even one called "Kids".
                let holds_season = above.season.is_some() && above.shows.is_empty();
                if !show.title.is_empty() && (holds_season || !is_shelf_title(&show)) {
                    if above.shows.is_empty() {
                        above.season = above.season.or(show.season);
                    }
                    above.shows.push(show);
                }
            }
        }
        above
    }
}

fn is_shelf_title(show: &Guess) -> bool {
    let name = Name::new(&show.title);
    let words: Vec<&str> = name.tokens.iter().map(|token| token.norm.as_str()).collect();
    show.year.is_none() && is_shelf(&words) && words.last() != Some(&"saga")
}

/// A show's folder: `Show (2010)`, `Show Season 2`, `Show.S01.1080p-GRP`, `[Group] Show (01-12) [1080p]`.
fn read_folder(folder: &str) -> Guess {
    let name = Name::new(folder);
    let marks = release::mark(&name);
    let lead = prefix::skip(&name, &marks);
    let lexemes = lexeme::split(&name, &marks, lead.first);
    let mark = season::find(&name, &lexemes);
    let complete = complete_series(&name, lead.first);
    let cut = mark.map_or(name.len(), |mark| lexemes[mark.from].token);
    let cut = if cut > lead.first { cut.min(complete) } else { complete };
    let mut show = read_title(&name, &marks, lead.first, cut);
    show.season = mark.filter(|mark| lexemes[mark.from].token > lead.first).map(|mark| mark.season);
    release::describe(&name, &marks, lead.first..cut, &mut show);
    show.release_group =
        lead.release_group.or_else(|| release::group(&name, &marks, release::first_strong(&marks, lead.first), true));
    show
}

/// `Show (The) Complete (Series)`: where the boast begins.
fn complete_series(name: &Name, first: usize) -> usize {
    let at = (first + 1..name.len()).find(|at| name.word(*at) == "complete");
    let Some(at) = at else { return name.len() };
    let is_boast =
        matches!(name.word(at + 1), "" | "series" | "collection" | "season" | "seasons" | "tv" | "pack" | "show");
    let start = if name.word(at - 1) == "the" && at - 1 > first { at - 1 } else { at };
    if is_boast { start } else { name.len() }
}

/// Title, year and ids of the words before the numbers.
fn read_title(name: &Name, marks: &[Option<Mark>], first: usize, cut: usize) -> Guess {
    let labels = ids::find(name);
    let tail = film::strong_tail(name, marks, &labels.groups, first).min(cut);
    let year = year::find(name, first, tail).filter(|year| year.at < cut);
    let start_of_year = year.map(|year| name.tokens[year.at].group.map_or(year.at, |group| name.groups[group].first));
    let end = start_of_year.filter(|at| *at > first).unwrap_or(tail).min(tail);
    let end = film::walk_back(name, marks, first, end, tail < cut && start_of_year.is_none_or(|at| at > tail));
    Guess { title: render(name, first, end), year: year.map(|year| year.value), ids: labels.ids, ..Guess::default() }
}

fn read_file(stem: &str, above: &Above) -> Guess {
    let name = Name::new(stem);
    let marks = release::mark(&name);
    let lead = prefix::skip(&name, &marks);
    let found = find_numbers(&name, &marks, &lead, above);
    let cut = found.as_ref().map_or(name.len(), |found| found.0.from);
    let mut guess = read_title(&name, &marks, lead.first, cut);
    release::describe(&name, &marks, lead.first..cut, &mut guess);
    let group_in_front = lead.release_group.clone();
    guess.release_group =
        group_in_front.or_else(|| release::group(&name, &marks, release::first_strong(&marks, cut), true));
    if guess.title.is_empty() && cut == lead.first && lead.first > 0 {
        // `[Title][07][720p]`: what looked like the group is the title.
        guess.title = lead.release_group.unwrap_or_default();
        guess.release_group = guess.release_group.filter(|group| *group != guess.title);
    }
    guess.is_extra = extras::suffix(&name).is_some()
        || extras::is_sample_prefix(&name)
        || (lead.first..name.len()).any(|at| extras::is_anime_extra(&name, at));
    let Some((numbers, date)) = found else {
        guess.edition = edition::collect(&name, lead.first + 1);
        // Nothing but words: they are what tells the episode from others.
        let tail = release::first_strong(&marks, lead.first);
        guess.episode_title = Some(render(&name, lead.first, tail)).filter(|title| !title.is_empty());
        return guess;
    };
    guess.season = numbers.season;
    guess.episodes = numbers.episodes;
    guess.date = date;
    guess.edition = edition::collect(&name, numbers.to);
    guess.part = numbers
        .part
        .or_else(|| part::in_tail(&name, numbers.to).filter(|part| part.is_certain).map(|part| part.number));
    guess.episode_title = episode_title(&name, &marks, numbers.to);
    guess
}

/// Explicit numbers, then dates, then bare numbers.
fn find_numbers(
    name: &Name,
    marks: &[Option<Mark>],
    lead: &prefix::Lead,
    above: &Above,
) -> Option<(Numbering, Option<time::Date>)> {
    let lexemes = lexeme::split(name, marks, lead.first);
    let explicit = numbering::find(name, &lexemes);
    if let Some(found) = explicit.as_ref().filter(|found| found.season.is_some()) {
        return Some(with_date(found.clone(), date::find(name, lead.first)));
    }
    let dated =
        |found: date::Dated| (Numbering { from: found.from, to: found.to, ..Numbering::default() }, Some(found.date));
    if let Some(found) = date::find(name, lead.first) {
        return Some(dated(found));
    }
    let season_mark = season::find(name, &lexemes);
    let around = Around {
        name,
        marks,
        first: lead.first,
        has_group_prefix: lead.release_group.is_some(),
        folder_season: above.season,
    };
    if let Some(found) = date::find_short(name, lead.first).filter(|_| explicit.is_none()) {
        return Some(dated(found));
    }
    let counted = explicit.or_else(|| around.find()).or_else(|| piece_as_episode(name, lead.first));
    let mut found = counted.or_else(|| uncounted_special(name, marks, lead.first))?;
    if let Some(mark) = season_mark {
        // `Title S2 - 05`: the season belongs to the numbers, not to the title.
        let at = lexemes[mark.from].token;
        if at < found.from {
            found.season = found.season.or(Some(mark.season));
            found.from = at;
        }
    }
    Some((found, None))
}

/// A date beside the numbers belongs to neither title.
fn with_date(mut numbers: Numbering, date: Option<date::Dated>) -> (Numbering, Option<time::Date>) {
    if let Some(date) = date {
        numbers.from = numbers.from.min(date.from);
        if date.from == numbers.to {
            numbers.to = date.to;
        }
    }
    (numbers, date.map(|date| date.date))
}

/// `Part 1`, `1of5`: the episodes of a mini-series.
fn piece_as_episode(name: &Name, first: usize) -> Option<Numbering> {
    let (at, words, number) = if let Some(piece) = part::in_tail(name, first) {
        (piece.at, piece.words, piece.number)
    } else {
        let at = (first..name.len()).find(|at| name.word(*at) == "part")?;
        (at, 2, season::number_word(name.word(at + 1))?)
    };
    Some(Numbering { from: at, to: at + words, episodes: vec![number], ..Numbering::default() })
}

/// `Title - OVA [1080p]`: a special that is the only one; the word becomes its title.
fn uncounted_special(name: &Name, marks: &[Option<Mark>], first: usize) -> Option<Numbering> {
    let is_last = |at: usize| at + 1 >= name.len() || name.tokens[at + 1].group.is_some() || marks[at + 1].is_some();
    let at = (first + 1..name.len()).find(|at| absolute::is_special_word(name.word(*at)) && is_last(*at))?;
    Some(Numbering { from: at, to: at, season: Some(0), ..Numbering::default() })
}

fn episode_title(name: &Name, marks: &[Option<Mark>], from: usize) -> Option<String> {
    if from >= name.len() || name.tokens[from].group.is_some_and(|group| name.groups[group].first < from) {
        return None;
    }
    let strong = |at: &usize| marks[*at].is_some_and(|mark| mark.strength == Strength::Strong);
    let is_remark = |group: usize| {
        let group = &name.groups[group];
        group.open == '['
            || (group.first..group.last).all(|at| release::is_digits(name.word(at)))
            || group.open == '{'
            || (group.first..group.last).any(|at| marks[at].is_some() || year::parse(name.word(at)).is_some())
    };
    let tail =
        (from..name.len()).find(|at| strong(at) || name.tokens[*at].group.is_some_and(is_remark)).unwrap_or(name.len());
    let tail = extras::suffix(name).map_or(tail, |at| tail.min(at));
    let mut end = tail;
    let has_strong = tail < name.len();
    while end > from && has_strong && marks[end - 1].is_some_and(|mark| mark.strength == Strength::Weak) {
        end -= 1;
    }
    let title = render(name, from, end);
    (!title.is_empty()).then_some(title)
}

/// The folder that is the show: one that the file's own title agrees with, else the nearest.
fn choose_show<'a>(file: &Guess, above: &'a Above) -> Option<&'a Guess> {
    let file_key = match_key(&file.title);
    let agrees = |show: &&Guess| {
        let key = match_key(&show.title);
        !file_key.is_empty() && (key == file_key || key.starts_with(&file_key) && file_key.len() >= 4)
    };
    above.shows.iter().find(agrees).or_else(|| above.shows.first())
}
