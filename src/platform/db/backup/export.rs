//! From the database to a file, in one snapshot.

use std::collections::BTreeSet;
use std::io::Write;

use futures_util::TryStreamExt;
use tokio_postgres::{IsolationLevel, Row, Transaction};

use super::archive::{PART_BYTES, Writer};
use super::manifest::{FORMAT, Manifest, Table};
use crate::base::{Error, Result, now};
use crate::platform::db::connect::Connector;

/// What is of no use in another life: who is running now, and how the schema came to be (the manifest says it).
const LEFT_OUT: [&str; 2] = ["core.nodes", "core.migrations"];

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackedUp {
    pub n_tables: usize,
    /// Of rows, uncompressed.
    pub n_bytes: u64,
    /// Version of the schema.
    pub version: i32,
}

/// How far something is, of how much; in bytes, of which the whole is an estimate.
pub type Tell<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// Writes everything that the database at `url` holds, beside whoever works with it.
pub async fn export<W: Write>(url: &str, to: W) -> Result<(BackedUp, W)> {
    export_telling(url, to, &|_, _| ()).await
}

/// The same, saying how far it is.
pub async fn export_telling<W: Write>(url: &str, to: W, tell: Tell<'_>) -> Result<(BackedUp, W)> {
    let mut client = Connector::owner(url)?.connect().await?;
    let transaction =
        client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await?;
    let (manifest, sizes) = describe(&transaction).await?;
    let (mut done, total) = (0, sizes.iter().sum::<u64>());
    let mut writer = Writer::new(to, &manifest)?;
    let mut n_bytes = 0;
    for (table, size) in manifest.tables.iter().zip(sizes) {
        let copied = |n: u64| tell(done + n.min(size), total);
        n_bytes += copy_out(&transaction, table, &mut writer, &copied).await?;
        done += size;
        tell(done, total);
    }
    let done = BackedUp { n_tables: manifest.tables.len(), n_bytes, version: manifest.version() };
    Ok((done, writer.finish()?))
}

async fn copy_out<W: Write>(
    transaction: &Transaction<'_>,
    table: &Table,
    writer: &mut Writer<W>,
    copied: &(dyn Fn(u64) + Sync),
) -> Result<u64> {
    let sql = format!("copy {} ({}) to stdout", table.name, table.columns.join(", "));
    let mut rows = Box::pin(transaction.copy_out(&sql).await?);
    let (mut part, mut n_bytes) = (Vec::new(), 0);
    while let Some(row) = rows.try_next().await? {
        n_bytes += row.len() as u64;
        part.extend_from_slice(&row);
        if part.len() >= PART_BYTES {
            writer.part(&table.name, &part)?;
            part.clear();
            copied(n_bytes);
        }
    }
    if !part.is_empty() {
        writer.part(&table.name, &part)?;
    }
    Ok(n_bytes)
}

/// With the size of each table on its disk.
async fn describe(transaction: &Transaction<'_>) -> Result<(Manifest, Vec<u64>)> {
    let exists = transaction.query_one("select to_regclass('core.migrations') is not null", &[]).await?;
    if !exists.get::<_, bool>(0) {
        return Err(Error::conflict("there is nothing to back up: the database was never used"));
    }
    let sql = "select version, encode(sha256, 'hex') from core.migrations order by version";
    let migrations = transaction.query(sql, &[]).await?.iter().map(|row| (row.get(0), row.get(1))).collect();
    let (tables, sizes) = tables(transaction).await?.into_iter().unzip();
    let program = env!("CARGO_PKG_VERSION").to_owned();
    Ok((Manifest { format: FORMAT, program, made_at: now(), migrations, tables }, sizes))
}

/// Every table with the columns that are written, those that others refer to first.
async fn tables(transaction: &Transaction<'_>) -> Result<Vec<(Table, u64)>> {
    let sql = "select c.oid, format('%I.%I', n.nspname, c.relname), pg_table_size(c.oid),
            array(select quote_ident(a.attname) from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                order by a.attnum)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('core', 'media', 'restricted') and c.relkind = 'r'
        order by n.nspname, c.relname";
    let rows = transaction.query(sql, &[]).await?;
    let table = |row: &Row| {
        (row.get(0), (Table { name: row.get(1), columns: row.get(3) }, row.get::<_, i64>(2).unsigned_abs()))
    };
    let found = rows.iter().map(table).collect();
    let sql = "select conrelid, confrelid from pg_constraint where contype = 'f' and conrelid <> confrelid";
    let references: Vec<(u32, u32)> =
        transaction.query(sql, &[]).await?.iter().map(|row| (row.get(0), row.get(1))).collect();
    let ordered = in_order(found, &references).into_iter();
    Ok(ordered.filter(|(table, _)| !LEFT_OUT.contains(&table.name.as_str())).collect())
}

/// By and by those that wait for none of the others. Circles, which there are none, come last.
fn in_order<T>(mut left: Vec<(u32, T)>, references: &[(u32, u32)]) -> Vec<T> {
    let mut ordered = Vec::new();
    loop {
        let waiting: BTreeSet<u32> = left.iter().map(|(oid, _)| *oid).collect();
        let waits = |oid: u32| references.iter().any(|(from, to)| *from == oid && waiting.contains(to));
        let (later, free): (Vec<_>, Vec<_>) = left.into_iter().partition(|(oid, _)| waits(*oid));
        let is_stuck = free.is_empty();
        ordered.extend(free.into_iter().map(|(_, table)| table));
        if is_stuck {
            ordered.extend(later.into_iter().map(|(_, table)| table));
            return ordered;
        }
        left = later;
    }
}
