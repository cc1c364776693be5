//! Libraries as administrators make, change and list them.

use std::os::unix::ffi::OsStringExt;

use revenge_queries::client::GenericClient;
use revenge_queries::queries::libraries as sql;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Libraries;
use crate::base::{Cursor, Error, Page, PageRequest, Result, new_id, now};
use crate::domain::job::ScanLibrary;
use crate::domain::library::LibraryKind;
use crate::domain::viewer::Viewer;
use crate::platform::db::{Client, Transaction};
use crate::platform::jobs::{EnqueueOptions, JobId};

const NAME_CHARS_MAX: usize = 100;

#[derive(Clone, Debug)]
pub struct NewLibrary {
    pub name: String,
    pub kind: LibraryKind,
    pub paths: Vec<String>,
}

/// What to change; absent fields stay.
#[derive(Clone, Debug, Default)]
pub struct LibraryChange {
    pub name: Option<String>,
    pub paths: Option<Vec<String>>,
    /// Seek previews: true has them made, false has them removed.
    pub previews: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct Library {
    pub id: Uuid,
    pub name: String,
    pub kind: LibraryKind,
    /// Empty for viewers who are no administrators.
    pub roots: Vec<LibraryRoot>,
    pub n_items: i64,
    pub n_files: i64,
    pub n_problems: i64,
    pub created_at: OffsetDateTime,
    pub last_scan_at: Option<OffsetDateTime>,
    pub has_previews: bool,
}

#[derive(Clone, Debug)]
pub struct LibraryRoot {
    pub path: String,
    pub offline_since: Option<OffsetDateTime>,
    pub offline_reason: Option<String>,
}

impl Libraries {
    /// By name. Libraries are few: all are looked at, the page's are counted.
    pub async fn list_libraries(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Library>> {
        let after: Option<Uuid> = page.after()?;
        let client = self.db.client().await?;
        let rows = sql::list_libraries().bind(&client, &viewer.libraries).all().await?;
        let start = after.and_then(|id| rows.iter().position(|row| row.id == id)).map_or(0, |at| at + 1);
        let mut libraries = Vec::new();
        for row in rows.into_iter().skip(start).take(page.limit as usize + 1) {
            libraries.push(complete(&client, viewer, row).await?);
        }
        Ok(Page::from_rows(libraries, page.limit, |library| Cursor::encode(&library.id)))
    }

    pub async fn get_library(&self, viewer: &Viewer, id: Uuid) -> Result<Library> {
        let client = self.db.client().await?;
        let row = sql::find_library().bind(&client, &id, &viewer.libraries).opt().await?;
        complete(&client, viewer, row.ok_or_else(|| Error::not_found("library", id))?).await
    }

    /// Makes the library and its first scan together.
    pub async fn create_library(&self, viewer: &Viewer, new: NewLibrary) -> Result<Library> {
        let name = checked_name(&new.name)?;
        let paths = self.check_paths(viewer, &new.paths, None).await?;
        let id = new_id();
        let mut client = self.db.client().await?;
        let transaction = client.transaction().await?;
        sql::insert_library().bind(&transaction, &id, &name, &new.kind.as_str(), &now()).await?;
        put_roots(&transaction, id, &paths).await?;
        self.enqueue_scan(&transaction, viewer, id).await?;
        transaction.commit().await?;
        drop(client);
        self.announce(id, "created");
        // The viewer's set was read before this library was.
        let viewer = Viewer { libraries: vec![id], ..viewer.clone() };
        self.get_library(&viewer, id).await
    }

    pub async fn update_library(&self, viewer: &Viewer, id: Uuid, change: LibraryChange) -> Result<Library> {
        self.get_library(viewer, id).await?;
        let name = change.name.as_deref().map(checked_name).transpose()?;
        let paths = match &change.paths {
            Some(paths) => Some(self.check_paths(viewer, paths, Some(id)).await?),
            None => None,
        };
        let mut client = self.db.client().await?;
        let transaction = client.transaction().await?;
        if let Some(name) = &name {
            sql::rename_library().bind(&transaction, name, &id).await?;
        }
        if let Some(paths) = &paths {
            sql::remove_roots().bind(&transaction, &now(), &id, paths).await?;
            put_roots(&transaction, id, paths).await?;
            self.enqueue_scan(&transaction, viewer, id).await?;
        }
        if let Some(previews) = change.previews {
            self.set_previews(&transaction, viewer, (id, previews)).await?;
        }
        transaction.commit().await?;
        drop(client);
        self.announce(id, "changed");
        self.get_library(viewer, id).await
    }

    async fn set_previews(
        &self,
        on: &impl GenericClient,
        viewer: &Viewer,
        (id, are_wanted): (Uuid, bool),
    ) -> Result<()> {
        sql::set_library_previews().bind(on, &are_wanted, &id).await?;
        if are_wanted {
            self.request_previews(on, id, Some(viewer.user_id)).await
        } else {
            self.request_preview_prune(on).await
        }
    }

    /// Asks for a scan; while one waits or runs, it is that one.
    pub async fn request_scan(&self, viewer: &Viewer, id: Uuid) -> Result<JobId> {
        self.get_library(viewer, id).await?;
        let client = self.db.client().await?;
        self.enqueue_scan(&client, viewer, id).await
    }

    async fn enqueue_scan(&self, on: &impl GenericClient, viewer: &Viewer, id: Uuid) -> Result<JobId> {
        let options = EnqueueOptions { created_by: Some(viewer.user_id), ..EnqueueOptions::default() };
        self.jobs.enqueue(on, &ScanLibrary { library_id: id }, options).await
    }
}

async fn put_roots(transaction: &Transaction<'_>, library: Uuid, paths: &[Vec<u8>]) -> Result<()> {
    let ids: Vec<Uuid> = paths.iter().map(|_| new_id()).collect();
    let positions: Vec<i32> = (0..).take(paths.len()).collect();
    sql::insert_roots().bind(transaction, &library, &ids, &positions, &paths).await?;
    Ok(())
}

async fn complete(client: &Client, viewer: &Viewer, row: sql::Library) -> Result<Library> {
    let counts = sql::count_library().bind(client, &row.id).one().await?;
    let roots = if viewer.is_admin() { sql::list_roots().bind(client, &vec![row.id]).all().await? } else { Vec::new() };
    let kind = LibraryKind::parse(&row.kind).ok_or_else(|| Error::internal("read the kind of a library"))?;
    let roots = roots.into_iter().map(|root| LibraryRoot {
        path: std::ffi::OsString::from_vec(root.path).to_string_lossy().into_owned(),
        offline_since: root.offline_since,
        offline_reason: root.offline_reason,
    });
    Ok(Library {
        id: row.id,
        name: row.name,
        kind,
        roots: roots.collect(),
        n_items: counts.n_items,
        n_files: counts.n_files,
        n_problems: counts.n_problems,
        created_at: row.created_at,
        last_scan_at: row.last_scan_at,
        has_previews: row.previews,
    })
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    let fault = if name.is_empty() {
        "must not be empty"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "must be at most 100 characters long"
    } else if name.chars().any(char::is_control) {
        "must not contain control characters"
    } else {
        return Ok(name.to_owned());
    };
    Err(Error::invalid_field("/name", fault))
}
