//! `revenge backup`, `restore` and `rollback`: the whole database as a file, and back.

use std::path::Path;

use super::{print, runtime};
use crate::app::Failure;
use crate::app::config::Loaded;
use crate::app::data_dir::DataDir;
use crate::app::database::Untouched;
use crate::base::Error;
use crate::platform::db::backup::{Restored, Shelf, Then, import, open, read_manifest, write};
use crate::platform::db::{self, Former, latest_former, other_major};

pub fn backup(loaded: &Loaded, file: &Path) -> Result<(), Failure> {
    let (done, size) = runtime()?.block_on(async {
        let database = Untouched::reach(&loaded.config).await?;
        let done = write(&database.url, file, &|_, _| ()).await;
        database.stop().await;
        Ok::<_, Failure>(done?)
    })?;
    print(&format!(
        "{}: {} tables of schema version {}, {} KiB. Pictures are not in it: the server makes those that it misses by itself",
        file.display(),
        done.n_tables,
        done.version,
        size.div_ceil(1024)
    ))
}

pub fn restore(loaded: &Loaded, file: &Path) -> Result<(), Failure> {
    put_back(loaded, file, Then::Migrate)
}

/// Undoes what came last: a move to another PostgreSQL, or an upgrade of the schema.
pub fn rollback(loaded: &Loaded) -> Result<(), Failure> {
    let data_dir = &loaded.config.data_dir;
    let file = Shelf::of(data_dir).latest_before_upgrade();
    let former = latest_former(data_dir).filter(|_| loaded.config.database.url.is_none());
    if let Some(former) = former {
        let made_at = file.as_deref().and_then(|file| read_manifest(open(file).ok()?).ok()).map(|found| found.made_at);
        // The move's own copy is older than what it left.
        if made_at.is_none_or(|made_at| made_at < former.since) {
            return go_back(loaded, &former);
        }
    }
    let file = file.ok_or_else(|| {
        Failure::usage(
            "nothing to undo: the data directory has no backup from before an upgrade that this release knows",
        )
    })?;
    put_back(loaded, &file, Then::Stay)
}

/// The database as PostgreSQL of another major version left it, whole.
fn go_back(loaded: &Loaded, former: &Former) -> Result<(), Failure> {
    let data_dir = &loaded.config.data_dir;
    // What only another release can read is kept as the folder that it is.
    let kept = match other_major(data_dir) {
        Some(_) => None,
        None => runtime()?.block_on(async {
            let database = Untouched::alone(&loaded.config).await?;
            let kept = Shelf::of(data_dir).before_restore(&database.url).await;
            database.stop().await;
            Ok::<_, Failure>(kept?)
        })?,
    };
    let held = DataDir::open(data_dir)?;
    db::put_back(held.path(), former)?;
    print(&format!(
        "the database of PostgreSQL {} is back as it was on {}: start the release that was there then; this one would move \
         it again{}",
        former.major,
        former.since.date(),
        kept_in(kept.as_deref())
    ))
}

fn put_back(loaded: &Loaded, file: &Path, then: Then) -> Result<(), Failure> {
    // What cannot be read is told before anything is started.
    read_manifest(open(file)?)?;
    let (restored, kept) = runtime()?.block_on(async {
        let database = Untouched::alone(&loaded.config).await?;
        let done = async {
            let kept = Shelf::of(&loaded.config.data_dir).before_restore(&database.url).await?;
            Ok::<_, Error>((import(&database.url, open(file)?, then).await?, kept))
        };
        let done = done.await;
        database.stop().await;
        Ok::<_, Failure>(done?)
    })?;
    print(&format!("{}{}", said(&restored, then), kept_in(kept.as_deref())))
}

fn kept_in(kept: Option<&Path>) -> String {
    kept.map(|kept| format!("; what was there before is in {}", kept.display())).unwrap_or_default()
}

fn said(Restored { manifest, version }: &Restored, then: Then) -> String {
    let made = format!("the backup of {} by release {}", manifest.made_at.date(), manifest.program);
    match then {
        Then::Migrate => format!("restored {made}, now at schema version {version}"),
        Then::Stay => format!(
            "restored {made}, at its schema version {version}: start that release; this one would bring it up again"
        ),
    }
}
