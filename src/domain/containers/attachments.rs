//! Fonts that travel inside Matroska files, for subtitles that ask for them: where they lie, read only when asked for.

use super::Source;
use super::mkv::{Element, as_number, element_at, seek_entry_of, top_level};

const ATTACHMENTS: u32 = 0x1941_A469;
const ATTACHED_FILE: u32 = 0x61A7;
/// More than any release carries; a font of this size is none.
const FONTS_MAX: usize = 200;
const FONT_BYTES: u64 = 32 << 20;
/// Name and type stand before the data.
const HEAD_BYTES: u64 = 4096;

/// A font by its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Font {
    pub name: String,
    pub offset: u64,
    pub len: u64,
}

/// Fonts of a Matroska file; none for other containers.
pub fn fonts(source: &impl Source) -> Vec<Font> {
    find(source).map(|attachments| list(source, attachments)).unwrap_or_default()
}

fn find(source: &impl Source) -> Option<Element> {
    let (segment, elements) = top_level(source)?;
    if let Some(found) = elements.iter().find(|e| e.id == ATTACHMENTS) {
        return Some(*found);
    }
    let at = elements.iter().find_map(|head| seek_entry_of(source, *head, ATTACHMENTS))?;
    element_at(source, segment.body.checked_add(at)?).filter(|e| e.id == ATTACHMENTS)
}

fn list(source: &impl Source, attachments: Element) -> Vec<Font> {
    let mut fonts = Vec::new();
    let end = attachments.len.and_then(|len| attachments.body.checked_add(len)).unwrap_or(0).min(source.size());
    let mut at = attachments.body;
    while at < end && fonts.len() < FONTS_MAX {
        let Some(file) = element_at(source, at) else { break };
        let Some(next) = file.len.and_then(|len| file.body.checked_add(len)) else { break };
        if file.id == ATTACHED_FILE {
            fonts.extend(font(source, file.body, next));
        }
        at = next;
    }
    fonts
}

fn font(source: &impl Source, start: u64, end: u64) -> Option<Font> {
    let (mut name, mut kind, mut data) = (String::new(), String::new(), None);
    let text = |e: Element, len: u64| -> Option<String> {
        let bytes = source.read(e.body, len.min(HEAD_BYTES) as usize)?;
        Some(String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).take(200).collect())
    };
    let mut at = start;
    while at < end {
        let element = element_at(source, at)?;
        let len = element.len?;
        match element.id {
            0x466E => name = text(element, len)?,
            0x4660 => kind = text(element, len)?.to_ascii_lowercase(),
            0x465C => data = Some((element.body, len)),
            _ => {}
        }
        at = element.body.checked_add(len)?;
    }
    let (offset, len) = data.filter(|(offset, len)| *len <= FONT_BYTES && offset + len <= source.size())?;
    let lower = name.to_ascii_lowercase();
    let is_font = kind.contains("font")
        || kind.contains("truetype")
        || kind.contains("opentype")
        || [".ttf", ".otf", ".ttc", ".woff", ".woff2"].iter().any(|ending| lower.ends_with(ending));
    // Whoever asks gets bytes that say what they are: sfnt, OpenType, a collection or WOFF.
    let starts = source.read(offset, 4)?;
    let is_one = matches!(as_number(&starts), Some(0x0001_0000))
        || [&b"OTTO"[..], b"true", b"ttcf", b"wOFF", b"wOF2"].contains(&starts.as_slice());
    (is_font && is_one).then_some(Font { name, offset, len })
}
