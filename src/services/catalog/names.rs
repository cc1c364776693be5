//! Names of what background work is about, for its titles. Only administrators see those, so no viewer is asked for.

use revenge_queries::queries::catalog as sql;

use crate::base::Result;
use crate::domain::job_title::{Names, Subject};
use crate::platform::db::Db;

/// Two statements for any number of subjects, and none for a kind of which there is none.
pub async fn names(db: Db, subjects: Vec<Subject>) -> Result<Names> {
    let (mut libraries, mut items) = (Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            Subject::Library(id) => libraries.push(id),
            Subject::Item(id) => items.push(id),
        }
    }
    let mut names = Names::default();
    let client = db.client().await?;
    if !libraries.is_empty() {
        for row in sql::job_library_names().bind(&client, &libraries).all().await? {
            names.insert(Subject::Library(row.id), row.name);
        }
    }
    if !items.is_empty() {
        for row in sql::job_item_names().bind(&client, &items).all().await? {
            let name = row.show.map_or(row.title.clone(), |show| format!("{show}: {}", row.title));
            names.insert(Subject::Item(row.id), name);
        }
    }
    Ok(names)
}
