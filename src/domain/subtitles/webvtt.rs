//! WebVTT files. Styles, regions and notes are left out; settings are kept as far as they are safe (`render`).

use super::{Cue, markup, time};

pub(super) fn parse(text: &str) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut lines = text.lines().map(|line| line.trim_end_matches([' ', '\t', '\r'])).peekable();
    while let Some(line) = lines.next() {
        let Some((start_ms, end_ms, settings)) = time::parse_line(line) else {
            let is_block = line == "STYLE" || line == "REGION" || line == "NOTE" || line.starts_with("NOTE ");
            if is_block {
                while lines.peek().is_some_and(|line| !line.is_empty()) {
                    lines.next();
                }
            }
            continue;
        };
        let mut body: Vec<&str> = Vec::new();
        // A line of times without an empty line before it begins the next cue all the same.
        while let Some(line) = lines.next_if(|line| !line.is_empty() && time::parse_line(line).is_none()) {
            body.push(line);
        }
        let (text, alignment) = markup::from_tagged(&body.join("\n"));
        let settings =
            if settings.is_empty() { alignment.map(markup::settings).unwrap_or_default() } else { settings.to_owned() };
        cues.push(Cue { start_ms, end_ms: time::repaired_end(start_ms, end_ms), text, settings });
    }
    cues
}
