// This file was generated with `cornucopia`. Do not modify.

pub mod jobs;
pub mod settings;
pub mod accounts;
pub mod catalog;
pub mod images;
pub mod libraries;
pub mod playback;
