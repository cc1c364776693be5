//! Vocabulary that every layer shares: time, ids, errors, pages, secrets.
//!
//! Invariant: nothing here does I/O beyond reading a clock or the random source, and both sit behind a type that is
//! passed in, so that pure code stays testable.

mod clock;
mod error;
mod ids;
mod page;
mod secret;
mod threshold;

pub use clock::{Clock, now};
pub use error::{Error, ErrorKind, FieldError, Result, ResultExt};
pub use ids::new_id;
pub use page::{Cursor, PAGE_DEFAULT, PAGE_MAX, Page, PageRequest};
pub use secret::{Secret, Token, token_hash};
pub use threshold::Threshold;
