//! Times of subtitle files: `01:02:03,456`, `02:03.456`, `1:02:03.45`, with the spaces and signs that people leave in.

/// Milliseconds. The fraction is read by its digits: `.5` is half a second.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (clock, fraction) = match text.trim().rsplit_once([',', '.', ';']) {
        Some((clock, fraction)) => (clock, fraction.trim()),
        None => split_fourth_colon(text.trim()),
    };
    if fraction.len() > 6 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let mut total = 0_i64;
    let parts: Vec<&str> = clock.split(':').map(str::trim).collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for part in parts {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        total = total * 60 + part.parse::<i64>().ok()?;
    }
    Some(total * 1000 + digits.parse::<i64>().ok()?)
}

/// `00:00:01:500`.
fn split_fourth_colon(text: &str) -> (&str, &str) {
    match text.rsplit_once(':') {
        Some((clock, fraction)) if clock.matches(':').count() == 2 => (clock, fraction),
        _ => (text, ""),
    }
}

/// A line `start --> end rest`.
pub(super) fn parse_line(line: &str) -> Option<(i64, i64, &str)> {
    let (start, after) = ["-->", "->", "–>", "—>", "=>"].iter().find_map(|arrow| line.split_once(arrow))?;
    let after = after.trim_start();
    let end_len = after
        .char_indices()
        .find(|(at, c)| c.is_whitespace() && !is_inside_time(&after[..*at], &after[*at..]))
        .map_or(after.len(), |(at, _)| at);
    Some((parse(start)?, parse(&after[..end_len])?, after[end_len..].trim()))
}

/// `00: 00: 05, 000` has spaces behind its signs.
fn is_inside_time(before: &str, after: &str) -> bool {
    before.trim_end().ends_with([':', ',', '.']) && after.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// `HH:MM:SS.mmm`, hours with as many digits as they need.
pub(super) fn format(ms: i64) -> String {
    let ms = ms.max(0);
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

/// An end that is not behind its start: the cue is shown as long as a short line is read.
pub(super) fn repaired_end(start_ms: i64, end_ms: i64) -> i64 {
    if end_ms > start_ms { end_ms } else { start_ms + 1500 }
}
