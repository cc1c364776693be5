//! Phases 6 and 7 for music: artist, album and track of a file by its tags, and who is credited for them.
//!
//! Every artist that anybody is credited as is an item. Tracks belong to an album, or to their artist where there is none;
//! their keys are relative to it, so that an album that is renamed keeps its tracks.

use revenge_queries::client::Params;
use revenge_queries::queries::libraries as sql;
use uuid::Uuid;

use super::place::ByKey;
use super::read::UsableFile;
use super::run::{Phase, Scan};
use super::shelve::{Draft, Shelf, index, lossy};
use crate::domain::job::ExtractStill;
use crate::domain::music::{AlbumOf, Credit, Song, artist_key, song_of};
use crate::domain::text::{match_key, search_text};
use crate::platform::db::Transaction;
use crate::platform::jobs::EnqueueOptions;

/// A music file with what it is.
#[derive(Clone, Debug)]
pub(super) struct SongFile {
    pub file: Uuid,
    pub root: Uuid,
    pub song: Song,
    duration_ms: i64,
}

/// Artists and albums of some files, by their keys.
pub(super) struct Homes {
    pub artists: ByKey,
    pub albums: ByKey,
}

impl SongFile {
    pub fn of(file: &UsableFile) -> Self {
        let info = &file.inspection.info;
        let song = song_of(&info.tags.as_deref().cloned().unwrap_or_default(), &lossy(&file.rel_path));
        Self { file: file.id, root: file.root_id, song, duration_ms: info.duration_ms }
    }
}

impl Scan {
    /// Items for new files; returns each file with the track that it plays.
    pub(super) async fn place_songs(&self, on: &Transaction<'_>, mut files: Vec<SongFile>) -> Phase<Vec<(Uuid, Uuid)>> {
        self.know_albums(on, &mut files, &Vec::new()).await?;
        let artists = self.put_artists(on, &files).await?;
        let albums = self.put_items(on, "album", album_drafts(&files, &artists).iter()).await?;
        let homes = Homes { artists, albums };
        let shelves: Vec<Shelf> = files.iter().map(|file| homes.shelf(file)).collect();
        let tracks = self.put_items(on, self.leaf_kind(), shelves.iter().map(|shelf| &shelf.leaf)).await?;
        self.put_credits(on, &files, &homes, &tracks).await?;
        self.request_covers(on, &files, &homes, false).await?;
        self.link(on, &shelves, &tracks).await
    }

    pub(super) async fn put_artists(&self, on: &Transaction<'_>, files: &[SongFile]) -> Phase<ByKey> {
        let mut drafts: Vec<Draft> = Vec::new();
        for song in files.iter().map(|file| &file.song) {
            let albums = song.album.iter();
            let names = albums.clone().map(|album| (&album.artist, None));
            let credits = song.credits.iter().chain(albums.flat_map(|album| &album.artists));
            for (name, id) in credits.map(|credit| (&credit.name, credit.id.as_ref())).chain(names) {
                let mut draft = Draft::new(artist_key(name), name.clone());
                draft.external_ids.extend(id.map(|id| ("musicbrainz_artist", id.clone())));
                match drafts.iter_mut().find(|known| known.match_key == draft.match_key) {
                    Some(known) => known.external_ids.extend(draft.external_ids),
                    None => drafts.push(draft),
                }
            }
        }
        self.put_items(on, "artist", drafts.iter()).await
    }

    /// Who made what, written anew for these files.
    pub(super) async fn put_credits(
        &self,
        on: &Transaction<'_>,
        files: &[SongFile],
        homes: &Homes,
        tracks: &ByKey,
    ) -> Phase<()> {
        let mut credited: Vec<(Uuid, &[Credit])> = Vec::new();
        for file in files {
            let track = tracks.get(&homes.shelf(file).leaf.match_key);
            let album = file.song.album.as_ref();
            let of_album = album.and_then(|a| Some((*homes.albums.get(&a.key)?, a.artists.as_slice())));
            for (item, credits) in track.map(|track| (*track, file.song.credits.as_slice())).into_iter().chain(of_album)
            {
                if !credited.iter().any(|(known, _)| *known == item) {
                    credited.push((item, credits));
                }
            }
        }
        let items: Vec<Uuid> = credited.iter().map(|(item, _)| *item).collect();
        sql::delete_credits().bind(on, &items).await?;
        let mut rows = sql::InsertCreditsParams {
            library: self.library,
            items: Vec::new(),
            roles: Vec::new(),
            positions: Vec::new(),
            artists: Vec::new(),
            names: Vec::new(),
        };
        for (item, credits) in credited {
            let mut positions = std::collections::HashMap::new();
            for credit in credits {
                let Some(artist) = homes.artists.get(&artist_key(&credit.name)) else { continue };
                let position = positions.entry(credit.role).or_insert(-1);
                *position += 1;
                rows.items.push(item);
                rows.roles.push(credit.role.as_str());
                rows.positions.push(*position);
                rows.artists.push(*artist);
                rows.names.push(credit.name.as_str());
            }
        }
        sql::insert_credits().params(on, &rows).await?;
        Ok(())
    }

    /// A cover for each album: out of a file that has one, else what lies beside its files. `anew`: also where there is one.
    pub(super) async fn request_covers(
        &self,
        on: &Transaction<'_>,
        files: &[SongFile],
        homes: &Homes,
        anew: bool,
    ) -> Phase<()> {
        let albums: Vec<Uuid> = homes.albums.values().copied().collect();
        let pictured = if anew { Vec::new() } else { sql::list_pictured_items().bind(on, &albums).all().await? };
        let mut jobs: Vec<(bool, ExtractStill)> = Vec::new();
        for file in files {
            let album = file.song.album.as_ref().and_then(|album| homes.albums.get(&album.key));
            let Some(album) = album.filter(|album| !pictured.contains(album)) else { continue };
            let job = ExtractStill { library_id: self.library, item_id: *album, file_id: file.file };
            match jobs.iter_mut().find(|(_, known)| known.item_id == *album) {
                Some(known) if !known.0 && file.song.has_picture => *known = (true, job),
                Some(_) => {}
                None => jobs.push((file.song.has_picture, job)),
            }
        }
        let jobs: Vec<ExtractStill> = jobs.into_iter().map(|(_, job)| job).collect();
        if !jobs.is_empty() {
            self.libraries.jobs.enqueue_all(on, &jobs, EnqueueOptions::default()).await?;
        }
        Ok(())
    }
}

impl Homes {
    pub fn album(&self, file: &SongFile) -> Option<Uuid> {
        self.albums.get(&file.song.album.as_ref()?.key).copied()
    }

    /// The track as an item below its album, or below its artist.
    pub fn shelf(&self, file: &SongFile) -> Shelf {
        let song = &file.song;
        let artist = || self.artists.get(&artist_key(&song.credits.first()?.name)).copied();
        let parent = self.album(file).or_else(artist);
        let place = format!("{}/{:04}", song.disc.unwrap_or(1), song.track.unwrap_or(0));
        let title = match_key(&song.title);
        let key = match parent {
            Some(parent) => format!("{parent}/{place}/{title}"),
            // Without a word about who and what, a file is a track of its own.
            None => format!("{}/{title}", file.file),
        };
        let mut leaf = Draft::new(key, song.title.clone());
        leaf.parent_id = parent;
        let names = song.credits.iter().map(|credit| credit.name.as_str());
        let album = song.album.as_ref().map(|album| album.title.as_str());
        leaf.search_text = searched(&song.title, names.chain(album));
        leaf.year = song.year;
        leaf.index_no = song.track.and_then(index);
        leaf.disc_no = song.disc.and_then(index);
        leaf.duration_ms = Some(file.duration_ms);
        leaf.genres.clone_from(&song.genres);
        leaf.external_ids.extend(song.recording.clone().map(|id| ("musicbrainz_recording", id)));
        Shelf { file: file.file, edition: None, part: None, leaf, parents: None }
    }
}

/// Albums of the files, each once, below their artists.
pub(super) fn album_drafts(files: &[SongFile], artists: &ByKey) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for album in files.iter().filter_map(|file| file.song.album.as_ref()) {
        if !drafts.iter().any(|known| known.match_key == album.key) {
            drafts.push(album_draft(album, artists));
        }
    }
    drafts
}

fn album_draft(album: &AlbumOf, artists: &ByKey) -> Draft {
    let mut draft = Draft::new(album.key.clone(), album.title.clone());
    draft.parent_id = artists.get(&artist_key(&album.artist)).copied();
    draft.year = album.year;
    let names = album.artists.iter().map(|credit| credit.name.as_str());
    draft.search_text = searched(&album.title, names.chain([album.artist.as_str()]));
    draft.external_ids.extend(album.release.clone().map(|id| ("musicbrainz_release", id)));
    draft
}

/// A title is also found by the names that belong to it.
fn searched<'a>(title: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut all = title.to_owned();
    for name in names.take(64) {
        all.push(' ');
        all.push_str(name);
    }
    search_text(&all)
}
