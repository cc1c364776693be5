//! One page of a list as it is kept, with room for what a face makes of it.

use std::any::Any;
use std::sync::{Arc, OnceLock};

use super::summary::ItemSummary;
use crate::base::Page;

/// What a page costs as an answer beside the items themselves: its JSON, and that compressed.
pub(super) const SHOWN_BYTES_PER_ITEM: u64 = 700;

#[derive(Debug)]
pub struct Listed {
    pub page: Page<ItemSummary>,
    /// Written by the first face that shows the page; the room knows no face.
    shown: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl Listed {
    pub(super) fn new(page: Page<ItemSummary>) -> Self {
        Self { page, shown: OnceLock::new() }
    }

    /// What a face shows of the page: made once, given to all who ask for it while the page is kept.
    pub fn shown<T: Any + Send + Sync + Clone, E>(
        &self,
        make: impl Fn(&Page<ItemSummary>) -> Result<T, E>,
    ) -> Result<T, E> {
        let known = self.shown.get().and_then(|shown| shown.downcast_ref::<T>());
        if let Some(known) = known {
            return Ok(known.clone());
        }
        let shown = make(&self.page)?;
        // Another face, or another request, may have been first.
        let _taken = self.shown.set(Arc::new(shown.clone()));
        Ok(shown)
    }
}
