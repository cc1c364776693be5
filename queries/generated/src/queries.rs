// This file was generated with `cornucopia`. Do not modify.

pub mod playback;
pub mod settings;
pub mod libraries;
pub mod catalog;
pub mod images;
pub mod accounts;
pub mod jobs;
