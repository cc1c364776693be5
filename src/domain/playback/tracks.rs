//! Which sound and which subtitle begin, by what a viewer likes to hear and read.
//!
//! Languages are compared by what they mean: `ger`, `deu`, `de-AT` and `German` are one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::media::{MediaInfo, Stream};
use crate::domain::subtitles::language_tag;

/// What a viewer likes, for everything or for one series. The default is what files say of themselves, without subtitles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackRules {
    /// Languages of the sound, the favourite first; without any of them the file's own sound plays.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub audio_languages: Vec<String>,
    /// Languages of subtitles, the favourite first.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub subtitle_languages: Vec<String>,
    #[serde(default)]
    pub subtitles: SubtitleWish,
}

/// When subtitles are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SubtitleWish {
    #[default]
    Off,
    /// Only those for what is said in a foreign tongue.
    Forced,
    /// Whole ones where the sound is in none of `subtitle_languages`, else forced ones.
    Foreign,
    Always,
}

/// A subtitle that may be chosen, inside the file or beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubtitleTrack {
    pub index: u32,
    pub language: Option<String>,
    pub title: Option<String>,
    pub is_forced: bool,
    pub is_default: bool,
}

impl From<&Stream> for SubtitleTrack {
    fn from(stream: &Stream) -> Self {
        Self {
            index: stream.index,
            language: stream.language.clone(),
            title: stream.title.clone(),
            is_forced: stream.forced,
            is_default: stream.default,
        }
    }
}

impl TrackRules {
    /// The sound that is wanted; `None` is the file's own.
    pub fn audio(&self, media: &MediaInfo) -> Option<u32> {
        let speaks = |stream: &&Stream, wanted: &String| is_same(stream.language.as_deref(), wanted);
        self.audio_languages.iter().find_map(|wanted| {
            let spoken = media.audio().filter(|stream| speaks(stream, wanted));
            spoken.min_by_key(|stream| (is_comment(stream.title.as_deref()), !stream.default)).map(|s| s.index)
        })
    }

    /// The subtitle that is wanted beside a sound of this language.
    pub fn subtitle(&self, tracks: &[SubtitleTrack], spoken: Option<&str>) -> Option<u32> {
        match self.subtitles {
            SubtitleWish::Off => None,
            SubtitleWish::Forced => self.forced(tracks, spoken),
            // Who does not say what is spoken most likely speaks the viewer's language.
            SubtitleWish::Foreign if spoken.is_none() => self.forced(tracks, spoken),
            SubtitleWish::Foreign if self.subtitle_languages.iter().any(|own| is_same(spoken, own)) => {
                self.forced(tracks, spoken)
            }
            SubtitleWish::Foreign | SubtitleWish::Always => self.whole(tracks).or_else(|| self.forced(tracks, spoken)),
        }
    }

    /// The best whole one in the first language that has one.
    fn whole(&self, tracks: &[SubtitleTrack]) -> Option<u32> {
        self.subtitle_languages.iter().find_map(|wanted| {
            let whole = tracks.iter().filter(|t| !is_forced(t) && is_same(t.language.as_deref(), wanted));
            whole.min_by_key(|t| (is_comment(t.title.as_deref()), is_for_the_deaf(t), !t.is_default)).map(|t| t.index)
        })
    }

    /// Forced ones belong to the sound: in its language where it is the viewer's, else in the viewer's.
    fn forced(&self, tracks: &[SubtitleTrack], spoken: Option<&str>) -> Option<u32> {
        let own = |wanted: &&String| spoken.is_none_or(|spoken| is_same(Some(spoken), wanted));
        let first = self.subtitle_languages.iter().filter(own);
        let without_rules = spoken.map(str::to_owned).filter(|_| self.subtitle_languages.is_empty());
        let mut languages = first.chain(&self.subtitle_languages).chain(&without_rules);
        languages.find_map(|wanted| {
            tracks.iter().find(|t| is_forced(t) && is_same(t.language.as_deref(), wanted)).map(|t| t.index)
        })
    }
}

/// The primary language of both is the same.
fn is_same(language: Option<&str>, wanted: &str) -> bool {
    language.is_some_and(|language| primary(language) == primary(wanted))
}

fn primary(language: &str) -> String {
    let tag = language_tag(language).unwrap_or_else(|| language.to_lowercase());
    tag.split(['-', '_']).next().unwrap_or_default().to_owned()
}

fn says(title: Option<&str>, words: &[&str]) -> bool {
    title.is_some_and(|title| {
        let title = title.to_lowercase();
        words.iter().any(|word| title.contains(word))
    })
}

fn is_forced(track: &SubtitleTrack) -> bool {
    track.is_forced || says(track.title.as_deref(), &["forced", "signs", "songs", "erzwungen", "forcés"])
}

/// Sounds and subtitles that are no film: what somebody says about it, or what is seen.
fn is_comment(title: Option<&str>) -> bool {
    says(title, &["comment", "kommentar", "descri", "audiodeskription"])
}

fn is_for_the_deaf(track: &SubtitleTrack) -> bool {
    let is_marked = |word: &str| matches!(word, "sdh" | "cc" | "hi");
    let has_mark = track
        .title
        .as_deref()
        .is_some_and(|title| title.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(is_marked));
    has_mark || says(track.title.as_deref(), &["hearing", "hörgesch"])
}
