//! Subtitles that lie beside a file: found with the folder's listing, kept with the file, read when it is played.

use revenge_queries::client::Params;
use revenge_queries::queries::libraries as sql;

use super::roots::Root;
use super::run::{Phase, Scan};
use crate::base::new_id;
use crate::domain::subtitles::{Format, Sidecar, sidecar};
use crate::platform::db::Transaction;

/// What a folder holds that may belong together.
pub(super) struct Listing {
    pub folder: Vec<u8>,
    pub media: Vec<Vec<u8>>,
    pub subtitles: Vec<Vec<u8>>,
}

struct Found {
    file_path: Vec<u8>,
    rel_path: Vec<u8>,
    sidecar: Sidecar,
}

impl Scan {
    /// Takes the place of what was known of the folder.
    pub(super) async fn put_sidecars(&self, on: &Transaction<'_>, root: &Root, listing: &Listing) -> Phase<()> {
        if listing.media.is_empty() {
            return Ok(());
        }
        let files: Vec<Vec<u8>> = listing.media.iter().map(|name| join(&listing.folder, name)).collect();
        sql::clear_folder_sidecars().bind(on, &root.id, &files).await?;
        let found = match_up(listing);
        if found.is_empty() {
            return Ok(());
        }
        let params = sql::InsertSidecarsParams {
            ids: found.iter().map(|_| new_id()).collect::<Vec<_>>(),
            file_paths: found.iter().map(|f| f.file_path.as_slice()).collect::<Vec<_>>(),
            paths: found.iter().map(|f| f.rel_path.as_slice()).collect::<Vec<_>>(),
            formats: found.iter().map(|f| format_name(f.sidecar.format)).collect::<Vec<_>>(),
            languages: found.iter().map(|f| f.sidecar.language.as_deref().unwrap_or_default()).collect::<Vec<_>>(),
            forced: found.iter().map(|f| f.sidecar.forced).collect::<Vec<_>>(),
            hearing_impaired: found.iter().map(|f| f.sidecar.hearing_impaired).collect::<Vec<_>>(),
            titles: found.iter().map(|f| f.sidecar.title.as_deref().unwrap_or_default()).collect::<Vec<_>>(),
            root: root.id,
        };
        sql::insert_sidecars().params(on, &params).await?;
        Ok(())
    }
}

/// Each subtitle goes to the video with the longest name that it begins with: `Film 2.srt` is not for `Film.mkv`.
fn match_up(listing: &Listing) -> Vec<Found> {
    let stems: Vec<(String, &Vec<u8>)> = listing.media.iter().map(|name| (stem(name), name)).collect();
    let mut found = Vec::new();
    for subtitle in &listing.subtitles {
        let name = String::from_utf8_lossy(subtitle);
        let candidates = stems.iter().filter_map(|(stem, media)| Some((stem.len(), media, sidecar(stem, &name)?)));
        if let Some((_, media, sidecar)) = candidates.max_by_key(|(length, ..)| *length) {
            let file_path = join(&listing.folder, media);
            found.push(Found { file_path, rel_path: join(&listing.folder, subtitle), sidecar });
        }
    }
    found
}

fn stem(name: &[u8]) -> String {
    let end = name.iter().rposition(|b| *b == b'.').unwrap_or(name.len());
    String::from_utf8_lossy(&name[..end]).into_owned()
}

fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, b"/", name].concat() }
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Srt => "srt",
        Format::WebVtt => "webvtt",
        Format::Ass => "ass",
        Format::MicroDvd => "microdvd",
    }
}
