//! MP4 and QuickTime: the top-level boxes and `moov`.
//!
//! Fragmented files, several edits and compressed headers are left to the demux pass.

use super::mp4_samples::{self, Edit, Tables};
use super::{Fault, Outline, Source, Track, chapters};
use crate::domain::media::{ExactSound, StreamKind};

const TOP_LEVEL_BOXES: usize = 4096;
/// The index of three hours of film is about six megabytes.
const MOOV_BYTES: u64 = 64 << 20;

/// Where the top-level boxes are.
#[derive(Default)]
struct Layout {
    is_quicktime: bool,
    is_cut: bool,
    is_fragmented: bool,
    moov: Option<(u64, u64)>,
}

pub fn outline(source: &impl Source) -> Result<Option<Outline>, Fault> {
    let Some(layout) = layout_of(source) else { return Ok(None) };
    let Some((offset, len)) = layout.moov else {
        return if layout.is_fragmented { Ok(None) } else { Err(Fault::IndexMissing) };
    };
    if offset + len > source.size() {
        return Err(Fault::IndexMissing);
    }
    let flags_only = Outline { is_quicktime: layout.is_quicktime, is_cut: layout.is_cut, ..Outline::default() };
    if layout.is_fragmented || len > MOOV_BYTES {
        return Ok(Some(flags_only));
    }
    let Some(moov) = source.read(offset, len as usize) else { return Ok(None) };
    let list = child(&moov, *b"udta").and_then(|udta| child(udta, *b"chpl")).unwrap_or_default();
    let flags_only = Outline { chapters: chapters::of_mp4(list), ..flags_only };
    let movie_scale = child(&moov, *b"mvhd").and_then(time_scale).unwrap_or(0);
    if layout.is_cut || child(&moov, *b"mvex").is_some() {
        return Ok(Some(flags_only));
    }
    let mut tracks = Vec::new();
    for (_, body) in boxes(&moov).filter(|(kind, _)| kind == b"trak") {
        match track(body, movie_scale)? {
            Found::Track(found) => tracks.push(found),
            Found::Irrelevant => {}
            Found::Unusual => return Ok(Some(flags_only)),
        }
    }
    tracks.sort_by_key(|t| t.number);
    let has_index = !tracks.is_empty();
    Ok(Some(Outline { tracks, has_index, ..flags_only }))
}

fn layout_of(source: &impl Source) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut at = 0;
    for _ in 0..TOP_LEVEL_BOXES {
        if at + 8 > source.size() {
            return Some(layout);
        }
        let head = source.read(at, 16)?;
        let (header_len, len) = match u64::from(be32(&head, 0)?) {
            0 => (8, source.size() - at),
            1 => (16, be64(&head, 8)?),
            len => (8, len),
        };
        if len < header_len {
            return Some(layout);
        }
        let end = at.checked_add(len)?;
        match head.get(4..8)? {
            b"ftyp" => layout.is_quicktime = head.get(8..12) == Some(b"qt  "),
            b"moov" => layout.moov = Some((at + header_len, len - header_len)),
            b"mdat" => layout.is_cut |= end > source.size(),
            b"moof" => {
                layout.is_fragmented = true;
                return Some(layout);
            }
            _ => {}
        }
        at = end;
    }
    None
}

enum Found {
    Track(Track),
    Irrelevant,
    Unusual,
}

fn track(body: &[u8], movie_scale: u32) -> Result<Found, Fault> {
    let parts = || {
        let mdia = child(body, *b"mdia")?;
        let stbl = child(child(mdia, *b"minf")?, *b"stbl")?;
        let kind = match child(mdia, *b"hdlr")?.get(8..12)? {
            b"vide" => Some(StreamKind::Video),
            b"soun" => Some(StreamKind::Audio),
            b"text" | b"sbtl" | b"subt" | b"subp" => Some(StreamKind::Subtitle),
            _ => None,
        };
        Some((child(body, *b"tkhd")?, mdia, stbl, kind))
    };
    let Some((tkhd, mdia, stbl, kind)) = parts() else { return Ok(Found::Unusual) };
    let description = child(stbl, *b"stsd").unwrap_or_default();
    let codec = description.get(12..16).unwrap_or_default();
    if matches!(codec, b"encv" | b"enca" | b"drmi" | b"drms") {
        return Err(Fault::Encrypted);
    }
    let is_cover = matches!(codec, b"jpeg" | b"png " | b"mjpa");
    let Some(kind) = kind.filter(|_| !is_cover) else { return Ok(Found::Irrelevant) };
    let number = be32(tkhd, if tkhd.first() == Some(&1) { 20 } else { 12 });
    let scale = child(mdia, *b"mdhd").and_then(time_scale);
    let (Some(number), Some(scale)) = (number, scale) else { return Ok(Found::Unusual) };
    let mut track = Track::new(number, kind);
    track.is_default = tkhd.get(3).is_some_and(|flags| flags & 1 == 1);
    track.has_dolby_vision = description.windows(4).take(4096).any(|w| matches!(w, b"dvcC" | b"dvvC"));
    let tables = Tables {
        sizes: child(stbl, *b"stsz"),
        durations: child(stbl, *b"stts"),
        offsets: child(stbl, *b"ctts"),
        keys: child(stbl, *b"stss"),
    };
    let edit = match child(body, *b"edts").and_then(|edts| child(edts, *b"elst")) {
        None => Some(Edit::default()),
        Some(list) => Edit::parse(list, movie_scale),
    };
    let filled = edit.and_then(|edit| mp4_samples::fill(&mut track, &tables, edit, scale));
    Ok(filled.map_or(Found::Unusual, |()| Found::Track(track)))
}

/// The samples of the only sound of a file, as its tables say, or as iTunes noted beside them.
pub(super) fn exact_track(source: &impl Source) -> Option<ExactSound> {
    with_sound(source, exact_samples)
}

/// The index and the track of the only sound.
pub(super) fn with_sound<T>(source: &impl Source, look: impl FnOnce(&[u8], &[u8]) -> Option<T>) -> Option<T> {
    let layout = layout_of(source).filter(|layout| !layout.is_fragmented)?;
    let (offset, len) = layout.moov.filter(|(_, len)| *len <= MOOV_BYTES)?;
    let moov = source.read(offset, len as usize)?;
    let mut sounds = boxes(&moov).filter(|(kind, _)| kind == b"trak").map(|(_, body)| body).filter(|body| {
        let handler = child(body, *b"mdia").and_then(|mdia| child(mdia, *b"hdlr"));
        handler.and_then(|handler| handler.get(8..12)) == Some(b"soun")
    });
    let (trak, None) = (sounds.next()?, sounds.next()) else { return None };
    look(&moov, trak)
}

fn exact_samples(moov: &[u8], body: &[u8]) -> Option<ExactSound> {
    let mdia = child(body, *b"mdia")?;
    let sample_rate = time_scale(child(mdia, *b"mdhd")?)?;
    let stbl = child(child(mdia, *b"minf")?, *b"stbl")?;
    if let Some((start, n_samples)) = itunes_samples(moov) {
        return Some(ExactSound { sample_rate, start, n_samples });
    }
    let runs = child(stbl, *b"stts")?.get(8..)?.chunks_exact(8);
    let total: u64 = runs.map(|run| Some(u64::from(be32(run, 0)?) * u64::from(be32(run, 4)?))).sum::<Option<u64>>()?;
    let edits = child(body, *b"edts").and_then(|edts| child(edts, *b"elst"));
    // One plain edit says what a decoder needs ahead. AAC without any is of an encoder that does not say.
    let start = match edits {
        Some(list) if be32(list, 4) == Some(1) && list.first() == Some(&0) => u64::from(be32(list, 12)?),
        Some(_) => return None,
        None if child(stbl, *b"stsd")?.get(12..16) == Some(b"mp4a") => return None,
        None => 0,
    };
    Some(ExactSound { sample_rate, start, n_samples: total.checked_sub(start)? })
}

/// ` 00000000 00000840 000001CA 00000000003F31F6 …`: delay, padding and length in hexadecimal digits.
fn itunes_samples(moov: &[u8]) -> Option<(u64, u64)> {
    let at = moov.windows(8).position(|window| window == b"iTunSMPB")?;
    let text = String::from_utf8_lossy(moov.get(at + 8..)?.get(..160)?).into_owned();
    let data = text.split("data").nth(1)?;
    let mut numbers = data.split([' ', '\0']).filter(|word| word.len() >= 8).map(|word| u64::from_str_radix(word, 16));
    let (_, delay, _) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some((delay, numbers.next()?.ok()?))
}

fn time_scale(full_box: &[u8]) -> Option<u32> {
    be32(full_box, if full_box.first()? == &1 { 20 } else { 12 }).filter(|scale| *scale > 0)
}

/// Direct children of a box.
fn boxes(mut body: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let kind: [u8; 4] = body.get(4..8)?.try_into().ok()?;
        let (header_len, len) = match be32(body, 0)? {
            0 => (8, body.len()),
            1 => (16, usize::try_from(be64(body, 8)?).ok()?),
            len => (8, len as usize),
        };
        let inner = body.get(header_len..len)?;
        body = &body[len..];
        Some((kind, inner))
    })
}

pub(super) fn child(body: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    boxes(body).find(|(k, _)| *k == kind).map(|(_, inner)| inner)
}

pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
