//! Which characters the bytes of a subtitle file mean.
//!
//! Order of evidence: byte order mark, zero bytes of UTF-16, valid UTF-8, then the statistics of `chardetng` (the
//! detector that browsers use), helped by the language when the file name says it. Rejected: believing extensions or
//! asking the person; both are wrong more often than the statistics.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text of a subtitle file, without byte order mark and zero bytes.
pub fn decode(bytes: &[u8], language: Option<&str>) -> String {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| detect(bytes, language), |(encoding, _)| encoding);
    let (text, _, _) = encoding.decode(bytes);
    match text {
        Cow::Borrowed(text) if !text.contains('\0') => text.to_owned(),
        text => text.chars().filter(|c| *c != '\0').collect(),
    }
}

fn detect(bytes: &[u8], language: Option<&str>) -> &'static Encoding {
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return encoding;
    }
    if is_mostly_utf_8(bytes) {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(language.and_then(country), chardetng::Utf8Detection::Deny)
}

/// Times and line ends are ASCII in every script, so every second byte of them is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |phase: usize| sample.iter().skip(phase).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let least = sample.len() / 10;
    if odd > least && odd > 4 * even {
        Some(UTF_16LE)
    } else if even > least && even > 4 * odd {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// One damaged character in a UTF-8 file must not turn all others into noise.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * 8 <= good
}

/// The detector's hint is the top-level domain of a page; a language stands for its country's.
fn country(language: &str) -> Option<&'static [u8]> {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    Some(match primary {
        "ar" | "fa" | "ur" => b"eg",
        "be" => b"by",
        "bg" => b"bg",
        "cs" => b"cz",
        "sk" => b"sk",
        "pl" => b"pl",
        "hu" => b"hu",
        "hr" | "bs" => b"hr",
        "sl" => b"si",
        "ro" => b"ro",
        "el" => b"gr",
        "he" => b"il",
        "ja" => b"jp",
        "ko" => b"kr",
        "zh" if language.contains("TW") || language.contains("Hant") => b"tw",
        "zh" => b"cn",
        "ru" => b"ru",
        "uk" => b"ua",
        "sr" | "mk" => b"rs",
        "tr" => b"tr",
        "th" => b"th",
        "vi" => b"vn",
        "lt" => b"lt",
        "lv" => b"lv",
        "et" => b"ee",
        "de" | "nl" | "sv" | "da" | "no" | "nb" | "fi" | "fr" | "es" | "pt" | "it" | "en" => b"de",
        _ => return None,
    })
}
