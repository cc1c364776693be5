//! Cuts a title out of a name: separators back to spaces, without losing the dots of S.W.A.T. or the hyphen of WALL-E.
//!
//! Whether a dot is a space or a dot depends on the piece itself: a piece with spaces in it keeps its dots.

use super::token::{Name, is_separator};

/// Abbreviations that are written with a dot; in `Mr.Robot` the dot was eaten as separator.
const ABBREVIATIONS: [&str; 9] = ["mr", "mrs", "ms", "dr", "st", "vs", "vol", "jr", "sr"];

/// The text between word `from` and word `to` (exclusive) as a person would write it.
pub(crate) fn render(name: &Name, from: usize, to: usize) -> String {
    if from >= to || from >= name.len() {
        return String::new();
    }
    let start = name.outer_start(from);
    let end = name.outer_start(to).max(start);
    if let Some(group) = name.tokens[from].group.map(|group| &name.groups[group])
        && (group.end > end || group.last == to && group.open == '[' && group.start > 0)
    {
        // Only words inside one bracket, as in `[Group][Title][01]`: leave the bracket itself behind.
        let end = name.tokens[to.min(name.len()) - 1].end;
        return tidy(&name.text[name.tokens[from].start..end]);
    }
    tidy(&name.text[start..end])
}

/// A piece of a name as a title.
pub(crate) fn tidy(piece: &str) -> String {
    let spaced = piece.trim().contains(char::is_whitespace);
    let text = if spaced { spaced_words(piece) } else { joined_words(piece) };
    balance(&collapse(&text))
}

fn spaced_words(piece: &str) -> String {
    // `Mission_ Impossible`: the underscore stands for a character that file systems refuse.
    let text: String = piece.chars().map(|c| if c == '_' || c.is_control() { ' ' } else { c }).collect();
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ',' | ';'));
    // A dot with air behind it is punctuation (`Inc. (2001)`); with none, it separated the word that was cut off.
    if piece.ends_with('.') { text.trim_end_matches('.').to_owned() } else { text.to_owned() }
}

fn joined_words(piece: &str) -> String {
    if piece.trim_end().len() < piece.len()
        && piece.trim().strip_suffix('.').is_some_and(|word| !word.contains(['.', '_']))
    {
        // `Adaptation. (2002)`: the dot is the title's own.
        return piece.trim().to_owned();
    }
    let trimmed = piece.trim_matches(|c: char| matches!(c, '.' | '_' | '-' | ',' | ' ' | '–' | '—'));
    let has_dots = trimmed.contains(['.', '_']);
    if !has_dots {
        return if is_hyphenated_phrase(trimmed) { trimmed.replace('-', " ") } else { trimmed.to_owned() };
    }
    let words: Vec<&str> = trimmed.split(['.', '_']).filter(|word| !word.is_empty()).collect();
    let mut text = String::with_capacity(trimmed.len() + 4);
    let mut at = 0;
    while at < words.len() {
        let letters = words[at..].iter().take_while(|word| is_initial(word)).count();
        if !text.is_empty() {
            text.push(' ');
        }
        if letters >= 2 && trimmed.contains('.') {
            for letter in &words[at..at + letters] {
                text.push_str(letter);
                text.push('.');
            }
            at += letters;
            continue;
        }
        text.push_str(words[at]);
        if ABBREVIATIONS.contains(&words[at].to_lowercase().as_str()) && trimmed.contains('.') && at + 1 < words.len() {
            text.push('.');
        } else if is_number(words[at]) && words.get(at + 1) == Some(&"0") {
            text.push_str(".0");
            at += 1;
        } else if is_number(words[at]) && words.get(at + 1) == Some(&"5") && words.len() == at + 2 {
            text.push_str(".5");
            at += 1;
        }
        at += 1;
    }
    text
}

/// `the-dark-knight` uses hyphens for spaces, `WALL-E` and `9-1-1` do not.
fn is_hyphenated_phrase(text: &str) -> bool {
    text.matches('-').count() >= 2 && text.split('-').any(|word| word.chars().count() > 1)
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())
}

/// One space between words, and no separators at the ends.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    let cut = out.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '|' | ','));
    cut.to_owned()
}

/// Drops a bracket whose partner was cut away.
fn balance(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        if out.matches(open).count() != out.matches(close).count() {
            out = out.replace([open, close], " ");
        }
    }
    let out = collapse(&out);
    if out.chars().all(is_separator) { String::new() } else { out }
}
