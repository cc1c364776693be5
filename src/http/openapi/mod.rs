//! The OpenAPI 3.1 document, made of the routes themselves.
//!
//! What holds for every operation is added here instead of at each one: problems, the sign-in, strict queries. Served at
//! `/api/v1/openapi.json`, kept in docs/reference/openapi.json, and the source of the web UI's types.

mod document;
mod responses;

pub use document::{document, routes};
