//! `revenge migrate`: brings the schema up to this program's version and says what that took.

use super::{print, runtime};
use crate::app::Failure;
use crate::app::config::Loaded;
use crate::app::database::Database;

pub fn run(loaded: &Loaded) -> Result<(), Failure> {
    let (place, migrated) = runtime()?.block_on(async {
        let database = Database::reach(&loaded.config).await?;
        let done = (database.place, database.migrated);
        database.stop().await;
        Ok::<_, Failure>(done)
    })?;
    let version = migrated.version;
    print(&match migrated.n_applied {
        0 => format!("{place}: nothing to do, the schema is at version {version}"),
        n => format!("{place}: {n} migrations applied, the schema is at version {version}"),
    })
}
