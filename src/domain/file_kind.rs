//! What a directory entry is by its name: media, subtitle, or nothing to us. Also which names a scan passes over.
//!
//! Names are bytes: a file system promises no encoding. The extension decides what is read at all; whether the content
//! keeps the promise is for the probe to say.

const VIDEO: [&str; 27] = [
    "3g2", "3gp", "asf", "avi", "divx", "dv", "f4v", "flv", "m2t", "m2ts", "m2v", "m4v", "mk3d", "mkv", "mov", "mp4",
    "mpe", "mpeg", "mpg", "mts", "mxf", "ogm", "ogv", "ts", "vob", "webm", "wmv",
];

const AUDIO: [&str; 16] = [
    "aac", "aif", "aiff", "alac", "ape", "dsf", "flac", "m4a", "m4b", "mka", "mp3", "oga", "ogg", "opus", "wav", "wma",
];

const SUBTITLE: [&str; 5] = ["ass", "srt", "ssa", "sub", "vtt"];

/// Folders that appliances and systems keep for themselves, folded to lower case.
const SYSTEM_FOLDERS: [&str; 9] = [
    "#recycle",
    "#snapshot",
    "$recycle.bin",
    "@eadir",
    "@recently-snapshot",
    "@recycle",
    "@tmp",
    "lost+found",
    "system volume information",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Video,
    Audio,
    Subtitle,
    Other,
}

impl FileKind {
    pub fn of(name: &[u8]) -> Self {
        let Some(extension) = extension(name) else { return Self::Other };
        if VIDEO.contains(&extension.as_str()) {
            Self::Video
        } else if AUDIO.contains(&extension.as_str()) {
            Self::Audio
        } else if SUBTITLE.contains(&extension.as_str()) {
            Self::Subtitle
        } else {
            Self::Other
        }
    }
}

/// Whether a scan and the folder picker pass over an entry: hidden, or a system's own.
pub fn is_passed_over(name: &[u8]) -> bool {
    name.starts_with(b".") || SYSTEM_FOLDERS.iter().any(|s| name.eq_ignore_ascii_case(s.as_bytes()))
}

/// Extension in lower case, without the dot.
fn extension(name: &[u8]) -> Option<String> {
    let dot = name.iter().rposition(|b| *b == b'.')?;
    let extension = &name[dot + 1..];
    if dot == 0 || extension.is_empty() || extension.len() > 4 {
        return None;
    }
    std::str::from_utf8(extension).ok().map(str::to_ascii_lowercase)
}
