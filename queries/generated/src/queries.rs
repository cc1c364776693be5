// This file was generated with `cornucopia`. Do not modify.

pub mod settings;
pub mod jobs;
pub mod catalog;
pub mod libraries;
pub mod playback;
pub mod images;
