//! SubRip, as it is found rather than as it is defined: numbers, blank lines and commas may be missing.
//!
//! The times are the only sure thing, so everything between two lines of times is the first one's text.

use super::{Cue, markup, time};

impl Cue {
    /// A cue from text with SubRip's tags, as files and demuxers give it.
    pub fn from_srt(start_ms: i64, end_ms: i64, text: &str) -> Self {
        let (text, alignment) = markup::from_tagged(text);
        let settings = alignment.map(markup::settings).unwrap_or_default();
        Self { start_ms, end_ms: time::repaired_end(start_ms, end_ms), text, settings }
    }
}

pub(super) fn parse(text: &str) -> Vec<Cue> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let times: Vec<(usize, (i64, i64, &str))> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, time::parse_line(line)?))).collect();
    let is_numbered = times.first().is_some_and(|(at, _)| *at > 0 && is_number(lines[at - 1]));
    let mut cues = Vec::with_capacity(times.len());
    for (index, (at, (start_ms, end_ms, _))) in times.iter().enumerate() {
        let next = times.get(index + 1).map(|(at, _)| *at);
        let body = &lines[at + 1..next.unwrap_or(lines.len())];
        let body = if is_numbered && next.is_some() { without_number(body) } else { body };
        cues.push(Cue::from_srt(*start_ms, *end_ms, &body.join("\n")));
    }
    cues
}

/// Drops the number of the following cue from the end of a text.
fn without_number<'l>(body: &'l [&'l str]) -> &'l [&'l str] {
    let last = body.iter().rposition(|line| !line.trim().is_empty());
    match last.filter(|last| is_number(body[*last])) {
        Some(last) => &body[..last],
        None => body,
    }
}

fn is_number(line: &str) -> bool {
    let line = line.trim().trim_start_matches('\u{feff}');
    !line.is_empty() && line.len() <= 7 && line.bytes().all(|b| b.is_ascii_digit())
}
