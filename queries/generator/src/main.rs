//! Makes `queries/generated` from `queries/*.sql`, checked against a freshly migrated database.
//!
//! A crate apart from the server, because the server does not compile without what this makes. Run by
//! `make generate` inside `.ci/with-postgres`, which sets PGHOST.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use cornucopia::config::Config;
use tokio_postgres::{Client, NoTls};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let host = env::var("PGHOST")?;
    let (client, connection) = tokio_postgres::connect(&format!("host={host} user=postgres"), NoTls).await?;
    tokio::spawn(connection);
    migrate(&client).await?;
    client.batch_execute("set search_path = media").await?;
    // The generator blocks on the client, whose connection is driven by another thread of this runtime.
    tokio::task::block_in_place(|| cornucopia::gen_live(&client, Config::from_file("queries/cornucopia.toml")?))?;
    sort_modules("queries/generated/src/queries.rs")?;
    for file in fs::read_dir("queries/generated/src/queries")? {
        name_statements(&file?.path())?;
    }
    Ok(())
}

/// The generator lists modules in the order of the folder, which is another one in every checkout.
fn sort_modules(path: &str) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let (mut modules, rest): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with("pub mod "));
    modules.sort_unstable();
    fs::write(path, [rest, modules].concat().join("\n") + "\n")?;
    Ok(())
}

/// Each statement begins with its name, for the server's slow log and for PostgreSQL's own.
fn name_statements(path: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let mut parts = text.split("Stmt {\n");
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        named.push_str("Stmt {\n");
        // `pub fn NAME() -> NameStmt {` is what the last part ended with; the next quote begins its text.
        let name = named.rsplit_once("pub fn ").and_then(|(_, head)| head.split_once("() -> ")).map(|(name, _)| name);
        match (name.map(str::to_owned), part.split_once('"')) {
            (Some(name), Some((before, after))) if before.contains("Stmt(") => {
                named.push_str(&format!("{before}\"/* {name} */ {after}"));
            }
            _ => named.push_str(part),
        }
    }
    fs::write(path, named)?;
    Ok(())
}

async fn migrate(client: &Client) -> Result<(), Box<dyn Error>> {
    // What platform::db::migrate prepares before the first migration.
    client
        .batch_execute(
            "create schema core; create schema media; \
             create role revenge_media nologin; create role revenge_restricted nologin",
        )
        .await?;
    let mut files: Vec<_> = fs::read_dir("migrations")?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let sql = fs::read_to_string(file.path())?;
        let schema = if sql.starts_with("-- schema: content") { "media" } else { "core" };
        client
            .batch_execute(&format!("set search_path = {schema}; {sql}"))
            .await
            .map_err(|e| format!("{}: {e:?}", file.path().display()))?;
    }
    Ok(())
}
