// This file was generated with `cornucopia`. Do not modify.

pub mod images;
pub mod accounts;
pub mod jobs;
pub mod libraries;
pub mod playback;
pub mod catalog;
pub mod settings;
