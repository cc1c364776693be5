//! Our REST API: one file per resource with routes, parameters, bodies and handlers, in that order.
//!
//! Faces are strangers to each other; `router` puts them together under `/api/v1`.

pub mod addresses;
pub mod auth;
pub mod backups;
pub mod disks;
pub mod docs;
pub mod events;
pub mod folders;
mod item_wire;
pub mod items;
pub mod jobs;
pub mod libraries;
pub mod playback;
pub mod playback_wire;
pub mod previews;
pub mod schedules;
pub mod setup;
pub mod system;
pub mod system_wire;
pub mod tracks;
pub mod webhooks;
