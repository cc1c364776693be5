//! Playlists read strictly by RFC 8216: what it forbids, and what it demands, is a complaint.

use std::collections::{BTreeMap, BTreeSet};

/// One tag with attributes, its values without quotes.
pub type Attributes = BTreeMap<String, String>;

#[derive(Debug, Default)]
pub struct MasterList {
    pub variants: Vec<(Attributes, String)>,
    pub media: Vec<Attributes>,
}

#[derive(Debug, Default)]
pub struct MediaList {
    pub map: Option<String>,
    /// Length in seconds and URI.
    pub segments: Vec<(f64, String)>,
    pub target: u64,
}

pub fn read_master(text: &str) -> Result<MasterList, String> {
    let lines = checked_lines(text)?;
    let mut list = MasterList::default();
    let mut lines = lines.iter();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("#EXT-X-STREAM-INF:") {
            let uri = lines.next().filter(|l| !l.starts_with('#')).ok_or("STREAM-INF without a URI line")?;
            list.variants.push((attributes(rest)?, (*uri).to_owned()));
        } else if let Some(rest) = line.strip_prefix("#EXT-X-MEDIA:") {
            list.media.push(attributes(rest)?);
        } else if !["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"].contains(line) {
            return Err(format!("not a line of a master playlist: {line}"));
        }
    }
    for (attributes, _) in &list.variants {
        check_variant(attributes, &list)?;
    }
    check_groups(&list)?;
    if list.variants.is_empty() { Err("no variant".to_owned()) } else { Ok(list) }
}

fn check_variant(variant: &Attributes, list: &MasterList) -> Result<(), String> {
    let known =
        ["BANDWIDTH", "AVERAGE-BANDWIDTH", "CODECS", "RESOLUTION", "FRAME-RATE", "VIDEO-RANGE", "AUDIO", "SUBTITLES"];
    if let Some(name) = variant.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("unknown attribute {name} of a variant"));
    }
    let number = |name: &str| variant.get(name).map(|v| v.parse::<u64>().map_err(|_| format!("{name}={v}")));
    let peak = number("BANDWIDTH").ok_or("BANDWIDTH is required")??;
    if number("AVERAGE-BANDWIDTH").transpose()?.is_some_and(|mean| mean > peak) {
        return Err("the mean is above the peak".to_owned());
    }
    if let Some(size) = variant.get("RESOLUTION") {
        let (width, height) = size.split_once('x').ok_or_else(|| format!("RESOLUTION={size}"))?;
        if [width, height].iter().any(|n| n.parse::<u32>().is_err()) {
            return Err(format!("RESOLUTION={size}"));
        }
    }
    for (kind, group) in [("AUDIO", variant.get("AUDIO")), ("SUBTITLES", variant.get("SUBTITLES"))] {
        let Some(group) = group else { continue };
        let is_there = list.media.iter().any(|m| m.get("TYPE").is_some_and(|t| t == kind) && m["GROUP-ID"] == *group);
        if !is_there {
            return Err(format!("{kind} group {group} does not exist"));
        }
    }
    Ok(())
}

fn check_groups(list: &MasterList) -> Result<(), String> {
    let (mut names, mut defaults) = (BTreeSet::new(), BTreeSet::new());
    for media in &list.media {
        let get = |name: &str| media.get(name).ok_or_else(|| format!("{name} is required of EXT-X-MEDIA"));
        let group = (get("TYPE")?, get("GROUP-ID")?);
        if !names.insert((group, get("NAME")?)) {
            return Err(format!("two renditions of one group are called {}", media["NAME"]));
        }
        if get("TYPE")? == "SUBTITLES" {
            get("URI")?;
        } else if media.contains_key("FORCED") {
            return Err("FORCED is for subtitles only".to_owned());
        }
        let is = |name: &str| media.get(name).is_some_and(|v| v == "YES");
        if is("DEFAULT") && (!is("AUTOSELECT") || !defaults.insert(group)) {
            return Err(format!("DEFAULT of {} without AUTOSELECT, or twice in its group", media["NAME"]));
        }
    }
    Ok(())
}

pub fn read_media(text: &str) -> Result<MediaList, String> {
    let lines = checked_lines(text)?;
    let mut list = MediaList::default();
    let mut seen = BTreeSet::new();
    let mut length = None;
    for line in &lines[1..] {
        let (tag, value) = line.split_once(':').unwrap_or((line, ""));
        if tag != "#EXTINF" && line.starts_with('#') && !seen.insert(tag.to_owned()) {
            return Err(format!("{tag} stands twice"));
        }
        match tag {
            "#EXT-X-TARGETDURATION" => list.target = value.parse().map_err(|_| (*line).to_owned())?,
            "#EXT-X-MAP" => list.map = Some(attributes(value)?.remove("URI").ok_or("EXT-X-MAP without a URI")?),
            "#EXTINF" => {
                let seconds = value.strip_suffix(',').and_then(|v| v.parse::<f64>().ok());
                if length.replace(seconds.ok_or_else(|| (*line).to_owned())?).is_some() {
                    return Err("EXTINF without a URI line".to_owned());
                }
            }
            "#EXT-X-VERSION" if value.parse::<u8>().is_ok_and(|v| v >= 6) => {}
            "#EXT-X-MEDIA-SEQUENCE" if value == "0" => {}
            "#EXT-X-PLAYLIST-TYPE" if value == "VOD" => {}
            "#EXT-X-INDEPENDENT-SEGMENTS" | "#EXT-X-ENDLIST" => {}
            _ if !line.starts_with('#') => {
                let length = length.take().ok_or_else(|| format!("{line} has no EXTINF"))?;
                list.segments.push((length, (*line).to_owned()));
            }
            _ => return Err(format!("not a line of a media playlist: {line}")),
        }
    }
    if let Some((length, uri)) = list.segments.iter().find(|(length, _)| length.round() as u64 > list.target) {
        return Err(format!("{uri} lasts {length}, more than the target {}", list.target));
    }
    match lines.last() {
        Some(&"#EXT-X-ENDLIST") if seen.contains("#EXT-X-TARGETDURATION") && !list.segments.is_empty() => Ok(list),
        _ => Err("no target duration, no segments or no end".to_owned()),
    }
}

fn checked_lines(text: &str) -> Result<Vec<&str>, String> {
    if !text.ends_with('\n') || text.contains(['\r', '\u{feff}', '\0']) {
        return Err("line ends".to_owned());
    }
    let lines: Vec<&str> = text.lines().collect();
    match lines.first() {
        Some(&"#EXTM3U") if lines.iter().all(|line| !line.is_empty()) => Ok(lines),
        _ => Err("the first line is not #EXTM3U, or a line is empty".to_owned()),
    }
}

/// `NAME=value,NAME="quoted, value"`, each name once.
fn attributes(mut text: &str) -> Result<Attributes, String> {
    let mut found = Attributes::new();
    loop {
        let (name, rest) = text.split_once('=').ok_or_else(|| format!("attribute list {text}"))?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-') {
            return Err(format!("attribute name {name}"));
        }
        let is_quoted = must_be_quoted(name);
        let (value, rest) = match rest.strip_prefix('"') {
            Some(rest) => rest.split_once('"').ok_or_else(|| format!("{name}: quote does not end"))?,
            None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
        };
        if is_quoted != text[name.len() + 1..].starts_with('"') {
            return Err(format!("{name}={value}: quoted or not, and the wrong one"));
        }
        if found.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(format!("{name} stands twice"));
        }
        match rest.strip_prefix(',') {
            Some(rest) => text = rest,
            None if rest.is_empty() => return Ok(found),
            None => return Err(format!("attribute list {rest}")),
        }
    }
}

fn must_be_quoted(name: &str) -> bool {
    ["CODECS", "AUDIO", "SUBTITLES", "GROUP-ID", "NAME", "LANGUAGE", "URI", "CHANNELS"].contains(&name)
}

#[test]
fn reader_of_playlists_sees_what_is_wrong() {
    let media = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.4,\n0.m4s\n#EXT-X-ENDLIST\n";
    assert_eq!(read_media(media).unwrap().segments, [(6.4, "0.m4s".to_owned())]);
    for (right, wrong) in [("6.4", "6.6"), ("6.4,", "6.4"), ("0.m4s\n", ""), ("#EXT-X-ENDLIST\n", ""), ("7", "5")] {
        read_media(&media.replacen(right, wrong, 1)).unwrap_err();
    }
    let master = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x, y\",DEFAULT=YES,AUTOSELECT=YES\n\
        #EXT-X-STREAM-INF:BANDWIDTH=9,AUDIO=\"a\",CODECS=\"avc1.640028,mp4a.40.2\"\nvideo/index.m3u8\n";
    assert_eq!(read_master(master).unwrap().media[0]["NAME"], "x, y");
    let changes = [("\"a\",CODECS", "\"b\",CODECS"), ("BANDWIDTH=9", "BANDWIDTH=\"9\""), ("AUTOSELECT=YES", "X=1,X=2")];
    for (right, wrong) in changes {
        read_master(&master.replacen(right, wrong, 1)).unwrap_err();
    }
}
