//! Sheets of small pictures for the seek bar.
//!
//! `extract_sheet` is the server's side and starts a child (`child`); `produce` is what the child does. A child makes one
//! sheet, so that its limits of time and memory hold for a film of any length.

mod extract;
mod produce;

pub use extract::{Moments, Sheet, SheetError, extract_sheet};
pub use produce::produce;

/// What the child says: one line of JSON, then the sheet's bytes.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Head {
    /// Size of one picture.
    Made { width: u32, height: u32 },
    /// Said of the file: it gives no picture.
    Failed { error: String },
}
