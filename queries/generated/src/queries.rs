// This file was generated with `cornucopia`. Do not modify.

pub mod playback;
pub mod images;
pub mod settings;
pub mod catalog;
pub mod accounts;
pub mod jobs;
pub mod libraries;
