//! The file of a backup: a tar in zstd.

use std::io::{Read, Write};

use super::manifest::{self, Manifest};
use crate::base::{Error, ErrorKind, Result, ResultExt};

const MANIFEST: &str = "manifest.json";
const END: &str = "end";
/// Of a part: more is in the next one.
pub(super) const PART_BYTES: usize = 4 << 20;
/// No part of ours is longer, with the row that filled it.
const ENTRY_BYTES: u64 = 256 << 20;
/// Small boards write it too.
const LEVEL: i32 = 3;

type Encoder<W> = zstd::stream::write::Encoder<'static, W>;
type Decoder<R> = zstd::stream::read::Decoder<'static, std::io::BufReader<R>>;

pub(super) struct Writer<W: Write> {
    tar: tar::Builder<Encoder<W>>,
    n_parts: usize,
}

impl<W: Write> Writer<W> {
    pub fn new(to: W, manifest: &Manifest) -> Result<Self> {
        let mut encoder = Encoder::new(to, LEVEL).context(ErrorKind::Internal, "begin to compress")?;
        encoder.include_checksum(true).context(ErrorKind::Internal, "begin to compress")?;
        let mut writer = Self { tar: tar::Builder::new(encoder), n_parts: 0 };
        let json = serde_json::to_vec_pretty(manifest).context(ErrorKind::Internal, "write the manifest")?;
        writer.entry(MANIFEST, &json)?;
        Ok(writer)
    }

    /// Rows of a table. Parts of one table follow each other.
    pub fn part(&mut self, table: &str, rows: &[u8]) -> Result<()> {
        self.n_parts += 1;
        self.entry(&format!("{table}/{:06}", self.n_parts), rows)
    }

    pub fn finish(mut self) -> Result<W> {
        self.entry(END, &[])?;
        let encoder = self.tar.into_inner().context(ErrorKind::Source, "write the backup")?;
        encoder.finish().context(ErrorKind::Source, "write the backup")
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, bytes).context(ErrorKind::Source, "write the backup")
    }
}

pub(super) struct Reader<R: Read> {
    tar: tar::Archive<Decoder<R>>,
}

impl<R: Read> Reader<R> {
    pub fn open(from: R) -> Result<Self> {
        let decoder = Decoder::new(from).context(ErrorKind::Source, "read the backup")?;
        Ok(Self { tar: tar::Archive::new(decoder) })
    }

    pub fn manifest(&mut self) -> Result<Manifest> {
        let mut found = None;
        self.each(|name, bytes| {
            found = (name == MANIFEST).then_some(bytes);
            Ok(false)
        })?;
        manifest::parse(&found.ok_or_else(|| Error::invalid("this is no backup of Revenge"))?)
    }

    /// The manifest, then each part with its table's name. Says an error where the file ends before its end.
    pub fn read(mut self, mut take: impl FnMut(Piece) -> Result<()>) -> Result<()> {
        let (mut has_begun, mut has_ended) = (false, false);
        self.each(|name, bytes| {
            match name {
                MANIFEST if !has_begun => take(Piece::Manifest(manifest::parse(&bytes)?))?,
                END => has_ended = true,
                _ if !has_begun => return Err(Error::invalid("this is no backup of Revenge")),
                _ => {
                    let table = name.rsplit_once('/').map_or(name, |(table, _)| table).to_owned();
                    take(Piece::Part(table, bytes))?;
                }
            }
            has_begun = true;
            Ok(!has_ended)
        })?;
        if !has_ended {
            return Err(cut_short());
        }
        // The checksum is behind the end.
        std::io::copy(&mut self.tar.into_inner(), &mut std::io::sink()).map(drop).map_err(unreadable)
    }

    fn each(&mut self, mut take: impl FnMut(&str, Vec<u8>) -> Result<bool>) -> Result<()> {
        let entries = self.tar.entries().map_err(unreadable)?;
        for entry in entries {
            let mut entry = entry.map_err(unreadable)?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if entry.size() > ENTRY_BYTES {
                return Err(Error::invalid("this is no backup of Revenge: one of its parts is too long"));
            }
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(unreadable)?;
            if !take(&name, bytes)? {
                break;
            }
        }
        Ok(())
    }
}

/// What comes out of a backup, in order.
pub(super) enum Piece {
    Manifest(Manifest),
    /// A table's name and rows of it.
    Part(String, Vec<u8>),
}

fn cut_short() -> Error {
    Error::invalid("the backup ends before its end: copy it again, or use an older one")
}

fn unreadable(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => cut_short().with_source(error),
        _ => Error::invalid("the file is damaged, or no backup of Revenge").with_source(error),
    }
}
