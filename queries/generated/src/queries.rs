// This file was generated with `cornucopia`. Do not modify.

pub mod images;
pub mod libraries;
pub mod playback;
pub mod accounts;
pub mod catalog;
pub mod jobs;
pub mod settings;
