//! What handlers take: the viewer, the request's id, and strict readers of body, query and path.
//!
//! Invariant: a field or key that nobody asked for is refused by name, and no NUL gets past (PostgreSQL has none in
//! text). The readers do this for every type, so that no type can forget it.

mod json;
mod path;
mod query;
mod request_id;
mod strict;
mod viewer;

pub use json::Json;
pub use path::Path;
pub use query::Query;
pub use request_id::RequestId;
pub use viewer::Admin;
