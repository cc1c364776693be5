//! The job that makes previews: the newest film that lacks them, sheet by sheet, until its shift is over.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::previews::{self as sql, FileWithoutPreviews};
use serde_json::json;
use tokio::time::Instant;
use uuid::Uuid;

use super::sheet::{Film, Made};
use crate::base::{ErrorKind, Result, ResultExt, new_id, now};
use crate::domain::disks::Kind;
use crate::domain::job::MakePreviews;
use crate::domain::media::MediaInfo;
use crate::domain::previews::{self, COLUMNS, INTERVAL_MS, ROWS};
use crate::platform::cache::Scope;
use crate::platform::gst::previews::Sheet;
use crate::platform::jobs::{JobContext, Outcome};
use crate::services::libraries::Libraries;
use crate::services::libraries::rest::RESTING;

/// After so much time other jobs of the queue have their turn.
const SHIFT: Duration = Duration::from_mins(1);

/// What a shift works with, and how far it is.
struct Shift {
    libraries: Libraries,
    context: JobContext,
    library: Uuid,
    ends: Instant,
    n_done: i64,
    n_total: i64,
    /// Whether this pass over the films changed anything, or saw it changed.
    is_moved: bool,
    /// Roots whose disk is to sleep on, and where they are.
    resting: Vec<Uuid>,
    resting_at: Vec<PathBuf>,
}

/// Why a film's sheets end.
enum End {
    /// It is complete, or it gives none, or it cannot be opened now: on to the next.
    Next,
    Over(Outcome),
}

impl Libraries {
    /// Handler of `MakePreviews`.
    pub async fn run_previews(self, context: JobContext, job: MakePreviews) -> Result<Outcome> {
        let library = job.library_id;
        let counts = {
            let client = self.db.client().await?;
            sql::count_previews().bind(&client, &library).one().await?
        };
        let (ends, n_done, n_total) = (Instant::now() + SHIFT, counts.n_tiles_done, counts.n_tiles);
        let (is_moved, resting, resting_at) = (true, Vec::new(), Vec::new());
        let mut shift =
            Shift { libraries: self, context, library, ends, n_done, n_total, is_moved, resting, resting_at };
        // A film that is newer than where the work was, or whose sheets went missing meanwhile, is found by another pass.
        while std::mem::take(&mut shift.is_moved) {
            let mut before = Uuid::max();
            while let Some(file) = shift.next_file(before).await? {
                before = file.id;
                if let End::Over(outcome) = shift.make_film(file).await? {
                    return Ok(outcome);
                }
            }
        }
        shift.finish().await
    }
}

impl Shift {
    /// None too where previews were switched off, or the library is gone.
    async fn next_file(&self, before: Uuid) -> Result<Option<FileWithoutPreviews>> {
        let client = self.libraries.db.client().await?;
        let settings = sql::find_preview_settings().bind(&client, &self.library).opt().await?;
        if !settings.is_some_and(|settings| settings.previews) {
            return Ok(None);
        }
        Ok(sql::next_file_without_previews().bind(&client, &self.library, &before, &self.resting).opt().await?)
    }

    async fn make_film(&mut self, row: FileWithoutPreviews) -> Result<End> {
        let root = Path::new(OsStr::from_bytes(&row.root_path));
        if self.libraries.rests_until(root).is_some() {
            self.resting.push(row.root_id);
            self.resting_at.push(root.to_owned());
            return Ok(End::Next);
        }
        let is_begun = row.set_fingerprint == row.fingerprint;
        let known = row.set_id.filter(|_| is_begun).map(|set| (set, count(row.n_tiles), count(row.n_sheets)));
        let (set, n_tiles, n_made) = match known {
            Some(known) => known,
            None => self.begin(&row).await?,
        };
        let clock_jumps = serde_json::from_str::<MediaInfo>(&row.media).is_ok_and(|media| media.clock_jumps);
        let access = self.libraries.config.ledger.access(Kind::Previews).library(self.library).job(self.context.job_id);
        let film = Film::new(row.root_path, row.rel_path, row.duration_ms, row.packed.as_deref(), access);
        if clock_jumps {
            return self.refuse(set, n_tiles, "its times hold only for who reads it from its start").await;
        }
        let mut sheet = n_made;
        while sheet < previews::n_sheets(n_tiles) {
            if let Some(outcome) = self.pause().await {
                return Ok(End::Over(outcome));
            }
            let moments = film.moments(sheet, n_tiles);
            match film.make(moments, &self.context).await? {
                Made::Sheet { sheet: made, work_ms } => {
                    self.is_moved = true;
                    if !self.keep((set, n_tiles, sheet), made, work_ms).await? {
                        return Ok(End::Next);
                    }
                    self.n_done += i64::from(previews::n_on_sheet(n_tiles, sheet));
                    sheet += 1;
                }
                Made::Refused(why) => return self.refuse(set, n_tiles, &why).await,
                Made::Away => return Ok(End::Next),
                // The same one again, when it is its turn.
                Made::Held => {}
                Made::Cancelled => return Ok(End::Over(Outcome::Cancelled)),
            }
        }
        self.libraries.caches.changed(&Scope::Library(self.library));
        Ok(End::Next)
    }

    /// A new set in the place of one of other contents.
    async fn begin(&self, file: &FileWithoutPreviews) -> Result<(Uuid, u32, u32)> {
        let (set, n_tiles) = (new_id(), previews::n_tiles(file.duration_ms));
        let row = sql::InsertPreviewSetParams {
            id: set,
            fingerprint: file.fingerprint.as_deref(),
            interval_ms: column(INTERVAL_MS),
            columns: column(COLUMNS),
            rows: column(ROWS),
            n_tiles: column(n_tiles),
            file: file.id,
        };
        let mut client = self.libraries.db.client().await?;
        let transaction = client.transaction().await?;
        sql::delete_preview_set().bind(&transaction, &file.id).await?;
        sql::insert_preview_set().params(&transaction, &row).await?;
        transaction.commit().await?;
        Ok((set, n_tiles, 0))
    }

    /// Stores a sheet, then says so. False where the set is gone or another run of this job was first.
    async fn keep(&self, (set, n_tiles, n): (Uuid, u32, u32), sheet: Sheet, work_ms: i64) -> Result<bool> {
        let store = self.libraries.sheets.clone();
        let row = sql::PutPreviewSheetParams {
            width: column(sheet.width),
            height: column(sheet.height),
            bytes: i64::try_from(sheet.jpeg.len()).unwrap_or(i64::MAX),
            work_ms,
            sheet: column(n),
            n_sheets: column(previews::n_sheets(n_tiles)),
            now: now(),
            id: set,
        };
        let storing = tokio::task::spawn_blocking(move || store.put(set, n, &sheet.jpeg));
        storing.await.context(ErrorKind::Internal, "store seek previews")??;
        let client = self.libraries.db.client().await?;
        Ok(sql::put_preview_sheet().params(&client, &row).opt().await?.is_some())
    }

    async fn refuse(&mut self, set: Uuid, n_tiles: u32, why: &str) -> Result<End> {
        let client = self.libraries.db.client().await?;
        sql::fail_preview_set().bind(&client, &why, &set).await?;
        self.n_done += i64::from(n_tiles);
        self.is_moved = true;
        Ok(End::Next)
    }

    /// Between two sheets: what there is to say, and whether the shift goes on.
    async fn pause(&self) -> Option<Outcome> {
        let message = format!("{} of {} pictures", self.n_done, self.n_total);
        self.context.report(unsigned(self.n_done), unsigned(self.n_total), message);
        self.context.turn().await;
        if self.context.is_cancelled() {
            return Some(Outcome::Cancelled);
        }
        (Instant::now() >= self.ends).then(|| Outcome::Snooze(now()))
    }

    async fn finish(&self) -> Result<Outcome> {
        // One that was woken meanwhile is read at once.
        let until = self.resting_at.iter().map(|root| self.libraries.rests_until(root).unwrap_or_else(now)).min();
        if let Some(until) = until {
            self.context.report(unsigned(self.n_done), unsigned(self.n_total), RESTING);
            return Ok(Outcome::Snooze(until));
        }
        let client = self.libraries.db.client().await?;
        let counts = sql::count_previews().bind(&client, &self.library).one().await?;
        Ok(Outcome::Done(json!({
            "films": counts.n_done,
            "films_without_pictures": counts.n_without,
            "films_left": counts.n_files - counts.n_done - counts.n_without,
            "bytes": counts.bytes,
        })))
    }
}

fn count(column: i32) -> u32 {
    u32::try_from(column).unwrap_or(0)
}

fn column(n: impl TryInto<i32>) -> i32 {
    n.try_into().unwrap_or(i32::MAX)
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
