// This file was generated with `cornucopia`. Do not modify.

pub mod libraries;
pub mod playback;
pub mod settings;
pub mod images;
pub mod accounts;
pub mod catalog;
pub mod jobs;
