//! Films: the file's name and its folder's name are read alike, then one of them is believed.
//!
//! A folder with a year (`Inception (2010)`) is its film's own folder and beats a file called `abc-xyz.mkv`; a shelf
//! ("Movies", "Star Wars Collection") never does. Rejected: asking which of the two names is longer.

use super::ancestors::is_structure;
use super::film::{Film, Standing};
use super::guess::Guess;
use super::path::Path;
use super::release::{self, is_digits};
use super::token::Name;
use super::{extras, part};
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
