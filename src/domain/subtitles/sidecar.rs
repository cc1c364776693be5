//! What the name of a subtitle file beside a video says: `Film.en.forced.srt`, `Film.pt-BR.sdh.ass`.

use super::{Format, language};

/// A subtitle file that belongs to a video.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sidecar {
    /// BCP 47.
    pub language: Option<String>,
    pub forced: bool,
    pub hearing_impaired: bool,
    /// What else the name says ("Commentary").
    pub title: Option<String>,
    /// By extension; the content decides again when it is read.
    pub format: Format,
}

/// Reads the name of a subtitle file against the stem of a video in the same folder; `None` when it belongs to another.
/// An empty stem accepts every name: a `Subs` folder holds files called `2_English.srt`.
pub fn sidecar(video_stem: &str, subtitle_file_name: &str) -> Option<Sidecar> {
    let (stem, extension) = subtitle_file_name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    let format = match extension.to_ascii_lowercase().as_str() {
        "srt" => Format::Srt,
        "vtt" | "webvtt" => Format::WebVtt,
        "ass" | "ssa" => Format::Ass,
        "sub" => Format::MicroDvd,
        _ => return None,
    };
    let rest = stem.strip_prefix(video_stem).or_else(|| strip_prefix_caseless(stem, video_stem))?;
    if !video_stem.is_empty() && rest.chars().next().is_some_and(|next| !is_divider(next) && next != '-') {
        return None;
    }
    let mut sidecar = Sidecar { language: None, forced: false, hearing_impaired: false, title: None, format };
    sidecar.read(rest);
    Some(sidecar)
}

impl Sidecar {
    fn read(&mut self, rest: &str) {
        let words: Vec<&str> =
            rest.split(is_divider).map(|word| word.trim_matches('-')).filter(|word| !word.is_empty()).collect();
        let mut title: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let word = words[at];
            at += 1;
            match word.to_lowercase().as_str() {
                "forced" | "foreign" => self.forced = true,
                "sdh" | "cc" | "hearingimpaired" => self.hearing_impaired = true,
                // Hindi, unless the language is already known.
                "hi" if self.language.is_some() || later_language(&words[at..]) => self.hearing_impaired = true,
                "hearing" if words.get(at).is_some_and(|next| next.eq_ignore_ascii_case("impaired")) => {
                    self.hearing_impaired = true;
                    at += 1;
                }
                "default" | "full" | "sub" | "subs" | "subtitle" | "subtitles" | "track" => {}
                number if number.bytes().all(|b| b.is_ascii_digit()) => {}
                _ => match language::tag(word).filter(|_| self.language.is_none()) {
                    Some(tag) => {
                        let region = words.get(at).filter(|next| is_region(next) && !tag.contains('-'));
                        at += usize::from(region.is_some());
                        self.language = Some(region.map_or(tag.clone(), |region| format!("{tag}-{region}")));
                    }
                    None => title.push(word),
                },
            }
        }
        self.title = (!title.is_empty()).then(|| title.join(" "));
    }
}

/// `pt_BR`: an underscore divides words but also tags.
fn is_region(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()) && !matches!(word, "CC" | "HI")
}

fn later_language(words: &[&str]) -> bool {
    words.iter().any(|word| !word.eq_ignore_ascii_case("hi") && language::tag(word).is_some())
}

/// File systems without case hand out names as they were typed.
fn strip_prefix_caseless<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    let head = name.get(..prefix.len())?;
    (head.to_lowercase() == prefix.to_lowercase()).then(|| &name[prefix.len()..])
}

fn is_divider(c: char) -> bool {
    matches!(c, '.' | '_' | ' ' | '(' | ')' | '[' | ']' | ',' | '+' | '–')
}
