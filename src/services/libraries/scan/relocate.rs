//! Phase 8: items of moved files. A file that was only renamed takes its item along: same id, same watched state, new
//! name. All moved files are sorted out together, because names move in chains (episode 1 becomes 2, 2 becomes 3).
//!
//! An item follows when all its files on disk agree on the new name and nobody else holds it; otherwise the file joins
//! the holder as another version.

use std::collections::{HashMap, HashSet};

use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::place::ByKey;
use super::run::{Phase, Scan};
use super::shelve::{Draft, Shelf, shelf_of};
use crate::base::{ErrorKind, ResultExt, now};
use crate::domain::library::LibraryKind;
use crate::platform::db::Transaction;

impl Scan {
    /// `moved`: file, new path, duration.
    pub(super) async fn relocate(&self, moved: Vec<(Uuid, Vec<u8>, i64)>) -> Phase<()> {
        if moved.is_empty() {
            return self.refresh_presence().await;
        }
        let files: Vec<Uuid> = moved.iter().map(|(file, ..)| *file).collect();
        let mut shelves: Vec<Shelf> =
            moved.iter().map(|(file, path, duration)| shelf_of(self.kind, *file, path, *duration)).collect();
        let mut client = self.libraries.db.client().await?;
        let transaction = client.transaction().await?;
        let links = sql::list_items_of_files().bind(&transaction, &files).all().await?;
        self.reconcile_shows(&transaction, &mut shelves).await?;
        self.rename_shows(&transaction, &shelves, &links, &files).await?;
        let shelves = self.place_parents(&transaction, shelves).await?;
        let followed = self.rename_items(&transaction, &shelves, &links).await?;
        self.join_others(&transaction, &shelves, &links, &followed).await?;
        transaction.commit().await?;
        drop(client);
        self.refresh_presence().await?;
        self.progress.items("changed", &followed.into_values().collect::<Vec<_>>());
        Ok(())
    }

    /// A show whose files all went to a name that nobody has is that show under a new name.
    async fn rename_shows(
        &self,
        on: &Transaction<'_>,
        shelves: &[Shelf],
        links: &[sql::ItemOfFile],
        files: &Vec<Uuid>,
    ) -> Phase<()> {
        let old_show: HashMap<Uuid, Uuid> = links.iter().filter_map(|l| Some((l.file_id, l.show_id?))).collect();
        let mut targets: HashMap<Uuid, HashMap<&str, &Draft>> = HashMap::new();
        for shelf in shelves {
            if let (Some(parents), Some(old)) = (&shelf.parents, old_show.get(&shelf.file)) {
                targets.entry(*old).or_default().insert(&parents.show.match_key, &parents.show);
            }
        }
        if targets.is_empty() {
            return Ok(());
        }
        let shows: Vec<Uuid> = targets.keys().copied().collect();
        let stayed = sql::count_show_files().bind(on, &shows, files).all().await?;
        let emptied: HashSet<Uuid> = stayed.into_iter().filter(|row| row.n_files == 0).map(|row| row.id).collect();
        let keys: Vec<String> = targets.values().flat_map(|t| t.keys().map(|k| (*k).to_owned())).collect();
        let mut taken = self.items_by_key(on, "show", &keys).await?;
        let mut renamed = Vec::new();
        for (old, target) in targets {
            let mut drafts = target.into_values();
            if let (Some(draft), None, true) = (drafts.next(), drafts.next(), emptied.contains(&old))
                && !taken.contains_key(&draft.match_key)
            {
                taken.insert(draft.match_key.clone(), old);
                renamed.push(Draft { id: old, ..draft.clone() });
            }
        }
        self.rekey(on, &renamed).await
    }

    /// Items that follow their files, by file.
    pub(super) async fn rename_items(
        &self,
        on: &Transaction<'_>,
        shelves: &[Shelf],
        links: &[sql::ItemOfFile],
    ) -> Phase<HashMap<Uuid, Uuid>> {
        let keys: Vec<String> = shelves.iter().map(|shelf| shelf.leaf.match_key.clone()).collect();
        let holders = self.items_by_key(on, self.leaf_kind(), &keys).await?;
        let by_file: HashMap<Uuid, &Shelf> = shelves.iter().map(|shelf| (shelf.file, shelf)).collect();
        let followers = followers(links, &by_file, &holders);
        let renamed: Vec<Draft> = followers
            .iter()
            // Tags say more than the key does.
            .filter(|(item, draft)| self.kind == LibraryKind::Music || holders.get(&draft.match_key) != Some(item))
            .map(|(item, draft)| Draft { id: *item, ..(*draft).clone() })
            .collect();
        self.rekey(on, &renamed).await?;
        let of_files = links.iter().filter(|link| followers.contains_key(&link.item_id));
        Ok(of_files.map(|link| (link.file_id, link.item_id)).collect())
    }

    /// Files whose name belongs to another item become its versions, and leave the one that they were.
    pub(super) async fn join_others(
        &self,
        on: &Transaction<'_>,
        shelves: &[Shelf],
        links: &[sql::ItemOfFile],
        followed: &HashMap<Uuid, Uuid>,
    ) -> Phase<()> {
        let (stay, join): (Vec<Shelf>, Vec<Shelf>) =
            shelves.iter().cloned().partition(|shelf| followed.contains_key(&shelf.file));
        let items: ByKey = stay.iter().map(|shelf| (shelf.leaf.match_key.clone(), followed[&shelf.file])).collect();
        self.link(on, &stay, &items).await?;
        let joined = self.put_items(on, self.leaf_kind(), join.iter().map(|shelf| &shelf.leaf)).await?;
        let placed = self.link(on, &join, &joined).await?;
        let item_now: HashMap<Uuid, Uuid> = placed.into_iter().map(|(item, file)| (file, item)).collect();
        let left: Vec<_> =
            links.iter().filter(|l| item_now.get(&l.file_id).is_some_and(|item| *item != l.item_id)).collect();
        let (items, files): (Vec<Uuid>, Vec<Uuid>) = left.iter().map(|link| (link.item_id, link.file_id)).unzip();
        sql::delete_item_files().bind(on, &items, &files).await?;
        Ok(())
    }

    pub(super) async fn items_by_key(&self, on: &Transaction<'_>, kind: &str, keys: &Vec<String>) -> Phase<ByKey> {
        let rows = sql::find_items_by_key().bind(on, &self.library, &kind, keys).all().await?;
        Ok(rows.into_iter().map(|row| (row.match_key, row.id)).collect())
    }

    pub(super) async fn rekey(&self, on: &Transaction<'_>, drafts: &[Draft]) -> Phase<()> {
        if drafts.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = drafts.iter().map(|draft| draft.id).collect();
        sql::vacate_keys().bind(on, &ids).await?;
        let items = serde_json::to_string(drafts).context(ErrorKind::Internal, "write items")?;
        sql::rekey_items().bind(on, &now(), &items).await?;
        Ok(())
    }
}

/// Items that can take the names of their files: all files agree, no file stayed behind, and the name is free or its
/// holder moves away too. Whoever turns out not to move blocks those who wanted its name, until nothing changes.
fn followers<'a>(
    links: &[sql::ItemOfFile],
    by_file: &HashMap<Uuid, &'a Shelf>,
    holders: &ByKey,
) -> HashMap<Uuid, &'a Draft> {
    let mut wishes: HashMap<Uuid, Option<&Draft>> = HashMap::new();
    for link in links {
        let Some(shelf) = by_file.get(&link.file_id) else { continue };
        let wish = wishes.entry(link.item_id).or_insert(Some(&shelf.leaf));
        if link.n_other_files > 0 || wish.is_some_and(|draft| draft.match_key != shelf.leaf.match_key) {
            *wish = None;
        }
    }
    let mut following: HashMap<Uuid, &Draft> = HashMap::new();
    let mut promised: HashSet<&str> = HashSet::new();
    for (item, wish) in wishes {
        if let Some(draft) = wish
            && promised.insert(&draft.match_key)
        {
            following.insert(item, draft);
        }
    }
    loop {
        let blocked: Vec<Uuid> = following
            .iter()
            .filter(|(item, draft)| {
                holders.get(&draft.match_key).is_some_and(|holder| holder != *item && !following.contains_key(holder))
            })
            .map(|(item, _)| *item)
            .collect();
        if blocked.is_empty() {
            return following;
        }
        for item in blocked {
            following.remove(&item);
        }
    }
}
