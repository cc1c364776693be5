//! Films: the file's name and its folder's name are read alike, then one of them is believed.
//!
//! A folder with a year (`Inception (2010)`) is its film's own folder and beats a file called `abc-xyz.mkv`; a shelf
//! ("Movies", "Star Wars Collection") never does. Rejected: asking which of the two names is longer.

use super::absolute::is_special_word;
use super::ancestors::{is_empty_title, is_shelf, is_structure};
use super::guess::Guess;
use super::path::Path;
use super::release::{self, Mark, is_digits};
use super::release_table::{Strength, Tag};
use super::title::render;
use super::token::Name;
use super::year::{self, Year};
use super::{date, edition, extras, ids, part, prefix};
use crate::domain::text::match_key;

/// Reads a film's path relative to its library root, `/` between components.
pub fn parse_movie(path: &str) -> Guess {
    let path = Path::new(path);
    let mut folders = path.folders.as_slice();
    let mut extra_folder = false;
    let mut part_of_folder = None;
    // The film's own folder is the nearest that is neither structure, disc nor extras.
    let own = loop {
        let Some((nearest, above)) = folders.split_last() else { break None };
        let name = Name::new(nearest);
        let words: Vec<&str> = name.tokens.iter().map(|token| token.norm.as_str()).collect();
        let is_extras = extras::is_extras_folder(nearest, above.is_empty())
            || !above.is_empty() && extras::is_film_specials_folder(nearest);
        extra_folder |= is_extras;
        let disc = part::at(&name, 0).filter(|part| part.is_certain && part.words == name.len());
        part_of_folder = part_of_folder.or(disc.map(|part| part.number));
        let is_encode = !words.is_empty() && release::mark(&name).iter().all(Option::is_some);
        if !(is_extras || disc.is_some() || is_encode || is_structure(&words) && !above.is_empty()) {
            break Some(Film::read(nearest));
        }
        folders = above;
    };
    let file = Film::read(&path.stem);
    let is_extra = extra_folder || file.is_extra;
    let mut guess = if is_extra { owner_of_extra(file, own) } else { choose(file, own) };
    guess.is_extra = is_extra;
    guess.part = guess.part.or(part_of_folder);
    guess
}

/// What one component says when it is read as a film's name.
pub(crate) struct Film {
    pub guess: Guess,
    pub is_year_bracketed: bool,
    /// Resolution, source or codec words: the mark of a release, never of a shelf.
    pub is_release: bool,
    pub is_extra: bool,
    pub standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Work,
    /// A folder of many works: "Movies", "Star Wars Collection".
    Shelf,
    /// No title, or an encoder's default.
    Nameless,
}

impl Film {
    pub fn read(component: &str) -> Self {
        let name = Name::new(component);
        let marks = release::mark(&name);
        let labels = ids::find(&name);
        let mut lead = prefix::skip(&name, &marks);
        prefix::skip_position(&name, &mut lead);
        let extra_at = extras::suffix(&name);
        let end_of_name = extra_at.unwrap_or(name.len());
        let tail = strong_tail(&name, &marks, &labels.groups, lead.first).min(end_of_name);
        let dated = date::find_iso(&name, lead.first);
        let year = year::find(&name, lead.first, tail);
        let (from, mut end) = match dated {
            // A home video: the day is what tells it from the next one.
            Some(_) => (lead.first, tail.max(lead.first)),
            None => title_span(&name, year, lead.first, tail),
        };
        let piece = part::certain(&name, from);
        if let Some(piece) = piece.filter(|piece| piece.at < end && piece.at > from) {
            end = piece.at;
        }
        let is_release = tail < end_of_name
            && marks.iter().flatten().any(|mark| mark.strength == Strength::Strong && mark.tag != Tag::Id);
        let ends_at_year = year.is_some_and(|year| name.outer_start(end) <= name.tokens[year.at].start);
        let end = walk_back(&name, &marks, from, end, is_release && !ends_at_year);
        let end = cut_alias(&name, from, without_second_year(&name, from, end, year));
        let words: Vec<&str> = name.tokens[from.min(end)..end].iter().map(|token| token.norm.as_str()).collect();
        let mut guess = Guess {
            title: render(&name, from, end),
            year: year.map(|year| year.value).or(dated.map(|dated| dated.date.year() as u16)),
            date: dated.map(|dated| dated.date),
            edition: labels.edition.or_else(|| edition::collect(&name, end)),
            part: piece.or_else(|| part::in_tail(&name, end)).map(|piece| piece.number),
            ids: labels.ids,
            ..Guess::default()
        };
        release::describe(&name, &marks, from..end, &mut guess);
        guess.release_group = release::group(&name, &marks, end, is_release).or(lead.release_group);
        Self {
            is_year_bracketed: year.is_some_and(|year| year.bracketed),
            is_release,
            is_extra: extra_at.is_some()
                || extras::is_sample_prefix(&name)
                || year.is_some_and(|year| extras::is_marked(&name, year.at + 1)),
            standing: standing(&name, &words, year),
            guess,
        }
    }
}

fn standing(name: &Name, words: &[&str], year: Option<Year>) -> Standing {
    if is_empty_title(words) && !year.is_some_and(|year| year.bracketed) {
        Standing::Nameless
    } else if is_shelf(words) && !has_own_title(words, year) || has_year_range(name) {
        Standing::Shelf
    } else {
        Standing::Work
    }
}

/// "A (1998)" and "M (1931)" are films, "A" is a shelf; "Film (1965)" is a film, "Films (2010)" a shelf.
fn has_own_title(words: &[&str], year: Option<Year>) -> bool {
    let [word] = words else { return false };
    year.is_some_and(|year| word.chars().count() == 1 || year.bracketed && !word.ends_with('s'))
}

/// First word from which on the name describes the release: a strong mark, or a bracket that holds nothing but remarks.
pub(crate) fn strong_tail(name: &Name, marks: &[Option<Mark>], labels: &[usize], first: usize) -> usize {
    let strong = |at: usize| marks[at].is_some_and(|mark| mark.strength == Strength::Strong);
    let by_word = (first..name.len()).find(|at| strong(*at)).map(|at| match name.tokens[at].group {
        Some(group) if name.groups[group].first >= first => name.groups[group].first,
        _ => at,
    });
    let is_remark = |at: usize| {
        marks[at].is_some()
            || is_digits(name.word(at))
            || edition::at(name, at).is_some()
            || is_special_word(name.word(at))
    };
    let by_group = name.groups.iter().enumerate().find_map(|(index, group)| {
        let holds_remarks = group.first > first && group.first < group.last && (group.first..group.last).all(is_remark);
        let is_label = labels.contains(&index) && group.first >= first;
        (holds_remarks || is_label).then_some(group.first)
    });
    by_word.unwrap_or(name.len()).min(by_group.unwrap_or(name.len()))
}

fn title_span(name: &Name, year: Option<Year>, first: usize, tail: usize) -> (usize, usize) {
    let Some(year) = year else { return (first, tail.max(first)) };
    let start = name.tokens[year.at].group.map_or(year.at, |group| name.groups[group].first.max(first));
    if start > first {
        return (first, start.min(tail));
    }
    // The year stands in front: the title follows it.
    let behind = name.tokens[year.at].group.map_or(year.at + 1, |group| name.groups[group].last);
    let strong = (behind..name.len()).find(|at| *at >= tail && tail >= behind).unwrap_or(name.len());
    (behind, strong.max(behind))
}

/// Moves the end of the title before editions, and before weak marks when a strong one follows.
pub(crate) fn walk_back(name: &Name, marks: &[Option<Mark>], from: usize, end: usize, over_weak: bool) -> usize {
    let mut end = end;
    loop {
        if let Some(start) = edition::before(name, from, end) {
            end = start;
            continue;
        }
        let is_weak = end > from + 1 && marks[end - 1].is_some_and(|mark| mark.strength == Strength::Weak);
        let leaves_article =
            end == from + 2 && matches!(name.word(from), "the" | "a" | "an" | "der" | "die" | "das" | "le" | "la");
        if !(over_weak && is_weak && !leaves_article) {
            return end;
        }
        end -= 1;
    }
}

/// `Film.2014.2014`.
fn without_second_year(name: &Name, from: usize, end: usize, year: Option<Year>) -> usize {
    let is_twice = end > from + 1
        && year.is_some_and(|year| year.at >= end && year::parse(name.word(end - 1)) == Some(year.value));
    if is_twice { end - 1 } else { end }
}

/// `Le Samouraï AKA The Samurai`: the first name is the film's.
fn cut_alias(name: &Name, from: usize, end: usize) -> usize {
    (from + 1..end.saturating_sub(1)).find(|at| name.word(*at) == "aka").unwrap_or(end)
}

/// `(1977-2019)`: the years of a series of films.
fn has_year_range(name: &Name) -> bool {
    (1..name.len()).any(|at| {
        year::parse(name.word(at)).is_some()
            && year::parse(name.word(at - 1)).is_some()
            && name.glue(at).contains(['-', '–'])
            && name.tokens[at].group.is_some()
    })
}

/// An extra belongs to the film whose folder it lies in; without a folder, to the film that its name begins with.
fn owner_of_extra(file: Film, own: Option<Film>) -> Guess {
    let own_title = (!file.guess.title.is_empty()).then(|| file.guess.title.clone());
    match own {
        Some(own) if own.standing == Standing::Work => {
            Guess { extra_title: own_title, resolution: file.guess.resolution, ..own.guess }
        }
        _ => file.guess,
    }
}

fn choose(file: Film, own: Option<Film>) -> Guess {
    let Some(own) = own.filter(|own| !own.guess.title.is_empty()) else { return file.guess };
    let (file_key, own_key) = (match_key(&file.guess.title), match_key(&own.guess.title));
    if file.standing == Standing::Nameless || file_key.is_empty() {
        // A shelf's name is still a better title than none, unless the file has at least some word.
        return if own.standing == Standing::Shelf && !file_key.is_empty() {
            file.guess
        } else {
            merge(own.guess, file.guess)
        };
    }
    if own.standing == Standing::Shelf {
        return file.guess;
    }
    let takes_folder = match (file.guess.year, own.guess.year) {
        _ if file_key == own_key => return same_title(file, own),
        (Some(_), None) => false,
        (Some(in_file), Some(in_folder)) => {
            in_file == in_folder && own.is_year_bracketed || own_key == format!("{file_key}{in_file}")
        }
        (None, Some(_)) => true,
        (None, None) if is_initials(&file_key, &own.guess.title) => true,
        (None, None) => {
            own.is_release && (!file.is_release || is_scene_short(&file.guess.title) || file_key.contains(&own_key))
        }
    };
    if !takes_folder {
        return file.guess;
    }
    let label = version_label(&file.guess.title, &own.guess.title);
    let mut guess = merge(own.guess, file.guess);
    match label {
        Some(Version::Part(number)) => guess.part = Some(number),
        Some(Version::Edition(label)) => guess.edition = guess.edition.or(Some(label)),
        None => {}
    }
    guess
}

fn same_title(file: Film, own: Film) -> Guess {
    let years_agree = match (file.guess.year, own.guess.year) {
        (Some(in_file), Some(in_folder)) => in_file.abs_diff(in_folder) <= 1 || !file.is_year_bracketed,
        _ => true,
    };
    if !years_agree {
        return file.guess;
    }
    let is_folder_nicer =
        own.guess.title.chars().any(char::is_uppercase) || !file.guess.title.chars().any(char::is_uppercase);
    if is_folder_nicer {
        merge(own.guess, file.guess)
    } else {
        merge(Guess { year: own.guess.year.or(file.guess.year), ..file.guess }, own.guess)
    }
}

/// Title and year of one, everything about the encode from the other first.
fn merge(work: Guess, encode: Guess) -> Guess {
    Guess {
        title: work.title,
        year: work.year.or(encode.year),
        edition: encode.edition.or(work.edition),
        part: encode.part.or(work.part),
        release_group: encode.release_group.or(work.release_group),
        resolution: encode.resolution.or(work.resolution),
        source: encode.source.or(work.source),
        language: encode.language.or(work.language),
        ids: encode.ids.or(work.ids),
        ..Guess::default()
    }
}

enum Version {
    Part(u32),
    Edition(String),
}

/// `Film (2010)/Film - Label.mkv`: what the file adds to its folder's title names the version.
fn version_label(file_title: &str, own_title: &str) -> Option<Version> {
    let rest = file_title
        .get(..own_title.len())
        .filter(|start| match_key(start) == match_key(own_title))
        .map(|_| &file_title[own_title.len()..])?;
    let name = Name::new(rest);
    if let Some(piece) = part::at(&name, 0).filter(|piece| piece.words == name.len()) {
        return Some(Version::Part(piece.number));
    }
    let label = rest.trim_start().strip_prefix(['-', '–'])?.trim();
    (!label.is_empty() && !is_digits(label)).then(|| Version::Edition(label.to_owned()))
}

/// `tgbh` in the folder of The Grand Budapest Hotel.
fn is_initials(key: &str, title: &str) -> bool {
    let initials: String = title.split_whitespace().filter_map(|word| word.chars().next()).collect();
    key.len() >= 3 && match_key(&initials) == key
}

/// `grp-inception`: lower case with a hyphen, as groups name files inside their folders.
fn is_scene_short(title: &str) -> bool {
    title.contains('-') && !title.contains(' ') && !title.chars().any(char::is_uppercase)
}
