//! From a file to the database, in one transaction.

use std::io::Read;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::SinkExt;
use tokio::sync::mpsc;
use tokio_postgres::{Client, CopyInSink, Transaction};

use super::archive::{Piece, Reader};
use super::manifest::{Manifest, Table};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::pictures::FOLDER_SETTING;
use crate::platform::db::connect::Connector;
use crate::platform::db::migrate::{Migration, apply_in, lock, prepare};

/// A table that is being filled.
type Open = (String, Pin<Box<CopyInSink<Bytes>>>);

/// How often, and how long apart, others are looked for.
const LOOKS: u32 = 30;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// Parts that are read ahead.
const AHEAD: usize = 2;

/// Ours only: what belongs to the server may not be looked at by everybody, and each such table is a warning in its log.
const ANALYZE: &str = "do $$ declare one regclass; begin
    for one in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('core', 'media', 'restricted') and c.relkind = 'r'
    loop execute 'analyze ' || one; end loop; end $$";

/// What becomes of a backup that an older release made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is brought up to this release.
    Migrate,
    /// It stays as the release that made it knows it.
    Stay,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub manifest: Manifest,
    /// Version of the schema now.
    pub version: i32,
}

/// Puts what the backup holds in the place of everything that the database at `url` holds.
/// `Conflict` while a server works with it, or for a backup of a newer release; nothing is changed then, nor by any error.
pub async fn import(url: &str, from: impl Read + Send + 'static, then: Then) -> Result<Restored> {
    let connector = Connector::owner(url)?;
    let mut client = connector.connect().await?;
    lock(&client).await?;
    must_be_alone(&client).await?;
    let files = Migration::embedded()?;
    let (sender, mut pieces) = mpsc::channel(AHEAD);
    let reading = tokio::task::spawn_blocking(move || {
        let give = |piece| sender.blocking_send(piece).map_err(|_| Error::internal("the restore was given up"));
        Reader::open(from)?.read(give)
    });
    let Some(Piece::Manifest(manifest)) = pieces.recv().await else {
        reading.await.context(ErrorKind::Internal, "read the backup")??;
        return Err(Error::invalid("this is no backup of Revenge"));
    };
    let known = known(&files, &manifest)?;
    let transaction = client.transaction().await?;
    transaction.batch_execute("drop schema if exists core, media, restricted cascade").await?;
    prepare(&transaction, connector.user()).await?;
    for file in known {
        apply_in(&transaction, file).await?;
    }
    fill(&transaction, &manifest, &mut pieces).await?;
    drop(pieces);
    // Rows of another time, beside pictures of now: they are compared.
    transaction.execute("delete from core.settings where name = $1", &[&FOLDER_SETTING]).await?;
    reading.await.context(ErrorKind::Internal, "read the backup")??;
    let newer = files.iter().filter(|file| then == Then::Migrate && file.version > manifest.version());
    for file in newer {
        apply_in(&transaction, file).await?;
    }
    let sql = "select max(version) from core.migrations";
    let version = transaction.query_one(sql, &[]).await?.get::<_, Option<i32>>(0).unwrap_or(0);
    transaction.commit().await?;
    client.batch_execute(ANALYZE).await?;
    Ok(Restored { manifest, version })
}

/// A connection that was closed just now is seen for a moment longer.
async fn must_be_alone(client: &Client) -> Result<()> {
    let sql = "select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = 'revenge'";
    for _ in 0..LOOKS {
        if client.query_one(sql, &[]).await?.get::<_, i64>(0) == 0 {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(Error::conflict("a server works with this database: stop it first"))
}

/// Whether this release can put the backup back.
pub(super) fn is_known(manifest: &Manifest) -> bool {
    must_be_known(manifest).is_ok()
}

/// `Conflict` says who can put it back instead.
pub(super) fn must_be_known(manifest: &Manifest) -> Result<()> {
    known(&Migration::embedded()?, manifest).map(drop)
}

/// The migrations that made the schema of the backup.
fn known<'a>(files: &'a [Migration], manifest: &Manifest) -> Result<Vec<&'a Migration>> {
    let find = |(version, sha256): &(i32, String)| {
        files.iter().find(|file| file.version == *version && file.sha256_hex() == *sha256).ok_or_else(|| {
            Error::conflict(format!(
                "the backup was made by release {} and has migration {version:04}, which is unknown here: restore it with \
                 that release or a newer one",
                manifest.program
            ))
        })
    };
    manifest.migrations.iter().map(find).collect()
}

/// Rows into their tables. Triggers of ours are silent: nobody is there to be told.
async fn fill(transaction: &Transaction<'_>, manifest: &Manifest, pieces: &mut mpsc::Receiver<Piece>) -> Result<()> {
    // Migrations put some rows there themselves.
    let names: Vec<&str> = manifest.tables.iter().map(checked).collect::<Result<_>>()?;
    transaction.batch_execute(&format!("truncate {}", names.join(", "))).await?;
    for table in &manifest.tables {
        transaction.batch_execute(&format!("alter table {} disable trigger user", checked(table)?)).await?;
    }
    let mut open: Option<Open> = None;
    while let Some(piece) = pieces.recv().await {
        let Piece::Part(name, rows) = piece else { continue };
        if open.as_ref().is_none_or(|(current, _)| *current != name) {
            finish(open.take()).await?;
            let unknown = || Error::invalid(format!("the backup has rows of {name}, which its manifest does not name"));
            let table = manifest.tables.iter().find(|table| table.name == name).ok_or_else(unknown)?;
            let sql = format!("copy {} ({}) from stdin", checked(table)?, table.columns.join(", "));
            open = Some((name, Box::pin(transaction.copy_in(&sql).await?)));
        }
        if let Some((name, sink)) = &mut open {
            sink.send(Bytes::from(rows)).await.map_err(|error| refused(name, error))?;
        }
    }
    finish(open).await?;
    for table in &manifest.tables {
        transaction.batch_execute(&format!("alter table {} enable trigger user", checked(table)?)).await?;
    }
    Ok(())
}

async fn finish(open: Option<Open>) -> Result<()> {
    if let Some((name, mut sink)) = open {
        sink.as_mut().finish().await.map_err(|error| refused(&name, error))?;
    }
    Ok(())
}

/// Rows that the database does not take: the file is to blame, unless the database went away.
fn refused(table: &str, error: tokio_postgres::Error) -> Error {
    match Error::from(error) {
        error if error.kind() == ErrorKind::Unavailable => error,
        error => Error::invalid(format!("the backup is damaged: {table} cannot be filled")).with_source(error),
    }
}

/// Names out of a file become part of a statement: only such as ours are.
fn checked(table: &Table) -> Result<&str> {
    let is_plain = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let is_ours = table
        .name
        .split_once('.')
        .is_some_and(|(schema, name)| matches!(schema, "core" | "media" | "restricted") && is_plain(name));
    // Reserved words are quoted: `"type"`.
    let are_ours = table.columns.iter().all(|column| is_plain(column.trim_matches('"')));
    if is_ours && are_ours {
        Ok(&table.name)
    } else {
        Err(Error::invalid("this is no backup of Revenge: it names strange tables"))
    }
}
