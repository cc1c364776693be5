// This file was generated with `cornucopia`. Do not modify.

pub mod catalog;
pub mod jobs;
pub mod libraries;
pub mod playback;
pub mod accounts;
pub mod images;
pub mod settings;
