//! Phase 5: is a new path a known file that moved? Same contents, and the old path is gone from a disk that is there.
//!
//! The known row takes over the new path and keeps its id, so item, watched state and pictures stay. The same contents
//! at two paths that are both there are two files.

use std::collections::HashMap;

use revenge_queries::client::Params;
use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::read::UsableFile;
use super::run::{Phase, Scan};
use crate::platform::db::Transaction;

/// A new path and the known file that it is.
struct Move {
    kept: Uuid,
    dropped: Uuid,
    root: Uuid,
    rel_path: Vec<u8>,
}

impl Scan {
    /// Gives moved files their old ids back and marks them.
    pub(super) async fn recognise(
        &self,
        on: &Transaction<'_>,
        files: &mut [UsableFile],
        online: &Vec<Uuid>,
    ) -> Phase<()> {
        let new: Vec<_> = files.iter().filter(|f| f.is_new).map(|f| f.inspection.fingerprint.clone()).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut tombstones: HashMap<Vec<u8>, Vec<sql::FindTombstones>> = HashMap::new();
        for row in sql::find_tombstones().bind(on, &self.library, &new, online).all().await? {
            tombstones.entry(row.fingerprint.clone()).or_default().push(row);
        }
        let mut moves = Vec::new();
        for file in files.iter_mut().filter(|f| f.is_new) {
            let Some(candidates) = tombstones.get_mut(&file.inspection.fingerprint) else { continue };
            // Of several copies that are gone, the one of the same name; else the one that went last.
            let same_name = candidates.iter().position(|c| file_name(&c.rel_path) == file_name(&file.rel_path));
            if candidates.is_empty() {
                continue;
            }
            let known = candidates.remove(same_name.unwrap_or(0));
            moves.push(Move { kept: known.id, dropped: file.id, root: file.root_id, rel_path: file.rel_path.clone() });
            file.id = known.id;
            file.has_moved = true;
        }
        self.put_moves(on, &moves).await
    }

    async fn put_moves(&self, on: &Transaction<'_>, moves: &[Move]) -> Phase<()> {
        if moves.is_empty() {
            return Ok(());
        }
        let kept: Vec<_> = moves.iter().map(|m| m.kept).collect();
        let dropped: Vec<_> = moves.iter().map(|m| m.dropped).collect();
        sql::delete_sidecars().bind(on, &kept).await?;
        sql::move_sidecars().bind(on, &kept, &dropped).await?;
        sql::drop_files().bind(on, &dropped).await?;
        let params = sql::MoveFilesParams {
            ids: kept,
            roots: moves.iter().map(|m| m.root).collect::<Vec<_>>(),
            paths: moves.iter().map(|m| m.rel_path.as_slice()).collect::<Vec<_>>(),
        };
        sql::move_files().params(on, &params).await?;
        Ok(())
    }
}

fn file_name(rel_path: &[u8]) -> &[u8] {
    rel_path.rsplit(|b| *b == b'/').next().unwrap_or(rel_path)
}
