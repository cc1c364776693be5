//! A media playlist: complete from the first answer on, so that players know the length and may seek at once.

use std::fmt::Write as _;

use super::Cuts;

/// How the segments of a rendition are named.
pub struct MediaPlaylist<'a> {
    pub cuts: &'a Cuts,
    /// URI of the init segment; WebVTT has none.
    pub init: Option<&'a str>,
    /// Segment `k` is `{k}{suffix}`.
    pub suffix: &'a str,
}

pub fn media_playlist(playlist: &MediaPlaylist<'_>) -> String {
    let durations: Vec<u64> = playlist.cuts.durations_us().collect();
    // Each EXTINF, rounded to the nearest integer, must not exceed the target duration (RFC 8216, 4.3.3.1).
    let target = durations.iter().map(|us| (us + 500_000) / 1_000_000).max().unwrap_or(1).max(1);
    let mut text = String::with_capacity(durations.len() * 32 + 256);
    text.push_str("#EXTM3U\n#EXT-X-VERSION:7\n");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "#EXT-X-TARGETDURATION:{target}");
    text.push_str("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    if let Some(init) = playlist.init {
        let _ = writeln!(text, "#EXT-X-MAP:URI=\"{init}\"");
    }
    for (k, us) in durations.iter().enumerate() {
        let _ = writeln!(text, "#EXTINF:{}.{:06},\n{k}{}", us / 1_000_000, us % 1_000_000, playlist.suffix);
    }
    text.push_str("#EXT-X-ENDLIST\n");
    text
}
