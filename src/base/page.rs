//! Keyset pages: a limit and an opaque cursor.
//!
//! A cursor is the sort key of the last row, in URL-safe form. It carries no rights: the statement that uses it
//! filters by viewer again.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Error, Result};

pub const PAGE_DEFAULT: u32 = 50;
pub const PAGE_MAX: u32 = 200;

/// One page of a list and where the next one starts.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<Cursor>,
}

impl<T> Page<T> {
    /// Takes `limit + 1` rows and turns the surplus one into the next cursor.
    pub fn from_rows(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> Cursor) -> Self {
        let limit = limit as usize;
        let next_cursor = if rows.len() > limit {
            rows.truncate(limit);
            rows.last().map(key)
        } else {
            None
        };
        Self { items: rows, next_cursor }
    }

    /// A page of a short list that is always read whole; its cursor is a position.
    pub fn of_all(all: Vec<T>, request: &PageRequest) -> Result<Self> {
        let (start, limit) = (request.after::<usize>()?.unwrap_or(0), request.limit as usize);
        let end = start.saturating_add(limit);
        let next_cursor = (end < all.len()).then(|| Cursor::encode(&end));
        Ok(Self { items: all.into_iter().skip(start).take(limit).collect(), next_cursor })
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

/// What a caller asked for; `limit` is 1–200.
#[derive(Clone, Debug)]
pub struct PageRequest {
    pub limit: u32,
    pub cursor: Option<Cursor>,
}

impl PageRequest {
    pub fn new(limit: Option<u32>, cursor: Option<String>) -> Result<Self> {
        let limit = limit.unwrap_or(PAGE_DEFAULT);
        if limit == 0 || limit > PAGE_MAX {
            return Err(Error::invalid_field("limit", format!("must be between 1 and {PAGE_MAX}")));
        }
        Ok(Self { limit, cursor: cursor.map(Cursor) })
    }

    /// The sort key to start after, if any.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>> {
        self.cursor.as_ref().map(Cursor::decode).transpose()
    }
}

/// An opaque position in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

impl Cursor {
    pub fn encode<K: Serialize>(key: &K) -> Self {
        let json = serde_json::to_vec(key).unwrap_or_default();
        Self(hex(&json))
    }

    fn decode<K: DeserializeOwned>(&self) -> Result<K> {
        let bad = || Error::invalid_field("cursor", "not a cursor of this list");
        let bytes = unhex(&self.0).ok_or_else(bad)?;
        let key: K = serde_json::from_slice(&bytes).map_err(|_| bad())?;
        // PostgreSQL has no NUL in text; such a cursor was never ours.
        if bytes.windows(6).any(|w| w == b"\\u0000") { Err(bad()) } else { Ok(key) }
    }
}

fn hex(bytes: &[u8]) -> String {
    super::secret::hex(bytes)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || text.len() > 8192 || !text.is_ascii() {
        return None;
    }
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
