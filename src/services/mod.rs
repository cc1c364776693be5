//! What the product does. Rooms are strangers: they cooperate through `domain` types, job arguments, and by reading
//! each other's tables with statements of their own. No HTTP type here.

pub mod accounts;
pub mod backups;
pub mod catalog;
pub mod libraries;
pub mod playback;
pub mod system;
pub mod webhooks;
