//! Marks the words of a name that describe an encode: resolution, source, codec, language, group, ids.
//!
//! Afterwards a name has two halves: the title, and a tail that begins at the year or at the first strong mark.

use std::ops::Range;
use std::sync::LazyLock;

use super::guess::Guess;
use super::language_table::NAMES;
use super::phrases::Phrases;
use super::release_table::{RELEASE, Strength, Tag};
use super::token::Name;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub tag: Tag,
    pub strength: Strength,
}

static PHRASES: LazyLock<Phrases<Mark>> = LazyLock::new(|| {
    let release = RELEASE.iter().map(|&(phrase, tag, strength)| (phrase, Mark { tag, strength }));
    let languages =
        NAMES.iter().map(|&(word, language)| (word, Mark { tag: Tag::Language(language), strength: Strength::Weak }));
    Phrases::new(release.chain(languages))
});

/// One mark per word, `None` for words that may belong to a title.
pub(crate) fn mark(name: &Name) -> Vec<Option<Mark>> {
    let mut marks = vec![None; name.len()];
    let mut at = 0;
    while at < name.len() {
        let found =
            PHRASES.find(name, at).map(|(length, mark)| (length, soften(name, at, mark))).or_else(|| pattern(name, at));
        match found {
            None => at += 1,
            Some((length, mark)) => {
                for slot in marks.iter_mut().skip(at).take(length) {
                    *slot = Some(mark);
                }
                at += length;
            }
        }
    }
    for group in &name.groups {
        if group.last == group.first + 1 && is_checksum(name.word(group.first)) {
            marks[group.first] = Some(NOISE);
        }
    }
    marks
}

/// Where the release words begin; in an episode's name no group stands before them.
pub(crate) fn first_strong(marks: &[Option<Mark>], from: usize) -> usize {
    let strong = |mark: &Option<Mark>| mark.is_some_and(|mark| mark.strength == Strength::Strong);
    marks.iter().skip(from).position(strong).map_or(marks.len(), |at| at + from)
}

/// Fills in what the marks outside the title say; the first of each kind wins.
pub(crate) fn describe(name: &Name, marks: &[Option<Mark>], title: Range<usize>, guess: &mut Guess) {
    let mut has_explicit_lines = false;
    for (at, mark) in marks.iter().enumerate().filter(|(at, _)| !title.contains(at)) {
        match mark.map(|mark| mark.tag) {
            Some(Tag::Resolution(value)) => {
                // "UHD" and "4K" also name the disc that a 1080p encode was made from.
                let is_explicit = name.word(at).starts_with(|c: char| c.is_ascii_digit()) && name.word(at).len() > 2;
                if guess.resolution.is_none() || is_explicit && !has_explicit_lines {
                    guess.resolution = Some(value.to_owned());
                }
                has_explicit_lines |= is_explicit;
            }
            Some(Tag::Source(value)) => set_source(guess, value, name.word(at)),
            Some(Tag::Language(value)) => set_language(guess, value),
            _ => {}
        }
    }
}

fn set_source(guess: &mut Guess, value: &str, word: &str) {
    let is_vague = |source: &str| matches!(source, "TS" | "TC" | "DVD" | "CAM" | "VOD" | "PPV");
    match guess.source.as_deref() {
        None => guess.source = Some(value.to_owned()),
        // "DVD.Remux" stays a DVD; "BD" next to "BDRip" adds nothing.
        Some(known) if is_vague(known) && word != "remux" && !is_vague(value) => guess.source = Some(value.to_owned()),
        Some(_) => {}
    }
}

fn set_language(guess: &mut Guess, value: &str) {
    match guess.language.as_deref() {
        None => guess.language = Some(value.to_owned()),
        // "German.DL": the named language says more than "several".
        Some("mul") => {
            if value != "mul" {
                guess.language = Some(value.to_owned());
            }
        }
        Some(known) if value != "mul" && known != value && !known.starts_with(value) => {
            guess.language = Some("mul".to_owned());
        }
        Some(_) => {}
    }
}

/// Who made the release: behind the last hyphen, else the last word of the remarks, else a bracket at the end.
pub(crate) fn group(name: &Name, marks: &[Option<Mark>], title_end: usize, is_release: bool) -> Option<String> {
    if !is_release {
        return None;
    }
    let free_end = name
        .groups
        .last()
        .filter(|group| group.last == name.len() && group.open == '[')
        .map_or(name.len(), |g| g.first);
    for end in [name.len(), free_end] {
        let Some(last) = end.checked_sub(1).filter(|last| *last > title_end) else { continue };
        let is_hyphen = |at: &usize| name.glue(*at).trim_matches([')', ']', '}']) == "-";
        let start = (last.saturating_sub(2).max(title_end + 1)..=last).find(is_hyphen);
        let is_name = |at: usize| marks[at].is_none_or(|mark| mark.tag == Tag::Group);
        if let Some(start) = start
            .filter(|start| (*start..=last).all(is_name) && (*start..=last).all(|at| name.tokens[at].group.is_none()))
        {
            return Some(name.text[name.tokens[start].start..name.tokens[last].end].to_owned());
        }
    }
    let known = (title_end + 1..name.len()).find(|at| marks[*at].is_some_and(|mark| mark.tag == Tag::Group));
    if let Some(at) = known {
        let end = (at..name.len())
            .take_while(|at| marks[*at].is_some_and(|mark| mark.tag == Tag::Group))
            .last()
            .unwrap_or(at);
        return Some(name.text[name.tokens[at].start..name.tokens[end].end].to_owned());
    }
    let group = name.groups.iter().rev().find(|group| group.first > title_end && group.last > group.first)?;
    let last = group.last - 1;
    if group.open == '(' && marks[last].is_none() && marks[group.first].is_some() {
        return Some(name.raw(last).to_owned());
    }
    let is_label =
        (group.first..group.last).any(|at| is_digits(name.word(at)) || marks[at].is_some_and(|m| m.tag == Tag::Id));
    let is_site = group.open == '['
        && !is_label
        && (group.first..group.last).any(|at| marks[at].is_none())
        && group.last == name.len();
    is_site.then(|| name.text[name.tokens[group.first].start..name.tokens[last].end].to_owned())
}

const NOISE: Mark = Mark { tag: Tag::Noise, strength: Strength::Strong };
const WEAK_NOISE: Mark = Mark { tag: Tag::Noise, strength: Strength::Weak };

/// Three-letter language codes are also words ("Cat", "Per", "Dan"): a release writes them in capitals.
fn soften(name: &Name, at: usize, mark: Mark) -> Mark {
    let raw = name.raw(at);
    let is_code = matches!(mark.tag, Tag::Language(_)) && raw.len() <= 3;
    let is_loud = raw.chars().any(char::is_uppercase) && !raw.chars().skip(1).any(char::is_lowercase);
    if is_code && !is_loud { Mark { strength: Strength::Tail, ..mark } } else { mark }
}

/// Words with numbers in them that no table can list.
fn pattern(name: &Name, at: usize) -> Option<(usize, Mark)> {
    let word = name.word(at);
    if let Some(resolution) = resolution(word) {
        return Some((1, Mark { tag: Tag::Resolution(resolution), strength: Strength::Strong }));
    }
    if let Some(length) = audio_with_channels(name, at) {
        return Some((length, NOISE));
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = word.split_at(digits);
    // `BD1080p`.
    if let Some(resolution) = word.strip_prefix("bd").and_then(resolution) {
        return Some((1, Mark { tag: Tag::Resolution(resolution), strength: Strength::Strong }));
    }
    if matches!(unit, "fps" | "mb" | "gb" | "mib" | "gib" | "kbps" | "mbps" | "khz") {
        return (digits > 0 || at > 0).then_some((1, NOISE));
    }
    let is_amount = !number.is_empty() && unit.is_empty() && number.len() <= 4;
    if is_amount && matches!(name.word(at + 1), "fps" | "mb" | "gb" | "mib" | "gib") {
        return Some((2, NOISE));
    }
    let next = name.word(at + 1);
    if is_amount && (next.ends_with("gb") || next.ends_with("fps")) && next.starts_with(|c: char| c.is_ascii_digit()) {
        return Some((2, NOISE));
    }
    let is_version =
        word.strip_prefix("tt").is_some_and(|id| (7..=9).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()));
    if is_version {
        return Some((1, Mark { tag: Tag::Id, strength: Strength::Strong }));
    }
    (word == "www" && name.glue(at + 1) == ".").then_some((3.min(name.len() - at), WEAK_NOISE))
}

fn resolution(word: &str) -> Option<&'static str> {
    let height = match word.split_once(['x', '×']) {
        Some((width, height)) if width.len() >= 3 && is_digits(width) => {
            // Cinema formats are cropped: the width says which class it is.
            match (width, height) {
                ("3840" | "4096", _) => "2160",
                ("1920", _) => "1080",
                ("1280", _) => "720",
                (_, height) if is_digits(height) => height,
                _ => return None,
            }
        }
        _ => {
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let (height, scan) = word.split_at(digits);
            let rate = scan.strip_prefix(['p', 'i'])?;
            if rate.is_empty() && scan == "i" && height == "1080" {
                return Some("1080i");
            }
            if !(rate.is_empty() || is_digits(rate) && rate.len() <= 3 || rate == "hd" || rate == "x") {
                return None;
            }
            height
        }
    };
    Some(match height {
        "4320" => "4320p",
        "2160" => "2160p",
        "1440" => "1440p",
        "1080" => "1080p",
        "1072" | "900" => "900p",
        "720" => "720p",
        "576" => "576p",
        "540" => "540p",
        "480" => "480p",
        "404" | "400" | "396" | "368" | "360" => "360p",
        "240" => "240p",
        _ => return None,
    })
}

/// `DDP5.1`, `AAC2.0`, `DTS-HD.MA.5.1`: the digit sticks to the codec, the rest follows behind a dot.
fn audio_with_channels(name: &Name, at: usize) -> Option<usize> {
    let word = name.word(at);
    let codec = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let known = matches!(
        codec,
        "dd" | "ddp"
            | "dd+"
            | "ddpa"
            | "aac"
            | "ac"
            | "eac"
            | "dts"
            | "dtshd"
            | "truehd"
            | "flac"
            | "opus"
            | "lpcm"
            | "pcm"
            | "ma"
            | "hra"
            | "atmos"
            | "mp"
            | "ddex"
    );
    if !known || codec.len() == word.len() || word.len() - codec.len() > 2 || word == "ac1" || word == "mp1" {
        return None;
    }
    let has_fraction = matches!(name.word(at + 1), "0" | "1" | "2" | "1ch") && name.glue(at + 1) == ".";
    Some(if has_fraction { 2 } else { 1 })
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// CRC-32 of the file, as anime groups write it.
pub(crate) fn is_checksum(word: &str) -> bool {
    word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit())
}
