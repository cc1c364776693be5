//! What the catalog keeps of its answers, and of what they are made.
//!
//! A kept list is good until something in one of its libraries, or the viewer's own state, changes: a scan of one library
//! leaves the lists of the others alone. Lists and details stay in this process: they cost about as much as the way to the
//! shared cache, and tell what people watch. Pictures are shared: they are named by their content, so that they never grow
//! old, and a node whose disk lacks one can have it from there. The row that names a picture is asked for as the viewer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use uuid::Uuid;

use super::anchors::Anchors;
use super::detail::Detail;
use super::listed::{Listed, SHOWN_BYTES_PER_ITEM};
use super::summary::ItemSummary;
use crate::domain::viewer::{Role, Viewer};
use crate::platform::cache::{Cache, Caches, Lives, Pack, Scope, Use, Weigh};
use crate::platform::fs::PictureFormat;

/// Changes end an answer's life, not time; time is for what nobody thought of.
const LISTS: Lives = Lives { value: Duration::from_secs(60), nothing: Duration::from_secs(5), stale: Duration::ZERO };
/// Counting everything is dear: nobody waits for it only because time has passed.
const COUNTS: Lives =
    Lives { value: Duration::from_secs(60), nothing: Duration::ZERO, stale: Duration::from_secs(600) };
const CONTENT: Lives = Lives { value: Duration::from_secs(24 * 3600), nothing: Duration::ZERO, stale: Duration::ZERO };

/// All that is kept; cheap to clone.
#[derive(Clone)]
pub(super) struct Kept {
    pub pages: Cache<String, Listed>,
    pub details: Cache<DetailKey, Detail>,
    pub anchors: Cache<String, Anchors>,
    /// Which picture an item has; for the viewer's libraries.
    pub named: Cache<(Uuid, String, Vec<Uuid>), Named>,
    pub pictures: Cache<PictureName, Coded>,
    pub caches: Caches,
}

/// What changes an item's page.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct DetailKey {
    item: Uuid,
    user: Uuid,
    /// Admins see paths.
    is_admin: bool,
    libraries: Vec<Uuid>,
}

/// A picture's content, its width and how it is coded.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct PictureName {
    pub hash: Arc<str>,
    pub width: u32,
    pub format: PictureFormat,
}

#[derive(Clone)]
pub(super) struct Named {
    /// The item whose own picture it is.
    pub owner: Uuid,
    pub hash: Arc<str>,
    pub width: i32,
}

pub(super) struct Coded(pub Bytes);

impl Kept {
    pub fn new(caches: Caches) -> Self {
        let spec = |name, percent, lives| Use { name, version: 1, percent, lives };
        Self {
            pages: caches.local(spec("pages", 25, LISTS)),
            details: caches.local(spec("details", 10, LISTS)),
            anchors: caches.local(spec("anchors", 5, COUNTS)),
            named: caches.local(spec("named_pictures", 5, LISTS)),
            pictures: caches.shared(spec("pictures", 45, CONTENT)),
            caches,
        }
    }
}

/// Whatever an answer about these libraries to this user is made of.
pub(super) fn scopes(user: Uuid, libraries: &[Uuid]) -> Vec<Scope> {
    let mut scopes = in_libraries(libraries);
    scopes.push(Scope::User(user));
    scopes
}

pub(super) fn in_libraries(libraries: &[Uuid]) -> Vec<Scope> {
    libraries.iter().map(|id| Scope::Library(*id)).collect()
}

impl DetailKey {
    pub fn new(viewer: &Viewer, item: Uuid) -> Self {
        let is_admin = viewer.role == Role::Admin;
        Self { item, user: viewer.user_id, is_admin, libraries: viewer.libraries.clone() }
    }
}

impl fmt::Display for PictureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}.{}", self.hash, self.width, self.format.extension())
    }
}

impl Pack for Coded {
    fn pack(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        Some(Self(Bytes::copy_from_slice(bytes)))
    }
}

impl Weigh for Coded {
    fn weight_bytes(&self) -> u64 {
        self.0.len() as u64
    }
}

impl Weigh for Named {
    fn weight_bytes(&self) -> u64 {
        128
    }
}

impl Weigh for Listed {
    fn weight_bytes(&self) -> u64 {
        self.page.items.iter().map(|item| weight(item) + SHOWN_BYTES_PER_ITEM).sum()
    }
}

impl Weigh for Detail {
    fn weight_bytes(&self) -> u64 {
        let streams: usize = self.files.iter().map(|file| file.media.as_ref().map_or(0, |m| m.streams.len())).sum();
        weight(&self.summary)
            + self.overview.as_ref().map_or(0, String::len) as u64
            + self.genres.iter().map(|genre| 24 + genre.len() as u64).sum::<u64>()
            + (512 * self.files.len() + 400 * streams) as u64
    }
}

impl Weigh for Anchors {
    fn weight_bytes(&self) -> u64 {
        self.cursors.iter().map(|cursor| 24 + cursor.0.len() as u64).sum::<u64>() + 16 * self.letters.len() as u64
    }
}

/// About 1.5 KiB for each picture: its map with four entries and the blurhash.
fn weight(item: &ItemSummary) -> u64 {
    (size_of::<ItemSummary>() + item.title.len() + item.sort_title.len() + 1536 * item.images.len()) as u64
}
