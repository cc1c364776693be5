//! The index of a wall: how many titles, where each hundredth begins, where each letter begins.
//!
//! A keyset list cannot be entered in the middle; with an anchor it can. Counting reads every row, so the answer is kept
//! until something changes: a wall asks again at each return to it.

use revenge_queries::client::Params;
use revenge_queries::queries::catalog;
use uuid::Uuid;

use super::Catalog;
use super::filter::{ItemFilter, Sort, Terms};
use super::kept;
use super::pages::Key;
use crate::base::{Cursor, Error, Result};
use crate::domain::text;
use crate::domain::viewer::Viewer;

pub(super) const STEP: i64 = 100;

#[derive(Clone, Debug)]
pub struct Anchors {
    pub total: i64,
    pub step: i64,
    /// Where page n begins: the cursor after row n × step − 1.
    pub cursors: Vec<Cursor>,
    pub letters: Vec<Letter>,
}

#[derive(Clone, Debug)]
pub struct Letter {
    pub letter: char,
    pub offset: i64,
}

impl Catalog {
    /// Anchors of a list in title order.
    pub async fn get_anchors(&self, viewer: &Viewer, filter: &ItemFilter) -> Result<Anchors> {
        let terms = Terms::new(viewer, filter)?;
        if terms.sort != Sort::Title {
            return Err(Error::invalid_field("sort", "a list has anchors in title order only"));
        }
        let scopes = kept::scopes(viewer.user_id, &terms.libraries);
        let (name, catalog) = (terms.name(), self.clone());
        let load = move || async move { catalog.read_anchors(&terms).await };
        let kept = self.kept.anchors.get_or_renew(name, &scopes, load).await?;
        Ok(Anchors::clone(&kept))
    }

    async fn read_anchors(&self, terms: &Terms) -> Result<Anchors> {
        let client = self.db.client().await?;
        let count = catalog::CountItemsParams {
            libraries: &terms.libraries,
            kinds: &terms.kinds,
            genre: terms.genre.as_deref(),
            year: terms.year,
            first_word: terms.first_word.as_deref(),
            words: &terms.words,
            unwatched: terms.unwatched,
            user: terms.user,
        };
        let total = catalog::count_items().params(&client, &count).one().await?;
        let params = catalog::AnchorItemsParams {
            libraries: &terms.libraries,
            kinds: &terms.kinds,
            genre: terms.genre.as_deref(),
            year: terms.year,
            first_word: terms.first_word.as_deref(),
            words: &terms.words,
            unwatched: terms.unwatched,
            user: terms.user,
            step: STEP,
        };
        let rows = catalog::anchor_items().params(&client, &params).all().await?;
        let mut cursors = Vec::new();
        let mut letters: Vec<Letter> = Vec::new();
        if total > 0 {
            cursors.push(Cursor::encode(&Key { k: "", id: Uuid::nil() }));
        }
        for row in rows {
            let letter = text::first_letter(&row.sort_title);
            if row.is_first && letters.last().is_none_or(|last| last.letter != letter) {
                letters.push(Letter { letter, offset: row.n });
            }
            // The last row of a full list begins no further page.
            if row.n % STEP == STEP - 1 && row.n + 1 < total {
                cursors.push(Cursor::encode(&Key { k: row.sort_title, id: row.id }));
            }
        }
        Ok(Anchors { total, step: STEP, cursors, letters })
    }
}
