//! Which folders may be library roots: absolute, there, readable, not ours, and in no other root.
//!
//! Folders are compared by device and inode of themselves and their parents, so that links and bind mounts cannot put
//! one folder into two libraries. Everything that touches a disk runs on a blocking thread with a deadline.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::Libraries;
use crate::base::{Error, FieldError, Result};
use crate::domain::disks::Kind;
use crate::domain::viewer::Viewer;
use crate::platform::fs::{Access, FolderFault, ancestors, resolve_folder};

const PATHS_MAX: usize = 64;
/// A disk that wakes up answers within this; a server that hangs does not.
pub(super) const DISK_PATIENCE: Duration = Duration::from_secs(15);

/// A root that exists already, of this or another library.
struct OtherRoot {
    path: PathBuf,
    library_name: String,
}

/// A folder with what it takes to see whether another one is the same, in it, or around it.
struct Place {
    path: PathBuf,
    /// Device and inode of the folder, then of each folder around it.
    chain: Vec<(u64, u64)>,
}

/// Where library folders may lie, as configured.
pub(super) struct Bounds {
    /// Empty: anywhere.
    allowed: Vec<PathBuf>,
    forbidden: Vec<PathBuf>,
    /// For whom folders are looked at.
    pub(super) access: Access,
}

impl Bounds {
    /// Why a folder, named by its real path, is not for libraries.
    pub(super) fn objection(&self, folder: &Path) -> Option<String> {
        if let Some(own) = self.forbidden.iter().map(|own| self.real(own)).find(|own| folder.starts_with(own)) {
            return Some(format!("is in {}, which cannot be in a library", own.display()));
        }
        let is_allowed =
            self.allowed.is_empty() || self.allowed.iter().any(|allowed| folder.starts_with(self.real(allowed)));
        (!is_allowed).then(|| "is outside the folders that the configuration allows (library.allowed_roots)".to_owned())
    }

    fn objection_to_contents(&self, folder: &Path) -> Option<String> {
        let own = self.forbidden.iter().map(|own| self.real(own)).find(|own| own.starts_with(folder))?;
        Some(format!("contains {}, which cannot be in a library", own.display()))
    }

    fn real(&self, path: &Path) -> PathBuf {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        resolve_folder(&path, &self.access).map_or(path, |real| real.path)
    }

    /// A known root may be away: then its path has to do.
    fn place_of(&self, path: &Path) -> Place {
        match resolve_folder(path, &self.access) {
            Ok(real) => Place { chain: ancestors(&real.path, &self.access), path: real.path },
            Err(_) => Place { path: path.to_path_buf(), chain: Vec::new() },
        }
    }
}

impl Libraries {
    /// Paths as they are stored, or every reason against them. `library` is the one that is being changed.
    pub(super) async fn check_paths(
        &self,
        viewer: &Viewer,
        paths: &[String],
        library: Option<Uuid>,
    ) -> Result<Vec<Vec<u8>>> {
        if paths.is_empty() {
            return Err(Error::invalid_field("/paths", "must name at least one folder"));
        }
        if paths.len() > PATHS_MAX {
            return Err(Error::invalid_field("/paths", format!("must name at most {PATHS_MAX} folders")));
        }
        let others = self.other_roots(library).await?;
        let mut bounds = self.bounds(Kind::Folders, viewer);
        if let Some(id) = library {
            bounds.access = bounds.access.library(id);
        }
        let paths = paths.to_vec();
        on_disk(move || check_all(&paths, &others, &bounds)).await?
    }

    /// Where libraries may lie. The server's own folder, and what the kernel makes up, are for none.
    pub(super) fn bounds(&self, kind: Kind, viewer: &Viewer) -> Bounds {
        let own = ["/proc", "/sys", "/dev"].map(PathBuf::from).into_iter().chain([self.config.data_dir.clone()]);
        let forbidden = own.chain(self.config.forbidden.iter().cloned()).collect();
        let access = self.config.ledger.access(kind).user(viewer.user_id);
        Bounds { allowed: self.config.allowed.clone(), forbidden, access }
    }

    async fn other_roots(&self, library: Option<Uuid>) -> Result<Vec<OtherRoot>> {
        let client = self.db.client().await?;
        let rows = sql::list_all_roots().bind(&client).all().await?;
        let others = rows
            .into_iter()
            .filter(|row| Some(row.library_id) != library)
            .map(|row| OtherRoot { path: PathBuf::from(OsString::from_vec(row.path)), library_name: row.library_name });
        Ok(others.collect())
    }
}

/// Runs what may wait for a disk.
pub(super) async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    match tokio::time::timeout(DISK_PATIENCE, tokio::task::spawn_blocking(work)).await {
        Ok(done) => done.map_err(|e| Error::internal("look at a folder").with_source(e)),
        Err(_) => Err(Error::source_fault("the disk does not answer")),
    }
}

fn check_all(paths: &[String], others: &[OtherRoot], bounds: &Bounds) -> Result<Vec<Vec<u8>>> {
    let others: Vec<_> = others.iter().map(|other| (bounds.place_of(&other.path), &other.library_name)).collect();
    let mut accepted: Vec<Place> = Vec::new();
    let mut stored = Vec::new();
    let mut faults = Vec::new();
    for (i, path) in paths.iter().enumerate() {
        let checked = check_one(Path::new(path), bounds).and_then(|place| {
            if let Some(same) = accepted.iter().find_map(|other| overlap(&place, other)) {
                return Err(format!("{same} another folder of this request"));
            }
            if let Some((same, name)) = others.iter().find_map(|(other, name)| Some((overlap(&place, other)?, name))) {
                return Err(format!("{same} a folder of the library “{name}”"));
            }
            Ok(place)
        });
        match checked {
            Ok(place) => {
                stored.push(stored_path(Path::new(path), &place.path));
                accepted.push(place);
            }
            Err(detail) => faults.push(FieldError { pointer: format!("/paths/{i}"), detail }),
        }
    }
    if faults.is_empty() { Ok(stored) } else { Err(Error::invalid_fields(faults)) }
}

fn check_one(path: &Path, bounds: &Bounds) -> std::result::Result<Place, String> {
    if !path.is_absolute() {
        return Err("must be an absolute path, for example /srv/films".to_owned());
    }
    let real = resolve_folder(path, &bounds.access).map_err(|fault| fault_sentence(fault).to_owned())?;
    match bounds.objection(&real.path).or_else(|| bounds.objection_to_contents(&real.path)) {
        Some(objection) => Err(objection),
        None => Ok(Place { chain: ancestors(&real.path, &bounds.access), path: real.path }),
    }
}

pub(super) fn fault_sentence(fault: FolderFault) -> &'static str {
    match fault {
        FolderFault::Missing => "there is no such folder on the server",
        FolderFault::NotAFolder => "is not a folder",
        FolderFault::Denied => "cannot be read: give the user that the server runs as the right to list it",
        FolderFault::Failing => "cannot be read: the disk or the network share answers with an error",
    }
}

fn overlap(new: &Place, other: &Place) -> Option<&'static str> {
    let (new_id, other_id) = (new.chain.first(), other.chain.first());
    if new.path == other.path || (new_id.is_some() && new_id == other_id) {
        Some("is the same as")
    } else if new.path.starts_with(&other.path) || other_id.is_some_and(|id| new.chain.contains(id)) {
        Some("is inside")
    } else if other.path.starts_with(&new.path) || new_id.is_some_and(|id| other.chain.contains(id)) {
        Some("contains")
    } else {
        None
    }
}

/// As the admin wrote it, without needless slashes: a link stays a link, so that it may be pointed elsewhere later.
fn stored_path(given: &Path, real: &Path) -> Vec<u8> {
    let is_plain = given.components().all(|c| !matches!(c, Component::ParentDir));
    let path = if is_plain { given.components().collect::<PathBuf>() } else { real.to_path_buf() };
    path.as_os_str().as_bytes().to_vec()
}
