//! Vocabulary that every layer shares: time, ids, errors, pages, secrets, priorities.
//!
//! Invariant: nothing here does I/O beyond reading a clock or the random source, and both sit behind a type that is
//! passed in, so that pure code stays testable. A thread's priority is the one thing that is changed.

mod clock;
mod error;
mod ids;
mod page;
mod priority;
mod secret;
mod threshold;

pub use clock::now;
pub use error::{Error, ErrorKind, FieldError, Result, ResultExt};
pub use ids::new_id;
pub use page::{Cursor, PAGE_DEFAULT, PAGE_MAX, Page, PageRequest};
pub use priority::Priority;
pub use secret::{Secret, Token, token_hash};
pub use threshold::Threshold;
