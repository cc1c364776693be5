//! Matroska and WebM: head of the segment, tracks, cues.
//!
//! Cues of the first video track are its keyframes. Files without cues, or with cues that begin late, are left to the
//! demux pass; so are live recordings of unknown length.

use super::{Fault, Outline, Source, Track, chapters, mkv_blocks};
use crate::domain::media::StreamKind;

pub(super) const CLUSTER: u32 = 0x1F43_B675;
const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114D_9B74;
const INFO: u32 = 0x1549_A966;
const TRACKS: u32 = 0x1654_AE6B;
const CUES: u32 = 0x1C53_BB6B;
const CHAPTERS: u32 = 0x1043_A770;

const TOP_LEVEL_ELEMENTS: usize = 1000;
/// Cues of a day of film are about one megabyte.
const ELEMENT_BYTES: u64 = 64 << 20;
/// Cues that begin later than this leave out the start.
const FIRST_CUE_NS: i64 = 15_000_000_000;

/// Header of an element in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub id: u32,
    pub body: u64,
    /// `None`: unknown, as live recordings have it.
    pub len: Option<u64>,
}

/// What the head of the segment says.
#[derive(Default)]
struct Head {
    cues_at: Option<u64>,
    chapters_at: Option<u64>,
    scale_ns: Option<u64>,
    tracks: Vec<(Track, u64)>,
    cues: Vec<u8>,
    chapters: Vec<u8>,
}

pub fn outline(source: &impl Source) -> Result<Option<Outline>, Fault> {
    let Some((segment, head)) = read_head(source)? else { return Ok(None) };
    let is_cut = segment.len.is_some_and(|len| segment.body.saturating_add(len) > source.size());
    let chapters = chapters::of_matroska(&head.chapters);
    let mut outline = Outline { is_cut, chapters, ..Outline::default() };
    let scale = head.scale_ns.unwrap_or(1_000_000);
    let video = head.tracks.iter().find(|(t, _)| t.kind == StreamKind::Video).map(|(t, _)| t.number);
    let cues = video.map(|number| parse_cues(&head.cues, number, scale)).unwrap_or_default();
    let durations: Vec<(u32, u64)> = head.tracks.iter().map(|(t, duration)| (t.number, *duration)).collect();
    outline.tracks = head.tracks.into_iter().map(|(track, _)| track).collect();
    outline.tracks.sort_by_key(|t| t.number);
    let is_good = !is_cut && cues.first().is_some_and(|cue| cue.at_ns < FIRST_CUE_NS);
    if let (true, Some(number)) = (is_good, video) {
        let clusters: Vec<u64> = cues.iter().map(|cue| segment.body.saturating_add(cue.cluster)).collect();
        let blocks = mkv_blocks::Layout { source, clusters: &clusters, scale, durations: &durations };
        outline.has_index = blocks.fill(&mut outline.tracks).is_some();
        fill_groups(&mut outline.tracks, number, &cues, source.size().saturating_sub(segment.body));
    }
    Ok(Some(outline))
}

/// The segment and what stands on its top level before the first cluster.
pub(super) fn top_level(source: &impl Source) -> Option<(Element, Vec<Element>)> {
    let segment = element_at(source, 0).and_then(|ebml| element_at(source, ebml.body.checked_add(ebml.len?)?))?;
    let mut found = Vec::new();
    let mut at = segment.body;
    while let Some(element) = element_at(source, at).filter(|e| e.id != CLUSTER && found.len() < TOP_LEVEL_ELEMENTS) {
        found.push(element);
        let Some(next) = element.len.and_then(|len| element.body.checked_add(len)) else { break };
        at = next;
    }
    (segment.id == SEGMENT).then_some((segment, found))
}

/// What a Matroska file says once about its `ordinal`-th subtitle: the `.idx` of VobSub.
pub fn subtitle_head(source: &impl Source, ordinal: usize) -> Option<Vec<u8>> {
    let (_, elements_found) = top_level(source)?;
    let tracks = elements_found.iter().find(|e| e.id == TRACKS)?;
    let body = source.read(tracks.body, tracks.len.filter(|len| *len <= ELEMENT_BYTES)? as usize)?;
    let entries = elements(&body).filter(|(id, entry)| *id == 0xAE && number(entry, 0x83) == Some(17));
    let (_, entry) = entries.into_iter().nth(ordinal)?;
    find(entry, 0x63A2).map(<[u8]>::to_vec)
}

/// Where a seek head says that an element is, counted from the segment's start.
pub(super) fn seek_entry_of(source: &impl Source, head: Element, wanted: u32) -> Option<u64> {
    let len = head.len.filter(|len| head.id == SEEK_HEAD && *len <= 1 << 20)?;
    seek_entry(&source.read(head.body, len as usize)?, wanted)
}

fn read_head(source: &impl Source) -> Result<Option<(Element, Head)>, Fault> {
    let segment = element_at(source, 0).and_then(|ebml| element_at(source, ebml.body.checked_add(ebml.len?)?));
    let Some(segment) = segment.filter(|s| s.id == SEGMENT) else { return Ok(None) };
    let mut head = Head::default();
    let mut at = segment.body;
    for _ in 0..TOP_LEVEL_ELEMENTS {
        let Some(element) = element_at(source, at).filter(|e| e.id != CLUSTER) else { break };
        take(source, element, &mut head)?;
        let Some(next) = element.len.and_then(|len| element.body.checked_add(len)) else { break };
        at = next;
    }
    if head.cues.is_empty()
        && let Some(cues) = head.cues_at.and_then(|at| element_at(source, segment.body.checked_add(at)?))
    {
        take(source, cues, &mut head)?;
    }
    if head.chapters.is_empty()
        && let Some(chapters) = head.chapters_at.and_then(|at| element_at(source, segment.body.checked_add(at)?))
    {
        take(source, chapters, &mut head)?;
    }
    Ok(Some((segment, head)))
}

fn take(source: &impl Source, element: Element, head: &mut Head) -> Result<(), Fault> {
    if !matches!(element.id, SEEK_HEAD | INFO | TRACKS | CUES | CHAPTERS) {
        return Ok(());
    }
    let Some(len) = element.len.filter(|len| *len <= ELEMENT_BYTES) else { return Ok(()) };
    let Some(body) = source.read(element.body, len as usize).filter(|b| b.len() as u64 == len) else { return Ok(()) };
    match element.id {
        SEEK_HEAD => {
            head.cues_at = head.cues_at.or_else(|| seek_entry(&body, CUES));
            head.chapters_at = head.chapters_at.or_else(|| seek_entry(&body, CHAPTERS));
        }
        CHAPTERS => head.chapters = body,
        INFO => head.scale_ns = number(&body, 0x2A_D7B1).filter(|scale| (1..=1_000_000_000).contains(scale)),
        TRACKS => {
            for (_, entry) in elements(&body).filter(|(id, _)| *id == 0xAE) {
                head.tracks.extend(track(entry)?);
            }
        }
        _ => head.cues = body,
    }
    Ok(())
}

fn seek_entry(body: &[u8], wanted: u32) -> Option<u64> {
    let seeks = elements(body).filter(|(id, _)| *id == 0x4DBB);
    let mut wanted_ones = seeks.filter(|(_, seek)| number(seek, 0x53AB) == Some(u64::from(wanted)));
    wanted_ones.next().and_then(|(_, seek)| number(seek, 0x53AC))
}

/// A track with the duration of its frames in nanoseconds, 0 when it is not given.
fn track(entry: &[u8]) -> Result<Option<(Track, u64)>, Fault> {
    let kind = match number(entry, 0x83) {
        Some(1) => StreamKind::Video,
        Some(2) => StreamKind::Audio,
        Some(17) => StreamKind::Subtitle,
        _ => return Ok(None),
    };
    let encodings = find(entry, 0x6D80).into_iter().flat_map(elements);
    if encodings.into_iter().any(|(_, encoding)| find(encoding, 0x5035).is_some()) {
        return Err(Fault::Encrypted);
    }
    let Some(number_of) = number(entry, 0xD7).and_then(|n| u32::try_from(n).ok()) else { return Ok(None) };
    let mut track = Track::new(number_of, kind);
    track.is_default = number(entry, 0x88) != Some(0);
    track.is_forced = number(entry, 0x55AA) == Some(1);
    track.has_dolby_vision = entry.windows(4).take(65_536).any(|w| matches!(w, b"dvcC" | b"dvvC"));
    Ok(Some((track, number(entry, 0x23_E383).unwrap_or(0))))
}

/// Keyframes of the picture, and the bytes between them less what the sounds take of them.
fn fill_groups(tracks: &mut [Track], video: u32, cues: &[Cue], end: u64) {
    let others = tracks.iter().filter(|t| t.number != video && t.end_ns > 0);
    let others_per_s: u64 = others.map(|t| t.n_bytes.saturating_mul(1_000_000_000) / t.end_ns.cast_unsigned()).sum();
    let Some(track) = tracks.iter_mut().find(|t| t.number == video) else { return };
    track.keyframes_ns = cues.iter().map(|cue| cue.at_ns).collect();
    let next = cues.iter().skip(1).map(|cue| (cue.at_ns, cue.position())).chain([(track.end_ns, end)]);
    let own = cues.iter().zip(next).map(|(cue, (next_ns, next_position))| {
        let length_ns = u64::try_from(next_ns.saturating_sub(cue.at_ns)).unwrap_or(0);
        let of_others = u128::from(others_per_s) * u128::from(length_ns) / 1_000_000_000;
        let all = next_position.saturating_sub(cue.position());
        all.saturating_sub(u64::try_from(of_others).unwrap_or(u64::MAX))
    });
    track.group_bytes = own.collect();
    track.n_bytes = track.group_bytes.iter().fold(0, |sum, bytes| sum.saturating_add(*bytes));
}

struct Cue {
    at_ns: i64,
    /// Position of the cluster in the segment, and of the block in the cluster.
    cluster: u64,
    block: u64,
}

impl Cue {
    fn position(&self) -> u64 {
        self.cluster.saturating_add(self.block)
    }
}

fn parse_cues(body: &[u8], track: u32, scale: u64) -> Vec<Cue> {
    let points = elements(body).filter(|(id, _)| *id == 0xBB);
    let mut cues: Vec<Cue> = points
        .filter_map(|(_, point)| {
            let mut positions = elements(point).filter(|(id, _)| *id == 0xB7);
            let (_, position) = positions.find(|(_, p)| number(p, 0xF7) == Some(u64::from(track)))?;
            let at_ns = i64::try_from(number(point, 0xB3)?.checked_mul(scale)?).ok()?;
            Some(Cue { at_ns, cluster: number(position, 0xF1)?, block: number(position, 0xF0).unwrap_or(0) })
        })
        .collect();
    cues.sort_by_key(|cue| cue.at_ns);
    cues.dedup_by_key(|cue| cue.at_ns);
    cues
}

/// The element that begins at `at`.
pub(super) fn element_at(source: &impl Source, at: u64) -> Option<Element> {
    let head = source.read(at, 12)?;
    let (id, id_len) = parse_id(&head)?;
    let (len, len_len) = parse_len(head.get(id_len..)?)?;
    Some(Element { id, body: at.checked_add((id_len + len_len) as u64)?, len })
}

/// Children of an element that is in memory. Ends at the first that does not fit.
pub(super) fn elements(mut body: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (id, id_len) = parse_id(body)?;
        let (len, len_len) = parse_len(body.get(id_len..)?)?;
        let start = id_len + len_len;
        let end = start.checked_add(usize::try_from(len?).ok()?)?;
        let inner = body.get(start..end)?;
        body = &body[end..];
        Some((id, inner))
    })
}

pub(super) fn find(body: &[u8], id: u32) -> Option<&[u8]> {
    elements(body).find(|(i, _)| *i == id).map(|(_, inner)| inner)
}

pub(super) fn number(body: &[u8], id: u32) -> Option<u64> {
    as_number(find(body, id)?)
}

pub(super) fn as_number(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

fn parse_id(bytes: &[u8]) -> Option<(u32, usize)> {
    let len = bytes.first()?.leading_zeros() as usize + 1;
    let id = as_number(bytes.get(..len).filter(|_| len <= 4)?)?;
    Some((u32::try_from(id).ok()?, len))
}

/// Length and how many bytes it took; all ones means unknown.
pub(super) fn parse_len(bytes: &[u8]) -> Option<(Option<u64>, usize)> {
    let len = bytes.first()?.leading_zeros() as usize + 1;
    let raw = as_number(bytes.get(..len).filter(|_| len <= 8)?)?;
    let mask = (1_u64 << (7 * len)) - 1;
    let value = raw & mask;
    Some(((value != mask).then_some(value), len))
}
