//! `revenge backup`, `restore` and `rollback`: the whole database as a file, and back.

use std::path::Path;

use super::{print, runtime};
use crate::app::Failure;
use crate::app::config::Loaded;
use crate::app::database::Untouched;
use crate::base::Error;
use crate::platform::db::backup::{Restored, Shelf, Then, import, open, read_manifest, write};

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

pub fn rollback(loaded: &Loaded) -> Result<(), Failure> {
    let file = Shelf::of(&loaded.config.data_dir).latest_before_upgrade().ok_or_else(|| {
        Failure::usage(
            "nothing to undo: the data directory has no backup from before an upgrade that this release knows",
        )
    })?;
    put_back(loaded, &file, Then::Stay)
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
    let kept = kept.map(|kept| format!("; what was there before is in {}", kept.display())).unwrap_or_default();
    print(&format!("{}{kept}", said(&restored, then)))
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
