//! Subtitle texts of any age and encoding to WebVTT.
//!
//! `encoding` finds the characters, `srt`, `webvtt`, `ass` and `microdvd` read the formats, `markup` reduces their tags to
//! italics, bold and underline, `render` writes WebVTT. Used by side-car files and, through `Cue::from_srt` and
//! `ass::Styles`, by text streams inside media files; `sidecar` reads what a subtitle's file name says. Picture
//! subtitles are told as they are (`pictures`), or read into drawings (`drawing`, `pgs`, `vobsub`).
//!
//! Invariant: bytes never fail. What cannot be read is left out, and no text can end its cue or open a tag when written.

pub mod ass;
mod drawing;
mod encoding;
mod format;
mod language;
mod markup;
mod microdvd;
mod pgs;
mod pictures;
mod render;
mod script;
mod sidecar;
mod srt;
mod time;
mod vobsub;
mod webvtt;

pub use drawing::{Drawing, Moment, PictureKind, PictureReader};
pub use encoding::decode;
pub use format::Format;
pub use language::tag as language_tag;
pub use pictures::{sup_packet, vobsub_head, vobsub_packet};
pub use render::{segment, to_webvtt};
pub use script::ass_script;
pub use sidecar::{Sidecar, sidecar};

/// A text on screen. `text` is plain but for `<i>`, `<b>` and `<u>`; `settings` are WebVTT cue settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cue {
    pub start_ms: i64,
    pub end_ms: i64,
    pub text: String,
    pub settings: String,
}

/// Reads a whole subtitle file. `language` (BCP 47) helps to tell old encodings apart when it is known.
pub fn parse(bytes: &[u8], language: Option<&str>) -> Vec<Cue> {
    let text = decode(bytes, language);
    let mut cues = match Format::sniff(&text) {
        Format::Srt => srt::parse(&text),
        Format::WebVtt => webvtt::parse(&text),
        Format::Ass => ass::parse(&text),
        Format::MicroDvd => microdvd::parse(&text),
    };
    cues.retain(|cue| !cue.text.is_empty());
    cues.sort_by_key(|cue| (cue.start_ms, cue.end_ms));
    cues.dedup();
    cues
}
