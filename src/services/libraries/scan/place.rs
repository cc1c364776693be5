//! Phase 7: items for new files, by their keys: whichever exists already gets one more version.

use std::collections::HashMap;

use revenge_queries::client::Params;
use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::run::{Phase, Scan};
use super::shelve::{Draft, Parents, Shelf};
use crate::base::{ErrorKind, ResultExt, now};
use crate::domain::library::LibraryKind;
use crate::platform::db::Transaction;

/// Ids of items by their keys.
pub(super) type ByKey = HashMap<String, Uuid>;

impl Scan {
    /// Returns each file with the item that it plays.
    pub(super) async fn place(&self, on: &Transaction<'_>, shelves: Vec<Shelf>) -> Phase<Vec<(Uuid, Uuid)>> {
        let shelves = self.place_parents(on, shelves).await?;
        let leaves = self.put_items(on, self.leaf_kind(), shelves.iter().map(|shelf| &shelf.leaf)).await?;
        self.link(on, &shelves, &leaves).await
    }

    pub(super) fn leaf_kind(&self) -> &'static str {
        match self.kind {
            LibraryKind::Movies => "movie",
            LibraryKind::Shows => "episode",
            LibraryKind::Music => "track",
        }
    }

    /// Shows and seasons first; then the episodes know below what they are.
    pub(super) async fn place_parents(&self, on: &Transaction<'_>, mut shelves: Vec<Shelf>) -> Phase<Vec<Shelf>> {
        self.reconcile_shows(on, &mut shelves).await?;
        let shows = self.put_items(on, "show", parents(&shelves).map(|p| &p.show)).await?;
        for shelf in &mut shelves {
            if let Some(parents) = &mut shelf.parents
                && let Some(show) = shows.get(&parents.show.match_key)
            {
                parents.season = parents.season.clone().below(*show, *show);
                shelf.leaf = shelf.leaf.clone().below(*show, *show);
            }
        }
        let seasons = self.put_items(on, "season", parents(&shelves).map(|p| &p.season)).await?;
        for shelf in &mut shelves {
            if let Some(parents) = &shelf.parents {
                shelf.leaf.parent_id = seasons.get(&parents.season.match_key).copied();
            }
        }
        Ok(shelves)
    }

    /// A year that is written on one file of a show and not on the next makes no second show: a name without a year is
    /// the only show of that name, if there is exactly one.
    pub(super) async fn reconcile_shows(&self, on: &Transaction<'_>, shelves: &mut [Shelf]) -> Phase<()> {
        let mut names: Vec<String> = parents(shelves).map(|p| p.show_name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return Ok(());
        }
        let mut keys: HashMap<String, Vec<String>> = HashMap::new();
        for row in sql::find_shows_by_title().bind(on, &names, &self.library, &"show").all().await? {
            let name = row.match_key.split('/').next().unwrap_or_default().to_owned();
            keys.entry(name).or_default().push(row.match_key);
        }
        // Shows of this very batch count too; those with a year first.
        let mut known_years: Vec<_> = parents(shelves).filter(|p| p.show.year.is_some()).cloned().collect();
        known_years.dedup_by(|a, b| a.show.match_key == b.show.match_key);
        for parents in known_years {
            let known = keys.entry(parents.show_name).or_default();
            if !known.contains(&parents.show.match_key) && !known.iter().any(|key| key.ends_with('/')) {
                known.push(parents.show.match_key);
            }
        }
        for shelf in shelves {
            let Some(parents) = &mut shelf.parents else { continue };
            let known = keys.get(&parents.show_name).map_or(&[][..], Vec::as_slice);
            if known.contains(&parents.show.match_key) {
                continue;
            }
            let nameless = known.iter().find(|key| key.ends_with('/'));
            let only = if let [one] = known { Some(one) } else { None };
            if let Some(key) = if parents.show.year.is_some() { nameless } else { only } {
                parents.show.match_key.clone_from(key);
            }
        }
        Ok(())
    }

    /// Writes items of one kind, each key once. Existing ones keep their id and are on the shelf again.
    pub(super) async fn put_items<'a>(
        &self,
        on: &Transaction<'_>,
        kind: &str,
        drafts: impl Iterator<Item = &'a Draft>,
    ) -> Phase<ByKey> {
        let by_key: HashMap<&str, &Draft> = drafts.map(|draft| (draft.match_key.as_str(), draft)).collect();
        if by_key.is_empty() {
            return Ok(ByKey::new());
        }
        let mut drafts: Vec<&Draft> = by_key.into_values().collect();
        // One order for all writers: no deadlock with another statement.
        drafts.sort_unstable_by(|a, b| a.match_key.cmp(&b.match_key));
        let items = serde_json::to_string(&drafts).context(ErrorKind::Internal, "write items")?;
        let params = sql::PutItemsParams { library: self.library, kind, now: now(), items };
        let rows = sql::put_items().params(on, &params).all().await?;
        Ok(rows.into_iter().map(|row| (row.match_key, row.id)).collect())
    }

    pub(super) async fn link(
        &self,
        on: &Transaction<'_>,
        shelves: &[Shelf],
        items: &ByKey,
    ) -> Phase<Vec<(Uuid, Uuid)>> {
        let placed: Vec<(&Shelf, Uuid)> =
            shelves.iter().filter_map(|shelf| Some((shelf, *items.get(&shelf.leaf.match_key)?))).collect();
        if placed.is_empty() {
            return Ok(Vec::new());
        }
        let params = sql::PutItemFilesParams {
            library: self.library,
            items: placed.iter().map(|(_, item)| *item).collect::<Vec<_>>(),
            files: placed.iter().map(|(shelf, _)| shelf.file).collect::<Vec<_>>(),
            editions: placed.iter().map(|(shelf, _)| shelf.edition.as_deref().unwrap_or_default()).collect::<Vec<_>>(),
            parts: placed.iter().map(|(shelf, _)| shelf.part.unwrap_or(0)).collect::<Vec<_>>(),
        };
        sql::put_item_files().params(on, &params).await?;
        Ok(placed.into_iter().map(|(shelf, item)| (item, shelf.file)).collect())
    }
}

fn parents(shelves: &[Shelf]) -> impl Iterator<Item = &Parents> {
    shelves.iter().filter_map(|shelf| shelf.parents.as_ref())
}
