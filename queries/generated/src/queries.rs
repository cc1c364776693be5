// This file was generated with `cornucopia`. Do not modify.

pub mod accounts;
pub mod catalog;
pub mod events;
pub mod images;
pub mod jobs;
pub mod libraries;
pub mod playback;
pub mod previews;
pub mod schedules;
pub mod settings;
pub mod system;
pub mod webhooks;
