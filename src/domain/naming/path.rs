//! Splits a library-relative path into folders and the file's stem.

use unicode_normalization::UnicodeNormalization;

/// Endings that are cut off a file name. Anything else behind the last dot belongs to the name.
const EXTENSIONS: [&str; 52] = [
    "mkv", "mp4", "m4v", "avi", "mov", "wmv", "webm", "mpg", "mpeg", "mpe", "m2v", "ts", "m2ts", "mts", "m2t", "tp",
    "trp", "vob", "iso", "img", "flv", "f4v", "ogm", "ogv", "ogg", "divx", "xvid", "asf", "rm", "rmvb", "3gp", "3g2",
    "mk3d", "wtv", "dvr-ms", "strm", "qt", "nut", "mxf", "y4m", "evo", "ifo", "mpls", "bup", "amv", "nsv", "nuv",
    "srt", "ass", "ssa", "vtt", "nfo",
];

pub(crate) struct Path {
    /// Outermost first.
    pub folders: Vec<String>,
    /// File name without its extension.
    pub stem: String,
}

impl Path {
    pub fn new(path: &str) -> Self {
        let mut folders: Vec<String> =
            path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).map(|part| part.nfc().collect()).collect();
        let stem = folders.pop().map(|file| strip_extension(&file).to_owned()).unwrap_or_default();
        Self { folders, stem }
    }
}

pub(crate) fn strip_extension(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, ending)) if EXTENSIONS.contains(&ending.to_lowercase().as_str()) => stem,
        _ => file,
    }
}
