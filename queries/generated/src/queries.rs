// This file was generated with `cornucopia`. Do not modify.

pub mod catalog;
pub mod images;
pub mod playback;
pub mod libraries;
pub mod jobs;
pub mod settings;
pub mod accounts;
