// This file was generated with `cornucopia`. Do not modify.

pub mod libraries;
pub mod catalog;
pub mod jobs;
pub mod settings;
pub mod accounts;
pub mod images;
pub mod playback;
