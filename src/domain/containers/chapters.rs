//! Chapters of both containers. Names are strangers' text: bounded, without control characters.

use super::ChapterMark;
use super::mkv::{as_number, elements, find, number};
use super::mp4::be64;

/// No film has more.
const MOST: usize = 1000;
const LONGEST_TITLE: usize = 200;

/// The body of Matroska's `Chapters`: the default edition, else the first. Nested chapters are left to their parents.
pub fn of_matroska(body: &[u8]) -> Vec<ChapterMark> {
    let editions = || elements(body).filter(|(id, _)| *id == 0x45B9).map(|(_, edition)| edition);
    let is_default = |edition: &&[u8]| number(edition, 0x45DB) == Some(1);
    let Some(edition) = editions().find(is_default).or_else(|| editions().next()) else { return Vec::new() };
    let atoms = elements(edition).filter(|(id, _)| *id == 0xB6).take(MOST);
    let shown = atoms.filter(|(_, atom)| number(atom, 0x98) != Some(1) && number(atom, 0x4598) != Some(0));
    shown
        .filter_map(|(_, atom)| {
            let start_ns = i64::try_from(as_number(find(atom, 0x91)?)?).ok()?;
            let name = find(atom, 0x80).and_then(|display| find(display, 0x85));
            Some(ChapterMark { start_ns, title: name.and_then(title) })
        })
        .collect()
}

/// The body of `moov/udta/chpl`, as Nero began it and everybody writes it: times in units of 100 ns.
pub fn of_mp4(list: &[u8]) -> Vec<ChapterMark> {
    let count_at = if list.first() == Some(&0) { 4 } else { 8 };
    let Some((n_chapters, mut rest)) = list.get(count_at..).and_then(<[u8]>::split_first) else { return Vec::new() };
    let mut chapters = Vec::new();
    for _ in 0..*n_chapters {
        let (Some(start), Some(length)) = (be64(rest, 0), rest.get(8)) else { break };
        let Some(name) = rest.get(9..9 + usize::from(*length)) else { break };
        let start_ns = i64::try_from(start).ok().and_then(|s| s.checked_mul(100));
        chapters.extend(start_ns.map(|start_ns| ChapterMark { start_ns, title: title(name) }));
        rest = &rest[9 + usize::from(*length)..];
    }
    chapters
}

fn title(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
