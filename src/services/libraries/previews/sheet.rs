//! One sheet: a child makes it, unless the film is needed for somebody who plays.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::base::{ErrorKind, Result, ResultExt};
use crate::domain::media::KeyframeIndex;
use crate::domain::previews;
use crate::platform::fs::{Access, MediaFile};
use crate::platform::gst::child::Program;
use crate::platform::gst::previews::{Moments, Sheet, SheetError, extract_sheet};
use crate::platform::jobs::JobContext;

/// Thirty-six seeks and keyframes, at the lowest priority, on a disk that may have to wake up. Processor time is bounded by
/// the child's own limit.
const DEADLINE: Duration = Duration::from_mins(10);

/// A film that sheets are made of.
#[derive(Clone, Debug)]
pub(super) struct Film {
    pub root: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub duration_ms: i64,
    pub index: KeyframeIndex,
    pub access: Access,
}

pub(super) enum Made {
    Sheet {
        sheet: Sheet,
        work_ms: i64,
    },
    /// The film gives no pictures, now and at the next try.
    Refused(String),
    /// The film cannot be opened now.
    Away,
    /// The work is held, for somebody who plays or the machine's sake.
    Held,
    Cancelled,
}

impl Film {
    pub fn new(root: Vec<u8>, rel_path: Vec<u8>, duration_ms: i64, packed: Option<&[u8]>, access: Access) -> Self {
        // Without an index the demuxer looks for the keyframe.
        let index = packed.and_then(KeyframeIndex::unpack).unwrap_or_default();
        Self { root, rel_path, duration_ms, index, access }
    }

    /// Of a sheet of the whole set.
    pub fn moments(&self, sheet: u32, n_tiles: u32) -> Moments {
        let first = sheet * previews::PER_SHEET;
        let own = first..first + previews::n_on_sheet(n_tiles, sheet);
        Moments { otherwise_ns: self.times(previews::other_tiles(sheet, n_tiles)), ..self.moments_of(own) }
    }

    /// Of any pictures.
    pub fn moments_of(&self, tiles: impl IntoIterator<Item = u32>) -> Moments {
        let origin_ns = (!self.index.keyframes_ns.is_empty()).then_some(self.index.origin_ns);
        Moments { at_ns: self.times(tiles), otherwise_ns: Vec::new(), origin_ns }
    }

    fn times(&self, tiles: impl IntoIterator<Item = u32>) -> Vec<i64> {
        tiles.into_iter().map(|tile| previews::time_of_tile(tile, self.duration_ms, &self.index)).collect()
    }

    /// Makes one sheet of these moments.
    pub async fn make(&self, moments: Moments, context: &JobContext) -> Result<Made> {
        let root = PathBuf::from(OsStr::from_bytes(&self.root));
        let rel_path = PathBuf::from(OsStr::from_bytes(&self.rel_path));
        let access = self.access.clone();
        let is_wanted = Arc::new(AtomicBool::new(true));
        let (asked, began) = (Arc::clone(&is_wanted), Instant::now());
        let mut taking = tokio::task::spawn_blocking(move || take(&root, &rel_path, &moments, (&access, &asked)));
        let called_off = tokio::select! {
            taken = &mut taking => {
                let work_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
                return taken.context(ErrorKind::Internal, "make seek previews").map(|taken| judge(taken, work_ms));
            }
            () = context.cancelled() => Made::Cancelled,
            () = context.held() => Made::Held,
        };
        is_wanted.store(false, Ordering::Relaxed);
        // The child is killed within a moment; what it was about to say is of no use.
        drop(taking.await);
        Ok(called_off)
    }
}

fn take(
    root: &Path,
    rel_path: &Path,
    moments: &Moments,
    (access, is_wanted): (&Access, &AtomicBool),
) -> Option<std::result::Result<Sheet, SheetError>> {
    let file = MediaFile::open(root, rel_path, access).ok()?;
    Some(extract_sheet(&Program::own(), &file, moments, DEADLINE, &|| is_wanted.load(Ordering::Relaxed)))
}

fn judge(taken: Option<std::result::Result<Sheet, SheetError>>, work_ms: i64) -> Made {
    match taken {
        None => Made::Away,
        Some(Ok(sheet)) => Made::Sheet { sheet, work_ms },
        Some(Err(SheetError::Unwanted)) => Made::Cancelled,
        Some(Err(error)) => Made::Refused(error.to_string()),
    }
}
