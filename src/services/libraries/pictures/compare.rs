//! The rows of all pictures against what the folder holds.
//!
//! A file in the folder names the database that it was last found complete for. Where it does, a start costs reading that
//! one file. It is written last: whatever cuts a comparison off, the next start makes it again.

use std::collections::BTreeSet;

use revenge_queries::client::Params;
use revenge_queries::queries::settings::{self, AddSettingParams};
use revenge_queries::queries::{images as sql, previews};
use serde_json::json;
use uuid::Uuid;

use crate::base::{ErrorKind, Result, ResultExt, new_id};
use crate::domain::job::ExtractStill;
use crate::domain::pictures::{FOLDER_SETTING, stored_widths};
use crate::platform::cache::Scope;
use crate::platform::jobs::EnqueueOptions;
use crate::services::libraries::Libraries;

const ROWS_AT_ONCE: i64 = 500;

/// What a request for pictures came to.
#[derive(Default)]
pub(super) struct Requested {
    pub n_pictures: usize,
    /// Of them those whose files are all away: nothing to take them of.
    pub n_without_file: usize,
}

impl Libraries {
    /// Has everything made that the folder lacks, unless the folder says that it is this database's.
    pub(super) async fn compare_pictures(&self) -> Result<()> {
        let id = self.id_of_database().await?;
        let store = self.images.clone();
        let owner = blocking(move || store.find_owner()).await?;
        if owner.as_ref() == Some(&id) {
            return Ok(());
        }
        let stills = self.compare_stills().await?;
        let n_sets = self.compare_preview_sets().await?;
        let store = self.images.clone();
        blocking(move || store.put_owner(&id)).await?;
        if stills.n_pictures > 0 || n_sets > 0 {
            let n_pictures = stills.n_pictures - stills.n_without_file;
            tracing::info!(n_pictures, n_seek_previews = n_sets, "pictures are missing and are made anew");
        }
        if stills.n_without_file > 0 {
            tracing::warn!(
                n_pictures = stills.n_without_file,
                "pictures are missing, and so are the files that they are made of: connect the disk and scan the library; they \
                 are made when somebody looks at them"
            );
        }
        Ok(())
    }

    /// The first of several nodes gives it one.
    async fn id_of_database(&self) -> Result<String> {
        let client = self.db.client().await?;
        let fresh = json!(new_id()).to_string();
        settings::add_setting().params(&client, &AddSettingParams { name: FOLDER_SETTING, value: &fresh }).await?;
        let stored = settings::get_setting().bind(&client, &FOLDER_SETTING).one().await?;
        serde_json::from_str(&stored).context(ErrorKind::Internal, "read the setting pictures_folder")
    }

    async fn compare_stills(&self) -> Result<Requested> {
        let mut requested = Requested::default();
        let (mut item, mut kind) = (Uuid::nil(), String::new());
        loop {
            let rows = {
                let client = self.db.client().await?;
                sql::list_images().bind(&client, &item, &kind.as_str(), &ROWS_AT_ONCE).all().await?
            };
            let Some(last) = rows.last() else { return Ok(requested) };
            (item, kind) = (last.item_id, last.r#type.clone());
            let store = self.images.clone();
            let incomplete = blocking(move || {
                let mut incomplete = Vec::new();
                for row in rows {
                    let widths = stored_widths(u32::try_from(row.width).unwrap_or(0));
                    let are_there = widths.iter().map(|width| store.has(&row.content_hash, *width));
                    if are_there.collect::<Result<Vec<bool>>>()?.contains(&false) {
                        incomplete.push(row.item_id);
                    }
                }
                Ok(incomplete)
            });
            let of_page = self.request_pictures(&incomplete.await?).await?;
            requested.n_pictures += of_page.n_pictures;
            requested.n_without_file += of_page.n_without_file;
        }
    }

    /// The pictures of these items are taken again.
    pub(super) async fn request_pictures(&self, items: &[Uuid]) -> Result<Requested> {
        if items.is_empty() {
            return Ok(Requested::default());
        }
        let client = self.db.client().await?;
        let sources = sql::list_image_sources().bind(&client, &items).all().await?;
        let n_pictures = sources.len();
        let job = |source: sql::ImageSource| {
            let file_id = source.file_id?;
            Some(ExtractStill { library_id: source.library_id, item_id: source.item_id, file_id })
        };
        let jobs: Vec<ExtractStill> = sources.into_iter().filter_map(job).collect();
        let n_without_file = n_pictures - jobs.len();
        if !jobs.is_empty() {
            self.jobs.enqueue_all(&client, &jobs, EnqueueOptions::default()).await?;
        }
        Ok(Requested { n_pictures, n_without_file })
    }

    /// How many sets lack sheets.
    async fn compare_preview_sets(&self) -> Result<usize> {
        let (mut n_lost, mut after) = (0, Uuid::nil());
        loop {
            let rows = {
                let client = self.db.client().await?;
                previews::list_begun_preview_sets().bind(&client, &after, &ROWS_AT_ONCE).all().await?
            };
            let Some(last) = rows.last() else { return Ok(n_lost) };
            after = last.id;
            let sets = rows.into_iter().map(|row| (row.id, u32::try_from(row.n_sheets).unwrap_or(0))).collect();
            n_lost += self.request_sheets(sets).await?;
        }
    }

    /// Has the sheets made that are gone, of sets with so many; how many sets lack some. A set keeps its address.
    pub(super) async fn request_sheets(&self, sets: Vec<(Uuid, u32)>) -> Result<usize> {
        let store = self.sheets.clone();
        let lost: Vec<(Uuid, i32)> = blocking(move || {
            let mut lost = Vec::new();
            for (set, n_sheets) in sets {
                let n_left = store.count_leading(set, n_sheets)?;
                if n_left < n_sheets {
                    lost.push((set, i32::try_from(n_left).unwrap_or(i32::MAX)));
                }
            }
            Ok(lost)
        })
        .await?;
        if lost.is_empty() {
            return Ok(0);
        }
        let (ids, n_left): (Vec<Uuid>, Vec<i32>) = lost.into_iter().unzip();
        let client = self.db.client().await?;
        let rewound = previews::rewind_preview_sets().bind(&client, &ids, &n_left).all().await?;
        let n_lost = rewound.len();
        for library in rewound.into_iter().collect::<BTreeSet<Uuid>>() {
            self.caches.changed(&Scope::Library(library));
            self.request_previews(&client, library, None).await?;
        }
        Ok(n_lost)
    }
}

async fn blocking<T: Send + 'static>(look: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(look).await.context(ErrorKind::Internal, "look at the folder of pictures")?
}
