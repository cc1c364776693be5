//! What is known about one setting, and the macro that declares settings once.
//!
//! `settings!` makes the structs and the table `KEYS` from the same lines, so that a setting without documentation,
//! default or kind cannot exist.

use std::ops::RangeInclusive;

/// One setting as the operator sees it.
#[derive(Clone, Debug)]
pub struct Key {
    /// Dotted name, as in a file (`http.listen`).
    pub name: &'static str,
    pub doc: &'static str,
    /// Default in TOML; empty where there is none or the board decides.
    pub default: &'static str,
    pub kind: Kind,
    pub is_secret: bool,
    /// Taken over by SIGHUP; everything else needs a restart.
    pub is_reloadable: bool,
    /// The default comes from the board.
    pub is_from_board: bool,
    pub range: RangeInclusive<i64>,
}

/// How the text of an environment variable or a flag becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    /// `true` or `false`.
    Switch,
    /// Comma-separated in an environment variable.
    List,
}

/// A type that a setting can have.
pub trait Setting {
    const KIND: Kind;
}

impl Key {
    pub const fn new(name: &'static str, doc: &'static str, default: &'static str, kind: Kind) -> Self {
        let range = 0..=i64::MAX;
        Self { name, doc, default, kind, is_secret: false, is_reloadable: false, is_from_board: false, range }
    }

    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    #[must_use]
    pub const fn reloadable(mut self) -> Self {
        self.is_reloadable = true;
        self
    }

    #[must_use]
    pub const fn from_board(mut self) -> Self {
        self.is_from_board = true;
        self
    }

    #[must_use]
    pub const fn within(mut self, range: RangeInclusive<i64>) -> Self {
        self.range = range;
        self
    }

    /// `REVENGE_HTTP__LISTEN`.
    pub fn variable(&self) -> String {
        format!("REVENGE_{}", self.name.replace('.', "__").to_uppercase())
    }
}

/// Declares all settings: `top { key: Type = "default in TOML" [.flags()]; }`, then one block per section.
macro_rules! settings {
    (
        top { $( $(#[doc = $top_doc:literal])* $top:ident : $TopType:ty = $top_default:literal $([ $($top_flag:tt)+ ])? ; )* }
        $( $(#[doc = $section_doc:literal])* $section:ident : $Section:ident {
            $( $(#[doc = $doc:literal])* $key:ident : $Type:ty = $default:literal $([ $($flag:tt)+ ])? ; )*
        } )*
    ) => {
        /// Everything that can be configured, after layering and validation.
        #[derive(Clone, Debug, serde::Deserialize)]
        pub struct Config {
            $( $(#[doc = $top_doc])* pub $top: $TopType, )*
            $( $(#[doc = $section_doc])* pub $section: $Section, )*
        }

        $(
            $(#[doc = $section_doc])*
            #[derive(Clone, Debug, serde::Deserialize)]
            pub struct $Section { $( $(#[doc = $doc])* pub $key: $Type, )* }
        )*

        /// Every setting, in the order of the reference page.
        pub const KEYS: &[Key] = &[
            $( Key::new(stringify!($top), concat!($($top_doc),*), $top_default, <$TopType as Setting>::KIND) $($($top_flag)+)?, )*
            $( $(
                Key::new(
                    concat!(stringify!($section), ".", stringify!($key)),
                    concat!($($doc),*),
                    $default,
                    <$Type as Setting>::KIND,
                ) $($($flag)+)?,
            )* )*
        ];
    };
}
pub(super) use settings;
