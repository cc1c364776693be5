//! HTTP byte ranges (RFC 9110 §14) as pure arithmetic.
//!
//! One range per answer: a request for several gets the first satisfiable one, which the standard allows and every
//! player takes; a multipart body would have to be assembled and bounded.

/// Longest header that is read at all; a longer one is ignored, which means the whole file.
const MAX_HEADER: usize = 4096;

/// What a `Range` header asks of a representation of some size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requested {
    /// No range, or none that means anything: the whole file with 200.
    Whole,
    /// 206 with these bytes, first and last inclusive.
    Part { first: u64, last: u64 },
    /// 416.
    Unsatisfiable,
}

/// Parses a `Range` header against a size in bytes.
pub fn parse(header: Option<&str>, size: u64) -> Requested {
    let Some(header) = header.filter(|h| h.len() <= MAX_HEADER) else { return Requested::Whole };
    let Some((unit, list)) = header.split_once('=') else { return Requested::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Requested::Whole;
    }
    let mut first_part = None;
    for spec in list.split(',').map(str::trim).filter(|spec| !spec.is_empty()) {
        // One malformed range makes the whole header invalid, and an invalid header is ignored.
        let Some(range) = parse_spec(spec) else { return Requested::Whole };
        first_part = first_part.or_else(|| range.resolve(size));
    }
    if list.split(',').all(|spec| spec.trim().is_empty()) {
        return Requested::Whole;
    }
    first_part.map_or(Requested::Unsatisfiable, |(first, last)| Requested::Part { first, last })
}

enum Spec {
    From { first: u64, last: Option<u64> },
    Suffix(u64),
}

impl Spec {
    /// First and last byte, if the range holds any.
    fn resolve(&self, size: u64) -> Option<(u64, u64)> {
        let end = size.checked_sub(1)?;
        match *self {
            Self::From { first, last } => (first <= end).then(|| (first, last.unwrap_or(end).min(end))),
            Self::Suffix(length) => (length > 0).then(|| (size.saturating_sub(length), end)),
        }
    }
}

fn parse_spec(spec: &str) -> Option<Spec> {
    let (first, last) = spec.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        return Some(Spec::Suffix(number(last)?));
    }
    let first = number(first)?;
    let last = if last.is_empty() { None } else { Some(number(last)?) };
    if last.is_some_and(|last| last < first) {
        return None;
    }
    Some(Spec::From { first, last })
}

/// Digits only; a number past 2⁶⁴ is as good as the end.
fn number(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u64::MAX))
}
