// This file was generated with `cornucopia`. Do not modify.

pub mod images;
pub mod jobs;
pub mod libraries;
pub mod settings;
pub mod playback;
