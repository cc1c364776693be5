//! Reduces the tags of all formats to `<i>`, `<b>` and `<u>`, and positions to WebVTT settings.
//!
//! Only tags that are known are tags: "I <3 you" and "a < b" are text.

/// Text of a cue as SubRip, WebVTT and GStreamer's markup write it, and the alignment that `{\an8}` asks for.
pub(super) fn from_tagged(text: &str) -> (String, Option<u8>) {
    let mut out = String::with_capacity(text.len());
    let mut alignment = None;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'<' => tag(rest, &mut out),
            b'{' => braces(rest, &mut out, &mut alignment),
            _ => entity(rest, &mut out),
        };
        if taken == 0 {
            out.push_str(&rest[..1]);
        }
        rest = &rest[taken.max(1)..];
    }
    out.push_str(rest);
    (tidy_lines(&out), alignment)
}

/// Bytes of the tag at the start of `text`; 0 when it is none.
fn tag(text: &str, out: &mut String) -> usize {
    let Some(end) = text.find('>').filter(|end| *end <= 256) else { return 0 };
    let inner = &text[1..end];
    if inner.starts_with(char::is_whitespace) {
        return 0;
    }
    let (is_closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner.trim()));
    let name = inner
        .split(|c: char| c.is_whitespace() || c == '.' || c == '/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let kept = match name.as_str() {
        "i" | "em" => "i",
        "b" | "strong" => "b",
        "u" => "u",
        "br" => {
            out.push('\n');
            return end + 1;
        }
        "font" | "c" | "v" | "s" | "ruby" | "rt" | "lang" | "span" | "p" | "small" | "big" | "strike" | "center" => {
            return end + 1;
        }
        // A time inside a WebVTT cue (karaoke).
        _ if super::time::parse(inner).is_some() => return end + 1,
        _ => return 0,
    };
    out.push_str(if is_closing { "</" } else { "<" });
    out.push_str(kept);
    out.push('>');
    end + 1
}

/// `{\an8}`, `{\i1}`, `{y:i}`: only what begins like a code is one.
fn braces(text: &str, out: &mut String, alignment: &mut Option<u8>) -> usize {
    let Some(end) = text.find(['}', '\n']).filter(|end| *end <= 1024 && text[*end..].starts_with('}')) else {
        return 0;
    };
    let inner = &text[1..end];
    if inner.starts_with('\\') {
        for code in inner.split('\\') {
            match code.trim() {
                "i1" => out.push_str("<i>"),
                "i0" => out.push_str("</i>"),
                "b1" => out.push_str("<b>"),
                "b0" => out.push_str("</b>"),
                "u1" => out.push_str("<u>"),
                "u0" => out.push_str("</u>"),
                code => *alignment = alignment.or(self::alignment(code)),
            }
        }
        return end + 1;
    }
    let is_microdvd =
        inner.as_bytes().get(1) == Some(&b':') && inner.starts_with(['y', 'Y', 'c', 'C', 'f', 'F', 's', 'S']);
    if is_microdvd {
        // The style holds to the end of the line or cue; the writer closes what stays open.
        if inner[2..].contains(['i', 'I']) && inner.starts_with(['y', 'Y']) {
            out.push_str("<i>");
        }
        return end + 1;
    }
    0
}

/// Keypad alignment of `an8` or of the older `a6`.
pub(super) fn alignment(code: &str) -> Option<u8> {
    if let Some(digit) = code.strip_prefix("an") {
        return digit.trim().parse().ok().filter(|an| (1..=9).contains(an));
    }
    let old: u8 = code.strip_prefix('a')?.trim().parse().ok()?;
    from_ssa(old)
}

/// Alignment numbers of SSA: 1–3 below, 5–7 above, 9–11 in the middle.
pub(super) fn from_ssa(old: u8) -> Option<u8> {
    match old {
        1..=3 => Some(old),
        5..=7 => Some(old + 2),
        9..=11 => Some(old - 5),
        _ => None,
    }
}

/// WebVTT settings of a keypad alignment; below and centred is where cues stand anyway.
pub(super) fn settings(alignment: u8) -> String {
    let line = match alignment {
        7..=9 => "line:0",
        4..=6 => "line:45%",
        _ => "",
    };
    let side = match alignment % 3 {
        1 => "position:5% align:left",
        0 => "position:95% align:right",
        _ => "",
    };
    [line, side].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn entity(text: &str, out: &mut String) -> usize {
    let Some(end) = text.find(';').filter(|end| *end <= 10) else { return 0 };
    let name = &text[1..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        _ => {
            let code = name.strip_prefix('#');
            let value = code.and_then(|code| match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            });
            match value.and_then(char::from_u32).filter(|c| !c.is_control()) {
                Some(character) => character,
                None => return 0,
            }
        }
    };
    out.push(character);
    end + 1
}

/// No empty lines and no air at the ends: an empty line would end a WebVTT cue.
pub(super) fn tidy_lines(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> =
        unified.split('\n').map(|line| line.trim_matches([' ', '\t'])).filter(|line| !line.is_empty()).collect();
    let out = lines.join("\n");
    let is_empty = strip(&out).trim().is_empty();
    if is_empty { String::new() } else { out }
}

/// The text without its three tags.
fn strip(text: &str) -> String {
    ["<i>", "</i>", "<b>", "</b>", "<u>", "</u>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""))
}
