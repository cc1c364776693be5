// This file was generated with `cornucopia`. Do not modify.

pub mod jobs;
pub mod images;
pub mod libraries;
pub mod playback;
pub mod accounts;
pub mod settings;
pub mod catalog;
