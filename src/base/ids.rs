//! Ids: UUIDv7, made by the application, so that a row's id is known before it is written and sorts by age.
//!
//! An id grants nothing by itself; whatever grants access carries a `Token`.

use uuid::Uuid;

/// A fresh time-ordered id.
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}
