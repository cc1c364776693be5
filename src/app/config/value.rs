//! Types that settings have beside the standard ones.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

use super::key::{Kind, Setting};
use crate::base::Secret;
use crate::http::base_path::BasePath;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text on a terminal, journal lines under systemd, JSON otherwise.
    Auto,
    Text,
    Json,
    Journal,
}

macro_rules! setting {
    ($($Type:ty => $kind:ident),* $(,)?) => { $( impl Setting for $Type { const KIND: Kind = Kind::$kind; } )* };
}

setting! {
    bool => Switch,
    String => Text,
    Option<String> => Text,
    Option<SocketAddr> => Text,
    PathBuf => Text,
    Option<PathBuf> => Text,
    Option<Secret> => Text,
    SocketAddr => Text,
    LogFormat => Text,
    BasePath => Text,
    u16 => Integer,
    u32 => Integer,
    u64 => Integer,
    Vec<String> => List,
    Vec<PathBuf> => List,
}
