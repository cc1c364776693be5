// This file was generated with `cornucopia`. Do not modify.

pub mod accounts;
pub mod jobs;
pub mod playback;
pub mod settings;
pub mod images;
pub mod libraries;
pub mod catalog;
