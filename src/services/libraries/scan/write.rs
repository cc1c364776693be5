//! Writes one batch of readings in one transaction: files, keyframe indexes, findings, items, and the jobs that follow.

use std::collections::HashMap;

use revenge_queries::client::Params;
use revenge_queries::queries::libraries::{self as sql, UnreadFile};
use serde_json::Value;
use uuid::Uuid;

use super::read::{Reader, Sorted, UsableFile};
use super::run::{Phase, Scan};
use super::shelve::shelf_of;
use super::songs::SongFile;
use crate::base::{ErrorKind, ResultExt, now};
use crate::domain::job::ExtractStill;
use crate::domain::library::LibraryKind;
use crate::platform::db::Transaction;
use crate::platform::jobs::EnqueueOptions;
use crate::services::libraries::problems::Finding;

impl Scan {
    pub(super) async fn write(&self, sorted: Sorted, reader: &mut Reader) -> Phase<()> {
        let Sorted { mut usable, broken, left, .. } = sorted;
        if usable.is_empty() && broken.is_empty() && left.is_empty() {
            return Ok(());
        }
        let online = reader.roots.keys().copied().collect();
        let mut client = self.libraries.db.client().await?;
        let transaction = client.transaction().await?;
        self.recognise(&transaction, &mut usable, &online).await?;
        self.put_usable(&transaction, &usable).await?;
        let warned: Vec<_> = usable.iter().flat_map(warnings).collect();
        self.put_unusable(&transaction, &broken, &left, &warned).await?;
        let (moved, settled): (Vec<_>, Vec<_>) = usable.iter().partition(|file| file.has_moved);
        let (new, replaced): (Vec<_>, Vec<_>) = settled.into_iter().partition(|file| file.is_new);
        let is_music = self.kind == LibraryKind::Music;
        let added = if is_music {
            self.place_songs(&transaction, new.iter().map(|file| SongFile::of(file)).collect()).await?
        } else {
            let shelves = new.iter().map(|f| shelf_of(self.kind, f.id, &f.rel_path, f.inspection.info.duration_ms));
            self.place(&transaction, shelves.collect()).await?
        };
        if is_music {
            reader.retagged.extend(moved.iter().chain(&replaced).map(|file| SongFile::of(file)));
        }
        let replaced: Vec<Uuid> = replaced.iter().map(|file| file.id).collect();
        let changed = sql::refresh_items_of_files().bind(&transaction, &now(), &replaced).all().await?;
        let changed: Vec<_> = changed.into_iter().map(|row| (row.item_id, row.file_id)).collect();
        self.request_stills(&transaction, &added, &changed).await?;
        transaction.commit().await?;
        reader.tally.moved += moved.len() as u64;
        reader.moved.extend(moved.iter().map(|f| (f.id, f.rel_path.clone(), f.inspection.info.duration_ms)));
        self.progress.items("added", &added.iter().map(|(item, _)| *item).collect::<Vec<_>>());
        self.progress.items("changed", &changed.iter().map(|(item, _)| *item).collect::<Vec<_>>());
        Ok(())
    }

    async fn put_usable(&self, on: &Transaction<'_>, files: &[UsableFile]) -> Phase<()> {
        if files.is_empty() {
            return Ok(());
        }
        let mut media = Vec::with_capacity(files.len());
        for file in files {
            media.push(storable_json(
                serde_json::to_value(&file.inspection.info).context(ErrorKind::Internal, "write media facts")?,
            ));
        }
        let probed = sql::PutProbedFilesParams {
            now: now(),
            ids: files.iter().map(|f| f.id).collect::<Vec<_>>(),
            sizes: files.iter().map(|f| f.stat.size_bytes).collect::<Vec<_>>(),
            mtimes: files.iter().map(|f| f.stat.mtime_ns).collect::<Vec<_>>(),
            ctimes: files.iter().map(|f| f.stat.ctime_ns).collect::<Vec<_>>(),
            fingerprints: files.iter().map(|f| f.inspection.fingerprint.as_slice()).collect::<Vec<_>>(),
            media,
            containers: files.iter().map(|f| f.inspection.info.container.replace('\0', "")).collect::<Vec<_>>(),
            durations: files.iter().map(|f| f.inspection.info.duration_ms).collect::<Vec<_>>(),
            bit_rates: files.iter().map(|f| f.inspection.info.bit_rate.map_or(0, as_column)).collect::<Vec<_>>(),
        };
        sql::put_probed_files().params(on, &probed).await?;
        let indexes = sql::PutKeyframeIndexesParams {
            library: self.library,
            ids: probed.ids,
            packed: files.iter().map(|f| f.inspection.index.pack()).collect::<Vec<_>>(),
        };
        sql::put_keyframe_indexes().params(on, &indexes).await?;
        Ok(())
    }

    async fn put_unusable(
        &self,
        on: &Transaction<'_>,
        broken: &[(UnreadFile, Finding)],
        left: &[(UnreadFile, Finding)],
        warned: &[(Uuid, Finding)],
    ) -> Phase<()> {
        let ids: Vec<Uuid> = broken.iter().map(|(file, _)| file.id).collect();
        if !ids.is_empty() {
            sql::set_files_broken().bind(on, &now(), &ids).await?;
        }
        for (file, _) in broken.iter().chain(left) {
            // What was read is what was there then: a later change shows.
            sql::touch_file().bind(on, &file.size_bytes, &file.mtime_ns, &file.ctime_ns, &file.id).await?;
        }
        let mut by_root: HashMap<Uuid, Vec<Finding>> = HashMap::new();
        let unusable = broken.iter().chain(left).map(|(file, finding)| (file.root_id, finding));
        for (root, finding) in unusable.chain(warned.iter().map(|(root, finding)| (*root, finding))) {
            by_root.entry(root).or_default().push(finding.clone());
        }
        for (root, findings) in by_root {
            self.put_findings(on, root, &findings).await?;
        }
        Ok(())
    }

    /// Pictures for new items, and for items whose file has other contents now.
    async fn request_stills(
        &self,
        on: &Transaction<'_>,
        added: &[(Uuid, Uuid)],
        changed: &[(Uuid, Uuid)],
    ) -> Phase<()> {
        if self.kind == LibraryKind::Music {
            return Ok(());
        }
        let items: Vec<Uuid> = added.iter().map(|(item, _)| *item).collect();
        let pictured = sql::list_pictured_items().bind(on, &items).all().await?;
        let mut jobs: Vec<ExtractStill> = added
            .iter()
            .filter(|(item, _)| !pictured.contains(item))
            .chain(changed)
            .map(|(item, file)| ExtractStill { library_id: self.library, item_id: *item, file_id: *file })
            .collect();
        jobs.sort_by_key(|job| job.item_id);
        jobs.dedup_by_key(|job| job.item_id);
        if !jobs.is_empty() {
            self.libraries.jobs.enqueue_all(on, &jobs, EnqueueOptions::default()).await?;
        }
        Ok(())
    }
}

/// What people should know of a file that plays all the same, with its root.
fn warnings(file: &UsableFile) -> impl Iterator<Item = (Uuid, Finding)> {
    file.inspection.warnings.iter().map(|warning| {
        let (code, message, remedy) = (warning.code(), warning.message().to_owned(), warning.remedy());
        (file.root_id, Finding { rel_path: file.rel_path.clone(), code, message, remedy })
    })
}

/// PostgreSQL has no NUL in its texts; tags of strangers do.
fn storable_json(mut value: Value) -> String {
    strip_nul(&mut value);
    value.to_string()
}

fn strip_nul(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', ""),
        Value::Array(values) => values.iter_mut().for_each(strip_nul),
        Value::Object(fields) => fields.values_mut().for_each(strip_nul),
        _ => {}
    }
}

fn as_column(bits_per_second: u64) -> i64 {
    i64::try_from(bits_per_second).unwrap_or(i64::MAX)
}
