//! How renditions and their parts are called in URIs: `video/index.m3u8`, `video-720/0.m4s`, `audio-1/init.mp4`.
//!
//! Parsing accepts exactly what is written here; anything else (signs, leading zeros, other names) is no such thing.

use std::fmt;

/// A rendition of a session; audio and subtitles carry the stream's index in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RenditionId {
    /// The planned picture.
    Video,
    /// A lighter one, by the height that people call it.
    Lighter(u32),
    Audio(u32),
    Subtitles(u32),
}

impl RenditionId {
    pub fn parse(name: &str) -> Option<Self> {
        if name == "video" {
            return Some(Self::Video);
        }
        let (kind, index) = name.split_once('-')?;
        let index = plain_number(index)?;
        match kind {
            "video" => Some(Self::Lighter(index)),
            "audio" => Some(Self::Audio(index)),
            "subtitles" => Some(Self::Subtitles(index)),
            _ => None,
        }
    }

    /// URI of its playlist beside the master playlist.
    pub fn playlist_uri(self) -> String {
        format!("{self}/index.m3u8")
    }
}

impl fmt::Display for RenditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Video => f.write_str("video"),
            Self::Lighter(height) => write!(f, "video-{height}"),
            Self::Audio(index) => write!(f, "audio-{index}"),
            Self::Subtitles(index) => write!(f, "subtitles-{index}"),
        }
    }
}

/// One file of a rendition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Playlist,
    Init,
    Segment(u32),
    /// WebVTT: a segment of a subtitle rendition.
    Text(u32),
}

impl Part {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "index.m3u8" => Some(Self::Playlist),
            "init.mp4" => Some(Self::Init),
            _ => match name.rsplit_once('.')? {
                (number, "m4s") => plain_number(number).map(Self::Segment),
                (number, "vtt") => plain_number(number).map(Self::Text),
                _ => None,
            },
        }
    }
}

fn plain_number(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if is_plain { text.parse().ok() } else { None }
}
