// This file was generated with `cornucopia`. Do not modify.

pub mod accounts;
pub mod catalog;
pub mod libraries;
pub mod settings;
pub mod playback;
pub mod jobs;
pub mod images;
