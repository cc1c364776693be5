//! Languages in subtitle names: codes between dots, English and own names, regions.

use crate::domain::naming::language_table::NAMES;

/// Two-letter codes: too short for release names, fine between the dots of a subtitle's name.
const CODES: &[&str] = &[
    "ar", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr",
    "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "kn", "ko", "lt", "lv", "mk",
    "ml", "mn", "mr", "ms", "nb", "ne", "nl", "nn", "no", "pa", "pl", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr",
    "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
];

/// Regional names that are no codes.
const REGIONAL: [(&str, &str); 12] = [
    ("pob", "pt-BR"),
    ("pb", "pt-BR"),
    ("chs", "zh-Hans"),
    ("sc", "zh-Hans"),
    ("zhs", "zh-Hans"),
    ("cht", "zh-Hant"),
    ("tc", "zh-Hant"),
    ("zht", "zh-Hant"),
    ("simplified", "zh-Hans"),
    ("traditional", "zh-Hant"),
    ("latin", "es-419"),
    ("canadian", "fr-CA"),
];

/// BCP 47 tag of one word of a subtitle's name: `en`, `eng`, `English`, `pt-BR`, `zh-Hans`, `es-419`.
pub fn tag(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    if let Some((_, tag)) = REGIONAL.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_owned());
    }
    let (primary, subtags) =
        lower.split_once('-').map_or((lower.as_str(), None), |(primary, rest)| (primary, Some(rest)));
    let primary = primary_tag(primary)?;
    let Some(subtags) = subtags else { return Some(primary) };
    let subtags: Option<Vec<String>> = subtags.split('-').map(subtag).collect();
    Some(format!("{}-{}", primary.split('-').next().unwrap_or(&primary), subtags?.join("-")))
}

fn primary_tag(word: &str) -> Option<String> {
    if CODES.contains(&word) {
        return Some(word.to_owned());
    }
    NAMES.iter().find(|(name, _)| *name == word).map(|(_, tag)| (*tag).to_owned())
}

/// A region (`BR`, `419`) or a script (`Hans`), in its customary case.
fn subtag(word: &str) -> Option<String> {
    let is_alphabetic = word.bytes().all(|b| b.is_ascii_alphabetic());
    match word.len() {
        2 if is_alphabetic => Some(word.to_uppercase()),
        3 if word.bytes().all(|b| b.is_ascii_digit()) => Some(word.to_owned()),
        4 if is_alphabetic => Some(word[..1].to_uppercase() + &word[1..]),
        _ => None,
    }
}
