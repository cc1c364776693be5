//! Brings the schema to what this binary needs: `migrations/NNNN_name.sql`, embedded, all that are missing in one transaction.
//!
//! The first line of a file says what it is for: `-- schema: core` runs once, `-- schema: content` runs in `media` and in
//! `restricted` within the same transaction, so that the twins cannot differ. Invariant: what is recorded in
//! `core.migrations` is byte for byte what ran; an edited file or a database from a newer release is refused, because
//! going on would corrupt what the newer one wrote. Forward only.
//!
//! Not refinery: no lock against a second node, a history per schema, weak checksums, 119 crates.

use std::borrow::Cow;
use std::time::Instant;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, GenericClient, Transaction};

use super::connect::{Connector, ContentRole};
use crate::base::{Error, ErrorKind, Result, ResultExt};

/// Any number that no other program on the same server takes: "revenge" in ASCII.
const LOCK_KEY: i64 = 0x72_65_76_65_6e_67_65;

/// Schemas and roles before the first file; everything in it may be there already.
const PREPARE: &str = include_str!("prepare.sql");
/// Rights of the two roles, after the last file.
const GRANTS: &str = include_str!("grants.sql");

#[derive(RustEmbed)]
#[folder = "migrations/"]
struct Embedded;

/// One file.
#[derive(Clone, Debug)]
pub struct Migration {
    pub version: i32,
    pub name: String,
    pub sql: String,
}

/// What a run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    pub n_applied: usize,
    /// Version of the schema now.
    pub version: i32,
}

impl Migration {
    /// The files of this binary in order.
    pub fn embedded() -> Result<Vec<Self>> {
        let mut files = Vec::new();
        for path in Embedded::iter() {
            let file = Embedded::get(&path).ok_or_else(|| Error::internal("read an embedded migration"))?;
            let sql = String::from_utf8(file.data.into_owned()).context(ErrorKind::Internal, "read a migration")?;
            files.push(Self::parse(&path, sql)?);
        }
        files.sort_by_key(|file| file.version);
        Ok(files)
    }

    /// `0002_content.sql` with its text.
    pub fn parse(file_name: &str, sql: String) -> Result<Self> {
        let stem = file_name.strip_suffix(".sql").unwrap_or(file_name);
        let (number, name) = stem.split_once('_').unwrap_or((stem, ""));
        let version = number.parse().context(ErrorKind::Internal, format!("migration {file_name} has no number"))?;
        Ok(Self { version, name: name.to_owned(), sql })
    }

    fn schemas(&self) -> Result<&'static [&'static str]> {
        match self.sql.lines().next().unwrap_or_default().trim() {
            "-- schema: core" => Ok(&["core"]),
            "-- schema: content" => Ok(&["media", "restricted"]),
            line => {
                Err(Error::internal(format!("migration {} starts with {line:?}, not with its schema", self.version)))
            }
        }
    }

    fn sha256(&self) -> Vec<u8> {
        Sha256::digest(self.sql.as_bytes()).to_vec()
    }

    pub(super) fn sha256_hex(&self) -> String {
        self.sha256().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }
}

/// Applies what is missing. Safe to run from several nodes at once; the second one waits and then has nothing to do.
/// An error here means that the server cannot start: the process exits with code 3.
pub async fn migrate(url: &str) -> Result<Migrated> {
    migrate_with(url, &Migration::embedded()?).await
}

/// The same with files of one's own. Whatever fails or cuts it short leaves the schema as it was.
pub async fn migrate_with(url: &str, files: &[Migration]) -> Result<Migrated> {
    let connector = Connector::owner(url)?;
    let mut client = connector
        .connect()
        .await
        .map_err(|e| Error::from(e).with_what(format!("connect to the database at {}", connector.place())))?;
    lock(&client).await?;
    let applied = recorded(&client).await?;
    let pending = pending(files, &applied)?;
    if !pending.is_empty() {
        let transaction = client.transaction().await?;
        prepare(&transaction, connector.user()).await?;
        for file in &pending {
            apply_in(&transaction, file).await?;
        }
        transaction.commit().await.map_err(|e| full_or(e, "keep what the migrations did"))?;
    }
    let version = files.last().map_or(0, |file| file.version);
    Ok(Migrated { n_applied: pending.len(), version })
}

/// A used database that this release would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// Version of its schema.
    pub version: i32,
    /// On its disk.
    pub size_bytes: u64,
}

/// What there is to upgrade; `None` where there is nothing to do or nothing was there. What `migrate` refuses is left to it.
pub async fn upgrade_from(url: &str) -> Result<Option<Upgrade>> {
    let client = Connector::owner(url)?.connect().await?;
    let applied = recorded(&client).await?;
    let is_behind = pending(&Migration::embedded()?, &applied).is_ok_and(|pending| !pending.is_empty());
    let Some(last) = applied.last().filter(|_| is_behind) else { return Ok(None) };
    let size: i64 = client.query_one("select pg_database_size(current_database())", &[]).await?.get(0);
    Ok(Some(Upgrade { version: last.version, size_bytes: size.unsigned_abs() }))
}

/// One who changes the schema at a time. The lock lives as long as this connection.
pub(super) async fn lock(client: &Client) -> Result<()> {
    client.execute("select pg_advisory_lock($1)", &[&LOCK_KEY]).await?;
    Ok(())
}

struct Recorded {
    version: i32,
    name: String,
    sha256: Vec<u8>,
}

async fn recorded(client: &Client) -> Result<Vec<Recorded>> {
    let exists = client.query_one("select to_regclass('core.migrations') is not null", &[]).await?;
    if !exists.get::<_, bool>(0) {
        return Ok(Vec::new());
    }
    let rows = client.query("select version, name, sha256 from core.migrations order by version", &[]).await?;
    Ok(rows.iter().map(|row| Recorded { version: row.get(0), name: row.get(1), sha256: row.get(2) }).collect())
}

fn pending<'a>(files: &'a [Migration], applied: &[Recorded]) -> Result<Vec<&'a Migration>> {
    for done in applied {
        let Some(file) = files.iter().find(|file| file.version == done.version) else {
            return Err(Error::conflict(format!(
                "the database is newer than this program: it has migration {:04}_{}, which is unknown here. \
                 Start the release that wrote it, or restore the backup that was made before the upgrade",
                done.version, done.name
            )));
        };
        if file.sha256() != done.sha256 {
            return Err(Error::conflict(format!(
                "migration {:04}_{} differs from the one that this database was made with. \
                 A migration is never edited after it ran: restore the file and add a new one",
                file.version, file.name
            )));
        }
    }
    let last = applied.last().map_or(0, |done| done.version);
    Ok(files.iter().filter(|file| file.version > last).collect())
}

pub(super) async fn prepare(client: &impl GenericClient, user: &str) -> Result<()> {
    client.batch_execute(PREPARE).await.map_err(|error| {
        if error.code() != Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
            return Error::from(error);
        }
        let (media, restricted) = (ContentRole::Media.name(), ContentRole::Restricted.name());
        let sentence = format!(
            "database user {user} lacks privileges. As an administrator of the database run: \
             CREATE ROLE {media} NOLOGIN; CREATE ROLE {restricted} NOLOGIN; GRANT {media}, {restricted} TO \"{user}\"; \
             GRANT CREATE ON DATABASE <name> TO \"{user}\"; CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public"
        );
        Error::forbidden(sentence).with_source(Error::from(error))
    })
}

pub(super) async fn apply_in(transaction: &Transaction<'_>, file: &Migration) -> Result<()> {
    let began = Instant::now();
    let what = || format!("apply migration {:04}_{}", file.version, file.name);
    for schema in file.schemas()? {
        let sql = format!("set local search_path = {schema}; {}", file.sql);
        transaction.batch_execute(&sql).await.map_err(|e| full_or(e, what()))?;
    }
    transaction.batch_execute(GRANTS).await.map_err(|e| Error::from(e).with_what("grant rights to the roles"))?;
    record(transaction, file, began).await?;
    tracing::info!(migration.version = file.version, migration.name = file.name, duration_ms = ms(began), "migrated");
    Ok(())
}

/// A disk without room lasts: it is not for whoever asks to try again, but for somebody to make room.
fn full_or(error: tokio_postgres::Error, what: impl Into<Cow<'static, str>>) -> Error {
    let what = what.into();
    if error.code() == Some(&SqlState::DISK_FULL) {
        return Error::source_fault(format!("the disk is full: {what}")).with_source(Error::from(error));
    }
    Error::from(error).with_what(what)
}

async fn record(transaction: &Transaction<'_>, file: &Migration, began: Instant) -> Result<()> {
    let sql = "insert into core.migrations (version, name, sha256, applied_at, ms) values ($1, $2, $3, now(), $4)";
    transaction.execute(sql, &[&file.version, &file.name, &file.sha256(), &ms(began)]).await?;
    Ok(())
}

fn ms(began: Instant) -> i64 {
    i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX)
}
