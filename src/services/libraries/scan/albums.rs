//! Which album that is there already a file belongs to, and whose an album is that no tag says.
//!
//! Two releases of one title have different years and lie in different folders. A year that only some tracks bear, or
//! that differs from track to track of one folder, makes no second release.

use std::collections::HashMap;

use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::run::{Phase, Scan};
use super::shelve::{Draft, lossy};
use super::songs::SongFile;
use crate::base::now;
use crate::domain::music::{VARIOUS_ARTISTS, artist_key, place_of};
use crate::platform::db::Transaction;

/// One release of a title.
struct Known {
    key: String,
    folders: Vec<(Uuid, String)>,
}

impl Scan {
    /// Gives files the keys of the albums that they belong to. What lies elsewhere than the files `except` counts.
    pub(super) async fn know_albums(
        &self,
        on: &Transaction<'_>,
        files: &mut [SongFile],
        except: &Vec<Uuid>,
    ) -> Phase<()> {
        let mut titles: Vec<String> = files.iter().filter_map(title_of).collect();
        titles.sort_unstable();
        titles.dedup();
        if titles.is_empty() {
            return Ok(());
        }
        let rows = sql::find_shows_by_title().bind(on, &titles, &self.library, &"album").all().await?;
        let albums: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut folders: HashMap<Uuid, Vec<(Uuid, String)>> = HashMap::new();
        for row in sql::list_files_of_albums().bind(on, &albums, except).all().await? {
            let place = (row.root_id, place_of(&lossy(&row.rel_path)).folder);
            let known = folders.entry(row.id).or_default();
            if !known.contains(&place) {
                known.push(place);
            }
        }
        let mut by_title: HashMap<String, Vec<Known>> = HashMap::new();
        for row in rows {
            // Without a file of its own an album is nobody's neighbour: its name is free.
            let Some(folders) = folders.remove(&row.id) else { continue };
            if let Some((title, _)) = row.match_key.rsplit_once('/') {
                by_title.entry(title.to_owned()).or_default().push(Known { key: row.match_key, folders });
            }
        }
        for file in files.iter_mut() {
            let Some(title) = title_of(file) else { continue };
            let place = (file.root, file.song.folder.clone());
            let Some(album) = file.song.album.as_mut() else { continue };
            let known = by_title.entry(title).or_default();
            let found = find(known, &album.key, album.year, &place);
            if let Some(release) = found.and_then(|n| known.get_mut(n)) {
                album.key.clone_from(&release.key);
                release.folders.push(place);
            } else {
                known.push(Known { key: album.key.clone(), folders: vec![place] });
            }
        }
        Ok(())
    }

    /// Albums that no tag says the artist of belong to the one that all their tracks have, else to various artists.
    pub(super) async fn settle_albums(&self) -> Phase<()> {
        let client = self.libraries.db.client().await?;
        let guessed = sql::list_guessed_albums().bind(&client, &self.library).all().await?;
        let is_mixed = |n: i64| n > 1;
        let mut various = None;
        if guessed.iter().any(|album| is_mixed(album.n_artists)) {
            let draft = Draft::new(artist_key(VARIOUS_ARTISTS), VARIOUS_ARTISTS.to_owned());
            drop(client);
            let mut client = self.libraries.db.client().await?;
            let transaction = client.transaction().await?;
            various = self.put_items(&transaction, "artist", std::iter::once(&draft)).await?.into_values().next();
            transaction.commit().await?;
        }
        let client = self.libraries.db.client().await?;
        let (mut albums, mut parents) = (Vec::new(), Vec::new());
        for album in guessed {
            let parent = if is_mixed(album.n_artists) { various } else { album.artist };
            if let Some(parent) = parent.filter(|parent| Some(*parent) != album.parent_id) {
                albums.push(album.id);
                parents.push(parent);
            }
        }
        if !albums.is_empty() {
            sql::set_parents().bind(&client, &now(), &albums, &parents).await?;
        }
        sql::refresh_albums().bind(&client, &now(), &self.library).await?;
        Ok(())
    }
}

/// Title and artist of an album whose key ends with a year.
fn title_of(file: &SongFile) -> Option<String> {
    let album = file.song.album.as_ref().filter(|album| !album.is_guessed && album.release.is_none())?;
    Some(album.key.rsplit_once('/')?.0.to_owned())
}

fn find(known: &[Known], key: &str, year: Option<i32>, place: &(Uuid, String)) -> Option<usize> {
    let by = |is_it: &dyn Fn(&Known) -> bool| known.iter().position(is_it);
    let undated = || by(&|release| release.key.ends_with('/'));
    by(&|release| release.folders.contains(place)).or_else(|| by(&|release| release.key == key)).or_else(
        || match year {
            Some(_) => undated(),
            None => (known.len() == 1).then_some(0),
        },
    )
}
