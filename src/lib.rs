//! Revenge: a media server that behaves like appliance firmware.
//!
//! Layers, lowest first; a module imports only from layers below its own (`tests/it/architecture.rs` holds the table).

pub mod app;
pub mod base;
pub mod domain;
pub mod http;
pub mod platform;
pub mod services;
