//! Phase 8 for music: files with other tags or in another place. A track follows its file, an album its tracks: same id,
//! same played state, new names. All of them are sorted out together, once everything has been read.

use std::collections::{HashMap, HashSet};

use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::place::ByKey;
use super::run::{Phase, Scan};
use super::shelve::{Draft, Shelf};
use super::songs::{Homes, SongFile, album_drafts};
use crate::platform::db::Transaction;

impl Scan {
    pub(super) async fn settle_songs(&self, changed: Vec<SongFile>) -> Phase<()> {
        if !changed.is_empty() {
            self.retag(changed).await?;
        }
        self.refresh_presence().await?;
        self.settle_albums().await?;
        // An artist may have lost an album by that.
        self.refresh_presence().await
    }

    async fn retag(&self, mut changed: Vec<SongFile>) -> Phase<()> {
        let files: Vec<Uuid> = changed.iter().map(|song| song.file).collect();
        let mut client = self.libraries.db.client().await?;
        let transaction = client.transaction().await?;
        let on = &transaction;
        let links = sql::list_items_of_files().bind(on, &files).all().await?;
        self.know_albums(on, &mut changed, &files).await?;
        let artists = self.put_artists(on, &changed).await?;
        let drafts = album_drafts(&changed, &artists);
        self.rename_albums(on, (&changed, &drafts), &links, &files).await?;
        let albums = self.put_items(on, "album", drafts.iter()).await?;
        let homes = Homes { artists, albums };
        let shelves: Vec<Shelf> = changed.iter().map(|song| homes.shelf(song)).collect();
        let followed = self.rename_items(on, &shelves, &links).await?;
        self.join_others(on, &shelves, &links, &followed).await?;
        let keys: Vec<String> = shelves.iter().map(|shelf| shelf.leaf.match_key.clone()).collect();
        let tracks = self.items_by_key(on, self.leaf_kind(), &keys).await?;
        self.put_credits(on, &changed, &homes, &tracks).await?;
        let pictured: Vec<SongFile> = changed.into_iter().filter(|song| song.song.has_picture).collect();
        self.request_covers(on, &pictured, &homes, true).await?;
        transaction.commit().await?;
        self.progress.items("changed", &tracks.into_values().collect::<Vec<_>>());
        Ok(())
    }

    /// An album all of whose files went to one that nobody has is that album under a new name; one that all of its files
    /// stayed with has the names that they bear now.
    async fn rename_albums(
        &self,
        on: &Transaction<'_>,
        (changed, drafts): (&[SongFile], &[Draft]),
        links: &[sql::ItemOfFile],
        files: &Vec<Uuid>,
    ) -> Phase<()> {
        let old: HashMap<Uuid, Uuid> = links.iter().filter_map(|l| Some((l.file_id, l.parent_id?))).collect();
        let mut targets: HashMap<Uuid, HashSet<&str>> = HashMap::new();
        for song in changed {
            if let (Some(album), Some(old)) = (&song.song.album, old.get(&song.file)) {
                targets.entry(*old).or_default().insert(&album.key);
            }
        }
        let albums: Vec<Uuid> = targets.keys().copied().collect();
        let stayed = sql::count_album_files().bind(on, files, &albums).all().await?;
        let emptied: HashSet<Uuid> = stayed.into_iter().filter(|row| row.n_files == 0).map(|row| row.id).collect();
        let keys: Vec<String> = drafts.iter().map(|draft| draft.match_key.clone()).collect();
        let mut holders: ByKey = self.items_by_key(on, "album", &keys).await?;
        let mut renamed = Vec::new();
        for (old, target) in targets.into_iter().filter(|(old, target)| target.len() == 1 && emptied.contains(old)) {
            let draft = drafts.iter().find(|draft| target.contains(draft.match_key.as_str()));
            let Some(draft) = draft.filter(|d| holders.get(&d.match_key).is_none_or(|id| *id == old)) else { continue };
            holders.insert(draft.match_key.clone(), old);
            renamed.push(Draft { id: old, ..draft.clone() });
        }
        self.rekey(on, &renamed).await
    }
}
