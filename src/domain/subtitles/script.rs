//! ASS as it is, for those who draw its styling: a script again from the parts that Matroska keeps it in.

use std::fmt::Write;

const EVENTS: &str = "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";

/// A stream's header and its blocks (`ReadOrder,Layer,Style,Name,MarginL,MarginR,MarginV,Effect,Text`) with their times
/// in milliseconds, in the order of the script that they came from.
pub fn ass_script<'b>(header: &str, blocks: impl IntoIterator<Item = (i64, i64, &'b str)>) -> String {
    // Some muxers keep the heading of the events in the header, some do not.
    let head = header.find("[Events]").map_or(header, |at| &header[..at]);
    let mut lines: Vec<(u64, String)> = blocks.into_iter().filter_map(dialogue).collect();
    lines.sort_by_key(|(order, _)| *order);
    let mut script = format!("{}\n\n{EVENTS}", head.trim_matches(['\u{feff}', '\0', '\r', '\n', ' ']));
    for (_, line) in lines {
        script.push_str(&line);
    }
    script
}

fn dialogue((start_ms, end_ms, block): (i64, i64, &str)) -> Option<(u64, String)> {
    let (order, rest) = block.split_once(',')?;
    let (layer, rest) = rest.split_once(',')?;
    // A line of a script is one line.
    let rest = rest.trim_end_matches(['\0', '\r', '\n']).replace(['\r', '\n'], " ");
    let mut line = format!("Dialogue: {},", layer.trim());
    put_time(&mut line, start_ms);
    line.push(',');
    put_time(&mut line, end_ms);
    // Writing to a string cannot fail.
    let _ = writeln!(line, ",{rest}");
    Some((order.trim().parse().unwrap_or(u64::MAX), line))
}

/// `H:MM:SS.cc`: hundredths are all that a script knows.
fn put_time(line: &mut String, ms: i64) {
    let cs = (ms.max(0) + 5) / 10;
    let _ = write!(line, "{}:{:02}:{:02}.{:02}", cs / 360_000, cs / 6_000 % 60, cs / 100 % 60, cs % 100);
}
