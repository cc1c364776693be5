//! Which items, in which order. Parsed once, so that every statement takes the same arguments.

use uuid::Uuid;

use crate::base::{Error, Result};
use crate::domain::text;
use crate::domain::viewer::Viewer;

/// What stands on a shelf when no kind is asked for: things of their own, not parts of others.
const SHELF_KINDS: [&str; 3] = ["movie", "show", "artist"];
/// What can be begun and not finished.
const PLAYABLE_KINDS: [&str; 3] = ["movie", "episode", "track"];
const KINDS: [&str; 7] = ["movie", "show", "season", "episode", "artist", "album", "track"];

/// Order of a list. Each key has a natural direction; `-` reverses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// A to Z.
    #[default]
    Title,
    TitleBack,
    /// Newest arrivals first.
    Added,
    AddedBack,
    /// Latest years first.
    Year,
    YearBack,
    /// What the viewer played last first; only what was ever played.
    Played,
}

/// A filter as asked for.
#[derive(Clone, Debug, Default)]
pub struct ItemFilter {
    pub library_id: Option<Uuid>,
    pub kind: Option<String>,
    pub q: Option<String>,
    pub genre: Option<String>,
    pub year: Option<i32>,
    pub unwatched: bool,
    pub in_progress: bool,
    pub sort: Option<String>,
}

/// A filter as statements take it.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub libraries: Vec<Uuid>,
    pub kinds: Vec<String>,
    pub genre: Option<String>,
    pub year: Option<i32>,
    pub first_word: Option<String>,
    pub words: Vec<String>,
    pub unwatched: bool,
    pub in_progress: bool,
    pub sort: Sort,
    pub user: Uuid,
}

impl Terms {
    pub(super) fn new(viewer: &Viewer, filter: &ItemFilter) -> Result<Self> {
        let sort = match &filter.sort {
            Some(text) => parse_sort(text)?,
            None if filter.in_progress => Sort::Played,
            None => Sort::default(),
        };
        if filter.in_progress && sort != Sort::Played {
            return Err(Error::invalid_field("sort", "with in_progress only played"));
        }
        let mut words = filter.q.as_deref().map(patterns).unwrap_or_default().into_iter();
        Ok(Self {
            libraries: match filter.library_id {
                Some(id) => viewer.libraries.iter().copied().filter(|visible| *visible == id).collect(),
                None => viewer.libraries.clone(),
            },
            kinds: kinds(filter.kind.as_deref(), sort)?,
            genre: filter.genre.clone(),
            year: filter.year,
            first_word: words.next(),
            words: words.collect(),
            unwatched: filter.unwatched,
            in_progress: filter.in_progress,
            sort,
            user: viewer.user_id,
        })
    }

    /// Names the list for a cache: everything that changes its rows.
    pub(super) fn name(&self) -> String {
        format!("{self:?}")
    }
}

fn kinds(kind: Option<&str>, sort: Sort) -> Result<Vec<String>> {
    let chosen = match kind {
        Some(kind) if KINDS.contains(&kind) => return Ok(vec![kind.to_owned()]),
        Some(_) => return Err(Error::invalid_field("kind", format!("must be one of {}", KINDS.join(", ")))),
        None if sort == Sort::Played => PLAYABLE_KINDS,
        None => SHELF_KINDS,
    };
    Ok(chosen.map(str::to_owned).to_vec())
}

fn parse_sort(text: &str) -> Result<Sort> {
    Ok(match text {
        "title" => Sort::Title,
        "-title" => Sort::TitleBack,
        "added" => Sort::Added,
        "-added" => Sort::AddedBack,
        "year" => Sort::Year,
        "-year" => Sort::YearBack,
        "played" => Sort::Played,
        _ => return Err(Error::invalid_field("sort", "must be title, added, year (each also with -) or played")),
    })
}

/// Every word must occur. Folding leaves letters and digits; what `LIKE` could misread is escaped all the same.
fn patterns(query: &str) -> Vec<String> {
    let folded = text::search_query(query);
    let escape = |word: &str| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let mut words: Vec<String> = folded.split_whitespace().take(16).map(|word| format!("%{}%", escape(word))).collect();
    if words.is_empty() && !query.trim().is_empty() {
        // Nothing but signs: no title is found by that.
        words.push("\u{1}".to_owned());
    }
    // The longest word is the rarest: the index is asked for that one.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}
