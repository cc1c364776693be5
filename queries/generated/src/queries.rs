// This file was generated with `cornucopia`. Do not modify.

pub mod images;
pub mod jobs;
pub mod catalog;
pub mod playback;
pub mod settings;
pub mod libraries;
pub mod accounts;
