//! The master playlist: variants of the picture, renditions of sound and text.
//!
//! Everything that a file says about itself (titles, languages) passes `quoted`, because a quote or a line break in a
//! title would otherwise write playlist lines.

use std::fmt::Write as _;

pub struct Master {
    /// The planned variant first.
    pub variants: Vec<Variant>,
    pub audio: Vec<Rendition>,
    pub subtitles: Vec<Rendition>,
}

pub struct Variant {
    pub uri: String,
    /// Peak and mean bits per second, audio included.
    pub bandwidth: u64,
    pub average_bandwidth: u64,
    /// RFC 6381 strings of picture and sound; empty where one is not known, because a wrong one stops players.
    pub codecs: Vec<String>,
    pub resolution: Option<(u32, u32)>,
    pub frame_rate: Option<(u32, u32)>,
    pub range: VideoRange,
}

/// How the picture's brightness is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VideoRange {
    Sdr,
    Hlg,
    Pq,
}

pub struct Rendition {
    /// Absent where the variant itself is this rendition.
    pub uri: Option<String>,
    pub name: String,
    pub language: Option<String>,
    pub is_default: bool,
    pub is_forced: bool,
    pub channels: Option<u32>,
}

pub fn master_playlist(master: &Master) -> String {
    let mut text = String::from("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    let mut names = Vec::new();
    for rendition in &master.audio {
        media_line(&mut text, "AUDIO", "audio", rendition, &mut names);
    }
    names.clear();
    for rendition in &master.subtitles {
        media_line(&mut text, "SUBTITLES", "subtitles", rendition, &mut names);
    }
    for variant in &master.variants {
        variant_lines(&mut text, master, variant);
    }
    text
}

fn media_line(text: &mut String, kind: &str, group: &str, rendition: &Rendition, names: &mut Vec<String>) {
    // NAME must be unique within its group (RFC 8216, 4.3.4.1.1).
    let mut name = quoted(&rendition.name);
    let mut n = 2;
    while names.contains(&name) {
        name = format!("{} {n}", quoted(&rendition.name));
        n += 1;
    }
    let yes = |is: bool| if is { "YES" } else { "NO" };
    // Writing into a String cannot fail.
    let _ = write!(text, "#EXT-X-MEDIA:TYPE={kind},GROUP-ID=\"{group}\",NAME=\"{name}\"");
    names.push(name);
    if let Some(language) = &rendition.language {
        let _ = write!(text, ",LANGUAGE=\"{}\"", quoted(language));
    }
    let autoselect = yes(rendition.is_default || rendition.is_forced || kind == "AUDIO");
    let _ = write!(text, ",DEFAULT={},AUTOSELECT={autoselect}", yes(rendition.is_default));
    if kind == "SUBTITLES" {
        let _ = write!(text, ",FORCED={}", yes(rendition.is_forced));
    }
    if let Some(channels) = rendition.channels {
        let _ = write!(text, ",CHANNELS=\"{channels}\"");
    }
    if let Some(uri) = &rendition.uri {
        let _ = write!(text, ",URI=\"{uri}\"");
    }
    text.push('\n');
}

fn variant_lines(text: &mut String, master: &Master, variant: &Variant) {
    let (peak, mean) = (variant.bandwidth.max(1), variant.average_bandwidth.max(1));
    let _ = write!(text, "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={mean}", peak.max(mean));
    if !variant.codecs.is_empty() {
        let _ = write!(text, ",CODECS=\"{}\"", quoted(&variant.codecs.join(",")));
    }
    if let Some((width, height)) = variant.resolution {
        let _ = write!(text, ",RESOLUTION={width}x{height}");
        text.push_str(match variant.range {
            VideoRange::Sdr => ",VIDEO-RANGE=SDR",
            VideoRange::Hlg => ",VIDEO-RANGE=HLG",
            VideoRange::Pq => ",VIDEO-RANGE=PQ",
        });
    }
    if let Some((n, d)) = variant.frame_rate.filter(|&(n, d)| n > 0 && d > 0) {
        let millis = (u64::from(n) * 1000 + u64::from(d) / 2) / u64::from(d);
        let _ = write!(text, ",FRAME-RATE={}.{:03}", millis / 1000, millis % 1000);
    }
    if !master.audio.is_empty() {
        text.push_str(",AUDIO=\"audio\"");
    }
    if !master.subtitles.is_empty() {
        text.push_str(",SUBTITLES=\"subtitles\"");
    }
    let _ = writeln!(text, "\n{}", variant.uri);
}

/// What may stand between quotes in a playlist.
fn quoted(text: &str) -> String {
    text.chars().map(|c| if c == '"' { '\'' } else { c }).filter(|c| !c.is_control()).take(120).collect()
}
