//! MicroDVD: `{25}{50}first line|second line`, times counted in frames.
//!
//! The rate stands in the first cue (`{1}{1}23.976`) or nowhere; then it is that of film on video.

use super::{Cue, markup};

const FILM_RATE: f64 = 24_000.0 / 1001.0;

pub(super) fn parse(text: &str) -> Vec<Cue> {
    let mut rate = FILM_RATE;
    let mut cues = Vec::new();
    for line in text.lines() {
        let Some((first, last, body)) = frames(line) else { continue };
        if cues.is_empty()
            && first <= 1
            && let Ok(given) = body.trim().replace(',', ".").parse::<f64>()
            && (5.0..=240.0).contains(&given)
        {
            rate = given;
            continue;
        }
        let at = |frame: u32| (f64::from(frame) * 1000.0 / rate).round() as i64;
        let (text, alignment) = markup::from_tagged(&body.replace('|', "\n"));
        let settings = alignment.map(markup::settings).unwrap_or_default();
        let end_ms = super::time::repaired_end(at(first), at(last));
        cues.push(Cue { start_ms: at(first), end_ms, text, settings });
    }
    cues
}

/// Start, end and text of a line.
pub(super) fn frames(line: &str) -> Option<(u32, u32, &str)> {
    let (first, rest) = line.trim_start().strip_prefix('{')?.split_once('}')?;
    let (last, body) = rest.strip_prefix('{')?.split_once('}')?;
    let first = first.trim().parse().ok()?;
    // `{100}{}`: no end.
    Some((first, if last.trim().is_empty() { first } else { last.trim().parse().ok()? }, body))
}
