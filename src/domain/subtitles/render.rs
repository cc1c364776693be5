//! Writes WebVTT for HLS.
//!
//! Times are absolute on the programme's timeline in every segment, so a player may fetch any of them first. Escaping
//! happens here and nowhere else, whoever made the cue: only `<i>`, `<b>`, `<u>` pass, balanced; `>` never does, so no
//! text can hold `-->`; settings pass one by one if they are known.

use std::fmt::Write;

use super::{Cue, markup, time};

/// The cues that are visible somewhere in a window; a cue that spans two windows is in both, as HLS demands.
pub fn segment(cues: &[Cue], start_ms: i64, end_ms: i64) -> Vec<Cue> {
    let begun = cues.partition_point(|cue| cue.start_ms < end_ms);
    cues[..begun].iter().filter(|cue| cue.end_ms > start_ms).cloned().collect()
}

/// A WebVTT file. `mpegts` is the 90 kHz time that local time zero stands for, when the file is an HLS segment.
pub fn to_webvtt(cues: &[Cue], mpegts: Option<u64>) -> String {
    let mut out = String::from("WEBVTT\n");
    if let Some(mpegts) = mpegts {
        let _ = writeln!(out, "X-TIMESTAMP-MAP=MPEGTS:{mpegts},LOCAL:00:00:00.000");
    }
    for cue in cues {
        // Once more at the end: a tag that is dropped may leave an empty line, and that would end the cue.
        let text = markup::tidy_lines(&escape(&markup::tidy_lines(&cue.text)));
        if text.is_empty() {
            continue;
        }
        let settings = settings(&cue.settings);
        let space = if settings.is_empty() { "" } else { " " };
        let _ =
            write!(out, "\n{} --> {}{space}{settings}\n{text}\n", time::format(cue.start_ms), time::format(cue.end_ms));
    }
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((name, is_closing, length)) = own_tag(rest) {
            if is_closing {
                close(&mut out, &mut open, name);
            } else if !open.contains(&name) {
                open.push(name);
                let _ = write!(out, "<{name}>");
            }
            rest = &rest[length..];
            continue;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // The other line ends of Unicode stay text; control characters do not.
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    while let Some(name) = open.pop() {
        let _ = write!(out, "</{name}>");
    }
    out
}

/// Closes a tag, and reopens those that were opened inside it: `<i>a<b>b</i>c` is legal in SubRip.
fn close(out: &mut String, open: &mut Vec<char>, name: char) {
    let Some(at) = open.iter().rposition(|tag| *tag == name) else { return };
    for tag in open[at..].iter().rev() {
        let _ = write!(out, "</{tag}>");
    }
    open.remove(at);
    for tag in &open[at..] {
        let _ = write!(out, "<{tag}>");
    }
}

/// `<i>` and its like: name, whether it closes, length.
fn own_tag(text: &str) -> Option<(char, bool, usize)> {
    let inner = text.strip_prefix('<')?;
    let (is_closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name = inner.chars().next().filter(|name| matches!(name, 'i' | 'b' | 'u'))?;
    inner[1..].starts_with('>').then_some((name, is_closing, if is_closing { 4 } else { 3 }))
}

fn settings(settings: &str) -> String {
    let is_safe = |setting: &&str| {
        let Some((name, value)) = setting.split_once(':') else { return false };
        let is_known = matches!(name, "line" | "position" | "align" | "size" | "vertical");
        is_known
            && !value.is_empty()
            && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '%' | '.' | ','))
            || is_known && value.strip_prefix('-').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
    };
    settings.split_whitespace().filter(is_safe).collect::<Vec<_>>().join(" ")
}
