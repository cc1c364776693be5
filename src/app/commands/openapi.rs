//! `revenge openapi`: the document of the API, as committed at docs/reference/openapi.json.

use super::print;
use crate::app::{Exit, Failure};
use crate::http;

pub fn show() -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(&http::document())
        .map_err(|e| Failure::new(Exit::Failed, format!("write the document: {e}")))?;
    print(&text)
}
