//! Folding, sort titles and search text.
//!
//! Written by the scan into `items`, read by SQL that compares bytes (`COLLATE "C"`), so every rule about language is
//! applied here and the database needs no locale. Folding keeps scripts: Cyrillic and kana stay what they are.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Width of a number in a sort title; longer ones keep their digits.
const NUMBER_WIDTH: usize = 6;

/// Leading articles by language. "Die Hard", "Der" as English or "La La Land" cannot be told from the words alone, so the
/// list holds what is an article in most titles, and `NOT_ARTICLES` the famous exceptions.
const ARTICLES: [&str; 30] = [
    "the", "a", "an", "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "el", "los", "las", "una",
    "il", "lo", "gli", "uno", "o", "os", "um", "uma", "de", "het", "een", "den", "det",
];

const NOT_ARTICLES: [&str; 12] = [
    "die hard",
    "die another",
    "die my",
    "la la",
    "la confidential",
    "o brother",
    "las vegas",
    "los angeles",
    "le mans",
    "lo and",
    "den of",
    "de niro",
];

/// Compatibility forms opened, marks stripped, case folded; punctuation and spaces stay.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd() {
        // Voiced kana are letters of their own: か and が are not the same sound.
        if is_combining_mark(c) && !matches!(c, '\u{3099}' | '\u{309a}') && !is_indic_sign(c) {
            continue;
        }
        for lower in c.to_lowercase() {
            match lower {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                'þ' => out.push_str("th"),
                'ħ' => out.push('h'),
                'ı' => out.push('i'),
                'ς' => out.push('σ'),
                '’' | '‘' | 'ʼ' => out.push('\''),
                lower
                    if is_combining_mark(lower)
                        && !matches!(lower, '\u{3099}' | '\u{309a}')
                        && !is_indic_sign(lower) => {}
                lower => out.push(lower),
            }
        }
    }
    out.nfc().collect()
}

/// Letters and digits only: equal for names that differ in case, marks, spaces, punctuation or `&`.
pub fn match_key(text: &str) -> String {
    let key: String = fold(&text.replace('&', " and ")).chars().filter(|c| is_word_char(*c)).collect();
    if !key.is_empty() {
        return key;
    }
    // A title of signs alone ("…", "!!!") is its own key.
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '/').collect()
}

/// For `ORDER BY … COLLATE "C"`: folded words, no leading article, numbers padded to natural order.
pub fn sort_title(title: &str) -> String {
    let words = words(without_elision(title));
    let words = without_article(title, &words);
    let padded: Vec<String> = words.iter().map(|word| pad_numbers(word)).collect();
    let key = padded.join(" ");
    if key.is_empty() { title.trim().to_owned() } else { key }
}

/// Folded words of the title, with the other spellings of umlauts and ligatures appended: what the search box looks in.
pub fn search_text(title: &str) -> String {
    let folded = words(title);
    let spelled = words(&spell_out(title));
    let mut out = folded.join(" ");
    let joined = folded.concat();
    let contracted: Vec<String> = folded.iter().map(|word| contract(word)).collect();
    let mut extra: Vec<&String> = spelled.iter().chain(&contracted).filter(|word| !folded.contains(word)).collect();
    extra.dedup();
    for word in extra {
        out.push(' ');
        out.push_str(word);
    }
    // "Spider-Man" is also looked for as "spiderman", "S.W.A.T." as "swat".
    if folded.len() > 1 && folded.len() <= 8 && has_joined_punctuation(title) {
        out.push(' ');
        out.push_str(&joined);
    }
    out
}

/// Folds what a person typed, for comparison with `search_text`.
pub fn search_query(query: &str) -> String {
    words(query).join(" ")
}

/// Entry of the letters bar: an upper-case letter of the sort title, `#` for digits and signs.
pub fn first_letter(sort_title: &str) -> char {
    let Some(first) = sort_title.chars().next() else { return '#' };
    if !first.is_alphabetic() {
        return '#';
    }
    let mut upper = first.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(letter), None) => letter,
        _ => first,
    }
}

/// Folded words; apostrophes join, every other sign separates.
fn words(text: &str) -> Vec<String> {
    let folded = fold(&text.replace('&', " and "));
    let joined: String = folded.chars().filter(|c| !matches!(c, '\'' | '`' | '\u{200b}'..='\u{200f}')).collect();
    let words: Vec<&str> = joined.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty()).collect();
    words.into_iter().map(str::to_owned).collect()
}

/// `L'Avventura` sorts under A.
fn without_elision(title: &str) -> &str {
    let rest = title.trim_start().strip_prefix(['L', 'l']).and_then(|rest| rest.strip_prefix(['\'', '’']));
    rest.filter(|rest| rest.starts_with(is_word_char)).unwrap_or(title)
}

fn without_article<'w>(title: &str, words: &'w [String]) -> &'w [String] {
    let (Some(first), Some(second)) = (words.first(), words.get(1)) else { return words };
    if NOT_ARTICLES.contains(&format!("{first} {second}").as_str()) {
        return words;
    }
    // `A.I.` and `A-Team` are no articles: an article is followed by a space.
    let is_apart = title.trim_start().chars().find(|c| !is_word_char(*c)).is_some_and(char::is_whitespace);
    if is_apart && ARTICLES.contains(&first.as_str()) { &words[1..] } else { words }
}

fn pad_numbers(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + NUMBER_WIDTH);
    let mut digits = String::new();
    for c in word.chars().chain(std::iter::once(' ')) {
        if let Some(digit) = c.to_digit(10) {
            digits.push(char::from_digit(digit, 10).unwrap_or('0'));
            continue;
        }
        if !digits.is_empty() {
            let significant = digits.trim_start_matches('0');
            out.extend(std::iter::repeat_n('0', NUMBER_WIDTH.saturating_sub(significant.len())));
            out.push_str(significant);
            digits.clear();
        }
        if c != ' ' {
            out.push(c);
        }
    }
    out
}

/// German and Nordic spelling without umlauts: ü is ue, å is aa.
fn spell_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            other => out.push(other),
        }
    }
    out
}

/// The other way round: a title that was written "Gruen" is found by "grün" and "grun".
fn contract(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

fn has_joined_punctuation(title: &str) -> bool {
    let chars: Vec<char> = title.chars().collect();
    chars.windows(3).any(|w| {
        is_word_char(w[0]) && !is_word_char(w[1]) && !w[1].is_whitespace() && w[1] != '\'' && is_word_char(w[2])
    })
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_indic_sign(c) || matches!(c, '\u{3099}' | '\u{309a}')
}

/// Vowel signs of Brahmic scripts and Thai carry the vowel; stripping them would make other words.
fn is_indic_sign(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0dff}' | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}') && is_combining_mark(c)
}
