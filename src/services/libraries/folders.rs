//! The folder picker: what an administrator sees of the server's disks.

use std::path::{Path, PathBuf};

use super::Libraries;
use super::paths::{Bounds, fault_sentence, on_disk};
use crate::base::{Error, Result};
use crate::domain::disks::Kind;
use crate::domain::viewer::Viewer;
use crate::platform::fs::list_folder;

#[derive(Clone, Debug)]
pub struct FolderListing {
    pub path: String,
    pub parent: Option<String>,
    /// Names of sub-folders.
    pub folders: Vec<String>,
    /// Video files that lie in it directly, counted up to a limit.
    pub n_video_files: u32,
}

impl Libraries {
    pub async fn list_folders(&self, viewer: &Viewer, path: &str) -> Result<FolderListing> {
        let path = PathBuf::from(path);
        if !path.is_absolute() {
            return Err(Error::invalid_field("path", "must be an absolute path"));
        }
        let bounds = self.bounds(Kind::Browse, viewer);
        on_disk(move || list(&path, &bounds)).await?
    }
}

fn list(path: &Path, bounds: &Bounds) -> Result<FolderListing> {
    let listing =
        list_folder(path, &bounds.access).map_err(|fault| Error::invalid_field("path", fault_sentence(fault)))?;
    if let Some(objection) = bounds.objection(&listing.path) {
        return Err(Error::invalid_field("path", objection));
    }
    let parent = listing.path.parent().map(|parent| parent.to_string_lossy().into_owned());
    let folders = listing.folders.into_iter().filter(|name| bounds.objection(&listing.path.join(name)).is_none());
    Ok(FolderListing {
        parent,
        folders: folders.collect(),
        n_video_files: listing.n_video_files,
        path: listing.path.to_string_lossy().into_owned(),
    })
}
