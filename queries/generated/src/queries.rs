// This file was generated with `cornucopia`. Do not modify.

pub mod catalog;
pub mod playback;
pub mod settings;
pub mod images;
pub mod accounts;
pub mod jobs;
pub mod libraries;
