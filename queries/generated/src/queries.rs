// This file was generated with `cornucopia`. Do not modify.

pub mod playback;
pub mod settings;
pub mod catalog;
pub mod accounts;
pub mod images;
pub mod libraries;
pub mod jobs;
