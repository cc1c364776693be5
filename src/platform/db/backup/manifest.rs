//! What a backup says of itself, ahead of the rows.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::archive::Reader;
use crate::base::{Error, Result};

/// The way in which a backup is written; a reader refuses what it does not know.
pub(super) const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// Version of the program that wrote it.
    pub program: String,
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: time::OffsetDateTime,
    /// Migrations that the database had, with their SHA-256 in hexadecimal digits.
    pub migrations: Vec<(i32, String)>,
    /// In the order in which they are filled: what is referred to comes first.
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// As SQL writes it: `core.users`.
    pub name: String,
    /// Quoted, in the order of the rows' values.
    pub columns: Vec<String>,
}

impl Manifest {
    /// Version of the schema.
    pub fn version(&self) -> i32 {
        self.migrations.last().map_or(0, |(version, _)| *version)
    }
}

/// The manifest of a backup; an error says what the file is instead.
pub fn read_manifest(from: impl Read) -> Result<Manifest> {
    Reader::open(from)?.manifest()
}

pub(super) fn parse(bytes: &[u8]) -> Result<Manifest> {
    let manifest: Manifest = serde_json::from_slice(bytes)
        .map_err(|e| Error::invalid("this is no backup of Revenge: its manifest cannot be read").with_source(e))?;
    if manifest.format != FORMAT {
        let what = format!("the backup was made by release {}, whose format this one does not know", manifest.program);
        return Err(Error::invalid(what));
    }
    Ok(manifest)
}
