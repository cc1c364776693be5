// This file was generated with `cornucopia`. Do not modify.

pub mod jobs;
pub mod catalog;
pub mod accounts;
pub mod settings;
pub mod images;
pub mod playback;
pub mod libraries;
