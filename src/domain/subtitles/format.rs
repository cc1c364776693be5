//! Which format a subtitle text is in.

use super::microdvd;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Srt,
    WebVtt,
    Ass,
    MicroDvd,
}

impl Format {
    /// By content: extensions are swapped too often.
    pub fn sniff(text: &str) -> Self {
        let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let head: Vec<&str> = text.lines().take(200).collect();
        if text.starts_with("WEBVTT") {
            Self::WebVtt
        } else if head.iter().any(|line| {
            line.starts_with("[Script Info]") || line.starts_with("Dialogue:") || line.starts_with("[Events]")
        }) {
            Self::Ass
        } else if head.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| microdvd::frames(line).is_some())
        {
            Self::MicroDvd
        } else {
            Self::Srt
        }
    }
}
