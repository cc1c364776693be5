//! Tags of music as GStreamer found them, in the words of `domain::music`. What it has no tag for it passes on raw.

use gstreamer::{DateTime, Sample, TagList, tags};

use super::collect::StreamLog;
use crate::domain::music::{MusicBrainz, Tags, names};

const ID3_HEADER: usize = 10;
/// Nobody writes more about a song in one field than this.
const LONGEST_FIELD: usize = 4096;

/// Of the first sound that says something; `None` for films.
pub fn tags_of(streams: &[&StreamLog]) -> Option<Tags> {
    if streams.iter().any(|log| log.is_video()) {
        return None;
    }
    streams.iter().filter(|log| log.is_audio()).map(|log| of_list(&log.tags)).find(|found| *found != Tags::default())
}

fn of_list(list: &TagList) -> Tags {
    let raw = raw_fields(list);
    let field = |name: &str| -> Vec<&str> {
        raw.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    };
    let artists = || (0..list.size::<tags::Artist>()).filter_map(|i| list.index::<tags::Artist>(i));
    let all = |name: &str| all_of(list, name);
    // The list of single names where there is one; else what is printed on the cover.
    let single = names(field("ARTISTS"));
    let credited: Vec<String> = artists().map(|value| value.get().to_owned()).collect();
    let text = |name: &str| all_of(list, name).into_iter().next();
    let time = list.get::<tags::DateTime>().map(|value| value.get().clone());
    let date = list.get::<tags::Date>().map(|value| i32::from(value.get().year()));
    Tags {
        title: text("title"),
        artists: if single.is_empty() { names(credited.iter().map(String::as_str)) } else { single },
        album_artists: names(all("album-artist").iter().map(String::as_str)),
        composers: names(all("composer").iter().map(String::as_str)),
        album: text("album"),
        track: list.get::<tags::TrackNumber>().map(|value| value.get()).filter(|n| *n > 0),
        disc: list.get::<tags::AlbumVolumeNumber>().map(|value| value.get()).filter(|n| *n > 0),
        year: time.as_ref().map(DateTime::year).or(date).filter(|year| (1000..=9999).contains(year)),
        genres: names(all("genre").iter().map(String::as_str)),
        is_compilation: ["COMPILATION", "TCMP", "CPIL"].iter().any(|name| field(name).contains(&"1")),
        musicbrainz: MusicBrainz {
            release: ids(&all("musicbrainz-albumid")).into_iter().next(),
            recording: ids(&all("musicbrainz-trackid")).into_iter().next(),
            artists: ids(&all("musicbrainz-artistid")),
            album_artists: ids(&all("musicbrainz-albumartistid")),
        },
        has_picture: list.size::<tags::Image>() > 0,
    }
}

/// Values of a tag that is a text.
fn all_of(list: &TagList, name: &str) -> Vec<String> {
    let values = (0..list.size_by_name(name)).filter_map(|i| list.index_generic(name, i));
    let texts = values.filter_map(|value| value.get::<String>().ok());
    texts.map(|text| text.trim_matches(['\0', ' ']).to_owned()).filter(|text| !text.is_empty()).collect()
}

/// Identifiers; several may stand in one field.
fn ids(values: &[String]) -> Vec<String> {
    let parts = values.iter().flat_map(|value| value.split(['/', ';', '\0', ' ', ',']));
    parts.filter_map(|part| part.trim().parse::<uuid::Uuid>().ok()).map(|id| id.to_string()).collect()
}

/// Fields without a tag of their own, by name in capitals: comments of Ogg and FLAC, `TXXX` and `TCMP` of ID3, `----` and
/// `cpil` of MP4.
fn raw_fields(list: &TagList) -> Vec<(String, String)> {
    let comments = (0..list.size::<tags::ExtendedComment>()).filter_map(|i| list.index::<tags::ExtendedComment>(i));
    let mut found: Vec<(String, String)> = comments
        .filter_map(|comment| {
            let (key, value) = comment.get().split_once('=')?;
            Some((key.to_ascii_uppercase(), value.to_owned()))
        })
        .collect();
    found.extend(samples(list, "private-id3v2-frame").iter().filter_map(|frame| id3_field(frame)));
    found.extend(samples(list, "private-qt-tag").iter().filter_map(|atom| mp4_field(atom)));
    found
}

fn samples(list: &TagList, name: &str) -> Vec<Vec<u8>> {
    let values = (0..list.size_by_name(name)).filter_map(|i| list.index_generic(name, i));
    let samples = values.filter_map(|value| value.get::<Sample>().ok());
    samples.filter_map(|sample| Some(sample.buffer()?.map_readable().ok()?.to_vec())).collect()
}

fn id3_field(frame: &[u8]) -> Option<(String, String)> {
    let kind = frame.get(..4)?;
    let (encoding, text) = frame.get(ID3_HEADER..)?.split_first()?;
    let text = id3_text(*encoding, text.get(..text.len().min(LONGEST_FIELD))?);
    match kind {
        b"TXXX" => {
            let (name, value) = text.split_once('\0')?;
            // Several values are separated as the description is.
            Some((name.to_ascii_uppercase(), value.trim_matches('\0').replace('\0', ";")))
        }
        b"TCMP" => Some(("TCMP".to_owned(), text.trim_matches('\0').to_owned())),
        _ => None,
    }
}

fn id3_text(encoding: u8, bytes: &[u8]) -> String {
    let wide = |big: bool, bytes: &[u8]| {
        let units = bytes.as_chunks::<2>().0.iter();
        let units = units.map(|pair| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
        char::decode_utf16(units.filter(|unit| *unit != 0xFEFF && *unit != 0xFFFE)).filter_map(Result::ok).collect()
    };
    match (encoding, bytes) {
        (1, [0xFE, 0xFF, ..]) | (2, _) => wide(true, bytes),
        (1, _) => wide(false, bytes),
        (3, _) => String::from_utf8_lossy(bytes).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// `[size]kind` and in it `data`, or `mean`, `name` and `data`.
fn mp4_field(atom: &[u8]) -> Option<(String, String)> {
    let body = atom.get(8..)?;
    let value = mp4_child(body, *b"data")?.get(8..)?;
    match atom.get(4..8)? {
        b"cpil" => Some(("CPIL".to_owned(), value.last()?.to_string())),
        b"----" => {
            let name = String::from_utf8_lossy(mp4_child(body, *b"name")?.get(4..)?).to_ascii_uppercase();
            let value = String::from_utf8_lossy(value.get(..value.len().min(LONGEST_FIELD))?).into_owned();
            Some((name, value))
        }
        _ => None,
    }
}

fn mp4_child(mut body: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    loop {
        let len = u32::from_be_bytes(*body.first_chunk()?) as usize;
        let inner = body.get(8..len.max(8))?;
        if body.get(4..8)? == kind {
            return Some(inner);
        }
        body = body.get(len.max(8)..)?;
    }
}
