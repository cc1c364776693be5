//! What lies in the folder of backups: listed, found by name, handed out, taken in, removed.
//!
//! A name from outside is only ever compared with names that are there, so it cannot lead anywhere else.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use time::OffsetDateTime;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::archive::Reader;
use super::import::must_be_known;
use super::manifest::Manifest;
use super::shelf::{Part, SUFFIX, Shelf, manifest_of, open};
use crate::base::{Error, ErrorKind, Result, ResultExt};

const CHUNK_BYTES: usize = 256 * 1024;
/// Chunks between the network and the disk.
const CHUNKS: usize = 4;
/// A sender that says nothing for so long is gone.
const STALL: Duration = Duration::from_secs(30);

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    BeforeUpgrade,
    BeforeRestore,
    /// An administrator asked for it.
    Manual,
    /// An administrator brought it.
    Uploaded,
}

/// One that is there.
#[derive(Clone, Debug)]
pub struct Kept {
    pub name: String,
    pub origin: Origin,
    pub size_bytes: u64,
    /// What it says of itself; none where it cannot be read.
    pub manifest: Option<Manifest>,
    pub modified_at: OffsetDateTime,
}

impl Origin {
    pub const ALL: [Self; 4] = [Self::BeforeUpgrade, Self::BeforeRestore, Self::Manual, Self::Uploaded];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::BeforeUpgrade => "before_upgrade",
            Self::BeforeRestore => "before_restore",
            Self::Manual => "manual",
            Self::Uploaded => "uploaded",
        }
    }

    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::BeforeUpgrade => "before-upgrade-",
            Self::BeforeRestore => "before-restore-",
            Self::Manual => "backup-",
            Self::Uploaded => "uploaded-",
        }
    }

    /// By the name of a whole file.
    pub(super) fn of(name: &str) -> Option<Self> {
        let is_it = |origin: &Self| name.starts_with(origin.prefix()) && name.ends_with(SUFFIX);
        Self::ALL.into_iter().find(is_it)
    }
}

impl Shelf {
    /// All, the newest first.
    pub async fn list(&self) -> Result<Vec<Kept>> {
        let here = self.clone();
        blocking(move || {
            let mut all: Vec<_> = here.all().iter().filter_map(|file| look_at(file)).collect();
            all.sort_by_key(|kept| std::cmp::Reverse(kept.made_at()));
            Ok(all)
        })
        .await
    }

    /// `NotFound` for every name that is not in the list.
    pub async fn get(&self, name: &str) -> Result<Kept> {
        let (here, name) = (self.clone(), name.to_owned());
        blocking(move || {
            let missing = || Error::not_found("backup", &name);
            look_at(&here.find(&name)?).ok_or_else(missing)
        })
        .await
    }

    pub async fn remove(&self, name: &str) -> Result<()> {
        let (here, name) = (self.clone(), name.to_owned());
        blocking(move || fs::remove_file(here.find(&name)?).context(ErrorKind::Source, format!("remove {name}"))).await
    }

    /// Reads one to its end: whole, undamaged and of a release that this one knows, or an error that says what it is.
    pub async fn check(&self, name: &str) -> Result<PathBuf> {
        let (here, name) = (self.clone(), name.to_owned());
        blocking(move || {
            let file = here.find(&name)?;
            check_file(&file)?;
            Ok(file)
        })
        .await
    }

    /// Its bytes.
    pub async fn send(&self, name: &str) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send + use<>> {
        let (here, name) = (self.clone(), name.to_owned());
        let file = blocking(move || open(&here.find(&name)?)).await?;
        Ok(stream::unfold(Some(file), |file| async {
            let (next, file) = spawn_blocking(move || read_chunk(file)).await.ok()?;
            Some((next?, file))
        }))
    }

    /// Takes one in that somebody sends, of at most so many bytes. It is there only if it is one that can be restored.
    pub async fn receive<E>(&self, body: impl Stream<Item = Result<Bytes, E>>, most_bytes: u64) -> Result<Kept>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        let here = self.clone();
        let (mut part, whole) = blocking(move || {
            let whole = here.place_for(Origin::Uploaded)?;
            Ok((Part::create(&whole)?, whole))
        })
        .await?;
        let mut file = part.file()?;
        let (sender, mut chunks) = mpsc::channel::<Bytes>(CHUNKS);
        let writing = spawn_blocking(move || {
            while let Some(chunk) = chunks.blocking_recv() {
                file.write_all(&chunk).context(ErrorKind::Source, "write what is sent")?;
            }
            file.sync_all().context(ErrorKind::Source, "write what is sent")
        });
        let mut body = std::pin::pin!(body);
        let mut n_bytes = 0;
        while let Some(chunk) =
            timeout(STALL, body.next()).await.map_err(|_| Error::invalid("nothing more was sent"))?
        {
            let chunk = chunk.context(ErrorKind::Invalid, "the upload ended early")?;
            n_bytes += chunk.len() as u64;
            if n_bytes > most_bytes {
                let what = format!("there is room for {} MiB", most_bytes >> 20);
                return Err(Error::new(ErrorKind::TooLarge, what));
            }
            if sender.send(chunk).await.is_err() {
                break;
            }
        }
        drop(sender);
        writing.await.context(ErrorKind::Internal, "write what is sent")??;
        blocking(move || {
            check_file(part.path())?;
            part.complete()?;
            look_at(&whole).ok_or_else(|| Error::internal("look at what was sent"))
        })
        .await
    }

    fn find(&self, name: &str) -> Result<PathBuf> {
        let is_it = |file: &PathBuf| file.file_name().is_some_and(|file_name| file_name == name);
        self.all().into_iter().find(is_it).ok_or_else(|| Error::not_found("backup", name))
    }
}

impl Kept {
    /// By its own account; where it has none, by the file's.
    pub fn made_at(&self) -> OffsetDateTime {
        self.manifest.as_ref().map_or(self.modified_at, |manifest| manifest.made_at)
    }

    /// Whether this release can put it back.
    pub fn is_known(&self) -> bool {
        self.manifest.as_ref().is_some_and(super::import::is_known)
    }
}

fn look_at(file: &Path) -> Option<Kept> {
    let name = file.file_name()?.to_str()?.to_owned();
    let meta = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some(Kept {
        origin: Origin::of(&name)?,
        name,
        size_bytes: meta.len(),
        manifest: manifest_of(file),
        modified_at: meta.modified().ok()?.into(),
    })
}

fn check_file(file: &Path) -> Result<()> {
    let mut manifest = None;
    Reader::open(open(file)?)?.read(|piece| {
        if let super::archive::Piece::Manifest(found) = piece {
            manifest = Some(found);
        }
        Ok(())
    })?;
    must_be_known(&manifest.ok_or_else(|| Error::invalid("this is no backup of Revenge"))?)
}

type Chunk = std::io::Result<Bytes>;

/// The next bytes, and the file where there may be more.
fn read_chunk(file: Option<File>) -> (Option<Chunk>, Option<File>) {
    let Some(mut file) = file else { return (None, None) };
    let mut buffer = vec![0; CHUNK_BYTES];
    match file.read(&mut buffer) {
        Ok(0) => (None, None),
        Ok(n) => {
            buffer.truncate(n);
            (Some(Ok(buffer.into())), Some(file))
        }
        Err(error) => (Some(Err(error)), None),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.context(ErrorKind::Internal, "look after backups")?
}
