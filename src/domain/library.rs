//! Libraries: what kind of things one holds.

use super::file_kind::FileKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LibraryKind {
    Movies,
    Shows,
    Music,
}

impl LibraryKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Movies => "movies",
            Self::Shows => "shows",
            Self::Music => "music",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Movies, Self::Shows, Self::Music].into_iter().find(|kind| kind.as_str() == text)
    }

    /// Files that a library of this kind is made of.
    pub fn media(self) -> FileKind {
        match self {
            Self::Movies | Self::Shows => FileKind::Video,
            Self::Music => FileKind::Audio,
        }
    }
}
